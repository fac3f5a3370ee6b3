/**
 * What is on screen, and behind it what is made ready unseen, of everything that takes long to make. `before` is what was
 * there just now: what is the `same` stays the same object, so that nothing of it is made again, also when it comes forward. What
 * was left is not kept: coming back to it is another visit. `coming` is one object for as long as it is meant.
 */
export function keep<T>(before: readonly T[], to: T, coming: T | null, same: (one: T, other: T) => boolean): T[] {
  const [shown, ready] = before;
  const here = [shown, ready].find((one) => one !== undefined && same(one, to)) ?? to;
  if (coming === null || same(coming, to)) return [here];
  return [here, coming];
}
