import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { mock } from '../../ipc/mock';
import type { Identifier, PracticeFault, SkillsPage as SkillsData } from '../../ipc/types';
import { complaints, showPage } from '../../shared/testing';
import { fieldWords, signedSkill, unfitWords } from './log';
import SkillsPage from './SkillsPage.svelte';

const PHLEBOTOMY = { program: 'phlebotomy-technician' };

function type(label: RegExp, text: string): void {
  const field = screen.getByLabelText(label) as HTMLInputElement;
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

describe('SkillsPage', () => {
  it('counts toward each credential with source and date, and says who decides', async () => {
    showPage(SkillsPage, PHLEBOTOMY);
    const card = (await screen.findByRole('heading', { name: 'NHA CPT' })).closest('li') as HTMLElement;
    expect(within(card).getByText('1 of 30')).toBeTruthy();
    expect(within(card).getByText(/^Source: NHA, board wording of September 2022, as of November 1, 2026/)).toBeTruthy();
    expect(screen.getByText(/Each credentialing body decides for itself/)).toBeTruthy();
    expect(screen.getByText(/^2 of 4 signed/)).toBeTruthy();
    expect(screen.getAllByText('November 19, 2026, J. Rivera (Finger or heel stick, live person)').length).toBe(1);
    expect(await complaints()).toEqual([]);
  });

  it('names everything that keeps an entry out, leads to each field, and then logs it', async () => {
    const engine = showPage(SkillsPage, PHLEBOTOMY);
    (await screen.findByRole('button', { name: 'Log a practice' })).click();
    await waitFor(() => expect(document.activeElement?.getAttribute('name')).toBe('day'));
    type(/^Remark/, 'MRN 4471');
    (screen.getByRole('button', { name: 'Log it' })).click();
    expect(await screen.findByText('3 things keep this out of the log')).toBeTruthy();
    await waitFor(() => expect(document.activeElement?.id).toBe('faults'));
    expect(await complaints()).toEqual([]);
    screen.getByRole('button', { name: /^Remark: looks like a record number/ }).click();
    expect(document.activeElement?.getAttribute('name')).toBe('remark');
    type(/^Remark/, 'second attempt');
    type(/^Site/, 'right cephalic');
    type(/^Device/, '23 G winged set');
    screen.getByRole('button', { name: 'Log it' }).click();
    expect(await screen.findByText(/^Logged\. It is on this computer/)).toBeTruthy();
    const sent = engine.calls.filter(({ name }) => name === 'log_practice').at(-1)?.args as { practice: object };
    expect(sent.practice).toMatchObject({ site: 'right cephalic', place: 'Outpatient laboratory', supervisor: 'J. Rivera', skill: null });
    expect(await screen.findByText(/right cephalic · 23 G winged set · Successful · second attempt/)).toBeTruthy();
  });

  it('says that the school gets the remark, and dates a new entry with the day it is now', async () => {
    let today = '2026-11-29';
    const under = mock();
    const skills = async (args: typeof PHLEBOTOMY) => ({ ...((await under.call('skills', args)) as SkillsData), today });
    showPage(SkillsPage, PHLEBOTOMY, { override: { skills } });
    const add = await screen.findByRole('button', { name: 'Log a practice' });
    // Midnight passes while the page stands there.
    today = '2026-11-30';
    add.click();
    expect((await screen.findByLabelText<HTMLInputElement>('Date')).value).toBe('2026-11-30');
    expect(screen.getByText('Short. It goes to your school with the entry')).toBeTruthy();
  });

  it('gives the focus back when the form is closed', async () => {
    showPage(SkillsPage, PHLEBOTOMY);
    (await screen.findByRole('button', { name: 'Log a practice' })).click();
    (await screen.findByRole('button', { name: 'Cancel' })).click();
    await waitFor(() => expect(document.activeElement?.textContent?.trim()).toBe('Log a practice'));
    const change = screen.getByRole('button', { name: /^Change the entry of November 19, 2026/ });
    change.focus();
    change.click();
    (await screen.findByRole('button', { name: 'Cancel' })).click();
    await waitFor(() => expect(document.activeElement).toBe(change));
  });

  it('changes an entry in place of the versions on screen, and takes one out only when asked again', async () => {
    const engine = showPage(SkillsPage, PHLEBOTOMY, { variants: ['rich', 'two-notes'] });
    expect(await screen.findByText(/^The other version: .*4th finger/)).toBeTruthy();
    screen.getByRole('button', { name: /^Change the entry of November 19, 2026/ }).click();
    await screen.findByRole('heading', { name: 'Change an entry' });
    type(/^Site/, '4th finger');
    screen.getByRole('button', { name: 'Save the change' }).click();
    await waitFor(() => expect(engine.calls.some(({ name }) => name === 'log_practice')).toBe(true));
    expect(engine.calls.find(({ name }) => name === 'log_practice')?.args).toMatchObject({ entry: 'entry-2', replaces: ['entry-2'] });
    (await screen.findByRole('button', { name: /^Take out the entry of November 18, 2026/ })).click();
    const dialog = await screen.findByRole('dialog', { name: 'Take this entry out of your log?' });
    expect(engine.calls.some(({ name }) => name === 'withdraw_practice')).toBe(false);
    within(dialog).getByRole('button', { name: 'Take out' }).click();
    await waitFor(() => expect(engine.calls.some(({ name }) => name === 'withdraw_practice')).toBe(true));
  });

  it('keeps the log where the course is not downloaded, and writes pages to print', async () => {
    showPage(SkillsPage, PHLEBOTOMY, { variants: ['rich', 'not-here'] });
    expect(await screen.findByText(/come with the course, which is not on this computer/)).toBeTruthy();
    expect(screen.getByText(/second attempt, 2 mL tube/)).toBeTruthy();
    screen.getByRole('button', { name: 'Skills log' }).click();
    expect(await screen.findByText(/carrel-skills-2026-11-29-101500\.html/)).toBeTruthy();
    expect(await complaints()).toEqual([]);
  });

  it('says what an empty log is for', async () => {
    showPage(SkillsPage, PHLEBOTOMY, { variants: ['rich'], override: { skills: () => ({
      program: 'p', title: 'P', today: '2026-11-29', course_here: true, credentials: [], checklist: [], entries: [], live: 0, not_counted: 0,
    }) } });
    expect(await screen.findByText('Nothing logged yet')).toBeTruthy();
    expect(await complaints()).toEqual([]);
  });

  it('says that a drill signs no skill that is wanted on a person, and shows none as signed by one', async () => {
    showPage(SkillsPage, PHLEBOTOMY, { override: { log_practice: () => ({
      answer: 'not_logged', faults: [{ field: 'skill', unfit: { why: 'not_by_drill' } }],
    }) } });
    (await screen.findByRole('button', { name: 'Log a practice' })).click();
    (await screen.findByRole('button', { name: 'Log it' })).click();
    expect(await screen.findByRole('button', { name: /checklist: cannot be signed by a simulated practice/ })).toBeTruthy();
    const page = { checklist: [{ id: 'two-identifiers', title: 'Identifies', simulated: false, signed: null }] } as never;
    expect(signedSkill(page, { kind: 'simulated', skill: 'two-identifiers' } as never)).toBeNull();
    expect(signedSkill(page, { kind: 'shown', skill: 'two-identifiers' } as never)).toBe('Identifies');
  });

  it('has words for every reason and every field', () => {
    const looks: Identifier[] = ['date', 'email', 'social_security', 'phone', 'record_number', 'patient_name', 'number'];
    const unfit: PracticeFault['unfit'][] = [
      { why: 'empty' }, { why: 'too_long', most: 80 }, { why: 'no_day' }, { why: 'not_yet' }, { why: 'unknown' },
      { why: 'not_by_drill' },
      ...looks.map((looks_like) => ({ why: 'identifies' as const, looks_like })),
    ];
    const atPlace = unfitWords({ field: 'place', unfit: { why: 'identifies', looks_like: 'patient_name' } });
    expect(atPlace).toMatch(/what the ward or the clinic is called/);
    for (const one of unfit) expect(unfitWords({ field: 'site', unfit: one }).length).toBeGreaterThan(8);
    for (const field of ['day', 'kind', 'site', 'device', 'place', 'supervisor', 'remark', 'skill'] as const) expect(fieldWords(field)).toBeTruthy();
  });
});
