import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { NoteView } from '../../ipc/types';
import { NoteEditor, REST_MS } from './note.svelte';

const note = (text: string, here = true): NoteView => ({
  id: text, text, at: 1, this_computer: here, delivery: { state: 'on_this_computer' },
});

let count = 0;
function setup(save = vi.fn(async (_text: string) => {})) {
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
    expect(save.mock.calls).toEqual([['Gree']]);
    expect(editor.status).toBe('saved');
  });

  it('saves on leaving, and nothing where nothing changed', async () => {
    const { editor, save } = setup();
    editor.adopt([note('A')]);
    await editor.flush();
    expect(save).not.toHaveBeenCalled();
    editor.typed('AB');
    await editor.flush();
    expect(save.mock.calls).toEqual([['AB']]);
  });

  it('says saved only after the engine did', async () => {
    let done = () => {};
    const { editor } = setup(vi.fn(() => new Promise<void>((resolve) => (done = resolve))));
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
    const save = vi.fn(async (_text: string) => {
      throw { code: 'disk_full', detail: null };
    });
    const { editor, options } = setup(save);
    editor.typed('Order of draw');
    await editor.flush();
    expect(editor.status).toBe('failed');
    expect(editor.error).toMatchObject({ code: 'disk_full' });
    editor.adopt([note('old')]);
    expect(editor.text).toBe('Order of draw');
    const again = new NoteEditor({ ...options, save: async () => {} });
    expect(again.text).toBe('Order of draw');
    await again.flush();
    expect(again.status).toBe('saved');
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
    expect(save.mock.calls).toEqual([['here too\n\n-- other --\nthere']]);
    expect(editor.inConflict).toBe(false);
  });

  it('keeps one version where the learner chose it', async () => {
    const { editor, save } = setup();
    const there = note('there', false);
    editor.adopt([note('here'), there]);
    await editor.keepOnly(there);
    expect(save.mock.calls).toEqual([['there']]);
  });
});
