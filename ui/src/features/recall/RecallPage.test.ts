import { screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { complaints, showPage } from '../../shared/testing';
import { shortcuts } from '../../state/shortcuts.svelte';
import RecallPage from './RecallPage.svelte';

const props = { program: 'phlebotomy-technician' };

describe('RecallPage', () => {
  it('asks, explains, and goes on with the keys, to the day to come back', async () => {
    const engine = showPage(RecallPage, props);
    for (let turn = 1; turn <= 3; turn += 1) {
      (await screen.findByRole('button', { name: 'I do not know' })).click();
      expect(await screen.findByText('It comes again soon. Read why, then go on.')).toBeTruthy();
      if (turn === 1) expect(await complaints()).toEqual([]);
      // Easy is not offered for what was wrong; 1 goes on.
      shortcuts.press('4');
      shortcuts.press('1');
      await waitFor(() => expect(engine.calls.filter((call) => call.name === 'answer_review')).toHaveLength(turn));
    }
    expect(await screen.findByRole('heading', { name: '0 of 3 known' })).toBeTruthy();
    expect(screen.getByText(/^Come back on .*: 9 questions\.$/)).toBeTruthy();
    expect(engine.calls.findLast((call) => call.name === 'answer_review')?.args).toMatchObject({ answer: null, rating: 1 });
    expect(await complaints()).toEqual([]);
  });

  it('asks how hard it was only of what was right', async () => {
    const result = { id: 'q1', right: true, solution: [], explain: 'Because.', feedback: [] };
    const engine = showPage(RecallPage, props, { override: { check_recall: () => ({ result, place: null, days: [1, 2, 4, 9] }) } });
    (await screen.findByRole('button', { name: 'I do not know' })).click();
    expect(await screen.findByRole('group', { name: 'Right. How hard was it?' })).toBeTruthy();
    expect(screen.getByRole('button', { name: /^Easy in 9 days/ })).toBeTruthy();
    shortcuts.press('2');
    await waitFor(() => expect(engine.calls.findLast((call) => call.name === 'answer_review')?.args).toMatchObject({ rating: 2 }));
  });

  it('has a word where nothing is due, and where nothing was met', async () => {
    const standing = { met: 34, due: 0, fresh: 0, now: Date.now(), next_at: Date.now() + 3 * 86_400_000, next_count: 9 };
    const page = { ...props, program_title: 'P', items: [], minutes: 10, standing };
    showPage(RecallPage, props, { override: { recall: () => page } });
    expect(await screen.findByText('Nothing is due')).toBeTruthy();
    expect(screen.getByText(/You have met 34 questions\. Come back on .*: 9 questions\./)).toBeTruthy();
    expect(await complaints()).toEqual([]);
    document.body.replaceChildren();
    showPage(RecallPage, props, { variants: ['first'] });
    expect(await screen.findByText('No questions met yet')).toBeTruthy();
  });
});
