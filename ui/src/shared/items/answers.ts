import type { Answer, QuizItem } from '../../ipc/types';

export type Answers = Record<string, Answer>;

const chosen = (answer: Answer | undefined): string[] => (answer?.kind === 'choices' ? answer.value : []);
const matched = (answer: Answer | undefined): Record<string, string> => (answer?.kind === 'matches' ? answer.value : {});

export function isChosen(answer: Answer | undefined, choice: string): boolean {
  return chosen(answer).includes(choice);
}

export function matchOf(answer: Answer | undefined, left: string): string {
  return matched(answer)[left] ?? '';
}

/** Replaces the answer to one item; `null` leaves it blank. */
export function withAnswer(answers: Answers, item: string, answer: Answer | null): Answers {
  const { [item]: _old, ...rest } = answers;
  return answer === null ? rest : { ...rest, [item]: answer };
}

/** One choice ticked or unticked in a question with several right answers. */
export function toggled(item: QuizItem, answer: Answer | undefined, choice: string, on: boolean): Answer | null {
  const picked = new Set(chosen(answer));
  if (on) picked.add(choice);
  else picked.delete(choice);
  const value = item.choices.map((c) => c.id).filter((id) => picked.has(id));
  return value.length === 0 ? null : { kind: 'choices', value };
}

/** The order now on screen: the learner's, or the shuffled one they found. */
export function orderOf(item: QuizItem, answer: Answer | undefined): string[] {
  const known = new Set(item.choices.map((c) => c.id));
  const order = chosen(answer).filter((id) => known.has(id));
  return order.length === known.size ? order : item.choices.map((c) => c.id);
}

export function moved(item: QuizItem, answer: Answer | undefined, choice: string, by: -1 | 1): Answer {
  const order = orderOf(item, answer);
  const from = order.indexOf(choice);
  const to = from + by;
  const other = order[to];
  if (from < 0 || other === undefined) return { kind: 'choices', value: order };
  order[from] = other;
  order[to] = choice;
  return { kind: 'choices', value: order };
}

export function paired(answer: Answer | undefined, left: string, right: string): Answer | null {
  const value = { ...matched(answer) };
  if (right === '') delete value[left];
  else value[left] = right;
  return Object.keys(value).length === 0 ? null : { kind: 'matches', value };
}

/** Answered in full: a matching question with an open side still counts as blank. */
export function isAnswered(item: QuizItem, answer: Answer | undefined): boolean {
  if (answer === undefined) return false;
  switch (answer.kind) {
    case 'choices':
      return answer.value.length > 0;
    case 'matches':
      return item.lefts.every((left) => answer.value[left.id] !== undefined);
    case 'number':
      return Number.isFinite(answer.value);
  }
}

/** Numbers, from 1, of the questions not fully answered. */
export function blanks(items: QuizItem[], answers: Answers): number[] {
  return items.flatMap((item, index) => (isAnswered(item, answers[item.id]) ? [] : [index + 1]));
}
