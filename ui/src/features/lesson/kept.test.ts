import { describe, expect, it } from 'vitest';
import { keep, type Place } from './kept';

const lessons = (kept: Place[]) => kept.map((one) => one.lesson);

describe('the lessons that are there', () => {
  it('shows what was made ready as it is, and makes the next one ready behind it', () => {
    const first = keep([], { lesson: 'a' }, null);
    const waiting = keep(first, { lesson: 'a' }, 'b');
    expect(lessons(waiting)).toEqual(['a', 'b']);
    expect(waiting[0]).toBe(first[0]);
    const gone = keep(waiting, { lesson: 'b' }, 'b');
    expect(gone).toEqual([{ lesson: 'b' }]);
    expect(gone[0]).toBe(waiting[1]);
    const on = keep(gone, { lesson: 'b' }, 'c');
    expect(on[0]).toBe(waiting[1]);
    expect(lessons(on)).toEqual(['b', 'c']);
  });

  it('makes another one ready when the reader points to it, and none when there is none', () => {
    const waiting = keep(keep([], { lesson: 'a' }, null), { lesson: 'a' }, 'b');
    expect(lessons(keep(waiting, { lesson: 'a' }, 'k'))).toEqual(['a', 'k']);
    expect(keep(waiting, { lesson: 'a' }, 'b')[1]).toBe(waiting[1]);
    expect(lessons(keep(waiting, { lesson: 'a' }, null))).toEqual(['a']);
    expect(lessons(keep(waiting, { lesson: 'a' }, 'a'))).toEqual(['a']);
  });

  it('makes coming back another visit', () => {
    const first = keep([], { lesson: 'a' }, null);
    const second = keep(keep(first, { lesson: 'a' }, 'b'), { lesson: 'b' }, 'a');
    expect(lessons(second)).toEqual(['b', 'a']);
    expect(second[1]).not.toBe(first[0]);
  });

  it('does not take the top of a lesson for one of its blocks', () => {
    const waiting = keep(keep([], { lesson: 'a' }, null), { lesson: 'a' }, 'b');
    const led = keep(waiting, { lesson: 'b', at: 'p3' }, null);
    expect(led).toEqual([{ lesson: 'b', at: 'p3' }]);
    expect(keep(led, { lesson: 'b', at: 'p3' }, null)[0]).toBe(led[0]);
    expect(keep(led, { lesson: 'b' }, null)[0]).not.toBe(led[0]);
  });
});
