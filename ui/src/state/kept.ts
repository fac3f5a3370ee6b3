/**
 * What is on screen, and behind it what is made ready unseen, of everything that takes long to make. `before` is what was
 * there just now: what is the `same` stays the same object, so that nothing of it is made again, also when it comes forward. What
 * was left is not kept: coming back to it is another visit. `coming` is one object for as long as it is meant.
 */
export function keep<T>(before: readonly T[], to: T, coming: T | null, same: (one: T, other: T) => boolean): T[] {
  const here = before.find((one) => same(one, to)) ?? to;
  return coming === null || same(coming, to) ? [here] : [here, coming];
}
