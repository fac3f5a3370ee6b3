import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { complaints, showPage } from '../../shared/testing';
import { router } from '../../state/router.svelte';
import ExamPage from './ExamPage.svelte';
import ReportPage from './ReportPage.svelte';
import SittingPage from './SittingPage.svelte';

const props = { program: 'phlebotomy-technician' };

describe('ExamPage', () => {
  it('says what it is and is not, and shows every area over time, as a picture and as a table', async () => {
    showPage(ExamPage, props);
    expect(await screen.findByText(/not the NHA’s exam/)).toBeTruthy();
    expect(screen.getByText('100 questions in 2 hr. Every question stands on its own, in no order of topics. You see what was right when you have handed in.')).toBeTruthy();
    expect(screen.getByRole('img', { name: 'Special Collections, percent right, oldest first: 33%, 50%, 67%' })).toBeTruthy();
    expect(screen.getAllByRole('link', { name: /^Report of/ })).toHaveLength(3);
    const table = screen.getByRole('table', { name: 'Right answers by area and sitting, newest first', hidden: true });
    expect(within(table).getAllByRole('row', { hidden: true })).toHaveLength(4);
    expect(await complaints()).toEqual([]);
  });

  it('says honestly that the course has too few questions', async () => {
    const engine = showPage(ExamPage, props);
    await screen.findByRole('link', { name: 'Begin' });
    const page = (await engine.call('practice_exam', props)) as { domains: object[] };
    document.body.replaceChildren();
    const domains = page.domains.map((domain, at) => (at === 3 ? { ...domain, bank: 9, questions: 9 } : domain));
    showPage(ExamPage, props, { override: { practice_exam: () => ({ ...page, domains, questions: 75, minutes: 90 }) as never } });
    expect(await screen.findByText(/75 of 100 questions: this course has no more on Special Collections/)).toBeTruthy();
  });

  it('offers to go on with what was begun', async () => {
    const engine = showPage(ExamPage, props);
    await engine.call('start_practice_exam', props);
    engine.emit('learning');
    expect(await screen.findByRole('link', { name: 'Go on' })).toBeTruthy();
    expect(screen.getByText(/0 of 12 answered, 2 hr left/)).toBeTruthy();
  });
});

describe('SittingPage', () => {
  it('asks one question at a time, keeps each answer and mark, and goes anywhere', async () => {
    const engine = showPage(SittingPage, props);
    const first = await screen.findByRole('button', { name: 'Question 1: not answered' });
    expect(first.getAttribute('aria-current')).toBe('step');
    screen.getByRole('button', { name: 'Mark to look at again' }).click();
    expect(await screen.findByRole('button', { name: 'Question 1: not answered and marked' })).toBeTruthy();
    screen.getByRole('button', { name: 'Question 7: not answered' }).click();
    await waitFor(() => expect(screen.getByRole('button', { name: /^Question 7/ }).getAttribute('aria-current')).toBe('step'));
    expect(screen.getByRole('timer', { name: 'Time left' }).textContent).toBe('2:00:00');
    const kept = () => engine.calls.findLast((call) => call.name === 'save_practice_exam')?.args;
    await waitFor(() => expect(kept()).toMatchObject({ at: 6, leaving: false }));
    expect(await complaints()).toEqual([]);
  });

  it('counts the blanks before it is handed in, and then shows the report', async () => {
    showPage(SittingPage, props);
    (await screen.findByRole('button', { name: 'Hand in' })).click();
    expect(await screen.findByText(/12 questions are not answered/)).toBeTruthy();
    screen.getByRole('button', { name: 'Hand in anyway' }).click();
    const stop = router.start(() => null);
    await waitFor(() => expect(location.hash).toBe('#/exam-report/phlebotomy-technician/exam-4'));
    stop();
  });
});

describe('ReportPage', () => {
  it('explains each question and leads to where it is taught', async () => {
    showPage(ReportPage, { ...props, act: 'exam-3' });
    expect(await screen.findByRole('heading', { name: '77 of 100 right', level: 1 })).toBeTruthy();
    expect(screen.getByText(/It predicts nothing about an exam/)).toBeTruthy();
    expect(screen.getAllByRole('link', { name: /^Read about it: What a phlebotomist does/ })[0]?.getAttribute('href')).toBe(
      '#/lesson/phlebotomy-technician/m01-l01',
    );
    expect(screen.getAllByText('Left blank').length).toBeGreaterThan(0);
    expect(await complaints()).toEqual([]);
  });
});
