import { describe, expect, it } from 'vitest';
import type { Act, DeliveryView } from '../../ipc/types';
import { byDay, fold, isAbout, joined, subjects } from './fold';

const NOON = new Date(2026, 10, 20, 12).getTime();
let seq = 100;

function act(kind: string, minutesAgo: number, over: Partial<Act> = {}): Act {
  seq -= 1;
  return {
    id: `op-${seq}`, seq, kind, program: 'p', program_title: 'P', subject: 'Consent',
    at: NOON - minutesAgo * 60_000, uncertainty_ms: 0, delivery: { state: 'on_this_computer' }, device: 'd', waiting: null, choices: [], put_away: false, ...over,
  };
}

const confirmed = (at: number): DeliveryView => ({ state: 'confirmed', at, by: 'Rosewood' });

describe('fold', () => {
  it('folds a run of reading acts and leaves the others alone', () => {
    const lines = fold([
      act('study_interval', 1), act('lesson_position', 2), act('study_interval', 3, { subject: 'Safety' }),
      act('lesson_completed', 4), act('lesson_position', 5),
    ]);
    expect(lines.map((line) => line.acts.length)).toEqual([3, 1, 1]);
    expect(subjects(lines[0]!)).toEqual(['Consent', 'Safety']);
  });

  it('does not hide a reading act that needs attention', () => {
    const refusal = { code: 'malformed' as const, text: 't', remedy: 'r' };
    const lines = fold([
      act('study_interval', 1), act('study_interval', 2, { delivery: { state: 'refused', at: NOON, refusal } }),
      act('study_interval', 3),
    ]);
    expect(lines).toHaveLength(3);
  });

  it('keeps waiting and confirmed apart, and names the latest receipt', () => {
    const lines = fold([
      act('lesson_position', 1), act('lesson_position', 2, { delivery: confirmed(5) }), act('lesson_position', 3, { delivery: confirmed(9) }),
    ]);
    expect(lines).toHaveLength(2);
    expect(lines[1]!.delivery).toEqual(confirmed(9));
  });

  it('does not fold over programs or over midnight', () => {
    expect(fold([act('lesson_position', 1), act('lesson_position', 2, { program: 'other' })])).toHaveLength(2);
    expect(byDay([act('lesson_position', 719), act('lesson_position', 721)]).map((day) => day.lines.length)).toEqual([1, 1]);
  });

  it('says about where the clock was in doubt by more than a minute', () => {
    expect(isAbout(act('note_saved', 0, { uncertainty_ms: 60_000 }))).toBe(false);
    expect(isAbout(act('note_saved', 0, { uncertainty_ms: 60_001 }))).toBe(true);
  });

  it('appends older acts once', () => {
    const [a, b, c] = [act('note_saved', 1), act('note_saved', 2), act('note_saved', 3)];
    const newer = { ...b, delivery: confirmed(4) };
    expect(joined([a, b], [newer, c])).toEqual([a, newer, c]);
  });
});
