import { screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { complaints, showPage } from '../../shared/testing';
import { app } from '../../state/app.svelte';
import { goals } from '../../state/goals.svelte';
import EligibilityPage from './EligibilityPage.svelte';

const PHLEBOTOMY = { program: 'phlebotomy-technician' };

describe('EligibilityPage', () => {
  it('names what is met, missing and unknown with source and caveat, and never guesses', async () => {
    const engine = showPage(EligibilityPage, { ...PHLEBOTOMY, goal: 'nha-cpt' });
    await app.refresh();
    expect(await screen.findByText('Nothing is missing. 3 are unknown.')).toBeTruthy();
    expect(screen.getAllByText('Not determined').length).toBeGreaterThan(0);
    expect(screen.getByText(/^Source: NHA, board wording of September 2022, as of November 1, 2026/)).toBeTruthy();
    expect(screen.getByText('NHA decides on every application.')).toBeTruthy();
    (screen.getAllByRole('radio', { name: 'No' })[1] as HTMLInputElement).click();
    expect(await screen.findByText('One piece is missing. 2 are unknown.')).toBeTruthy();
    expect(screen.getAllByText('Does not meet the rule').length).toBeGreaterThan(0);
    expect(engine.calls.at(-1)?.args).toMatchObject({ goal: 'nha-cpt', answers: { proof: 'no' } });
    expect(await complaints()).toEqual([]);
  });

  it('asks for the state where the rule depends on it', async () => {
    showPage(EligibilityPage, { ...PHLEBOTOMY, goal: 'work' }, { override: { eligibility: ({ program }) => ({
      program, title: 'P', goals: [{ id: 'work', title: 'Work', text: '' }], questions: [],
      answer: { goal: 'work', title: 'Work', state: null, verdict: 'not_determined', why: 'no_state', rule: null, routes: [] },
      reading: 'a',
    }) } });
    expect(await screen.findByText(/^This rule depends on the state/)).toBeTruthy();
    expect(await complaints()).toEqual([]);
  });

  it('says so where a school wrote nothing down', async () => {
    showPage(EligibilityPage, { program: 'ekg-technician' });
    expect(await screen.findByText(/^The school has written nothing down/)).toBeTruthy();
    expect(await complaints()).toEqual([]);
  });

  it('keeps what was read with the request, from this page to the enrollment', async () => {
    showPage(EligibilityPage, { ...PHLEBOTOMY, goal: 'nha-cpt' });
    await app.refresh();
    (await screen.findByRole('button', { name: 'I have read this. Keep it with my request' })).click();
    expect(await screen.findByText(/^Kept until you close Carrel/)).toBeTruthy();
    // The focus is on what took the place of the button.
    await waitFor(() => expect(document.activeElement?.textContent?.trim()).toMatch(/^Kept/));
    const kept = goals.kept(PHLEBOTOMY.program)?.asked;
    expect(kept?.goal).toBe('nha-cpt');
    expect(kept?.reading, 'and names the answer that was read').toMatch(/"verdict"/);
    goals.drop(PHLEBOTOMY.program);
    expect(goals.kept(PHLEBOTOMY.program)).toBeNull();
  });

  it('does not call another answer kept, and takes along what was said before signing in', async () => {
    let law = 'a';
    const answer = { goal: 'work', title: 'Work', state: 'OH', verdict: 'meets' as const, why: 'pieces' as const, rule: null, routes: [] };
    const engine = showPage(EligibilityPage, { ...PHLEBOTOMY, goal: 'work' }, { override: { eligibility: ({ program }) => ({
      program, title: 'P', goals: [{ id: 'work', title: 'Work', text: '' }], questions: [], answer, reading: law,
    }) } });
    await app.refresh();
    (await screen.findByRole('button', { name: /^I have read this/ })).click();
    expect(await screen.findByText(/^Kept/)).toBeTruthy();
    law = 'b';
    engine.emit('catalog');
    expect(await screen.findByRole('button', { name: /^I have read this/ })).toBeTruthy();
    await waitFor(() => expect(screen.queryByText(/^Kept/)).toBeNull());
    goals.drop(PHLEBOTOMY.program);

    const state = app.state;
    if (!state?.learner) throw new Error('somebody is signed in');
    app.state = { ...state, learner: null };
    goals.say('some-program', 'diploma', 'yes');
    app.state = state;
    expect(goals.said('some-program')).toEqual({ diploma: 'yes' });
    goals.say('some-program', 'proof', 'no');
    expect(goals.said('some-program')).toEqual({ diploma: 'yes', proof: 'no' });
    app.state = { ...state, learner: { ...state.learner, key: 'somebody-else' } };
    expect(goals.said('some-program'), 'nobody else gets them').toEqual({});
    app.state = state;
  });
});
