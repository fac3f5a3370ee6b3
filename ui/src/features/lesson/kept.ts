/** Where a reader can be: a lesson, and the block of it they were led to. */
export interface Place {
  lesson: string;
  at?: string;
}

/**
 * The lessons that are there: the one that is read, and behind it the one that is made ready unseen. `before` are those of
 * just now: the same place stays the same object, so that nothing of it is loaded again. A lesson that was left is not among
 * them: coming back to it is another visit.
 */
export function keep(before: readonly Place[], to: Place, coming: string | null): Place[] {
  const [shown, ready] = before;
  const here = [shown, ready].find((one) => one?.lesson === to.lesson && one.at === to.at) ?? to;
  if (coming === null || coming === to.lesson) return [here];
  return [here, ready && ready !== here && ready.lesson === coming ? ready : { lesson: coming }];
}
