import { describe, expect, it } from 'vitest';
import { PICTURE_QUESTION } from '../../ipc/mock/glossary';
import type { ItemResult } from '../../ipc/types';
import { marks, overlaid } from './places';

const picture = PICTURE_QUESTION.picture!;
const result = (right: boolean): ItemResult => ({ id: 'h1', right, solution: ['B: the vein that crosses the middle'], explain: '', feedback: [] });
const taken = (id: string) => ({ kind: 'choices' as const, value: [id] });

describe('overlaid', () => {
  it('keeps the order of the words and lays the smaller area above the larger', () => {
    const areas = [{ id: 'c', x: 0, y: 0, w: 5, h: 5 }, { id: 'a', x: 0, y: 0, w: 50, h: 50 }, { id: 'b', x: 0, y: 0, w: 9, h: 9 }];
    const places = overlaid(PICTURE_QUESTION, { ...picture, areas });
    expect(places.map(({ id, layer }) => [id, layer])).toEqual([['a', 1], ['b', 2], ['c', 3]]);
    expect(places[2]!.text).toBe('C: the vein on the little finger side');
  });

  it('leaves out words without an area', () => {
    expect(overlaid(PICTURE_QUESTION, { ...picture, areas: picture.areas.slice(1) }).map(({ id }) => id)).toEqual(['b', 'c']);
  });
});

describe('marks', () => {
  it('shows nothing before the answers are handed in', () => {
    expect(marks(PICTURE_QUESTION, taken('a'), null)).toEqual({});
  });

  it('shows the right place and the wrong one that was taken', () => {
    expect(marks(PICTURE_QUESTION, taken('a'), result(false))).toEqual({ a: 'wrong', b: 'right' });
    expect(marks(PICTURE_QUESTION, taken('b'), result(true))).toEqual({ b: 'yours' });
    expect(marks(PICTURE_QUESTION, undefined, result(false))).toEqual({ b: 'right' });
  });
});
