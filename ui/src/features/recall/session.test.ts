import { describe, expect, it, vi } from 'vitest';
import type { RecallChecked, RecallPage, RecallStanding } from '../../ipc/types';
import { Session } from './session.svelte';

const standing: RecallStanding = { met: 34, due: 0, fresh: 0, now: 0, next_at: 5, next_count: 9 };
const item = (id: string) => ({ id, prompt: '?', kind: 'numeric' as const, choices: [], lefts: [], unit: null });
const page = (count: number): RecallPage => ({
  program: 'p', program_title: 'P', minutes: 10, standing: { ...standing, due: count },
  items: Array.from({ length: count }, (_, at) => ({ key: `q/${at}`, item: item(`q/${at}`), due_since: 1 })),
});
const told = (right: boolean): RecallChecked => ({ result: { id: 'q', right, solution: [], explain: '', feedback: [] }, place: null, days: [1, 2, 3, 8] });

function session(count: number, right = true) {
  const clock = { now: 0 };
  const rate = vi.fn(async () => standing);
  return { session: new Session({ page: page(count), check: async () => told(right), rate, now: () => clock.now }), rate, clock };
}

describe('a recall session', () => {
  it('asks, explains, takes the rating and goes on', async () => {
    const { session: one, rate } = session(2);
    one.answer = { kind: 'number', value: 3 };
    await one.rate(3);
    expect(rate, 'not before the answer was looked at').not.toHaveBeenCalled();
    await one.check(true);
    await one.rate(4);
    expect(rate).toHaveBeenCalledWith('q/0', { kind: 'number', value: 3 }, 4);
    expect([one.item?.key, one.answer, one.checked, one.right]).toEqual(['q/1', null, null, 1]);
    await one.check(false);
    await one.rate(3);
    expect([one.over, one.item, one.done]).toEqual([true, null, 2]);
    expect(one.standing).toEqual(standing);
  });

  it('lets what was wrong only come again', async () => {
    const { session: one, rate } = session(1, false);
    await one.check(false);
    await one.rate(4);
    expect(rate).not.toHaveBeenCalled();
    await one.rate(1);
    expect(rate).toHaveBeenCalledWith('q/0', null, 1);
    expect(one.right).toBe(0);
  });

  it('ends after its time, never in the middle of a question', async () => {
    const { session: one, clock } = session(3);
    clock.now = 11 * 60_000;
    expect(one.item?.key).toBe('q/0');
    await one.check(true);
    await one.rate(3);
    expect([one.over, one.outOfTime, one.done]).toEqual([true, true, 1]);
  });

  it('keeps the question on screen where an answer could not be kept', async () => {
    const { session: one, rate } = session(1);
    rate.mockRejectedValueOnce({ code: 'disk_full', detail: null });
    await one.check(true);
    await one.rate(3);
    expect([one.error?.code, one.item?.key, one.over]).toEqual(['disk_full', 'q/0', false]);
    await one.rate(3);
    expect(one.over).toBe(true);
  });
});
