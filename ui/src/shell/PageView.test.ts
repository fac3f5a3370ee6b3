import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, expect, it } from 'vitest';
import { useTransport } from '../ipc/client';
import { mock } from '../ipc/mock';
import { complaints } from '../shared/testing';
import { forgetAnswers } from '../state/query.svelte';
import type { Route } from '../state/router.svelte';
import { arrive } from './arrive';
import PageView from './PageView.svelte';

const program = 'phlebotomy-technician';
const course: Route = { page: 'course', program };
const shown = () => document.querySelector<HTMLIFrameElement>('.reading:not(.unseen) iframe');
const unseen = () => document.querySelector<HTMLIFrameElement>('.slot.unseen iframe');

beforeEach(forgetAnswers);

/** Frames load nothing here: what one would say. */
function says(frame: HTMLIFrameElement | null, data: object): void {
  const source = { postMessage: () => {} };
  Object.defineProperty(frame, 'contentWindow', { configurable: true, value: source });
  window.dispatchEvent(Object.assign(new Event('message'), { data, source }));
}

it('makes a lesson ready behind the page when one points to it, and shows that one when one goes there', async () => {
  const engine = mock();
  useTransport(engine);
  const area = document.body.appendChild(document.createElement('main'));
  const { rerender } = render(PageView, { target: area, props: { route: course } });
  await screen.findByRole('heading', { level: 1 });
  const links = await waitFor(() => {
    const found = [...document.querySelectorAll<HTMLAnchorElement>(`a[href^="#/lesson/${program}/"]`)];
    expect(found.length).toBeGreaterThan(1);
    return found;
  });
  expect(unseen()).toBeNull();
  await fireEvent.pointerOver(links[0] as HTMLElement);
  await waitFor(() => expect(unseen()).toBeTruthy());
  // It is not there yet for those who look, listen, press keys or ask for the window's name.
  const title = document.title;
  const headings = () => screen.getAllByRole('heading', { level: 1 });
  expect(headings()).toHaveLength(1);
  expect(await complaints()).toEqual([]);
  arrive(area, 0);
  expect(document.activeElement).toBe(headings()[0]);
  expect(document.title).toBe(title);

  const lesson = links[0]?.hash.split('/').at(-1) as string;
  const frame = unseen();
  const asked = () => engine.calls.filter((call) => call.name === 'lesson').length;
  const before = asked();
  await rerender({ route: { page: 'lesson', program, lesson } });
  expect(shown()).toBe(frame);
  expect(unseen()).toBeNull();
  await waitFor(() => expect(document.title).not.toBe(title));
  expect(headings()).toHaveLength(1);
  expect(asked()).toBe(before);

  // Back on the course, what follows on that lesson is there no longer, and the course is there once.
  says(frame, { type: 'carrel:ready' });
  await waitFor(() => expect(document.querySelector('.reading.unseen')).toBeTruthy());
  await rerender({ route: course });
  await screen.findAllByRole('link');
  expect(document.querySelector('iframe')).toBeNull();
  expect(document.querySelectorAll('.slot')).toHaveLength(1);
});

it('makes a lesson ready again when what is downloaded has changed, and none that one points to no longer', async () => {
  const engine = mock();
  useTransport(engine);
  render(PageView, { target: document.body.appendChild(document.createElement('main')), props: { route: course } });
  const link = await waitFor(() => {
    const found = document.querySelector<HTMLAnchorElement>(`a[href^="#/lesson/${program}/"]`);
    expect(found).toBeTruthy();
    return found as HTMLAnchorElement;
  });
  await fireEvent.focusIn(link);
  await waitFor(() => expect(unseen()).toBeTruthy());
  engine.emit('downloads');
  await waitFor(() => expect(unseen()).toBeNull());
  await fireEvent.pointerOver(document.body);
  await fireEvent.pointerOver(link);
  await waitFor(() => expect(unseen()).toBeTruthy());
  engine.emit('account');
  await waitFor(() => expect(unseen()).toBeNull());
  await fireEvent.pointerOver(document.body);
  await fireEvent.pointerOver(link);
  await waitFor(() => expect(unseen()).toBeTruthy());
  await fireEvent.pointerOver(document.body);
  await waitFor(() => expect(unseen()).toBeNull());
});

it('keeps the name of the page when the lesson one points to cannot be shown', async () => {
  const engine = mock({ override: { lesson: () => Promise.reject({ code: 'not_downloaded', detail: null }) } });
  useTransport(engine);
  render(PageView, { target: document.body.appendChild(document.createElement('main')), props: { route: course } });
  await screen.findByRole('heading', { level: 1 });
  const title = document.title;
  await fireEvent.pointerOver(await waitFor(() => {
    const found = document.querySelector<HTMLAnchorElement>(`a[href^="#/lesson/${program}/"]`);
    expect(found).toBeTruthy();
    return found as HTMLAnchorElement;
  }));
  await waitFor(() => expect(document.querySelector('.reading.unseen')).toBeTruthy());
  await waitFor(() => expect(engine.calls.some((call) => call.name === 'lesson')).toBe(true));
  // Its answer is taken in with the next turns.
  await new Promise(requestAnimationFrame);
  expect(document.title).toBe(title);
  expect(document.querySelector('.slot.unseen h1')).toBeNull();
});
