import { describe, expect, it } from 'vitest';
import type { Pace } from '../ipc/types';
import { paceShape, standing } from './pace';

const DAY = 86_400_000;
const NOW = 1_800_000_000_000;
const pace = (over: Partial<Pace>): Pace => ({
  access_starts: NOW - 70 * DAY,
  access_ends: NOW + 70 * DAY,
  now: NOW,
  days_left: 70,
  lessons_left: 40,
  lessons_per_week_tenths: 40,
  own_per_week_tenths: 40,
  ...over,
});

describe('standing', () => {
  it('says where the learner is', () => {
    expect(standing(pace({}))).toBe('on_time');
    expect(standing(pace({ own_per_week_tenths: 39 }))).toBe('behind');
    expect(standing(pace({ own_per_week_tenths: 0 }))).toBe('new');
    expect(standing(pace({ access_ends: NOW }))).toBe('ended');
    expect(standing(pace({ access_ends: NOW, lessons_left: 0 }))).toBe('done');
  });
});

describe('paceShape', () => {
  it('puts the learner on the planned line when half is done in half the time', () => {
    const shape = paceShape(pace({}), 80);
    expect(shape.you[1].x).toBeCloseTo(0.5);
    expect(shape.you[1].y).toBeCloseTo(0.5);
    expect(shape.ahead[1]).toEqual({ x: expect.closeTo(1), y: expect.closeTo(1) });
  });

  it('ends the way ahead at the last lesson or on the last day', () => {
    const fast = paceShape(pace({ own_per_week_tenths: 80 }), 80).ahead[1];
    expect(fast.x).toBeLessThan(1);
    expect(fast.y).toBeCloseTo(1);
    const slow = paceShape(pace({ own_per_week_tenths: 20 }), 80).ahead[1];
    expect(slow.x).toBeCloseTo(1);
    expect(slow.y).toBeLessThan(1);
  });

  it('begins with access, also where nothing is done yet, and stays in the picture before and after it', () => {
    const idle = paceShape(pace({ own_per_week_tenths: 0, lessons_left: 80 }), 80);
    expect(idle.you).toEqual([{ x: 0, y: 0 }, { x: 0.5, y: 0 }]);
    expect(idle.ahead[1]).toEqual(idle.you[1]);
    const early = paceShape(pace({ access_starts: NOW + DAY, own_per_week_tenths: 0, lessons_left: 80 }), 80);
    expect(early.you[1]).toEqual({ x: 0, y: 0 });
    const late = paceShape(pace({ access_ends: NOW - 5 * DAY }), 80);
    expect(late.you[1].x).toBe(1);
    expect(late.ahead[1].x).toBe(1);
  });
});
