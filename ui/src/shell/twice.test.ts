// What an author wrote twice. Svelte gives up a whole page where two lines of a list have one key.

import { render, screen } from '@testing-library/svelte';
import type { Component } from 'svelte';
import { describe, expect, it } from 'vitest';
import CareerPage from '../features/career/CareerPage.svelte';
import EligibilityPage from '../features/eligibility/EligibilityPage.svelte';
import GlossaryPage from '../features/glossary/GlossaryPage.svelte';
import LessonAbout from '../features/lesson/LessonAbout.svelte';
import ProgramPage from '../features/program/ProgramPage.svelte';
import SkillsPage from '../features/skills/SkillsPage.svelte';
import { mock, type MockOptions } from '../ipc/mock';
import type { LessonPage } from '../ipc/types';
import QuizFeedback from '../shared/items/QuizFeedback.svelte';
import { showPage } from '../shared/testing';

const course = { program: 'phlebotomy-technician' };
const isText = (value: unknown) =>
  typeof value === 'string' || (typeof value === 'object' && value !== null && !Array.isArray(value) && !('id' in value));

/** The same, every list of texts twice. What has an id is `carrel-provider check`'s to look at. */
function twice<T>(value: T): T {
  if (Array.isArray(value)) {
    const all = value.map(twice);
    return (all.every(isText) ? [...all, ...all] : all) as T;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, twice(one)])) as T;
}

const pages: { name: string; page: Component<any>; props: object; command: string; shows: string }[] = [
  { name: 'a program', page: ProgramPage, props: course, command: 'program', shows: 'Phlebotomy Technician' },
  { name: 'the skills', page: SkillsPage, props: course, command: 'skills', shows: 'Skills log' },
  { name: 'a page of the guide', page: CareerPage, props: { topic: 'medical-laboratory-technician' }, command: 'guide_page', shows: 'Medical laboratory technician' },
  { name: 'the glossary', page: GlossaryPage, props: course, command: 'glossary', shows: 'Glossary' },
  { name: 'a goal', page: EligibilityPage, props: { ...course, goal: 'nha-cpt' }, command: 'eligibility', shows: '' },
];

describe('what an author wrote twice', () => {
  for (const { name, page, props, command, shows } of pages) {
    it(`is shown twice, and does not take ${name} away`, async () => {
      const under = mock();
      const answer = async (args: unknown) => twice(await under.call(command, args));
      showPage(page, props, { override: { [command]: answer } as MockOptions['override'] });
      expect((await screen.findByRole('heading', { level: 1 })).textContent).toContain(shows);
    });
  }

  it('is shown twice about a lesson, and after a quiz', () => {
    const lesson = { objectives: ['Name it', 'Name it'], sources: ['A book', 'A book'], reviewed: null } as Partial<LessonPage>;
    render(LessonAbout, { props: { page: lesson as LessonPage } });
    expect(screen.getAllByText('Name it')).toHaveLength(2);
    expect(screen.getAllByText('A book')).toHaveLength(2);
    const result = { id: 'q', right: false, solution: ['So', 'So'], explain: 'Because', feedback: ['Not this one', 'Not this one'] };
    render(QuizFeedback, { props: { result, blank: false, ordered: false } });
    expect(screen.getAllByText('Not this one')).toHaveLength(2);
    expect(screen.getAllByText('So')).toHaveLength(2);
  });
});
