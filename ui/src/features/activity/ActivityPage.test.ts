import { screen } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { complaints, showPage } from '../../shared/testing';
import ActivityPage from './ActivityPage.svelte';

describe('ActivityPage', () => {
  it('lists what was done, by day, with its state', async () => {
    showPage(ActivityPage, {}, { variants: ['offline'] });
    expect((await screen.findAllByRole('heading', { name: /^(Today|Yesterday), / })).length).toBeGreaterThan(0);
    expect(screen.getAllByText('On this computer').length).toBeGreaterThan(1);
    expect(await complaints()).toEqual([]);
  });

  it('shows why something was refused and what the learner can do', async () => {
    showPage(ActivityPage, {}, { variants: ['attention'] });
    (await screen.findByRole('tab', { name: /Needs you/ })).click();
    expect(await screen.findByText('The school asks for a copy of your nurse aide listing.')).toBeTruthy();
    expect(screen.getByText(/^What you can do: /)).toBeTruthy();
    expect(await complaints()).toEqual([]);
  });

  it('fetches older acts on demand', async () => {
    const engine = showPage(ActivityPage, {}, { variants: ['many'] });
    (await screen.findByRole('button', { name: 'Show older' })).click();
    await screen.findByRole('button', { name: 'Show older' });
    const asked = engine.calls.filter((call) => call.name === 'activity').map((call) => (call.args as { before: number | null }).before);
    expect(asked).toEqual([null, 541]);
  });

  it('says so where nothing waits', async () => {
    showPage(ActivityPage, {}, { variants: ['empty'] });
    expect(await screen.findByText('Nothing here yet')).toBeTruthy();
    expect(await complaints()).toEqual([]);
  });
});
