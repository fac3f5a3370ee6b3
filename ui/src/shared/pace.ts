// Where the learner is between the start and the end of access: arithmetic for words and for the small line. What time it is comes
// with the pace, from the engine: this computer's clock may be years off.

import type { Pace } from '../ipc/types';

const DAY = 86_400_000;

export type Standing = 'done' | 'ended' | 'new' | 'on_time' | 'behind';

export function standing(pace: Pace): Standing {
  if (pace.lessons_left === 0) return 'done';
  if (pace.access_ends <= pace.now) return 'ended';
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

/** The shape of the line: planned and walked begin with access, and the way ahead goes on at the learner's own speed. */
export function paceShape(pace: Pace, lessons: number): PaceShape {
  const total = Math.max(lessons, 1);
  const done = Math.max(0, total - pace.lessons_left);
  const length = Math.max(pace.access_ends - pace.access_starts, DAY);
  const here: Point = { x: Math.min(1, Math.max(0, (pace.now - pace.access_starts) / length)), y: done / total };
  /** Share of the course done in the whole time of access, at this speed. */
  const slope = (pace.own_per_week_tenths * (length / DAY)) / 70 / total;
  const reach = slope > 0 ? Math.min(1, here.x + (1 - here.y) / slope) : here.x;
  const start: Point = { x: 0, y: 0 };
  return {
    planned: [start, { x: 1, y: 1 }],
    you: [start, here],
    ahead: [here, { x: reach, y: Math.min(1, here.y + (reach - here.x) * slope) }],
  };
}
