// Where the areas of a picture lie, and how they are marked once the answers are handed in.

import type { Answer, ItemResult, QuizArea, QuizItem, QuizPicture } from '../../ipc/types';
import { isChosen } from './answers';

export type Place = QuizArea & { text: string; /** A smaller area lies above a larger one, or it could not be pointed at. */ layer: number };

/** `right`: the right area; `yours`: the right one, and taken; `wrong`: taken, and not right. */
export type Mark = 'right' | 'yours' | 'wrong';

/** The areas in the order of their words, so that the arrow keys go the same way in the picture and in the list. */
export function overlaid(item: QuizItem, picture: QuizPicture): Place[] {
  const size = (area: QuizArea) => area.w * area.h;
  const bySize = picture.areas.toSorted((a, b) => size(b) - size(a));
  return item.choices.flatMap(({ id, text }) => {
    const area = picture.areas.find((one) => one.id === id);
    return area ? [{ ...area, text, layer: bySize.indexOf(area) + 1 }] : [];
  });
}

/** Nothing is marked before the result is known. */
export function marks(item: QuizItem, answer: Answer | undefined, result: ItemResult | null): Record<string, Mark> {
  if (result === null) return {};
  return Object.fromEntries(
    item.choices.flatMap(({ id, text }): [string, Mark][] => {
      const taken = isChosen(answer, id);
      if (result.solution.includes(text)) return [[id, taken ? 'yours' : 'right']];
      return taken ? [[id, 'wrong']] : [];
    }),
  );
}
