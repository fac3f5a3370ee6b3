import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { useTransport } from '../../ipc/client';
import { mock } from '../../ipc/mock';
import type { GuideHit } from '../../ipc/types';
import { complaints, showPage, type } from '../../shared/testing';
import { app } from '../../state/app.svelte';
import CareerPage from './CareerPage.svelte';
import CareersPage from './CareersPage.svelte';
import LicensePage from './LicensePage.svelte';
import { guideSearch } from './search.svelte';

const TECHNICIAN = { topic: 'medical-laboratory-technician' };

/** As in the window: the state is known before a page is shown. */
async function show(...args: Parameters<typeof showPage>) {
  useTransport(mock(args[2]));
  await app.refresh();
  const engine = showPage(...args);
  await app.refresh();
  return engine;
}

beforeEach(() => guideSearch.clear());

describe('the guide’s first page', () => {
  it('shows the roles, tells the three jobs apart, and says whose guide it is, signed out as well', async () => {
    await show(CareersPage, {}, { variants: ['empty'] });
    expect((await screen.findByRole('link', { name: 'Phlebotomist' })).getAttribute('href')).toBe('#/career/phlebotomist');
    const card = screen.getByRole('heading', { name: '“Med tech” means three jobs' }).closest('div') as HTMLElement;
    expect(within(card).getAllByRole('term')).toHaveLength(3);
    expect(screen.getByText(/sample school. Boards and agencies decide/)).toBeTruthy();
    const question = screen.getByRole('link', { name: 'How do I advance?' });
    expect(question.getAttribute('href')).toBe('#/career/questions/how-do-i-advance');
    expect(await complaints()).toEqual([]);
  });

  it('finds while one types, and goes back to the start when the field is empty', async () => {
    await show(CareersPage);
    const field = await screen.findByRole('searchbox', { name: 'Search the guide' });
    await fireEvent.input(field, { target: { value: 'nevada' } });
    const hit = await screen.findByRole('link', { name: 'Nevada' });
    expect(hit.getAttribute('href')).toBe('#/licensure/NV');
    expect(await complaints()).toEqual([]);
    await fireEvent.input(field, { target: { value: 'astronaut' } });
    expect(await screen.findByText('Nothing in the guide says that')).toBeTruthy();
    expect(await complaints()).toEqual([]);
    screen.getByRole('button', { name: 'Clear the search' }).click();
    expect(await screen.findByRole('heading', { name: 'Roles' })).toBeTruthy();
  });

  it('looks again when the guide has changed, and forgets what was looked for at another school', async () => {
    const hit = { title: 'Old', section: null, excerpt: '', place: { place: 'page', page: 'old', section: null } } as const;
    let hits: GuideHit[] = [hit];
    const engine = await show(CareersPage, {}, { override: { search_guide: () => hits } });
    await type(await screen.findByRole<HTMLInputElement>('searchbox', { name: 'Search the guide' }), 'pay');
    await screen.findByRole('link', { name: 'Old' });
    hits = [{ ...hit, title: 'New' }];
    engine.emit('catalog');
    expect(await screen.findByRole('link', { name: 'New' })).toBeTruthy();
    engine.world.app.school = { ...engine.world.app.school!, id: 'another' };
    await app.refresh();
    expect(await screen.findByRole('heading', { name: 'Roles' })).toBeTruthy();
    expect(guideSearch.text).toBe('');
  });

  it('says what to do before it was ever fetched', async () => {
    const engine = await show(CareersPage, {}, { variants: ['never'] });
    expect(await screen.findByText('The guide is not on this computer yet')).toBeTruthy();
    expect(await complaints()).toEqual([]);
    screen.getByRole('button', { name: 'Send now' }).click();
    await waitFor(() => expect(engine.calls.some((call) => call.name === 'sync_now')).toBe(true));
  });

  it('says so where the school has none, and works offline', async () => {
    await show(CareersPage, {}, { override: { guide: () => ({ state: 'none' }) } });
    expect(await screen.findByText('This school publishes no career guide')).toBeTruthy();
    document.body.replaceChildren();
    await show(CareersPage, {}, { variants: ['offline'] });
    expect(await screen.findByRole('link', { name: 'Phlebotomist' })).toBeTruthy();
  });
});

describe('a page of the guide', () => {
  it('puts two roles side by side, line by line', async () => {
    await show(CareerPage, TECHNICIAN);
    const table = await screen.findByRole('table', { name: /side by side/ });
    const row = within(table).getByRole('rowheader', { name: 'Education' }).closest('tr') as HTMLElement;
    expect(within(row).getAllByRole('cell').map((cell) => cell.textContent)).toEqual(['Associate’s degree', 'Bachelor’s degree']);
    expect(await complaints()).toEqual([]);
  });

  it('never shows a number without its period, its source and its caveat', async () => {
    await show(CareerPage, TECHNICIAN);
    await screen.findByRole('heading', { level: 1 });
    const numbers = [...document.querySelectorAll('.statistic, .card')].filter((one) => /\$\d/.test(one.textContent ?? ''));
    expect(numbers.length).toBe(3);
    for (const one of numbers) {
      const text = one.textContent ?? '';
      expect(text).toMatch(/May 20\d\d|No period given/);
      expect(text).toMatch(/Bureau of Labor Statistics|An article/);
      expect(text).toMatch(/technicians and scientists together|where it comes from/);
      if (text.includes('$45,000')) expect(text).toContain('Claim, not confirmed');
    }
  });

  it('gives every chart as a table too', async () => {
    await show(CareerPage, TECHNICIAN);
    const chart = await screen.findByRole('img', { name: /^Median wages\. Phlebotomists.*\$43,660/ });
    expect(chart.querySelectorAll('.bar')).toHaveLength(3);
    const table = screen.getByRole('table', { name: 'Median wages', hidden: true });
    expect(within(table).getAllByRole('row', { hidden: true })).toHaveLength(4);
    expect(within(table).getByText(/Claim, not confirmed/)).toBeTruthy();
    expect(chart.getAttribute('aria-label')).toContain('(Claim, not confirmed)');
  });

  it('shows source, period and caveat of every bar without being asked', async () => {
    await show(CareerPage, TECHNICIAN);
    const figure = (await screen.findByRole('img', { name: /^Median wages/ })).closest('figure') as HTMLElement;
    const lines = within(figure).getAllByRole('listitem').map((line) => line.textContent ?? '');
    expect(lines).toHaveLength(3);
    for (const line of lines) {
      expect(line).toMatch(/May 20\d\d|No period given/);
      expect(line).toMatch(/Bureau of Labor Statistics|An article/);
      expect(line).toMatch(/Looked up on/);
      expect(line.includes('Claim, not confirmed')).toBe(line.includes('$45,000'));
    }
    expect(lines.filter((line) => /technicians and scientists together|where it comes from/.test(line)).length).toBeGreaterThan(0);
    expect(within(figure).getAllByRole('listitem').some((line) => line.closest('details'))).toBe(false);
    expect(await complaints()).toEqual([]);
  });

  it('says what a program gives and what it does not', async () => {
    await show(CareerPage, TECHNICIAN);
    const link = await screen.findByRole('link', { name: 'Medical Laboratory Technician Track: Foundations' });
    expect(link.getAttribute('href')).toBe('#/program/medical-laboratory-technician-foundations');
    expect(screen.getByText(/online certificate alone makes nobody eligible/)).toBeTruthy();
  });

  it('asks before a link leads outside', async () => {
    const engine = await show(CareerPage, TECHNICIAN);
    (await screen.findByRole('link', { name: 'Ask the board' })).click();
    expect(await screen.findByText('example.org')).toBeTruthy();
    expect(engine.calls.some((call) => call.name === 'open_link')).toBe(false);
  });

  it('says so where there is no such page', async () => {
    await show(CareerPage, { topic: 'astronaut' });
    expect(await screen.findByText('This page is not in the guide')).toBeTruthy();
    expect(await complaints()).toEqual([]);
  });
});

describe('licenses by state', () => {
  it('begins with the learner’s state and tells three answers apart', async () => {
    await show(LicensePage);
    expect(await screen.findByText('Phlebotomists: no state license was found in Ohio')).toBeTruthy();
    expect(screen.getByText('Medication aides: not determined for Ohio')).toBeTruthy();
    expect(await complaints()).toEqual([]);
  });

  it('shows the state the address names, and keeps the one that is chosen', async () => {
    const engine = await show(LicensePage, { state: 'NV' });
    expect(await screen.findByText('Phlebotomists: a license is required in Nevada')).toBeTruthy();
    const choice = screen.getByRole('combobox', { name: 'State' }) as HTMLSelectElement;
    const california = [...choice.options].find((option) => option.value === 'CA') as HTMLOptionElement;
    // happy-dom does not know which option is `:checked`; a browser does.
    vi.spyOn(choice, 'querySelector').mockReturnValue(california);
    choice.dispatchEvent(new Event('change', { bubbles: true }));
    expect(await screen.findByText('Phlebotomists: a license is required in California')).toBeTruthy();
    await waitFor(() => expect(engine.world.app.settings.my_state).toBe('CA'));
  });

  it('has a table with a source and a date in each line', async () => {
    await show(LicensePage);
    const table = await screen.findByRole('table', { name: /Phlebotomists: answer by state/, hidden: true });
    const rows = within(table).getAllByRole('row', { hidden: true }).slice(1);
    expect(rows).toHaveLength(5);
    for (const row of rows) expect(row.textContent).toMatch(/A list of license states.*Looked up on/s);
  });
});
