import { describe, expect, it, vi } from 'vitest';
import type { Answer, QuizResult } from '../../ipc/types';
import type { Answers } from '../../shared/items/answers';
import { Attempt } from './attempt.svelte';

const a = (id: string): Answer => ({ kind: 'choices', value: [id] });
const result: QuizResult = { score: { points: 1, max: 1, passed: true }, percent: 100, items: [] };
const tick = () => new Promise((done) => setTimeout(done));

describe('Attempt', () => {
  it('saves every change, one save at a time, the newest last', async () => {
    const waiting: (() => void)[] = [];
    const seen: Answers[] = [];
    const save = vi.fn((answers: Answers) => {
      seen.push(answers);
      return new Promise<void>((done) => waiting.push(done));
    });
    const attempt = new Attempt({ draft: {}, save, submit: async () => result });
    attempt.set('q1', a('x'));
    attempt.set('q1', a('y'));
    attempt.set('q2', a('z'));
    expect(attempt.draft).toBe('saving');
    expect(save).toHaveBeenCalledTimes(1);
    waiting[0]!();
    await tick();
    expect(seen).toEqual([{ q1: a('x') }, { q1: a('y'), q2: a('z') }]);
    waiting[1]!();
    await tick();
    expect(attempt.draft).toBe('saved');
  });

  it('begins with the draft', () => {
    const attempt = new Attempt({ draft: { q1: a('x') }, save: async () => {}, submit: async () => result });
    expect([attempt.answers, attempt.draft]).toEqual([{ q1: a('x') }, 'saved']);
  });

  it('keeps the answers when a draft cannot be saved, and still hands them in', async () => {
    const submit = vi.fn(async (_answers: Answers) => result);
    const attempt = new Attempt({ draft: {}, save: async () => Promise.reject(new Error('disk')), submit });
    attempt.set('q1', a('x'));
    await tick();
    expect(attempt.draft).toBe('failed');
    await attempt.handIn();
    expect(submit).toHaveBeenCalledWith({ q1: a('x') });
    expect(attempt.result).toEqual(result);
    attempt.set('q1', a('y'));
    expect(attempt.answers).toEqual({ q1: a('x') });
  });

  it('saves again after a moment with nothing to save', async () => {
    const save = vi.fn(async (_answers: Answers) => {});
    const attempt = new Attempt({ draft: {}, save, submit: async () => result });
    await attempt.saved();
    attempt.set('q1', a('x'));
    await tick();
    expect(save).toHaveBeenCalledTimes(1);
    expect(attempt.draft).toBe('saved');
  });

  it('stays open when handing in fails', async () => {
    const attempt = new Attempt({
      draft: {},
      save: async () => {},
      submit: async () => Promise.reject({ code: 'disk_full', detail: null }),
    });
    attempt.set('q1', a('x'));
    await attempt.handIn();
    expect(attempt.error?.code).toBe('disk_full');
    expect([attempt.result, attempt.handing]).toEqual([null, false]);
  });
});
