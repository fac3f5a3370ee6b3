import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { type Handlers, mock } from '../../ipc/mock';
import { PICTURE_QUESTION, pictureResult } from '../../ipc/mock/glossary';
import type { QuizItem, QuizPage as Page } from '../../ipc/types';
import { complaints, showPage } from '../../shared/testing';
import QuizPage from './QuizPage.svelte';

const props = { program: 'phlebotomy-technician', quiz: 'm01-quiz' };

/** A quiz of one question. */
async function show(item: QuizItem) {
  const page = (await mock().call('quiz', props)) as Page;
  const submit: Handlers['submit_quiz'] = ({ answers }) => {
    const one = pictureResult(answers[item.id]);
    return { score: { points: Number(one.right), max: 1, passed: one.right }, percent: one.right ? 100 : 0, items: [one] };
  };
  return showPage(QuizPage, props, { override: { quiz: () => ({ ...page, items: [item], draft: {}, attempts: [] }), submit_quiz: submit } });
}
const pictured = () => screen.findByRole('radiogroup', { name: 'Places in the picture' });
const listed = () => screen.findByRole('radiogroup', { name: 'The places in words' });

describe('HotspotItem', () => {
  it('is one answer in two ways: on the picture and in words', async () => {
    const engine = await show(PICTURE_QUESTION);
    const onPicture = within(await pictured());
    expect(screen.getByRole('img', { name: /An arm with three veins/ })).toBeTruthy();
    expect(onPicture.getAllByRole('radio').map((radio) => radio.getAttribute('aria-label'))).toEqual(PICTURE_QUESTION.choices.map(({ text }) => text));
    await fireEvent.click(onPicture.getByRole('radio', { name: /^A:/ }));
    const inWords = within(await listed()).getByRole('radio', { name: /^A:/ }) as HTMLInputElement;
    await waitFor(() => expect(inWords.checked).toBe(true));
    await fireEvent.click(within(await listed()).getByRole('radio', { name: /^B:/ }));
    await waitFor(() => expect((onPicture.getByRole('radio', { name: /^B:/ }) as HTMLInputElement).checked).toBe(true));
    expect((onPicture.getByRole('radio', { name: /^A:/ }) as HTMLInputElement).checked).toBe(false);
    await waitFor(() => expect(engine.calls.findLast(({ name }) => name === 'save_quiz_draft')?.args).toMatchObject({ answers: { h1: { kind: 'choices', value: ['b'] } } }));
    expect(await complaints()).toEqual([]);
  });

  it('marks in words and signs what was right and what was taken', async () => {
    await show(PICTURE_QUESTION);
    await fireEvent.click(within(await pictured()).getByRole('radio', { name: /^A:/ }));
    (await screen.findByRole('button', { name: 'Hand in' })).click();
    expect(await screen.findByText('A good second choice.')).toBeTruthy();
    const onPicture = within(await pictured());
    expect(onPicture.getByRole('radio', { name: /^A: .*\. Your answer, not right$/ })).toBeTruthy();
    expect(onPicture.getByRole('radio', { name: /^B: .*\. The right place$/ })).toBeTruthy();
    expect(screen.getByText(/^The right place: B:/).closest('li')?.querySelector('svg')).toBeTruthy();
    expect(screen.getByText(/^Your answer, not right: A:/).closest('li')?.querySelector('svg')).toBeTruthy();
    expect(await complaints()).toEqual([]);
  });

  it('can be answered in words where the picture is not here or cannot be shown', async () => {
    await show(PICTURE_QUESTION);
    await fireEvent.error(await screen.findByRole('img', { name: /An arm with three veins/ }));
    expect(await screen.findByText(/The picture cannot be shown.*An arm with three veins/)).toBeTruthy();
    expect(screen.queryByRole('radiogroup', { name: 'Places in the picture' })).toBeNull();
    expect(within(await listed()).getAllByRole('radio')).toHaveLength(3);
    document.body.replaceChildren();
    await show({ ...PICTURE_QUESTION, picture: { ...PICTURE_QUESTION.picture!, address: null } });
    expect(await screen.findByText(/The picture cannot be shown/)).toBeTruthy();
    expect(await complaints()).toEqual([]);
  });

  it('says so where this version does not know the kind of a question', async () => {
    await show({ id: 'x1', prompt: 'Draw the vein.', kind: 'unknown', choices: [], lefts: [], unit: null });
    expect(await screen.findByText('Draw the vein.')).toBeTruthy();
    expect(screen.getByText('This version of Carrel cannot show this question')).toBeTruthy();
    expect(await complaints()).toEqual([]);
  });
});
