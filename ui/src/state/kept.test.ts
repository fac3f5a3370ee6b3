import { describe, expect, it } from 'vitest';
import { keep } from './kept';

interface Place {
  name: string;
}
const same = (one: Place, other: Place) => one.name === other.name;
const go = (before: Place[], to: string, coming: string | null = null) =>
  keep(before, { name: to }, coming === null ? null : { name: coming }, same);
const names = (kept: Place[]) => kept.map((one) => one.name);

describe('what is there', () => {
  it('shows what was made ready as it is, and makes the next one ready behind it', () => {
    const first = go([], 'a');
    const waiting = go(first, 'a', 'b');
    expect(names(waiting)).toEqual(['a', 'b']);
    expect(waiting[0]).toBe(first[0]);
    const gone = go(waiting, 'b', 'b');
    expect(names(gone)).toEqual(['b']);
    expect(gone[0]).toBe(waiting[1]);
    const on = go(gone, 'b', 'c');
    expect(on[0]).toBe(waiting[1]);
    expect(names(on)).toEqual(['b', 'c']);
  });

  it('makes another one ready in its place, or none', () => {
    const waiting = go(go([], 'a'), 'a', 'b');
    expect(names(go(waiting, 'a', 'k'))).toEqual(['a', 'k']);
    expect(names(go(waiting, 'a'))).toEqual(['a']);
    expect(names(go(waiting, 'a', 'a'))).toEqual(['a']);
    expect(names(go(waiting, 'z', 'b'))).toEqual(['z', 'b']);
  });

  it('makes coming back another visit', () => {
    const first = go([], 'a');
    const second = go(go(first, 'a', 'b'), 'b', 'a');
    expect(names(second)).toEqual(['b', 'a']);
    expect(second[1]).not.toBe(first[0]);
  });
});
