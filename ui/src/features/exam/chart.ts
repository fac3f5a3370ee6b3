// The geometry of a small line: one value per sitting, from 0 to 100 percent.

import type { ExamResultView } from '../../ipc/types';

export const WIDTH = 240;
export const HEIGHT = 64;
const EDGE = 6;

export interface Dot {
  x: number;
  y: number;
}

export const heightOf = (percent: number): number => EDGE + (1 - percent / 100) * (HEIGHT - 2 * EDGE);

/** A dot per sitting, oldest first; a single one stands at the end, where the newest is looked for. */
export function dots(percents: number[]): Dot[] {
  const step = percents.length > 1 ? (WIDTH - 2 * EDGE) / (percents.length - 1) : 0;
  const from = percents.length > 1 ? EDGE : WIDTH - EDGE;
  return percents.map((percent, at) => ({ x: from + at * step, y: heightOf(percent) }));
}

/** Percent right in one domain, sitting by sitting; a sitting without a question of it is left out. */
export function percentsOf(results: ExamResultView[], domain: string): number[] {
  return results.flatMap((result) => {
    const score = result.domains.find((one) => one.domain === domain);
    return score && score.total > 0 ? [Math.round((100 * score.right) / score.total)] : [];
  });
}
