import { describe, expect, it } from 'vitest';
import type { ExamResultView } from '../../ipc/types';
import { dots, HEIGHT, heightOf, percentsOf, WIDTH } from './chart';

const result = (right: number, total: number) => ({ domains: [{ domain: 'safety', right, total }] }) as ExamResultView;

describe('the picture over time', () => {
  it('stays inside its frame, low values low', () => {
    for (const { x, y } of dots([0, 50, 100])) {
      expect(x > 0 && x < WIDTH && y > 0 && y < HEIGHT).toBe(true);
    }
    expect(heightOf(100)).toBeLessThan(heightOf(0));
    const [first, , last] = dots([0, 50, 100]);
    expect(last!.x).toBeGreaterThan(first!.x);
  });

  it('puts a single sitting where the newest is looked for', () => {
    expect(dots([70])).toHaveLength(1);
    expect(dots([70])[0]!.x).toBeGreaterThan(WIDTH / 2);
  });

  it('leaves out a sitting that asked nothing of a domain', () => {
    expect(percentsOf([result(1, 4), result(0, 0), result(3, 4)], 'safety')).toEqual([25, 75]);
    expect(percentsOf([result(1, 4)], 'other')).toEqual([]);
  });
});
