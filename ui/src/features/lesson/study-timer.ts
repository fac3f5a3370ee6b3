/** How long after the learner's last sign of life reading still counts as study. */
export const IDLE_MS = 60_000;
/** How often counted study is handed on. */
export const SEND_EVERY_MS = 60_000;
/** Less than this is not worth an act. */
export const LEAST_MS = 1_000;
/** What failed sends may pile up to. */
const MOST_MS = 10 * 60_000;

export interface StudyTimerOptions {
  /** A monotonic clock in milliseconds: the computer's date may be wrong. */
  now: () => number;
  /** Records `ms` of study that ended just now. */
  send: (ms: number) => Promise<unknown>;
}

/**
 * Counts study time: only while the learner did something within the last {@link IDLE_MS}.
 * Hands it on every {@link SEND_EVERY_MS}, when the learner goes idle, and on leaving.
 */
export class StudyTimer {
  #counted = 0;
  /** Study is counted up to here. */
  #mark: number | null = null;
  #activeUntil = -Infinity;

  constructor(private readonly options: StudyTimerOptions) {}

  get countedMs(): number {
    return this.#counted;
  }

  /** The learner scrolled, typed, clicked or opened the lesson. */
  activity(): void {
    const now = this.options.now();
    this.#count(now);
    this.#mark = now;
    this.#activeUntil = now + IDLE_MS;
  }

  /** Called every few seconds. */
  tick(): void {
    const now = this.options.now();
    this.#count(now);
    const idle = now >= this.#activeUntil;
    if (this.#counted >= SEND_EVERY_MS || (idle && this.#counted >= LEAST_MS)) void this.#hand();
  }

  /** The lesson is left or the window hidden: what was counted goes out, and counting waits for the next activity. */
  async leave(): Promise<void> {
    this.#count(this.options.now());
    this.#mark = null;
    this.#activeUntil = -Infinity;
    if (this.#counted >= LEAST_MS) await this.#hand();
  }

  #count(now: number): void {
    if (this.#mark === null) return;
    const until = Math.min(now, this.#activeUntil);
    this.#counted = Math.min(this.#counted + Math.max(0, until - this.#mark), MOST_MS);
    this.#mark = now >= this.#activeUntil ? null : now;
  }

  async #hand(): Promise<void> {
    const ms = Math.round(this.#counted);
    this.#counted = 0;
    try {
      await this.options.send(ms);
    } catch {
      this.#counted = Math.min(this.#counted + ms, MOST_MS);
    }
  }
}
