// What is looked for in the guide; only the answer to the newest question is shown.

import { asCallError, call } from '../../ipc/client';
import type { CallError } from '../../ipc/client';
import type { GuideHit } from '../../ipc/types';
import { whenForgotten } from '../../state/query.svelte';
import { href } from '../../state/router.svelte';

export class GuideSearch {
  text = $state('');
  /** `null`: nothing is looked for. */
  hits: GuideHit[] | null = $state.raw(null);
  failure: CallError | null = $state.raw(null);
  #turn = 0;

  look = async (): Promise<void> => {
    const turn = ++this.#turn;
    const text = this.text.trim();
    if (text === '') {
      this.hits = null;
      this.failure = null;
      return;
    }
    try {
      const hits = await call('search_guide', { text });
      if (turn !== this.#turn) return;
      this.hits = hits;
      this.failure = null;
    } catch (thrown) {
      if (turn === this.#turn) this.failure = asCallError(thrown);
    }
  };

  clear = (): void => {
    this.text = '';
    void this.look();
  };
}

/** The address of what was found. */
export function placeOf({ place }: GuideHit): string {
  if (place.place === 'licensure') return href({ page: 'licensure', state: place.state ?? undefined });
  return href({ page: 'career', topic: place.page, section: place.section ?? undefined });
}

/** Kept while Carrel runs, so that the list is there when one comes back from a page. */
export const guideSearch = new GuideSearch();
whenForgotten(guideSearch.clear);
