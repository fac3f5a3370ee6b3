import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { NoteSaved, NoteView } from '../../ipc/types';
import { NoteEditor, REST_MS } from './note.svelte';

const note = (text: string, here = true): NoteView => ({
  id: text, text, at: 1, this_computer: here, delivery: { state: 'on_this_computer' },
});

/** An engine that keeps the text under its own words as its name. */
const kept = () => vi.fn(async (text: string, _replaces: string[]): Promise<NoteSaved> => ({ id: text }));

let count = 0;
function setup(save = kept()) {
  const key = `note-${count++}`;
  const options = { key, save, divider: () => '-- other --' };
  return { editor: new NoteEditor(options), save, options };
}

describe('NoteEditor', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('saves once typing has rested', async () => {
    const { editor, save } = setup();
    editor.adopt([]);
    for (const text of ['G', 'Gr', 'Gree']) {
      editor.typed(text);
      await vi.advanceTimersByTimeAsync(REST_MS - 100);
    }
    expect(save).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(100);
    expect(save.mock.calls).toEqual([['Gree', []]]);
    expect(editor.status).toBe('saved');
  });

  it('saves on leaving, and nothing where nothing changed', async () => {
    const { editor, save } = setup();
    editor.adopt([note('A')]);
    await editor.flush();
    expect(save).not.toHaveBeenCalled();
    editor.typed('AB');
    await editor.flush();
    expect(save.mock.calls).toEqual([['AB', ['A']]]);
  });

  it('says saved only after the engine did', async () => {
    let done = () => {};
    const { editor } = setup(vi.fn(() => new Promise<NoteSaved>((resolve) => (done = () => resolve({ id: 'A' })))));
    editor.typed('A');
    const flushed = editor.flush();
    expect(editor.status).toBe('saving');
    editor.typed('AB');
    done();
    await flushed;
    expect(editor.status).toBe('typing');
    expect(editor.text).toBe('AB');
  });

  it('keeps the text when saving fails, and finds it again on coming back', async () => {
    const save = kept().mockRejectedValue({ code: 'disk_full', detail: null });
    const { editor, options } = setup(save);
    editor.adopt([note('old')]);
    editor.typed('Order of draw');
    await editor.flush();
    expect(editor.status).toBe('failed');
    expect(editor.error).toMatchObject({ code: 'disk_full' });
    editor.adopt([note('old'), note('there', false)]);
    expect(editor.text).toBe('Order of draw');
    const later = kept();
    const again = new NoteEditor({ ...options, save: later });
    expect(again.text).toBe('Order of draw');
    await again.flush();
    expect(again.status).toBe('saved');
    expect(later.mock.calls).toEqual([['Order of draw', ['old']]]);
    expect(new NoteEditor(options).text).toBe('');
  });

  it('does not overwrite what is being typed', () => {
    const { editor } = setup();
    editor.adopt([note('A')]);
    editor.typed('A and more');
    editor.adopt([note('A')]);
    expect(editor.text).toBe('A and more');
  });

  it('shows two versions and keeps both when the learner types on', async () => {
    const { editor, save } = setup();
    editor.adopt([note('there', false), note('here')]);
    expect(editor.inConflict).toBe(true);
    expect(editor.text).toBe('here');
    editor.typed('here too');
    await editor.flush();
    expect(save.mock.calls).toEqual([['here too\n\n-- other --\nthere', ['there', 'here']]]);
    expect(editor.inConflict).toBe(false);
  });

  it('keeps one version where the learner chose it', async () => {
    const { editor, save } = setup();
    const there = note('there', false);
    editor.adopt([note('here'), there]);
    await editor.keepOnly(there);
    expect(save.mock.calls).toEqual([['there', ['here', 'there']]]);
  });

  it('replaces the version it wrote last', async () => {
    const { editor, save } = setup();
    editor.adopt([note('A')]);
    for (const text of ['AB', 'ABC', '', 'D']) {
      editor.typed(text);
      await editor.flush();
      editor.adopt(text ? [note(text)] : []);
    }
    expect(save.mock.calls).toEqual([['AB', ['A']], ['ABC', ['AB']], ['', ['ABC']], ['D', ['']]]);
  });

  it('never drops a version that arrives while typing', async () => {
    const { editor, save } = setup();
    editor.adopt([note('A')]);
    editor.typed('A and mine');
    const there = note('there', false);
    editor.adopt([there, note('A')]);
    expect(editor.inConflict).toBe(false);
    await editor.flush();
    expect(save.mock.calls).toEqual([['A and mine', ['A']]]);
    // An answer from before the save says nothing new.
    editor.adopt([note('A'), there]);
    expect(editor.text).toBe('A and mine');
    editor.adopt([there, note('A and mine')]);
    expect(editor.inConflict).toBe(true);
    expect(editor.text).toBe('A and mine');
    await editor.keepBoth();
    expect(save.mock.lastCall).toEqual(['A and mine\n\n-- other --\nthere', ['there', 'A and mine']]);
  });

  it('never drops a version that arrives while the note is saved', async () => {
    let done = () => {};
    const save = kept().mockImplementationOnce((text) => new Promise((resolve) => (done = () => resolve({ id: text }))));
    const { editor } = setup(save);
    editor.adopt([note('A')]);
    editor.typed('AB');
    const flushed = editor.flush();
    editor.adopt([note('there', false), note('AB')]);
    editor.typed('ABC');
    done();
    await flushed;
    await editor.flush();
    expect(save.mock.calls).toEqual([['AB', ['A']], ['ABC', ['AB']]]);
    editor.adopt([note('there', false), note('ABC')]);
    expect(editor.versions.map((version) => version.text)).toEqual(['there', 'ABC']);
  });

  it('shows what arrived once the learner took their typing back', async () => {
    const { editor, save } = setup();
    editor.adopt([note('A')]);
    editor.typed('A?');
    editor.adopt([note('from there', false)]);
    editor.typed('A');
    await editor.flush();
    expect(save).not.toHaveBeenCalled();
    expect(editor.text).toBe('from there');
  });
});
