/** How long a lesson has been on screen before the next one is made ready: what one reads goes first. */
export const QUIET_MS = 300;
/** How long the pointer or the focus rests on the way to a lesson before that one is made ready. */
export const REST_MS = 80;

/** The lesson a reader may open next, named early enough that it is there when they do. */
export class Coming {
  lesson: string | null = $state.raw(null);
  /** What follows on the lesson that is read. */
  #next: string | null = null;
  #wanted: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Another lesson is read, or what follows it has changed; `null` while its text is not there yet. */
  follow(next: string | null): void {
    this.drop();
    this.#next = next;
    this.#soon(next, QUIET_MS);
  }

  /** The reader points to a lesson, or to none any more; `pressed` where they are about to go there. */
  point(lesson: string | null, pressed = false): void {
    const wanted = lesson ?? this.#next;
    if (wanted !== this.#wanted || pressed) this.#soon(wanted, pressed ? 0 : lesson === null ? QUIET_MS : REST_MS);
  }

  /** What was made ready is no longer what will be shown: it is made ready again. */
  renew(): void {
    this.follow(this.#next);
  }

  drop(): void {
    clearTimeout(this.#timer);
    this.#wanted = null;
    this.lesson = null;
  }

  #soon(lesson: string | null, ms: number): void {
    clearTimeout(this.#timer);
    this.#wanted = lesson;
    this.#timer = setTimeout(() => (this.lesson = lesson), ms);
  }
}
