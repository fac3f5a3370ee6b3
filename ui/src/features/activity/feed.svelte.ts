import { asCallError, call } from '../../ipc/client';
import type { CallError } from '../../ipc/client';
import type { Act, ActivityFilter, ProgramName } from '../../ipc/types';
import { joined } from './fold';

const PAGE = 100;
const MOST = 200;

/** The acts on screen: newest first, older ones on demand, kept while the newest are asked again. */
export class Feed {
  acts: Act[] = $state.raw([]);
  more = $state(false);
  waiting = $state(0);
  needsYou = $state(0);
  programs: ProgramName[] = $state.raw([]);
  ready = $state(false);
  loading = $state(false);
  error: CallError | null = $state.raw(null);
  #filter: ActivityFilter = 'all';
  #program: string | null = null;
  #turn = 0;

  /** Shows `filter` from its newest act on, of one program or of all. */
  async show(filter: ActivityFilter, program: string | null = null): Promise<void> {
    if (filter !== this.#filter || program !== this.#program) this.ready = false;
    [this.#filter, this.#program] = [filter, program];
    await this.refresh();
  }

  /** Asks for everything on screen again. */
  async refresh(): Promise<void> {
    const turn = ++this.#turn;
    const wanted = this.ready ? Math.max(PAGE, this.acts.length) : PAGE;
    try {
      let acts: Act[] = [];
      let more = true;
      while (more && acts.length < wanted) {
        const page = await this.#ask(acts, Math.min(MOST, wanted - acts.length));
        if (turn !== this.#turn) return;
        acts = joined(acts, page.acts);
        more = page.more && page.acts.length > 0;
        [this.waiting, this.needsYou, this.programs] = [page.waiting, page.needs_you, page.programs];
      }
      [this.acts, this.more, this.error, this.ready] = [acts, more, null, true];
    } catch (thrown) {
      if (turn === this.#turn) this.error = asCallError(thrown);
    }
  }

  async older(): Promise<void> {
    if (this.loading || !this.more) return;
    const turn = this.#turn;
    this.loading = true;
    try {
      const page = await this.#ask(this.acts, PAGE);
      if (turn !== this.#turn) return;
      [this.acts, this.more, this.error] = [joined(this.acts, page.acts), page.more, null];
    } catch (thrown) {
      this.error = asCallError(thrown);
    } finally {
      this.loading = false;
    }
  }

  #ask(known: Act[], limit: number) {
    return call('activity', { filter: this.#filter, program: this.#program, before: known.at(-1)?.seq ?? null, limit });
  }
}
