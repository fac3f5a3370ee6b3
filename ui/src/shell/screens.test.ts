import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import CatalogPage from '../features/catalog/CatalogPage.svelte';
import { catalogSearch } from '../features/catalog/search.svelte';
import ProgramPage from '../features/program/ProgramPage.svelte';
import SchoolsPage from '../features/schools/SchoolsPage.svelte';
import SettingsPage from '../features/settings/SettingsPage.svelte';
import SignInPage from '../features/sign-in/SignInPage.svelte';
import { mock } from '../ipc/mock';
import type { ProgramPage as ProgramData } from '../ipc/types';
import { complaints, showPage } from '../shared/testing';
import { app } from '../state/app.svelte';

const PHLEBOTOMY = { program: 'phlebotomy-technician' };

async function show(...args: Parameters<typeof showPage>) {
  const engine = showPage(...args);
  await app.refresh();
  return engine;
}

describe('the catalog', () => {
  it('lists programs with hours, access and price, and filters with counts', async () => {
    catalogSearch.forget();
    await show(CatalogPage);
    const row = (await screen.findByRole('link', { name: 'Phlebotomy Technician' })).closest('article') as HTMLElement;
    expect(within(row).getByText('120 hours')).toBeTruthy();
    expect(within(row).getByText('$949')).toBeTruthy();
    expect(within(row).getByText('Enrolled')).toBeTruthy();
    expect(screen.getAllByRole('group').length).toBeGreaterThan(4);
    expect(await complaints()).toEqual([]);
  });

  it('says what to do before it was ever fetched', async () => {
    catalogSearch.forget();
    await show(CatalogPage, {}, { variants: ['never'] });
    expect(await screen.findByText('The catalog is not on this computer yet')).toBeTruthy();
    expect(await complaints()).toEqual([]);
  });

  it('offers to drop filters where nothing fits', async () => {
    catalogSearch.forget();
    catalogSearch.text = 'astronaut';
    await show(CatalogPage);
    const drop = await screen.findByRole('button', { name: 'Drop: Search: “astronaut”' });
    expect(await complaints()).toEqual([]);
    drop.click();
    expect(await screen.findByRole('link', { name: 'Phlebotomy Technician' })).toBeTruthy();
  });
});

describe('a program', () => {
  it('shows the whole price, the rule, and what the certificate is not', async () => {
    await show(ProgramPage, PHLEBOTOMY);
    expect(await screen.findByText('Everything together')).toBeTruthy();
    expect(screen.getByText('$1,296 to $1,673')).toBeTruthy();
    expect(screen.getByText('Not determined in Ohio')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Go to your course' })).toBeTruthy();
    expect(await complaints()).toEqual([]);
  });

  it('asks to enroll and then says that it is on this computer', async () => {
    const engine = await show(ProgramPage, { program: 'ekg-technician' });
    (await screen.findByRole('button', { name: 'Enroll' })).click();
    expect(await screen.findByText('You asked to enroll')).toBeTruthy();
    expect(screen.getByText('On this computer')).toBeTruthy();
    expect(engine.calls).toContainEqual({ name: 'enroll', args: { program: 'ekg-technician', state_acknowledged: false } });
    expect(await complaints()).toEqual([]);
  });

  it('wants the state’s note acknowledged first', async () => {
    const engine = await show(ProgramPage, { program: 'ekg-technician' });
    engine.world.app.settings.my_state = 'LA';
    engine.emit('settings');
    const box = await screen.findByRole('checkbox', { name: /I have read this/ });
    const button = screen.getByRole('button', { name: 'Enroll' }) as HTMLButtonElement;
    expect(button.disabled).toBe(true);
    box.click();
    await Promise.resolve();
    expect(button.disabled).toBe(false);
    expect(await complaints()).toEqual([]);
  });

  it('says that a person decides, also where something must be acknowledged first', async () => {
    const engine = mock();
    const page = (await engine.call('program', { program: 'ekg-technician' })) as ProgramData;
    page.program.enrollment = { policy: 'review', text: 'A person looks at it within two working days.' };
    page.preview = { answer: 'needs_acknowledgment', text: 'This state has its own rule.' };
    await show(ProgramPage, { program: 'ekg-technician' }, { override: { program: () => page } });
    expect(await screen.findByText(/within two working days/)).toBeTruthy();
    expect(screen.getByText('Read this first')).toBeTruthy();
    expect((screen.getByRole('button', { name: 'Ask to enroll' }) as HTMLButtonElement).disabled).toBe(true);
    expect(await complaints()).toEqual([]);
  });

  it('asks before a link of the school’s description opens in the browser', async () => {
    const engine = mock();
    const page = (await engine.call('program', PHLEBOTOMY)) as ProgramData;
    page.description_html = '<p>Read <a class="external" target="_blank" href="https://example.org/phlebotomy">about it</a>.</p>';
    const shown = await show(ProgramPage, PHLEBOTOMY, { override: { program: () => page } });
    (await screen.findByRole('link', { name: 'about it' })).click();
    (await screen.findByRole('button', { name: 'Open in the browser' })).click();
    await waitFor(() => expect(shown.calls).toContainEqual({ name: 'open_link', args: { address: 'https://example.org/phlebotomy' } }));
  });

  it('asks to sign in where nobody is', async () => {
    await show(ProgramPage, PHLEBOTOMY, { variants: ['empty'] });
    expect(await screen.findByRole('link', { name: 'Sign in to enroll' })).toBeTruthy();
  });

  it.each(['declined', 'asked'] as const)('has no complaints when %s', async (variant) => {
    await show(ProgramPage, PHLEBOTOMY, { variants: [variant] });
    await screen.findByText('Everything together');
    expect(await complaints()).toEqual([]);
  });
});

describe('schools, sign-in and settings', () => {
  it('labels the sample school and explains a wrong address', async () => {
    await show(SchoolsPage, {}, { variants: ['first'] });
    expect((await screen.findAllByText(/Sample school/)).length).toBeGreaterThan(0);
    screen.getByRole('button', { name: 'Add school' }).click();
    expect(await screen.findByText(/That is not a web address/)).toBeTruthy();
    expect(await complaints()).toEqual([]);
  });

  it('says what to do offline at the first start', async () => {
    await show(SchoolsPage, {}, { variants: ['first', 'offline'] });
    expect(await screen.findByText('You are offline')).toBeTruthy();
  });

  it('waits for the school this computer was set up for, and goes on by itself', async () => {
    const engine = await show(SchoolsPage, {}, { variants: ['awaited'] });
    expect(await screen.findByRole('heading', { name: 'Your school has not answered yet' })).toBeTruthy();
    expect(screen.getByText('https://learn.riverside.example')).toBeTruthy();
    expect((screen.getByLabelText('Address of the school') as HTMLInputElement).value).toBe('https://learn.riverside.example');
    expect(await complaints()).toEqual([]);
    screen.getByRole('button', { name: 'Try now' }).click();
    await waitFor(() => expect(engine.calls.some(({ name }) => name === 'sync_now')).toBe(true));
    engine.world.answerAtLast();
    await app.refresh();
    await waitFor(() => expect(location.hash).toBe('#/catalog'));
  });

  it('shows the address while it waits for the browser', async () => {
    await show(SignInPage, {}, { variants: ['empty'] });
    (await screen.findByRole('button', { name: 'Open the sign-in page' })).click();
    const address = (await screen.findByLabelText('Address of the sign-in page')) as HTMLInputElement;
    expect(address.value).toMatch(/^http/);
    expect(await complaints()).toEqual([]);
    screen.getByRole('button', { name: 'Cancel' }).click();
    expect(await screen.findByRole('button', { name: 'Open the sign-in page' })).toBeTruthy();
  });

  it('keeps settings and says where the data went', async () => {
    const engine = await show(SettingsPage, {}, { variants: ['no-keyring'] });
    (await screen.findByRole('radio', { name: 'Dark' })).click();
    await Promise.resolve();
    expect(engine.calls.some(({ name, args }) => name === 'change_settings' && (args as { theme: string }).theme === 'dark')).toBe(true);
    screen.getByRole('button', { name: 'Export my data' }).click();
    expect(await screen.findByText(/carrel-maria/)).toBeTruthy();
    screen.getByRole('button', { name: 'Save a page to print' }).click();
    expect(await screen.findByText(/carrel-record/)).toBeTruthy();
    expect(await complaints()).toEqual([]);
  });
});
