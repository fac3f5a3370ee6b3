/** How often a reading position is saved at most. */
export const SAVE_EVERY_MS = 2_000;

/** Saves the place in a lesson at most every two seconds, the last one always. */
export class PositionSaver {
  #next: number | null = null;
  #saved: number;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    start: number,
    private readonly save: (permille: number) => Promise<unknown>,
  ) {
    this.#saved = start;
  }

  /** The newest known place, saved or not. */
  get current(): number {
    return this.#next ?? this.#saved;
  }

  moved(permille: number): void {
    this.#next = permille;
    this.#timer ??= setTimeout(() => void this.flush(), SAVE_EVERY_MS);
  }

  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const next = this.#next;
    if (next === null || next === this.#saved) return;
    this.#next = null;
    const before = this.#saved;
    this.#saved = next;
    try {
      await this.save(next);
    } catch {
      // Tried again with the next move or on leaving.
      this.#saved = before;
      this.#next ??= next;
    }
  }
}
