import { describe, expect, it, vi } from 'vitest';
import { call, CallError, onChanged, showWhenAnswered, useTransport } from './client';
import { mock } from './mock';

describe('the door to the engine', () => {
  it('hands over name and arguments, and null where there are none', async () => {
    const engine = mock();
    useTransport(engine);
    await call('state');
    await call('program', { program: 'ekg-technician' });
    expect(engine.calls).toEqual([
      { name: 'state', args: null },
      { name: 'program', args: { program: 'ekg-technician' } },
    ]);
  });

  it('takes the answers that came with the page, each once, and for the same question only', async () => {
    let answer: (() => void) | undefined;
    // Something the first page waits for, so that the window is not shown yet.
    const engine = mock({ override: { complete_lesson: () => new Promise((done) => (answer = () => done(null))) } });
    useTransport(engine);
    showWhenAnswered();
    const waiting = call('complete_lesson', { program: 'one', lesson: 'two' });
    window.carrelAhead = [
      { name: 'state', args: null, reply: 'the state' },
      { name: 'program', args: { text: '', program: 'one', limit: [1] }, reply: 'the program' },
      { name: 'program', args: { text: '', program: 'three', limit: [1] }, reply: 'another program' },
    ];
    const asked = { program: 'one', limit: [1], text: '' };
    expect(await call('state')).toBe('the state');
    expect(await call('program', asked)).toBe('the program');
    expect(engine.calls.map((one) => one.name)).toEqual(['complete_lesson']);
    await call('state');
    await call('program', asked).catch(() => {});
    await call('program', { ...asked, program: 'two' }).catch(() => {});
    expect(engine.calls.map((one) => one.name)).toEqual(['complete_lesson', 'state', 'program', 'program']);
    answer?.();
    await waiting;
  });

  it('takes none of them once the window is shown, also where they came late', async () => {
    const engine = mock();
    useTransport(engine);
    showWhenAnswered();
    window.carrelAhead = [{ name: 'my_learning', args: null, reply: 'old' }];
    await call('state');
    await call('program', { program: 'ekg-technician' });
    await call('my_learning');
    expect(engine.calls.map((one) => one.name)).toEqual(['state', 'program', 'my_learning']);
    window.carrelAhead = [{ name: 'state', args: null, reply: 'old' }];
    expect(await call('state')).not.toBe('old');
  });

  it('throws what the engine says as a typed error', async () => {
    useTransport(mock());
    const error = await call('program', { program: 'none' }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CallError);
    expect(error).toMatchObject({ code: 'unknown_program' });
  });

  it('makes an error with words of whatever else is thrown', async () => {
    useTransport({ call: () => Promise.reject(new Error('torn')), listen: async () => () => {}, show: async () => {} });
    await expect(call('state')).rejects.toMatchObject({ code: 'ours', detail: 'torn' });
  });

  it('hears changes until it stops listening', async () => {
    const engine = mock();
    useTransport(engine);
    const heard: string[][] = [];
    const stop = onChanged((topics) => heard.push(topics));
    await new Promise((done) => setTimeout(done));
    engine.emit('sync');
    stop();
    engine.emit('catalog');
    expect(heard).toEqual([['sync']]);
  });

  it('shows the window once, when the first page has its answer', async () => {
    const engine = mock();
    useTransport(engine);
    showWhenAnswered();
    await call('state').then(() => {
      expect(engine.shown).toBe(0);
      return call('program', { program: 'ekg-technician' });
    });
    await vi.waitFor(() => expect(engine.shown).toBe(1));
    await call('program', { program: 'ekg-technician' });
    await Promise.resolve();
    expect(engine.shown).toBe(1);
  });

  it('shows the window at once where a page asked ahead', async () => {
    const engine = mock();
    useTransport(engine);
    showWhenAnswered();
    await Promise.all([call('program', { program: 'ekg-technician' }), call('state')]);
    await vi.waitFor(() => expect(engine.shown).toBe(1));
  });

  it('shows the window where the state leads to no other question', async () => {
    const engine = mock();
    useTransport(engine);
    showWhenAnswered();
    await call('state');
    await vi.waitFor(() => expect(engine.shown).toBe(1));
  });
});
