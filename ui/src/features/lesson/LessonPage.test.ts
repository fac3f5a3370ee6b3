import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import type { Mock } from '../../ipc/mock';
import { complaints, showPage } from '../../shared/testing';
import LessonPage from './LessonPage.svelte';

const props = { program: 'phlebotomy-technician', lesson: 'm03-l03' };
const named = (engine: Mock, name: string) => engine.calls.filter((call) => call.name === name).map((call) => call.args);
const heading = () => screen.findByRole('heading', { level: 1, name: 'PPE on and off' });
const frame = () => document.querySelector('iframe') as HTMLIFrameElement;
/** The window inside the frame: here frames load nothing and have none. */
const inside = { postMessage: () => {} };
function says(data: unknown, source: unknown = inside): void {
  Object.defineProperty(frame(), 'contentWindow', { configurable: true, value: inside });
  window.dispatchEvent(Object.assign(new Event('message'), { data, source }));
}

describe('LessonPage', () => {
  it('keeps the lesson in a sandbox and finds nothing to complain about', async () => {
    const engine = showPage(LessonPage, props);
    await heading();
    expect(frame().getAttribute('sandbox')).toBe('allow-scripts');
    expect(frame().title).toBe('Lesson text: PPE on and off');
    await waitFor(() => expect(named(engine, 'open_lesson')).toHaveLength(1));
    expect(await complaints()).toEqual([]);
    screen.getByRole('button', { name: 'Show contents and notes' }).click();
    expect((await screen.findByRole('link', { name: 'PPE on and off', current: 'page' })).textContent).toBeTruthy();
    expect(await complaints()).toEqual([]);
    screen.getByRole('button', { name: 'Hide contents and notes' }).click();
  });

  it('shows done only once the engine has it', async () => {
    let answer: (() => void) | undefined;
    showPage(LessonPage, props, {
      override: { complete_lesson: () => new Promise((done) => (answer = () => done(null))) },
    });
    await heading();
    const button = screen.getByRole('button', { name: 'Mark as done' });
    button.click();
    await waitFor(() => expect(button.getAttribute('aria-busy')).toBe('true'));
    expect(screen.queryByText('Reopen')).toBeNull();
    await waitFor(() => expect(answer).toBeDefined());
    answer?.();
    await waitFor(() => expect(button.getAttribute('aria-busy')).toBeNull());
  });

  it('marks done, says where it is kept, and reopens', async () => {
    showPage(LessonPage, props);
    await heading();
    screen.getByRole('button', { name: 'Mark as done' }).click();
    expect(await screen.findByText('On this computer')).toBeTruthy();
    screen.getByRole('button', { name: /^Reopen this lesson/ }).click();
    expect(await screen.findByRole('button', { name: 'Mark as done' })).toBeTruthy();
  });

  it('says what happened when it could not be kept', async () => {
    showPage(LessonPage, props, { override: { complete_lesson: () => Promise.reject({ code: 'disk_full', detail: null }) } });
    await heading();
    screen.getByRole('button', { name: 'Mark as done' }).click();
    expect((await screen.findByRole('alert')).textContent).toContain('disk');
    expect(screen.getByRole('button', { name: 'Mark as done' })).toBeTruthy();
  });

  it('hears its own frame only, saves the place on leaving, and nothing the learner did not do', async () => {
    const engine = showPage(LessonPage, props);
    await heading();
    says({ type: 'carrel:position', permille: 10 });
    says({ type: 'carrel:activity' }, window);
    says({ type: 'carrel:position', permille: 20 });
    says({ type: 'carrel:activity' });
    says({ type: 'carrel:position', permille: 600 });
    window.dispatchEvent(new Event('pagehide'));
    await waitFor(() => expect(named(engine, 'save_position')).toEqual([{ ...props, permille: 600 }]));
  });

  it('takes the keys its frame hands over', async () => {
    const engine = showPage(LessonPage, props);
    await heading();
    says({ type: 'carrel:key', key: 'd' });
    await waitFor(() => expect(named(engine, 'complete_lesson')).toEqual([props]));
  });

  it('keeps a note in the field when it cannot be saved', async () => {
    showPage(LessonPage, props, { override: { save_note: () => Promise.reject({ code: 'disk_full', detail: null }) } });
    await heading();
    if (!screen.queryByRole('tab')) screen.getByRole('button', { name: 'Show contents and notes' }).click();
    (await screen.findByRole('tab', { name: 'Notes' })).click();
    const field = (await screen.findByLabelText('Your note')) as HTMLTextAreaElement;
    await fireEvent.input(field, { target: { value: 'Gloves last on, first off' } });
    await fireEvent.blur(field);
    expect((await screen.findByRole('alert')).textContent).toContain('Your words are still in the field');
    expect(field.value).toBe('Gloves last on, first off');
    expect(await complaints()).toEqual([]);
  });

  it('offers the download where the course is not here', async () => {
    showPage(LessonPage, props, { override: { lesson: () => Promise.reject({ code: 'not_downloaded', detail: null }) } });
    expect(await screen.findByRole('heading', { name: 'This course is not on this computer yet' })).toBeTruthy();
    expect(await complaints()).toEqual([]);
  });
});
