// Where the learner is between the start and the end of access: arithmetic for words and for the small line.

import type { Pace } from '../ipc/types';

const DAY = 86_400_000;

export type Standing = 'done' | 'ended' | 'new' | 'on_time' | 'behind';

export function standing(pace: Pace, now: number): Standing {
  if (pace.lessons_left === 0) return 'done';
  if (pace.access_ends <= now) return 'ended';
  if (pace.own_per_week_tenths === 0) return 'new';
  return pace.own_per_week_tenths >= pace.lessons_per_week_tenths ? 'on_time' : 'behind';
}

export interface Point {
  /** 0: the start of access. 1: its end. */
  x: number;
  /** 0: no lesson done. 1: all. */
  y: number;
}

export interface PaceShape {
  planned: [Point, Point];
  you: [Point, Point];
  /** Where the learner's own pace leads: to the last lesson or the last day, whichever comes first. */
  ahead: [Point, Point];
}

/**
 * The shape of the line. The start is worked back from the learner's own pace; without one the line begins today.
 */
export function paceShape(pace: Pace, lessons: number, now: number): PaceShape {
  const total = Math.max(lessons, 1);
  const done = Math.max(0, total - pace.lessons_left);
  const own = pace.own_per_week_tenths;
  const gone = own > 0 ? ((done * 70) / own) * DAY : 0;
  const start = now - gone;
  const length = Math.max(pace.access_ends - start, DAY);
  const here: Point = { x: Math.min(gone / length, 1), y: done / total };
  const perX = gone > 0 ? here.y / Math.max(here.x, 0.001) : 0;
  const reach = perX > 0 ? Math.min(1, here.x + (1 - here.y) / perX) : here.x;
  return {
    planned: [
      { x: 0, y: own > 0 ? 0 : here.y },
      { x: 1, y: 1 },
    ],
    you: [{ x: 0, y: own > 0 ? 0 : here.y }, here],
    ahead: [here, { x: reach, y: Math.min(1, here.y + (reach - here.x) * perX) }],
  };
}
