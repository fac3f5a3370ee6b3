import { render, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import KeptGoal from '../features/program/KeptGoal.svelte';
import ProgramPage from '../features/program/ProgramPage.svelte';
import { complaints, showPage } from '../shared/testing';
import { app } from '../state/app.svelte';
import { goals } from '../state/goals.svelte';

describe('a goal on a program page', () => {
  it('leads from the program to each goal', async () => {
    showPage(ProgramPage, { program: 'phlebotomy-technician' });
    await app.refresh();
    const link = await screen.findByRole('link', { name: 'Check: Sit the NHA CPT exam' });
    expect(link.getAttribute('href')).toBe('#/eligibility/phlebotomy-technician/nha-cpt');
    expect(await complaints()).toEqual([]);
  });

  it('sends it along with the request, and only while nobody else is signed in', async () => {
    goals.keep('dental-assistant', { asked: { goal: 'nha-cpt', state: 'OH', answers: {} }, title: 'Sit the exam', verdict: 'not_determined' });
    const engine = showPage(ProgramPage, { program: 'dental-assistant' });
    await app.refresh();
    expect(await screen.findByText('With your request goes what you read about “Sit the exam”: Not determined.')).toBeTruthy();
    (await screen.findByRole('button', { name: /^(Enroll|Ask)/ })).click();
    await waitFor(() => expect(engine.calls.find(({ name }) => name === 'enroll')?.args).toMatchObject({ eligibility: { goal: 'nha-cpt', state: 'OH' } }));
    await waitFor(() => expect(goals.kept('dental-assistant'), 'it went with the request').toBeNull());
    goals.keep('dental-assistant', { asked: { goal: 'nha-cpt', state: 'OH', answers: {} }, title: 'Sit the exam', verdict: 'not_determined' });
    expect(goals.kept('dental-assistant')).not.toBeNull();
    if (app.state?.learner) app.state = { ...app.state, learner: { ...app.state.learner, key: 'somebody-else' } };
    expect(goals.kept('dental-assistant')).toBeNull();
    goals.drop('dental-assistant');
  });

  it('shows what had been read with everything that was missing and unknown, its source and its caveat', async () => {
    const shown = {
      goal: 'work', title: 'Work in my state', state: 'LA', verdict: 'does_not_meet' as const, program_version: 1,
      source: 'Made up law', as_of: '2026-11-01', caveat: 'The board decides.', missing: ['The license', 'A course'], unknown: ['An age'],
    };
    render(KeptGoal, { shown });
    expect(screen.getByText('Missing then: The license; A course')).toBeTruthy();
    expect(screen.getByText('Unknown then: An age')).toBeTruthy();
    expect(screen.getByText('Source: Made up law, as of November 1, 2026.')).toBeTruthy();
    expect(screen.getByText('The board decides.')).toBeTruthy();
  });
});
