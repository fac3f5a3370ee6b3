import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Coming, QUIET_MS, REST_MS } from './coming.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the lesson that comes', () => {
  it('is the next one, once the one that is read has been there for a moment', () => {
    const coming = new Coming();
    coming.follow('b');
    vi.advanceTimersByTime(QUIET_MS - 1);
    expect(coming.lesson).toBeNull();
    vi.advanceTimersByTime(1);
    expect(coming.lesson).toBe('b');
    coming.follow(null);
    vi.runAllTimers();
    expect(coming.lesson).toBeNull();
  });

  it('is one the pointer rests on, not one it passes, and the next one again when it rests on none', () => {
    const coming = new Coming();
    coming.follow('b');
    vi.runAllTimers();
    coming.point('k');
    vi.advanceTimersByTime(REST_MS - 1);
    coming.point('l');
    vi.advanceTimersByTime(REST_MS - 1);
    expect(coming.lesson).toBe('b');
    // Moving within the same link is resting on it.
    coming.point('l');
    vi.advanceTimersByTime(1);
    expect(coming.lesson).toBe('l');
    coming.point(null);
    vi.advanceTimersByTime(REST_MS);
    expect(coming.lesson).toBe('l');
    vi.runAllTimers();
    expect(coming.lesson).toBe('b');
  });

  it('is the one whose link is pressed, at once', () => {
    const coming = new Coming();
    coming.follow('b');
    coming.point('k');
    coming.point('k', true);
    vi.advanceTimersByTime(0);
    expect(coming.lesson).toBe('k');
  });

  it('is made ready again when its course has changed, and not while it changes', () => {
    const coming = new Coming();
    coming.follow('b');
    vi.runAllTimers();
    for (let times = 0; times < 5; times += 1) {
      coming.renew();
      expect(coming.lesson).toBeNull();
      vi.advanceTimersByTime(QUIET_MS - 1);
      expect(coming.lesson).toBeNull();
    }
    vi.advanceTimersByTime(1);
    expect(coming.lesson).toBe('b');
    coming.drop();
    vi.runAllTimers();
    expect(coming.lesson).toBeNull();
  });
});
