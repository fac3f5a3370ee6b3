import { beforeEach, expect, it, vi } from 'vitest';
import { arrive, yields } from './arrive';

let area: HTMLElement;
let place: number;

/** An area that reaches down to `reach`, as a page does that is still drawn. */
beforeEach(() => {
  area = document.createElement('main');
  let reach = 0;
  place = 0;
  Object.defineProperty(area, 'scrollTop', { get: () => place, set: (to: number) => (place = Math.min(to, reach)) });
  Object.defineProperty(area, 'reach', { set: (to: number) => (reach = to) });
  document.body.replaceChildren(area);
  yields(area);
});

async function grows(to: number): Promise<void> {
  Object.assign(area, { reach: to });
  area.append('more');
  await new Promise((seen) => setTimeout(seen));
}

it('comes to its place as soon as the page reaches that far', async () => {
  arrive(area, 500);
  await grows(300);
  expect(place).toBe(300);
  await grows(900);
  expect(place).toBe(500);
});

it.each([new WheelEvent('wheel'), new KeyboardEvent('keydown')])('gives way to the learner: %s', async (event) => {
  arrive(area, 500);
  await grows(300);
  area.dispatchEvent(event);
  await grows(900);
  expect(place).toBe(300);
});

it('listens to nothing more with each page, for a listener to the wheel makes WebKit style everything anew', () => {
  const added = vi.spyOn(area, 'addEventListener');
  const removed = vi.spyOn(area, 'removeEventListener');
  arrive(area, 500)();
  expect(added).not.toHaveBeenCalled();
  expect(removed).not.toHaveBeenCalled();
});
