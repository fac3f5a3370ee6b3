import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { complaints, showPage } from '../../shared/testing';
import { app } from '../../state/app.svelte';
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
    expect(await screen.findByText(/Ohio certifies medication aides itself/)).toBeTruthy();
    expect(screen.getByText(/^What you can do: /)).toBeTruthy();
    expect(await complaints()).toEqual([]);
  });

  it('asks again only after the state’s note was read', async () => {
    const engine = showPage(ActivityPage, { filter: 'needs_you' }, { variants: ['attention'] });
    (await screen.findByRole('button', { name: /^Read the note and ask again: You asked for a place, Medication/ })).click();
    const dialog = within(await screen.findByRole('dialog', { name: 'Read this first' }));
    const ask = dialog.getByRole('button', { name: 'Ask again' }) as HTMLButtonElement;
    expect([ask.disabled, dialog.getByText(/Ohio certifies/).textContent !== '']).toEqual([true, true]);
    expect(await complaints()).toEqual([]);
    dialog.getByRole('checkbox').click();
    await waitFor(() => expect(ask.disabled).toBe(false));
    ask.click();
    await waitFor(() => expect(engine.calls.find(({ name }) => name === 'ask_again')?.args).toMatchObject({ state_acknowledged: true }));
    await waitFor(() => expect(screen.queryByText(/Ohio certifies/)).toBeNull());
  });

  it('puts a refusal away, which stays among the refused', async () => {
    const engine = showPage(ActivityPage, { filter: 'needs_you' }, { variants: ['attention'] });
    (await screen.findByRole('button', { name: /^Put away: / })).click();
    await waitFor(() => expect(screen.queryByRole('button', { name: /^Put away: / })).toBeNull());
    expect(engine.calls.some(({ name }) => name === 'put_away')).toBe(true);
    screen.getByRole('tab', { name: 'Refused' }).click();
    expect(await screen.findByText('Read and put away')).toBeTruthy();
  });

  it('says why each thing waits, with the next try, and nothing technical unless unfolded', async () => {
    showPage(ActivityPage, { filter: 'waiting' }, { variants: ['offline'] });
    const why = await screen.findAllByText('Why is this waiting?');
    expect(why.length).toBe(3);
    expect(screen.getAllByText(/There is no network\. .* Next try: /).length).toBe(3);
    for (const folded of document.querySelectorAll('details')) expect(folded.open).toBe(false);
    expect(screen.getAllByText('Number of the act').length).toBe(3);
    expect(await complaints()).toEqual([]);
  });

  it('sends now, and offers the programs one can narrow down to', async () => {
    const engine = showPage(ActivityPage, {}, { variants: ['attention'] });
    await app.refresh();
    const choose = (await screen.findByLabelText('Program')) as HTMLSelectElement;
    expect([...choose.options].map((option) => option.textContent?.trim())).toEqual([
      'All programs', 'Phlebotomy Technician', 'Medication Technician (Medication Aide)', 'Dialysis Technician',
    ]);
    (await screen.findByRole('button', { name: 'Send now' })).click();
    await waitFor(() => expect(engine.calls.some(({ name }) => name === 'sync_now')).toBe(true));
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
