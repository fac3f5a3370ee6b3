import { describe, expect, it, vi } from 'vitest';
import type { ExamClock, ExamSitting } from '../../ipc/types';
import { clockFace, HEARTBEAT_MS, passedMark, type Said, Sitting } from './sitting.svelte';

const item = (id: string) => ({ id, prompt: '?', kind: 'numeric' as const, choices: [], lefts: [], unit: null });
const begun = (over: Partial<ExamSitting> = {}): ExamSitting => ({
  program: 'p', title: 'Practice', items: ['q/1', 'q/2', 'q/3'].map(item), answers: {}, flagged: [], at: 0, left_ms: 120 * 60_000, ...over,
});
const tick = () => new Promise((done) => setTimeout(done));

function sit(over: Partial<ExamSitting> = {}, save = async (_: Said): Promise<ExamClock> => ({ left_ms: 60_000, handed_in: null })) {
  const clock = { now: 0 };
  const said: Said[] = [];
  const onend = vi.fn();
  const keep = (what: Said) => (said.push(what), save(what));
  const sitting = new Sitting({ sitting: begun(over), save: keep, submit: async () => ({ act: 'act-1' }), onend, now: () => clock.now });
  return { sitting, clock, said, onend };
}

describe('a sitting', () => {
  it('keeps every answer, mark and place as it is given', async () => {
    const { sitting, said } = sit();
    sitting.answer('q/1', { kind: 'number', value: 3 });
    sitting.flag('q/2');
    sitting.go(1);
    await tick();
    expect(said.at(-1)).toEqual({ answers: { 'q/1': { kind: 'number', value: 3 } }, flagged: ['q/2'], at: 1, leaving: false });
    sitting.flag('q/2');
    sitting.go(99);
    expect([sitting.flagged, sitting.at]).toEqual([[], 1]);
  });

  it('shows the time between two words of the engine, and speaks up when it was silent', async () => {
    const { sitting, clock, said } = sit();
    clock.now = 4_000;
    sitting.tick();
    expect([clockFace(sitting.left), said.length]).toEqual(['1:59:56', 0]);
    clock.now = HEARTBEAT_MS;
    sitting.tick();
    await tick();
    expect(said).toHaveLength(1);
    expect(sitting.left).toBe(60_000);
  });

  it('ends when the engine says that the time is up, and takes nothing more', async () => {
    const { sitting, clock, onend } = sit({ left_ms: 500 }, async () => ({ left_ms: 0, handed_in: 'act-9' }));
    clock.now = 1_000;
    sitting.tick();
    await tick();
    expect(onend).toHaveBeenCalledExactlyOnceWith('act-9');
    sitting.answer('q/1', { kind: 'number', value: 3 });
    expect(sitting.answers).toEqual({});
    await sitting.handIn();
    expect(onend).toHaveBeenCalledOnce();
  });

  it('says so when an answer could not be saved, and keeps it', async () => {
    const { sitting } = sit({}, async () => Promise.reject(new Error('disk')));
    sitting.answer('q/1', { kind: 'number', value: 3 });
    await tick();
    expect([sitting.saved, sitting.ended]).toEqual(['failed', false]);
    expect(sitting.answers['q/1']).toEqual({ kind: 'number', value: 3 });
  });

  it('says when it is left', async () => {
    const { sitting, said } = sit();
    await sitting.leave();
    expect(said.at(-1)?.leaving).toBe(true);
  });
});

describe('the time', () => {
  it('is said aloud at 30, 10, 5 and 1 minutes, each once', () => {
    expect(passedMark(31 * 60_000, 30 * 60_000)).toBe(30);
    expect(passedMark(30 * 60_000, 29 * 60_000)).toBeNull();
    expect(passedMark(12 * 60_000, 4 * 60_000)).toBe(5);
    expect(passedMark(61_000, 59_000)).toBe(1);
  });

  it('has a face to the second', () => {
    expect([7_199_001, 600_000, 59_001, 0, -5].map(clockFace)).toEqual(['2:00:00', '10:00', '1:00', '0:00', '0:00']);
  });
});
