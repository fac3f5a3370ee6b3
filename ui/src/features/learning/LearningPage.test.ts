import { screen } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { complaints, showPage } from '../../shared/testing';
import LearningPage from './LearningPage.svelte';

describe('LearningPage', () => {
  it('puts where the learner was first, then courses and requests', async () => {
    showPage(LearningPage);
    expect(await screen.findByRole('link', { name: 'Continue reading' })).toBeTruthy();
    expect(screen.getByText(/10 of 60 lessons/)).toBeTruthy();
    expect(screen.getByText(/days of access left, until/)).toBeTruthy();
    expect(screen.getByRole('img', { name: /^Your pace: 10 of 60 lessons done/ })).toBeTruthy();
    expect(screen.getByText(/board does not list this program/)).toBeTruthy();
    expect(await complaints()).toEqual([]);
  });

  it('offers the catalog where there is nothing yet', async () => {
    showPage(LearningPage, {}, { variants: ['empty'] });
    const first = await screen.findByRole('link', { name: 'Browse the catalog' });
    expect(first.getAttribute('href')).toBe('#/catalog');
    expect(await complaints()).toEqual([]);
  });

  it('begins a download from the course', async () => {
    const engine = showPage(LearningPage);
    (await screen.findByRole('button', { name: 'Resume the download of Medical Terminology' })).click();
    expect(await screen.findByRole('button', { name: 'Pause the download of Medical Terminology' })).toBeTruthy();
    expect(engine.calls).toContainEqual({ name: 'download', args: { program: 'medical-terminology' } });
  });
});
