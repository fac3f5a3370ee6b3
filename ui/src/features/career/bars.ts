// A chart of bars: where each begins and ends, on one scale from nothing.

import type { Statistic } from '../../ipc/types';

export interface Bar {
  statistic: Statistic;
  /** Shares of the width, 0 to 1. A single number begins at nothing, a range at its lower end. */
  from: number;
  to: number;
}

export function bars(statistics: Statistic[]): Bar[] {
  const most = Math.max(0, ...statistics.flatMap((one) => one.values));
  const share = (value: number) => (most === 0 ? 0 : Math.max(0, value) / most);
  return statistics.map((statistic) => {
    const [first = 0, second] = statistic.values;
    return second === undefined
      ? { statistic, from: 0, to: share(first) }
      : { statistic, from: share(first), to: share(second) };
  });
}
