import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { type Mock, mock } from '../../ipc/mock';
import { complaints, showChanging, showPage, type } from '../../shared/testing';
import type { LessonPage as LessonPageData } from '../../ipc/types';
import { shortcuts } from '../../state/shortcuts.svelte';
import LessonPage from './LessonPage.svelte';

const props = { program: 'phlebotomy-technician', lesson: 'm03-l03' };
const named = (engine: Mock, name: string) => engine.calls.filter((call) => call.name === name).map((call) => call.args);
const frame = () => document.querySelector('iframe') as HTMLIFrameElement;

/** A frame that loads, and hears and says what the test wants. */
async function open(extra: object = {}, comes: 'load' | 'text' = 'load'): Promise<{ engine: Mock; heard: Record<string, unknown>[]; says: (data: object) => void }> {
  const engine = showPage(LessonPage, { ...props, ...extra });
  await screen.findByRole('heading', { level: 1, name: 'PPE on and off' });
  const heard: Record<string, unknown>[] = [];
  const inside = { postMessage: (message: Record<string, unknown>) => heard.push(structuredClone(message)) };
  Object.defineProperty(frame(), 'contentWindow', { configurable: true, value: inside });
  const says = (data: object) => window.dispatchEvent(Object.assign(new Event('message'), { data, source: inside }));
  if (comes === 'load') await fireEvent.load(frame());
  else says({ type: 'carrel:ready' });
  return { engine, heard, says };
}

/** The frame that stands there now: what it hears, and how it speaks. */
function listen() {
  const heard: Record<string, unknown>[] = [];
  const inside = { postMessage: (message: Record<string, unknown>) => heard.push(structuredClone(message)) };
  Object.defineProperty(frame(), 'contentWindow', { configurable: true, value: inside });
  const says = (data: object) => window.dispatchEvent(Object.assign(new Event('message'), { data, source: inside }));
  const to = (type: string) => heard.filter((message) => message.type === type);
  return { says, to };
}

/** An engine whose places a test turns, and that answers only when it may. */
function placed() {
  const engine = mock();
  const at = { permille: 420, film: 100, bookmarked: false, may: Promise.resolve() };
  const lesson = async (args: typeof props) => {
    await at.may;
    const page = (await engine.call('lesson', args)) as LessonPageData;
    return { ...page, bookmarked: at.bookmarked, position_permille: at.permille, films: [{ anchor: 'p9', permille: at.film }] };
  };
  const save_position = ({ permille }: { permille: number }) => ((at.permille = permille), null);
  return { at, override: { lesson, save_position } };
}

describe('where one was in a lesson', () => {
  const text = () => screen.findByRole('heading', { level: 1, name: 'PPE on and off' });

  it('is where one read to on the last visit, however soon the text is there', async () => {
    const { at, override } = placed();
    const { engine, leave, comeBack } = showChanging(LessonPage, props, { override });
    await text();
    const first = listen();
    first.says({ type: 'carrel:ready' });
    await waitFor(() => expect(first.to('carrel:goto').at(-1)).toMatchObject({ permille: 420 }));
    first.says({ type: 'carrel:activity' });
    first.says({ type: 'carrel:position', permille: 900 });
    leave();
    await waitFor(() => expect(at.permille).toBe(900));
    at.film = 700;
    let answer = () => {};
    at.may = new Promise((done) => (answer = done));
    comeBack();
    // What is remembered is shown at once, and so is the text.
    await text();
    const again = listen();
    again.says({ type: 'carrel:ready' });
    await waitFor(() => expect(frame().classList.contains('ready')).toBe(true));
    // The pointer comes over it, and the frame says where it was put.
    await fireEvent.pointerMove(window);
    again.says({ type: 'carrel:position', permille: 0 });
    answer();
    await waitFor(() => expect(again.to('carrel:goto')).toEqual([{ type: 'carrel:goto', permille: 900 }]));
    expect(again.to('carrel:films')).toEqual([{ type: 'carrel:films', films: [{ anchor: 'p9', permille: 700 }] }]);
    again.says({ type: 'carrel:position', permille: 910 });
    leave();
    await waitFor(() => expect(named(engine, 'save_position').map((said) => (said as { permille: number }).permille)).toEqual([900, 910]));
  });

  it('follows another device until one does something, and then no more', async () => {
    const { at, override } = placed();
    const { engine } = showChanging(LessonPage, props, { override });
    await text();
    const { says, to } = listen();
    says({ type: 'carrel:ready' });
    await waitFor(() => expect(to('carrel:goto')).toHaveLength(1));
    at.permille = 800;
    engine.emit('learning');
    await waitFor(() => expect(to('carrel:goto').at(-1)).toMatchObject({ permille: 800 }));
    says({ type: 'carrel:activity' });
    Object.assign(at, { permille: 300, bookmarked: true });
    engine.emit('learning');
    await screen.findByRole('button', { name: 'Bookmark this lesson', pressed: true });
    expect(to('carrel:goto')).toHaveLength(2);
    expect(to('carrel:films')).toHaveLength(1);
  });
});

describe('a lesson’s text', () => {
  it('begins at the block a search led to', async () => {
    const { heard } = await open({ at: 'p7' });
    expect(frame().src).toContain('#p7');
    expect(heard.some((message) => message.type === 'carrel:goto')).toBe(false);
  });

  it('is shown when there is text, once, however late its pictures are', async () => {
    const { heard } = await open({}, 'text');
    await waitFor(() => expect(frame().classList.contains('ready')).toBe(true));
    const before = heard.filter((message) => message.type === 'carrel:passages').length;
    expect(before).toBeGreaterThan(0);
    await fireEvent.load(frame());
    expect(heard.filter((message) => message.type === 'carrel:passages').length).toBe(before);
  });

  it('finds words: the frame counts, the bar shows and steps', async () => {
    const { heard, says } = await open();
    says({ type: 'carrel:key', key: 'Ctrl+f' });
    const field = await screen.findByRole('searchbox', { name: 'Words in this lesson' });
    await fireEvent.input(field, { target: { value: 'glove' } });
    expect(heard.at(-1)).toEqual({ type: 'carrel:find', text: 'glove', at: null });
    says({ type: 'carrel:found', count: 3, at: 0 });
    expect(await screen.findByText('1 of 3')).toBeTruthy();
    await fireEvent.keyDown(field, { key: 'Enter' });
    expect(heard.at(-1)).toEqual({ type: 'carrel:find', text: 'glove', at: 1 });
    says({ type: 'carrel:found', count: 0, at: 0 });
    expect(await screen.findByText('Not in this lesson')).toBeTruthy();
    expect(await complaints()).toEqual([]);
    await waitFor(() => expect(shortcuts.press('Escape')).toBe(true));
    await waitFor(() => expect(screen.queryByRole('searchbox')).toBeNull());
    expect(heard.at(-1)).toEqual({ type: 'carrel:find', text: '', at: null });
  });

  it('looks for a word that is typed letter by letter, each once, and selects it when the bar opens again', async () => {
    const { heard, says } = await open();
    const sought = () => heard.filter((message) => message.type === 'carrel:find').map((message) => message.text);
    says({ type: 'carrel:key', key: 'Ctrl+f' });
    const field = await screen.findByRole<HTMLInputElement>('searchbox', { name: 'Words in this lesson' });
    field.focus();
    await type(field, 'glove');
    expect(field.value).toBe('glove');
    expect(sought()).toEqual(['g', 'gl', 'glo', 'glov', 'glove']);
    await waitFor(() => expect(shortcuts.press('Escape')).toBe(true));
    await waitFor(() => expect(screen.queryByRole('searchbox')).toBeNull());
    heard.length = 0;
    says({ type: 'carrel:key', key: 'Ctrl+f' });
    const again = await screen.findByRole<HTMLInputElement>('searchbox', { name: 'Words in this lesson' });
    await waitFor(() => expect(sought()).toEqual(['glove']));
    again.focus();
    await type(again, 'mask');
    expect(again.value).toBe('mask');
  });

  it('marks what is selected, shows it, lists it, and takes it away', async () => {
    const { engine, heard, says } = await open();
    says({ type: 'carrel:selected', anchor: 'p4', quote: 'gloves on last' });
    expect(await screen.findByRole('region', { name: 'Mark this passage' })).toBeTruthy();
    expect(await complaints()).toEqual([]);
    screen.getByRole('button', { name: 'Green' }).click();
    const mark = { anchor: 'p4', quote: 'gloves on last', colour: 'green', note: '' };
    await waitFor(() => expect(named(engine, 'set_highlight')).toEqual([{ ...props, mark, replaces: [] }]));
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Mark this passage' })).toBeNull());
    const shown = { anchor: 'p4', quote: 'gloves on last', colour: 'green' };
    await waitFor(() => expect(heard.at(-1)).toEqual({ type: 'carrel:passages', passages: [shown] }));

    if (!screen.queryByRole('tab')) screen.getByRole('button', { name: 'Show contents and notes' }).click();
    (await screen.findByRole('tab', { name: 'Notes' })).click();
    (await screen.findByRole('button', { name: /^Green: gloves on last/ })).click();
    expect(heard.at(-1)).toEqual({ type: 'carrel:show', anchor: 'p4' });
    screen.getByText('Note, color, remove').click();
    const note = await screen.findByLabelText('Note on this passage');
    await fireEvent.input(note, { target: { value: 'cuffs!' } });
    await fireEvent.blur(note);
    expect(await screen.findByText('cuffs!', { selector: 'p' })).toBeTruthy();
    expect(await complaints()).toEqual([]);
    (await screen.findByRole('button', { name: /^Remove the mark/ })).click();
    expect(await screen.findByText(/Select words in the lesson/)).toBeTruthy();
  });

  it('keeps the selection where a mark could not be kept', async () => {
    const engine = showPage(LessonPage, props, { override: { set_highlight: () => Promise.reject({ code: 'disk_full', detail: null }) } });
    await screen.findByRole('heading', { level: 1, name: 'PPE on and off' });
    const inside = { postMessage: () => {} };
    Object.defineProperty(frame(), 'contentWindow', { configurable: true, value: inside });
    const data = { type: 'carrel:selected', anchor: 'p4', quote: 'gloves on last' };
    window.dispatchEvent(Object.assign(new Event('message'), { data, source: inside }));
    (await screen.findByRole('button', { name: 'Yellow' })).click();
    expect((await screen.findByRole('alert')).textContent).toContain('disk');
    expect(screen.getByRole('region', { name: 'Mark this passage' })).toBeTruthy();
    expect(named(engine, 'set_highlight')).toHaveLength(1);
  });

  it('keeps the place in a film and writes a page to print', async () => {
    const { engine, says } = await open();
    says({ type: 'carrel:film', anchor: 'p9', permille: 412 });
    await waitFor(() => expect(named(engine, 'save_film_place')).toEqual([{ ...props, anchor: 'p9', permille: 412 }]));
    screen.getByRole('button', { name: 'Write this lesson as a page to print' }).click();
    expect(await screen.findByText(/carrel-lesson-ppe-on-and-off/)).toBeTruthy();
  });
});
