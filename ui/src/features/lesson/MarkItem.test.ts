import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import type { HighlightArgs, LessonPage as LessonPageData } from '../../ipc/types';
import { type Mock, type MockOptions, mock } from '../../ipc/mock';
import { showChanging, type } from '../../shared/testing';
import { side } from './onward';
import LessonPage from './LessonPage.svelte';

const props = { program: 'phlebotomy-technician', lesson: 'm03-l03' };
const MARK = { anchor: 'p4', quote: 'gloves on last', colour: 'yellow', note: 'A' } as const;
const said = (engine: Mock) =>
  engine.calls.filter((call) => call.name === 'set_highlight').map((call) => call.args as HighlightArgs);
const marks = async (engine: Mock) => ((await engine.call('lesson', props)) as LessonPageData).highlights;
const field = () => screen.findByLabelText<HTMLTextAreaElement>('Note on this passage');

/** A lesson with one mark, its note in a field. */
async function marked(options: MockOptions = {}) {
  Object.assign(side, { open: true, tab: 'notes' });
  const shown = showChanging(LessonPage, props, options);
  await screen.findByRole('heading', { level: 1, name: 'PPE on and off' });
  await shown.engine.call('set_highlight', { ...props, mark: MARK, replaces: [] });
  (await screen.findByText('Note, color, remove')).click();
  expect((await field()).value).toBe('A');
  return { ...shown, elsewhere: (note: string) => shown.engine.call('set_highlight', { ...props, mark: { ...MARK, note }, replaces: ['mark-1'] }) };
}

describe('the note on a mark', () => {
  it('is not overwritten by who only looks at it', async () => {
    const { engine, elsewhere } = await marked();
    (await field()).focus();
    await elsewhere('B');
    await waitFor(async () => expect((await field()).value).toBe('B'));
    await fireEvent.blur(await field());
    screen.getByRole('button', { name: 'Green', pressed: false }).click();
    await waitFor(() => expect(said(engine)).toHaveLength(3));
    expect(said(engine)[2]).toMatchObject({ mark: { note: 'B', colour: 'green' }, replaces: ['mark-2'] });
  });

  it('stands beside what another computer writes while one types', async () => {
    const { engine, elsewhere } = await marked();
    await type(await field(), ', cu');
    await elsewhere('B');
    await screen.findByText('B', { selector: 'p' });
    await type(await field(), 'ffs');
    expect((await field()).value).toBe('A, cuffs');
    await fireEvent.blur(await field());
    await waitFor(() => expect(said(engine)).toHaveLength(3));
    expect(said(engine)[2]).toMatchObject({ mark: { note: 'A, cuffs' }, replaces: ['mark-1'] });
    expect((await marks(engine)).map(({ note }) => note)).toEqual(['B', 'A, cuffs']);
  });

  it('is kept when the window closes or the lesson is left while one types', async () => {
    const { engine, leave } = await marked();
    await type(await field(), '!');
    window.dispatchEvent(new Event('pagehide'));
    await waitFor(() => expect(said(engine).at(-1)).toMatchObject({ mark: { note: 'A!' }, replaces: ['mark-1'] }));
    await screen.findByText('A!', { selector: 'p' });
    await waitFor(() => expect(screen.getByRole('button', { name: 'Blue' }).getAttribute('aria-disabled')).toBe('false'));
    await type(await field(), '!');
    leave();
    await waitFor(() => expect(said(engine).at(-1)).toMatchObject({ mark: { note: 'A!!' }, replaces: ['mark-2'] }));
  });
});

describe('the color of a mark', () => {
  it('changes once at a time, so that one mark stays one', async () => {
    const under = mock();
    let may = Promise.resolve();
    const override: MockOptions['override'] = {
      lesson: async (args) => {
        await may;
        return (await under.call('lesson', args)) as LessonPageData;
      },
      set_highlight: async (args) => (await under.call('set_highlight', args), null),
    };
    Object.assign(side, { open: true, tab: 'notes' });
    const { engine } = showChanging(LessonPage, props, { override });
    await engine.call('set_highlight', { ...props, mark: MARK, replaces: [] });
    engine.emit('learning');
    (await screen.findByText('Note, color, remove')).click();
    let answer = () => {};
    may = new Promise((done) => (answer = done));
    screen.getByRole('button', { name: 'Green' }).click();
    await waitFor(() => expect(said(engine)).toHaveLength(2));
    engine.emit('learning');
    await new Promise((done) => setTimeout(done));
    screen.getByRole('button', { name: 'Blue' }).click();
    answer();
    await screen.findByRole('button', { name: 'Green', pressed: true });
    await waitFor(() => expect(screen.getByRole('button', { name: 'Blue' }).getAttribute('aria-disabled')).toBe('false'));
    screen.getByRole('button', { name: 'Blue' }).click();
    await screen.findByRole('button', { name: 'Blue', pressed: true });
    expect(said(engine).map(({ replaces }) => replaces)).toEqual([[], ['mark-1'], ['mark-2']]);
    expect(await marks(engine)).toHaveLength(1);
  });
});
