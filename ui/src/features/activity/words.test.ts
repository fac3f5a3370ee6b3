import { describe, expect, it } from 'vitest';
import type { Act } from '../../ipc/types';
import { fold } from './fold';
import { actWords, dayWords, lineTime, lineWords } from './words';

const NOON = new Date(2026, 10, 20, 12).getTime();
const act = (over: Partial<Act>): Act => ({
  id: `op-${over.at}`, seq: 1, kind: 'lesson_completed', program: 'p', program_title: 'P', subject: 'Consent', at: NOON,
  uncertainty_ms: 0, delivery: { state: 'on_this_computer' }, ...over,
});
const line = (acts: Act[]) => fold(acts)[0]!;

describe('the words of activity', () => {
  it('names every kind of the journal, and those it does not know', () => {
    const kinds = ['enrollment_requested', 'lesson_opened', 'lesson_position', 'lesson_completed', 'lesson_reopened'];
    for (const kind of [...kinds, 'study_interval', 'quiz_submitted', 'note_saved', 'bookmark_set']) {
      expect(actWords(act({ kind }))).not.toContain('does not know');
    }
    expect(actWords(act({}))).toBe('You finished Consent');
    expect(actWords(act({ kind: 'skill_logged' }))).toContain('does not know');
  });

  it('says a run in one line', () => {
    const run = [act({ kind: 'study_interval', at: NOON }), act({ kind: 'lesson_position', at: NOON - 600_000 })];
    expect(lineWords(line(run))).toBe('You read Consent');
    expect(lineTime(line(run))).toBe('11:50 AM to 12:00 PM');
    expect(lineWords(line([run[0]!, { ...run[1]!, subject: 'Safety' }]))).toBe('You read 2 lessons');
  });

  it('says about where the clock was in doubt', () => {
    expect(lineTime(line([act({ uncertainty_ms: 120_000 })]))).toBe('about 12:00 PM');
  });

  it('names today and yesterday', () => {
    const midnight = new Date(2026, 10, 20).getTime();
    expect(dayWords(midnight, NOON)).toBe('Today, November 20');
    expect(dayWords(midnight - 86_400_000, NOON)).toBe('Yesterday, November 19');
    expect(dayWords(midnight - 3 * 86_400_000, NOON)).toBe('Tuesday, November 17');
  });
});
