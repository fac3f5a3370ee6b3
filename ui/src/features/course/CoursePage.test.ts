import { fireEvent, screen } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { mock } from '../../ipc/mock';
import type { Commands } from '../../ipc/types';
import { complaints, showPage } from '../../shared/testing';
import CoursePage from './CoursePage.svelte';

const props = { program: 'phlebotomy-technician' };

/** Opens the module with this title, as a press on it does. */
async function open(title: string): Promise<HTMLDetailsElement> {
  const module = (await screen.findByRole('heading', { level: 3, name: title })).closest('details') as HTMLDetailsElement;
  module.open = true;
  await fireEvent(module, new Event('toggle'));
  return module;
}

describe('CoursePage', () => {
  it('opens the module where the learner goes on and says how far each lesson is', async () => {
    showPage(CoursePage, props, { variants: ['offline'] });
    expect(await screen.findByRole('heading', { level: 1, name: 'Phlebotomy Technician' })).toBeTruthy();
    const opened = document.querySelectorAll('details[open]');
    expect(opened).toHaveLength(1);
    expect(opened[0]!.textContent).toContain('PPE on and off');
    expect(opened[0]!.textContent).toContain('On this computer');
    expect(screen.getByText(/14 of 60 lessons are written/)).toBeTruthy();
    expect(await complaints()).toEqual([]);
  });

  it('says what the school changed, and that what was finished stands', async () => {
    showPage(CoursePage, props, { variants: ['changed'] });
    expect(await screen.findByText('The school changed this course')).toBeTruthy();
    expect(screen.getByText(/What you finished stays finished/)).toBeTruthy();
    expect(screen.getByText(/you finished it before, and that stands/)).toBeTruthy();
    expect(screen.queryByRole('link', { name: 'An old lesson' })).toBeNull();
    expect(await complaints()).toEqual([]);
  });

  it('takes the time from the engine, not from a clock that may be years ahead', async () => {
    const now = Date.now() - 2 * 365 * 86_400_000;
    const course = (await mock({ now }).call('course', props)) as Commands['course']['reply'];
    showPage(CoursePage, props, { now, override: { course: () => ({ ...course, full_refund_until: now + 3 * 86_400_000 }) } });
    expect(await screen.findByText(/^134 days of access left/)).toBeTruthy();
    expect(screen.getByText(/you can leave and get everything back/)).toBeTruthy();
    expect(screen.queryByText(/is over/)).toBeNull();
  });

  it('shows the lessons of a module one opens, and which are not written yet', async () => {
    showPage(CoursePage, props);
    expect((await open('Patient preparation')).querySelectorAll('li').length).toBeGreaterThan(0);
    expect(screen.getAllByRole('img', { name: 'Not written yet', hidden: true }).length).toBeGreaterThan(0);
    expect(await complaints()).toEqual([]);
  });

  it('says whose a score is', async () => {
    showPage(CoursePage, props);
    await open('Role and system');
    expect(await screen.findByText('7 of 8')).toBeTruthy();
    expect(screen.getByText('Confirmed by the school')).toBeTruthy();
  });

  it('leads to the program where the course is not the learner’s', async () => {
    showPage(CoursePage, { program: 'dialysis-technician' });
    const link = await screen.findByRole('link', { name: 'See the program' });
    expect(link.getAttribute('href')).toBe('#/program/dialysis-technician');
    expect(await complaints()).toEqual([]);
  });
});
