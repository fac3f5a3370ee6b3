// The search in lessons. It outlives its page, so that the list stays where it was.

import { asCallError, call } from '../../ipc/client';
import type { CallError } from '../../ipc/client';
import type { LessonsFound } from '../../ipc/types';
import { whenForgotten } from '../../state/query.svelte';

export class LessonSearch {
  text = $state('');
  /** The newest answer; it stays until the next is here. */
  found: LessonsFound | null = $state.raw(null);
  failure: CallError | null = $state.raw(null);
  /** What `found` was asked for. */
  shown = $state.raw('');
  #turn = 0;

  /** Asks anew: after a keystroke, and after something changed on this computer. Only the newest answer is shown. */
  refresh = async (): Promise<void> => {
    const turn = ++this.#turn;
    const text = this.text.trim();
    try {
      const found = await call('search_lessons', { text, program: null });
      if (turn !== this.#turn) return;
      this.found = found;
      this.shown = text;
      this.failure = null;
    } catch (error) {
      if (turn === this.#turn) this.failure = asCallError(error);
    }
  };

  /** As at first: another learner has other lessons. */
  forget(): void {
    this.#turn += 1;
    this.text = '';
    this.found = null;
    this.shown = '';
    this.failure = null;
  }
}

export const lessonSearch = new LessonSearch();
whenForgotten(() => lessonSearch.forget());
