import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Act, Waiting } from '../../ipc/types';
import { fold } from './fold';
import { actWords, dayWords, facts, lineTime, lineWords, whyWords } from './words';

const NOON = new Date(2026, 10, 20, 12).getTime();
const act = (over: Partial<Act>): Act => ({
  id: `op-${over.at}`, seq: 1, kind: 'lesson_completed', program: 'p', program_title: 'P', subject: 'Consent', at: NOON,
  uncertainty_ms: 0, delivery: { state: 'on_this_computer' }, device: 'd', waiting: null, choices: [], put_away: false, ...over,
});
const line = (acts: Act[]) => fold(acts)[0]!;

describe('the words of activity', () => {
  it('names every kind of the journal, and those it does not know', () => {
    const kinds = ['enrollment_requested', 'lesson_opened', 'lesson_position', 'lesson_completed', 'lesson_reopened'];
    for (const kind of [...kinds, 'study_interval', 'quiz_submitted', 'note_saved', 'bookmark_set', 'highlight_set', 'practice_exam_submitted', 'review_answered', 'skill_logged']) {
      expect(actWords(act({ kind }))).not.toContain('does not know');
    }
    expect(actWords(act({}))).toBe('You finished Consent');
    expect(actWords(act({ kind: 'of_a_later_version' }))).toContain('does not know');
  });

  it('says a run in one line', () => {
    const run = [act({ kind: 'study_interval', at: NOON }), act({ kind: 'lesson_position', at: NOON - 600_000 })];
    expect(lineWords(line(run))).toBe('You read Consent');
    expect(lineTime(line(run))).toBe('11:50 AM to 12:00 PM');
    expect(lineWords(line([run[0]!, { ...run[1]!, subject: 'Safety' }]))).toBe('You read 2 lessons');
  });

  it('says a recall session in one line, apart from reading', () => {
    const run = [act({ kind: 'review_answered', at: NOON }), act({ kind: 'review_answered', at: NOON - 60_000 }), act({ kind: 'study_interval', at: NOON - 120_000 })];
    expect(fold(run).map(lineWords)).toEqual(['You recalled 2 questions', 'You studied Consent']);
  });

  it('says about where the clock was in doubt', () => {
    expect(lineTime(line([act({ uncertainty_ms: 120_000 })]))).toBe('about 12:00 PM');
  });

  it('have a cause in plain words for everything an act can wait for', () => {
    const types = readFileSync('src/ipc/types.ts', 'utf8');
    const kinds = [...(/export type Cause = ([^;]+);/.exec(types)?.[1] ?? '').matchAll(/"kind": "(\w+)"/g)].map((found) => found[1]);
    expect(kinds.length).toBe(17);
    const texts = kinds.map((kind) => {
      const cause = { kind, text: 'Bring your card.', act_kind: 'enrollment_requested' } as unknown as Waiting['cause'];
      return whyWords({ cause, next_try: NOON + 60_000 }, NOON).text;
    });
    expect(new Set(texts).size).toBe(17);
    for (const text of texts) {
      expect(text).not.toMatch(/sync|fail|error|\d{3}/i);
      expect(text).toContain('Next try: 12:01 PM.');
    }
    const portal = whyWords({ cause: { kind: 'not_the_school' }, next_try: NOON - 1 }, NOON).text;
    expect(portal).toMatch(/Open your browser/);
    expect(portal).not.toContain('Next try');
    expect(whyWords({ cause: { kind: 'behind', act: 'x', act_kind: 'enrollment_requested' }, next_try: null }).text).toContain('“You asked for a place”');
  });

  it('keep what is technical together: number, computer, exact moments and doubt', () => {
    const values = Object.fromEntries(facts(act({ uncertainty_ms: 240 })).map(({ id, value }) => [id, value]));
    expect(values['activity-fact-seq']).toBe('1');
    expect(values['activity-fact-at']).toMatch(/^2026-11-20 \d\d:00:00\.000 UTC$/);
    expect(values['activity-fact-uncertainty']).toBe('0.2 s');
    expect(values['activity-fact-on-this-computer']).toBeUndefined();
  });

  it('names today and yesterday', () => {
    const midnight = new Date(2026, 10, 20).getTime();
    expect(dayWords(midnight, NOON)).toBe('Today, November 20');
    expect(dayWords(midnight - 86_400_000, NOON)).toBe('Yesterday, November 19');
    expect(dayWords(midnight - 3 * 86_400_000, NOON)).toBe('Tuesday, November 17');
  });
});
