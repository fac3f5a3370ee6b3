import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import type { Mock } from '../../ipc/mock';
import { complaints, showChanging } from '../../shared/testing';
import { coming } from '../../state/coming.svelte';
import { shortcuts } from '../../state/shortcuts.svelte';
import LessonPage from './LessonPage.svelte';

const program = 'phlebotomy-technician';
const [here, next, other] = ['m03-l03', 'm03-l04', 'm03-l01'];
const named = (engine: Mock, name: string) => engine.calls.filter((call) => call.name === name).map((call) => call.args);
const shown = () => document.querySelector<HTMLIFrameElement>('.reading:not(.unseen) iframe');
const unseen = () => document.querySelector<HTMLIFrameElement>('.reading.unseen iframe');
/** A frame loads nothing here: what it would say. */
const inside = new WeakMap<HTMLIFrameElement, object>();
function says(frame: HTMLIFrameElement | null, data: object, heard: object[] = []): void {
  if (!frame) throw new Error('There is no such frame');
  if (!inside.has(frame)) {
    inside.set(frame, { postMessage: (message: object) => heard.push(message) });
    Object.defineProperty(frame, 'contentWindow', { configurable: true, value: inside.get(frame) });
  }
  window.dispatchEvent(Object.assign(new Event('message'), { data, source: inside.get(frame) }));
}

/** A lesson on screen, and the next one ready behind it. */
async function reading() {
  const made = showChanging(LessonPage, { program, lesson: here });
  await screen.findByRole('heading', { level: 1, name: 'PPE on and off' });
  expect(unseen()).toBeNull();
  says(shown(), { type: 'carrel:ready' });
  await waitFor(() => expect(unseen()?.title).toContain('precautions'));
  const heard: object[] = [];
  says(unseen(), { type: 'carrel:ready' }, heard);
  return { ...made, heard };
}

describe('the next lesson, made ready while one reads', () => {
  it('stands there at once, and begins only then', async () => {
    const { engine, rerender, heard } = await reading();
    const frame = unseen();
    expect(named(engine, 'open_lesson')).toEqual([{ program, lesson: here }]);
    expect(document.title).toContain('PPE on and off');
    await rerender({ program, lesson: next });
    expect(shown()).toBe(frame);
    expect(frame?.classList.contains('ready')).toBe(true);
    await waitFor(() => expect(named(engine, 'open_lesson')).toContainEqual({ program, lesson: next }));
    await waitFor(() => expect(document.title).toContain('precautions'));
    expect(heard).toContainEqual(expect.objectContaining({ type: 'carrel:passages' }));
    says(frame, { type: 'carrel:activity' });
    says(frame, { type: 'carrel:position', permille: 300 });
    window.dispatchEvent(new Event('pagehide'));
    await waitFor(() => expect(named(engine, 'save_position')).toEqual([{ program, lesson: next, permille: 300 }]));
  });

  it('is not there for those who look, listen or press keys', async () => {
    const { engine } = await reading();
    expect(screen.getAllByRole('heading', { level: 1 })).toHaveLength(1);
    expect(document.querySelectorAll('#lesson-side-button')).toHaveLength(1);
    expect(await complaints()).toEqual([]);
    shortcuts.press('d');
    await waitFor(() => expect(named(engine, 'complete_lesson')).toEqual([{ program, lesson: here }]));
  });

  it('keeps nothing of what it says before one is in it, nor of what one does meanwhile', async () => {
    const { engine, rerender } = await reading();
    says(unseen(), { type: 'carrel:activity' });
    says(unseen(), { type: 'carrel:position', permille: 700 });
    says(unseen(), { type: 'carrel:film', anchor: 'p3', permille: 10 });
    says(unseen(), { type: 'carrel:link', href: 'https://example.org/' });
    says(unseen(), { type: 'carrel:key', key: 'd' });
    await fireEvent.pointerMove(window);
    await rerender({ program, lesson: other });
    await waitFor(() => expect(shown()?.title).not.toContain('PPE'));
    window.dispatchEvent(new Event('pagehide'));
    const kept = ['save_position', 'save_film_place', 'complete_lesson', 'save_note', 'record_study'];
    expect(engine.calls.filter((call) => kept.includes(call.name))).toEqual([]);
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('begins where another device was meanwhile', async () => {
    const { engine, heard, rerender } = await reading();
    await engine.call('save_position', { program, lesson: next, permille: 420 });
    engine.emit('learning');
    const there = { type: 'carrel:goto', permille: 420 };
    await waitFor(() => expect(heard).toContainEqual(there));
    // And again when one comes to it: what stands around it may have changed its width.
    heard.length = 0;
    await rerender({ program, lesson: next });
    await waitFor(() => expect(heard).toContainEqual(there));
  });

  it('counts as read to its end when all of it was in sight before one came to it', async () => {
    const { engine, rerender } = await reading();
    says(unseen(), { type: 'carrel:position', permille: 1000 });
    await rerender({ program, lesson: next });
    window.dispatchEvent(new Event('pagehide'));
    expect(named(engine, 'save_position')).toEqual([]);
    says(shown(), { type: 'carrel:activity' });
    window.dispatchEvent(new Event('pagehide'));
    await waitFor(() => expect(named(engine, 'save_position')).toEqual([{ program, lesson: next, permille: 1000 }]));
  });

  it('is the one the reader points to', async () => {
    const { engine } = await reading();
    screen.getByRole('button', { name: 'Show contents and notes' }).click();
    await screen.findByRole('navigation', { name: 'Contents' });
    const link = document.querySelector<HTMLAnchorElement>(`nav a[href$="${other}"]`);
    coming.pointed({ target: link, type: 'pointerover' } as unknown as Event);
    await waitFor(() => expect(unseen()?.title).toBe(`Lesson text: ${link?.textContent}`));
    expect(named(engine, 'open_lesson')).toEqual([{ program, lesson: here }]);
    screen.getByRole('button', { name: 'Hide contents and notes' }).click();
  });

  it('is loaded again when the course has changed', async () => {
    await reading();
    const [read, old] = [shown(), unseen()];
    coming.renew();
    await waitFor(() => expect(unseen()).toBeNull());
    await waitFor(() => expect(unseen()).toBeTruthy());
    expect(unseen()).not.toBe(old);
    expect(shown()).toBe(read);
  });
});
