import { screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import type { Missing, Readiness } from '../../ipc/types';
import { complaints, showPage } from '../../shared/testing';
import { app } from '../../state/app.svelte';
import ReadyPage from './ReadyPage.svelte';

const told = (missing: Missing[], over: Partial<Readiness> = {}): Readiness => ({
  hours: 8, ready: missing.length === 0, minutes_here: 480, courses: [], missing, free_bytes: 1e9, offline: false, ...over,
});

describe('ReadyPage', () => {
  it('says what is here and asks again for other hours', async () => {
    const engine = showPage(ReadyPage);
    expect(await screen.findByText(/of lessons here, 8 hr wanted/)).toBeTruthy();
    expect(screen.getByRole('heading', { name: 'Your courses' })).toBeTruthy();
    expect(await complaints()).toEqual([]);
    const hours = screen.getByLabelText('Hours of study') as HTMLSelectElement;
    hours.value = '2';
    hours.dispatchEvent(new Event('change', { bubbles: true }));
    await waitFor(() => expect(engine.calls.at(-1)).toEqual({ name: 'readiness', args: { hours: 2 } }));
    expect(await screen.findByText(/2 hr wanted/)).toBeTruthy();
  });

  it('has words and one action for everything that can be missing', async () => {
    const missing: Missing[] = [
      { kind: 'signed_out', acts: 2 },
      { kind: 'keyring_locked', acts: 0 },
      { kind: 'unsent', acts: 3 },
      { kind: 'no_course' },
      { kind: 'course', program: 'p', title: 'EKG Technician', pack: { state: 'none' } },
      { kind: 'access_ends', program: 'q', title: 'Phlebotomy', at: Date.now() + 90_000_000 },
      { kind: 'not_enough', minutes: 300 },
      { kind: 'disk_low', missing_bytes: 5_000_000 },
      { kind: 'needs_you', acts: 1 },
      { kind: 'session_not_kept' },
    ];
    showPage(ReadyPage, {}, { override: { readiness: () => told(missing, { ready: false }) } });
    expect(await screen.findByText('Not ready yet for 8 hours of study')).toBeTruthy();
    const things = [...document.querySelectorAll('.thing')];
    expect(things.length).toBe(missing.length);
    for (const thing of things) expect(thing.querySelectorAll('.action a, .action button').length, thing.textContent ?? '').toBe(1);
    expect(screen.getByText(/^2 things you did wait for that/)).toBeTruthy();
    expect(screen.getByText('3 things you did are not at the school yet')).toBeTruthy();
    expect(screen.getByText(/^5 MB more should be free/)).toBeTruthy();
    expect(await complaints()).toEqual([]);
  });

  it('gets everything with one button', async () => {
    const missing: Missing[] = [
      { kind: 'unsent', acts: 3 },
      { kind: 'course', program: 'p', title: 'EKG Technician', pack: { state: 'none' } },
    ];
    const engine = showPage(ReadyPage, {}, { override: { readiness: () => told(missing) } });
    await app.refresh();
    (await screen.findByRole('button', { name: 'Get everything now' })).click();
    await waitFor(() => expect(engine.calls.some(({ name }) => name === 'sync_now')).toBe(true));
    expect(engine.calls.find(({ name }) => name === 'download')?.args).toEqual({ program: 'p' });
  });

  it('says so when one can go', async () => {
    showPage(ReadyPage, {}, { override: { readiness: () => told([]) } });
    expect(await screen.findByText('You are ready for 8 hours of study')).toBeTruthy();
    expect(screen.getByText('Nothing is missing')).toBeTruthy();
    expect(await complaints()).toEqual([]);
  });
});
