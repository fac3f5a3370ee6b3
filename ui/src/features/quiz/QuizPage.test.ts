import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { complaints, showChanging, showPage, type } from '../../shared/testing';
import QuizPage from './QuizPage.svelte';

const props = { program: 'phlebotomy-technician', quiz: 'm01-quiz' };
const handIn = () => screen.findByRole('button', { name: 'Hand in' });

describe('QuizPage', () => {
  it('asks every kind of question and saves each answer as it is given', async () => {
    const engine = showPage(QuizPage, props);
    await handIn();
    screen.getAllByRole('radio')[0]!.click();
    screen.getByRole('button', { name: 'Move up: Identify: the patient states name and date of birth' }).click();
    await fireEvent.change(screen.getByLabelText('OSHA'), { target: { value: 'b' } });
    await fireEvent.input(screen.getByLabelText('Your answer'), { target: { value: '8' } });
    expect(await screen.findByText('3 of 12 answered')).toBeTruthy();
    expect(await screen.findByText('Your answers are saved on this computer')).toBeTruthy();
    const last = engine.calls.findLast((call) => call.name === 'save_quiz_draft')?.args as { answers: object };
    expect(Object.keys(last.answers).toSorted()).toEqual(['q1', 'q10', 'q2', 'q4']);
    expect(await complaints()).toEqual([]);
  });

  it('keeps the focus where an order was taken as it stands', async () => {
    showPage(QuizPage, props);
    await handIn();
    const keep = screen.getAllByRole('button', { name: 'This order is my answer' })[0]!;
    const place = keep.parentElement;
    keep.focus();
    keep.click();
    await waitFor(() => expect(document.activeElement).toBe(place));
    expect(place?.textContent?.trim()).toBe('Your order is your answer');
  });

  it('says which text is not a number', async () => {
    showPage(QuizPage, props);
    await handIn();
    const field = screen.getByLabelText('Your answer');
    await fireEvent.input(field, { target: { value: 'eight' } });
    await fireEvent.blur(field);
    expect((await screen.findByText(/“eight” is not a number/)).textContent).toContain('12.5');
  });

  it('warns about blanks, hands in, explains every answer and says whose score it is', async () => {
    showPage(QuizPage, props);
    (await handIn()).click();
    expect(await screen.findByRole('heading', { name: 'Hand in with blanks?' })).toBeTruthy();
    screen.getByRole('button', { name: 'Hand in anyway' }).click();
    expect(await screen.findByText('Scored on this computer. The school confirms it.')).toBeTruthy();
    await waitFor(() => expect(document.activeElement?.textContent).toBe('0 of 12 right'));
    expect(screen.getAllByText('Left blank')).toHaveLength(12);
    expect(await complaints()).toEqual([]);
    screen.getByRole('button', { name: 'Try again' }).click();
    expect(await handIn()).toBeTruthy();
  });

  it('says when no attempts are left', async () => {
    const engine = showPage(QuizPage, props);
    await handIn();
    const page = (await engine.call('quiz', props)) as object;
    document.body.replaceChildren();
    showPage(QuizPage, props, { override: { quiz: () => ({ ...page, attempts_left: 0 }) as never } });
    expect(await screen.findByText('You have used all your attempts')).toBeTruthy();
  });

  it('goes on with the answers of the last visit, and adds the next one to them', async () => {
    const { engine, leave, comeBack } = showChanging(QuizPage, props);
    await handIn();
    const drafts = () => engine.calls.filter((call) => call.name === 'save_quiz_draft').map((call) => Object.keys((call.args as { answers: object }).answers));
    screen.getAllByRole('radio')[0]!.click();
    await fireEvent.change(screen.getByLabelText('OSHA'), { target: { value: 'b' } });
    expect(await screen.findByText('Your answers are saved on this computer')).toBeTruthy();
    leave();
    comeBack();
    expect(await screen.findByText('1 of 12 answered')).toBeTruthy();
    await type(screen.getByLabelText('Your answer'), '8');
    await waitFor(() => expect(drafts().at(-1)?.toSorted()).toEqual(['q10', 'q2', 'q4']));
  });

  it('says so when the quiz changed under the answers, and shows it with what was answered', async () => {
    let changed = true;
    const engine = showPage(QuizPage, props, { override: { submit_quiz: () => {
      if (changed) throw { code: 'quiz_changed', detail: null };
      return { score: { points: 0, max: 12, passed: false }, percent: 0, items: [] };
    } } });
    await handIn();
    screen.getAllByRole('radio')[0]!.click();
    await screen.findByText('Your answers are saved on this computer');
    (await handIn()).click();
    (await screen.findByRole('button', { name: 'Hand in anyway' })).click();
    expect(await screen.findByText(/^The school has changed this quiz while you answered/)).toBeTruthy();
    expect(engine.calls.findLast(({ name }) => name === 'submit_quiz')?.args).toMatchObject({ edition: 'edition-1' });
    expect(await complaints()).toEqual([]);
    changed = false;
    screen.getByRole('button', { name: 'Show the changed quiz' }).click();
    await waitFor(() => expect(screen.queryByText(/^The school has changed this quiz/)).toBeNull());
    expect((screen.getAllByRole('radio')[0] as HTMLInputElement).checked, 'what was answered is still there').toBe(true);
  });
});
