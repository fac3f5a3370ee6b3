// Which rows of a long list are near the window, with rows of different heights.

/** The heights of rows: as measured, or as guessed before. */
export class Heights {
  #heights: (number | undefined)[] = [];
  #tops: number[] = [0];
  /** Tops are right up to here. */
  #valid = 0;
  #guess: number;

  constructor(guess: number) {
    this.#guess = guess;
  }

  of(index: number): number {
    return this.#heights[index] ?? this.#guess;
  }

  /** Keeps a measured height; gives whether it is news. */
  measured(index: number, height: number): boolean {
    if (Math.abs(this.of(index) - height) < 0.5 && this.#heights[index] !== undefined) return false;
    this.#heights[index] = height;
    this.#valid = Math.min(this.#valid, index);
    return true;
  }

  /** Where row `index` begins; for `index` = number of rows, where the list ends. */
  top(index: number): number {
    while (this.#valid < index) {
      this.#tops[this.#valid + 1] = (this.#tops[this.#valid] ?? 0) + this.of(this.#valid);
      this.#valid += 1;
    }
    return this.#tops[index] ?? 0;
  }

  /** The row at `offset` of a list of `count` rows. */
  at(offset: number, count: number): number {
    let low = 0;
    let high = Math.max(0, count - 1);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.top(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

export interface Span {
  from: number;
  to: number;
}

/** Rows to draw, `to` not included: those in view and some around them. */
export function span(heights: Heights, count: number, top: number, view: number, around = 8): Span {
  if (count === 0) return { from: 0, to: 0 };
  const from = Math.max(0, heights.at(Math.max(0, top), count) - around);
  const to = Math.min(count, heights.at(Math.max(0, top + view), count) + 1 + around);
  return { from, to };
}
