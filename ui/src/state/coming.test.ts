import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Coming, type LessonRoute, QUIET_MS, REST_MS } from './coming.svelte';
import { href } from './router.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const lesson = (name: string): LessonRoute => ({ page: 'lesson', program: 'p', lesson: name });
function link(to: string): HTMLElement {
  const made = document.createElement('a');
  made.href = to;
  return made.appendChild(document.createElement('span'));
}
/** The pointer comes over a link to a lesson, or over something else. */
function point(coming: Coming, name: string | null, type = 'pointerover'): void {
  coming.pointed({ target: name === null ? document.body : link(href(lesson(name))), type } as unknown as Event);
}

describe('the lesson that comes', () => {
  it('is the next one, once the one that is read has been there for a moment', () => {
    const coming = new Coming();
    coming.follow(lesson('b'));
    vi.advanceTimersByTime(QUIET_MS - 1);
    expect(coming.route).toBeNull();
    vi.advanceTimersByTime(1);
    expect(coming.route).toEqual(lesson('b'));
    coming.follow(null);
    vi.runAllTimers();
    expect(coming.route).toBeNull();
  });

  it('is one the pointer rests on, not one it passes, and the next one again when it rests on none', () => {
    const coming = new Coming();
    coming.follow(lesson('b'));
    vi.runAllTimers();
    point(coming, 'k');
    vi.advanceTimersByTime(REST_MS - 1);
    point(coming, 'l');
    vi.advanceTimersByTime(REST_MS - 1);
    expect(coming.route).toEqual(lesson('b'));
    // Moving within the same link is resting on it.
    point(coming, 'l');
    vi.advanceTimersByTime(1);
    expect(coming.route).toEqual(lesson('l'));
    const held = coming.route;
    point(coming, null);
    vi.advanceTimersByTime(REST_MS);
    point(coming, 'l');
    vi.runAllTimers();
    expect(coming.route).toBe(held);
    point(coming, null);
    vi.runAllTimers();
    expect(coming.route).toEqual(lesson('b'));
  });

  it('is the one whose link is pressed, at once, and none that another link leads to', () => {
    const coming = new Coming();
    point(coming, 'k');
    point(coming, 'k', 'pointerdown');
    vi.advanceTimersByTime(0);
    expect(coming.route).toEqual(lesson('k'));
    for (const to of ['#/quiz/p/q', '#/course/p', 'https://example.org/']) {
      coming.pointed({ target: link(to), type: 'pointerdown' } as unknown as Event);
      vi.runAllTimers();
      expect(coming.route).toBeNull();
      point(coming, 'k');
      vi.runAllTimers();
    }
  });

  it('is the one that is chosen in a list of places, by keyboard or pointer', () => {
    const coming = new Coming();
    coming.meant(href(lesson('k')));
    vi.advanceTimersByTime(REST_MS);
    expect(coming.route).toEqual(lesson('k'));
    const option = document.createElement('div');
    option.dataset.to = href(lesson('l'));
    coming.pointed({ target: option, type: 'pointerover' } as unknown as Event);
    vi.advanceTimersByTime(REST_MS);
    expect(coming.route).toEqual(lesson('l'));
    coming.meant('');
    vi.runAllTimers();
    expect(coming.route).toBeNull();
  });

  it('is made ready again when its course has changed, and not while it changes', () => {
    const coming = new Coming();
    coming.follow(lesson('b'));
    vi.runAllTimers();
    for (let times = 0; times < 5; times += 1) {
      coming.renew();
      expect(coming.route).toBeNull();
      vi.advanceTimersByTime(QUIET_MS - 1);
      expect(coming.route).toBeNull();
    }
    vi.advanceTimersByTime(1);
    expect(coming.route).toEqual(lesson('b'));
  });
});
