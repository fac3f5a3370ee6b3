import { describe, expect, it } from 'vitest';
import type { Statistic } from '../../ipc/types';
import { bars } from './bars';

const of = (...values: number[]) => ({ values }) as Statistic;
const drawn = (...statistics: Statistic[]) => bars(statistics).map(({ from, to }) => [from, to]);

describe('bars', () => {
  it('stand on one scale that begins at nothing', () => {
    expect(drawn(of(50), of(100))).toEqual([[0, 0.5], [0, 1]]);
  });

  it('show a range between its ends', () => {
    expect(drawn(of(40, 80), of(20))).toEqual([[0.5, 1], [0, 0.25]]);
  });

  it('show nothing where there is nothing', () => {
    expect(drawn()).toEqual([]);
    expect(drawn(of(0))).toEqual([[0, 0]]);
  });
});
