import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PositionSaver, SAVE_EVERY_MS } from './position';

describe('PositionSaver', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('saves at most every two seconds, and the last place', async () => {
    const save = vi.fn(async () => {});
    const saver = new PositionSaver(0, save);
    for (let place = 1; place <= 40; place++) {
      saver.moved(place);
      await vi.advanceTimersByTimeAsync(100);
    }
    await vi.advanceTimersByTimeAsync(SAVE_EVERY_MS);
    expect(save.mock.calls.length).toBeLessThanOrEqual(3);
    expect(save).toHaveBeenLastCalledWith(40);
  });

  it('saves at once on leaving, and nothing where nothing changed', async () => {
    const save = vi.fn(async () => {});
    const saver = new PositionSaver(300, save);
    saver.moved(300);
    await saver.flush();
    expect(save).not.toHaveBeenCalled();
    saver.moved(420);
    await saver.flush();
    await saver.flush();
    expect(save.mock.calls).toEqual([[420]]);
  });

  it('keeps a place that could not be saved', async () => {
    let full = true;
    const save = vi.fn(async () => {
      if (full) throw new Error('disk full');
    });
    const saver = new PositionSaver(0, save);
    saver.moved(500);
    await saver.flush();
    expect(saver.current).toBe(500);
    full = false;
    await saver.flush();
    expect(save).toHaveBeenCalledTimes(2);
  });
});
