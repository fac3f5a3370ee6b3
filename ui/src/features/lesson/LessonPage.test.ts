import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { useTransport } from '../../ipc/client';
import { type Mock, mock } from '../../ipc/mock';
import { complaints, showChanging, showPage, type } from '../../shared/testing';
import { app } from '../../state/app.svelte';
import { shortcuts } from '../../state/shortcuts.svelte';
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
    expect(named(engine, 'open_lesson')).toEqual([]);
    says({ type: 'carrel:ready' });
    says({ type: 'carrel:ready' });
    await waitFor(() => expect(named(engine, 'open_lesson')).toHaveLength(1));
    expect(await complaints()).toEqual([]);
    screen.getByRole('button', { name: 'Show contents and notes' }).click();
    expect((await screen.findByRole('link', { name: 'PPE on and off', current: 'page' })).textContent).toBeTruthy();
    expect(await complaints()).toEqual([]);
    screen.getByRole('button', { name: 'Hide contents and notes' }).click();
  });

  it('keeps what stands beside the text when one goes on, and nothing of the last lesson within it', async () => {
    const { engine, rerender } = showChanging(LessonPage, props);
    await heading();
    screen.getByRole('button', { name: 'Show contents and notes' }).click();
    const contents = await screen.findByRole('navigation', { name: 'Contents' });
    const [first, at] = [frame(), screen.getByRole('link', { name: 'PPE on and off', current: 'page' }).closest('ol')];
    says({ type: 'carrel:activity' });
    says({ type: 'carrel:position', permille: 400 });
    await rerender({ ...props, lesson: 'm03-l04' });
    await waitFor(() => expect(named(engine, 'lesson')).toContainEqual({ ...props, lesson: 'm03-l04' }));
    await waitFor(() => expect(frame()).toBeTruthy());
    expect(frame()).not.toBe(first);
    expect(named(engine, 'save_position')).toEqual([{ ...props, permille: 400 }]);
    expect(screen.getByRole('navigation', { name: 'Contents' })).toBe(contents);
    const now = within(contents).getByRole('link', { current: 'page' });
    expect(now.getAttribute('href')).toContain('m03-l04');
    expect(now.closest('ol')).toBe(at);
    // The notes are those of the new lesson.
    screen.getByRole('tab', { name: 'Notes' }).click();
    const note = (await screen.findByRole('textbox')) as HTMLTextAreaElement;
    await fireEvent.input(note, { target: { value: 'Mine' } });
    window.dispatchEvent(new Event('pagehide'));
    await waitFor(() => expect(named(engine, 'save_note')).toEqual([{ ...props, lesson: 'm03-l04', text: 'Mine', replaces: expect.anything() }]));
    screen.getByRole('tab', { name: 'Contents' }).click();
    screen.getByRole('button', { name: 'Hide contents and notes' }).click();
  });

  it('keeps the fields of two lessons apart, also where the same words are marked in both', async () => {
    const { engine, rerender } = showChanging(LessonPage, props);
    await heading();
    const both = [props.lesson, 'm03-l04'];
    for (const lesson of both) {
      const mark = { anchor: 'p1', quote: 'The same words', colour: 'yellow', note: `Of ${lesson}` };
      await engine.call('set_highlight', { ...props, lesson, mark, replaces: [] });
    }
    screen.getByRole('button', { name: 'Show contents and notes' }).click();
    (await screen.findByRole('tab', { name: 'Notes' })).click();
    // A lesson one has been in is there at once: nothing of the other may stay while it comes.
    for (const lesson of ['m03-l02', ...both, ...both]) {
      await rerender({ ...props, lesson });
      if (!both.includes(lesson)) continue;
      const mark = (await screen.findByText(`Of ${lesson}`)).closest('li') as HTMLElement;
      expect(within(mark).getByRole<HTMLTextAreaElement>('textbox', { hidden: true }).value).toBe(`Of ${lesson}`);
    }
    screen.getByRole('tab', { name: 'Contents' }).click();
    screen.getByRole('button', { name: 'Hide contents and notes' }).click();
  });

  it('opens a module one has closed when one comes to a lesson of it', async () => {
    const { rerender } = showChanging(LessonPage, props);
    await heading();
    screen.getByRole('button', { name: 'Show contents and notes' }).click();
    const contents = await screen.findByRole('navigation', { name: 'Contents' });
    const here = () => within(contents).queryByRole('link', { current: 'page' });
    const module = here()?.closest('details') as HTMLDetailsElement;
    module.querySelector('summary')?.click();
    await waitFor(() => expect(here()).toBeNull());
    await rerender({ ...props, lesson: 'm03-l04' });
    await waitFor(() => expect(here()?.getAttribute('href')).toContain('m03-l04'));
    (await screen.findByRole('button', { name: 'Hide contents and notes' })).click();
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

  it('asks before a link of the lesson opens in the browser', async () => {
    const engine = showPage(LessonPage, props);
    await heading();
    says({ type: 'carrel:link', href: 'https://elsewhere.example/' }, window);
    says({ type: 'carrel:link', href: 'javascript:alert(1)' });
    says({ type: 'carrel:link', href: 'https://example.org/blood?draw=1' });
    expect((await screen.findByRole('dialog', { name: 'This opens in your browser' })).textContent).toContain('example.org');
    expect(screen.getByText('https://example.org/blood?draw=1')).toBeTruthy();
    expect(named(engine, 'open_link')).toEqual([]);
    expect(await complaints()).toEqual([]);
    screen.getByRole('button', { name: 'Open in the browser' }).click();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(named(engine, 'open_link')).toEqual([{ address: 'https://example.org/blood?draw=1' }]);
  });

  it('says that it is offline, and stays where the learner says so', async () => {
    const engine = showPage(LessonPage, props, { variants: ['offline'] });
    await app.refresh();
    await heading();
    says({ type: 'carrel:link', href: 'https://example.org/' });
    expect(await screen.findByText(/You are offline, so the page may not open now/)).toBeTruthy();
    screen.getByRole('button', { name: 'Stay here' }).click();
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(document.activeElement).toBe(frame());
    expect(named(engine, 'open_link')).toEqual([]);
  });

  it('puts the side away on Escape where it lies over the text, and gives the focus back', async () => {
    const { happyDOM } = window as unknown as { happyDOM: { setViewport(size: { width: number }): void } };
    happyDOM.setViewport({ width: 600 });
    showPage(LessonPage, props);
    await heading();
    screen.getByRole('button', { name: 'Show contents and notes' }).click();
    const tab = await screen.findByRole('tab', { name: 'Notes' });
    tab.focus();
    await waitFor(() => expect(shortcuts.press('Escape')).toBe(true));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Show contents and notes' })));
    expect(screen.queryByRole('tab')).toBeNull();
    expect(shortcuts.press('Escape')).toBe(false);
    happyDOM.setViewport({ width: 1024 });
    screen.getByRole('button', { name: 'Show contents and notes' }).click();
    await screen.findByRole('tab', { name: 'Notes' });
    expect(shortcuts.press('Escape')).toBe(false);
    screen.getByRole('button', { name: 'Hide contents and notes' }).click();
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

  it('keeps a note that could not be saved for its own learner, and for no other', async () => {
    const engine = mock({ override: { save_note: () => Promise.reject({ code: 'disk_full', detail: null }) } });
    const visit = async () => {
      const { unmount } = render(LessonPage, { props });
      await heading();
      if (screen.queryAllByRole('tab').length === 0) screen.getByRole('button', { name: 'Show contents and notes' }).click();
      (await screen.findByRole('tab', { name: 'Notes' })).click();
      return { leave: unmount, field: await screen.findByLabelText<HTMLTextAreaElement>('Your note') };
    };
    useTransport(engine);
    await app.refresh();
    const [mine, other] = engine.world.app.learners;
    const first = await visit();
    await type(first.field, 'Ask Denise');
    const words = first.field.value;
    first.leave();
    await waitFor(() => expect(named(engine, 'save_note')).toHaveLength(1));
    await engine.call('switch_learner', { key: other!.key });
    await app.refresh();
    const second = await visit();
    expect(second.field.value).toBe('');
    second.leave();
    expect(named(engine, 'save_note')).toHaveLength(1);
    await engine.call('switch_learner', { key: mine!.key });
    await app.refresh();
    expect((await visit()).field.value).toBe(words);
  });

  it('offers the download where the course is not here', async () => {
    showPage(LessonPage, props, { override: { lesson: () => Promise.reject({ code: 'not_downloaded', detail: null }) } });
    expect(await screen.findByRole('heading', { name: 'This course is not on this computer yet' })).toBeTruthy();
    expect(await complaints()).toEqual([]);
  });
});
