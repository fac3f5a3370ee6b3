import { asCallError } from '../../ipc/client';
import type { CallError } from '../../ipc/client';
import type { Answer, RecallChecked, RecallItem, RecallPage, RecallStanding } from '../../ipc/types';

export interface SessionOptions {
  page: RecallPage;
  check: (item: string, answer: Answer | null) => Promise<RecallChecked>;
  rate: (item: string, answer: Answer | null, rating: number) => Promise<RecallStanding>;
  /** Milliseconds that only go forward. */
  now?: () => number;
}

/** One short session: a question, what is right about it, how hard it was, the next. */
export class Session {
  at = $state(0);
  answer: Answer | null = $state.raw(null);
  /** What is right, once the learner has answered or said that they do not know. */
  checked: RecallChecked | null = $state.raw(null);
  right = $state(0);
  done = $state(0);
  over = $state(false);
  outOfTime = $state(false);
  standing: RecallStanding = $state.raw({ met: 0, due: 0, fresh: 0, now: 0, next_at: null, next_count: 0 });
  busy = $state(false);
  error: CallError | null = $state.raw(null);
  readonly items: RecallItem[];
  readonly #ends: number;
  readonly #now: () => number;

  constructor(private readonly options: SessionOptions) {
    this.items = options.page.items;
    this.standing = options.page.standing;
    this.#now = options.now ?? (() => performance.now());
    this.#ends = this.#now() + options.page.minutes * 60_000;
  }

  get item(): RecallItem | null {
    return this.over ? null : (this.items[this.at] ?? null);
  }

  /** Looks at the answer; without one the learner does not know. */
  async check(known: boolean): Promise<void> {
    const item = this.item;
    if (!item || this.checked) return;
    await this.#try(async () => {
      if (!known) this.answer = null;
      this.checked = await this.options.check(item.key, this.answer);
    });
  }

  /** 1 again, 2 hard, 3 good, 4 easy. A wrong answer can only come again. */
  async rate(rating: number): Promise<void> {
    const { item, checked } = this;
    if (!item || !checked || (!checked.result.right && rating !== 1)) return;
    await this.#try(async () => {
      this.standing = await this.options.rate(item.key, this.answer, rating);
      this.done += 1;
      if (checked.result.right) this.right += 1;
      this.#next();
    });
  }

  #next(): void {
    this.answer = null;
    this.checked = null;
    this.at += 1;
    this.outOfTime = this.at < this.items.length && this.#now() >= this.#ends;
    this.over = this.at >= this.items.length || this.outOfTime;
  }

  async #try(what: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.error = null;
    try {
      await what();
    } catch (thrown) {
      this.error = asCallError(thrown);
    } finally {
      this.busy = false;
    }
  }
}
