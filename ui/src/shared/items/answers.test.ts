import { describe, expect, it } from 'vitest';
import type { QuizItem } from '../../ipc/types';
import { blanks, isAnswered, matchOf, moved, orderOf, paired, toggled, withAnswer } from './answers';

const item = (over: Partial<QuizItem>): QuizItem => ({
  id: 'q', prompt: '?', kind: 'single', lefts: [], unit: null,
  choices: ['a', 'b', 'c'].map((id) => ({ id, text: id })),
  ...over,
});

describe('answers', () => {
  it('ticks and unticks, and is blank when nothing is left', () => {
    const q = item({ kind: 'multiple' });
    const one = toggled(q, undefined, 'c', true);
    const two = toggled(q, one ?? undefined, 'a', true);
    expect(two).toEqual({ kind: 'choices', value: ['a', 'c'] });
    expect(toggled(q, one ?? undefined, 'c', false)).toBeNull();
  });

  it('moves one step and stops at the ends', () => {
    const q = item({ kind: 'ordering' });
    expect(orderOf(q, undefined)).toEqual(['a', 'b', 'c']);
    const answer = moved(q, undefined, 'b', -1);
    expect(answer.value).toEqual(['b', 'a', 'c']);
    expect(moved(q, answer, 'b', -1).value).toEqual(['b', 'a', 'c']);
    expect(moved(q, answer, 'c', 1).value).toEqual(['b', 'a', 'c']);
  });

  it('shows the shuffled order again where a stored one no longer fits the question', () => {
    expect(orderOf(item({ kind: 'ordering' }), { kind: 'choices', value: ['a', 'x'] })).toEqual(['a', 'b', 'c']);
  });

  it('pairs, unpairs, and is answered only when every side is', () => {
    const q = item({ kind: 'matching', lefts: [{ id: 'a', text: 'A' }, { id: 'b', text: 'B' }] });
    const half = paired(undefined, 'a', 'b') ?? undefined;
    expect(isAnswered(q, half)).toBe(false);
    const whole = paired(half, 'b', 'a') ?? undefined;
    expect(isAnswered(q, whole)).toBe(true);
    expect(matchOf(whole, 'a')).toBe('b');
    expect(paired(half, 'a', '')).toBeNull();
  });

  it('names the blank questions by number', () => {
    const items = [item({ id: 'q1' }), item({ id: 'q2' }), item({ id: 'q3', kind: 'numeric', choices: [] })];
    let answers = withAnswer({}, 'q2', { kind: 'choices', value: ['a'] });
    expect(blanks(items, answers)).toEqual([1, 3]);
    answers = withAnswer(answers, 'q3', { kind: 'number', value: 0 });
    expect(blanks(items, answers)).toEqual([1]);
    expect(blanks(items, withAnswer(answers, 'q2', null))).toEqual([1, 2]);
  });
});
