import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { complaints, showChanging, showPage } from '../../shared/testing';
import { app } from '../../state/app.svelte';
import FindPage from './FindPage.svelte';
import { lessonSearch } from './search.svelte';

beforeEach(() => lessonSearch.forget());

async function type(text: string): Promise<void> {
  const field = await screen.findByRole('searchbox', { name: 'Words in your lessons' });
  await fireEvent.input(field, { target: { value: text } });
}

describe('FindPage', () => {
  it('says how much there is to search, and finds while it is typed', async () => {
    showPage(FindPage);
    expect(await screen.findByText(/lessons are on this computer/)).toBeTruthy();
    await type('tourniq');
    const passage = await screen.findByRole('link', { name: /Take the tourniquet off/ });
    expect(passage.getAttribute('href')).toBe('#/lesson/phlebotomy-technician/m01-l04/p7');
    expect(passage.querySelector('mark')?.textContent).toBe('tourniquet');
    expect(screen.getByRole('status').textContent).toBe('In one lesson');
    expect(await complaints()).toEqual([]);
  });

  it('keeps the list for whoever comes back', async () => {
    showPage(FindPage, { text: 'glove' });
    expect(await screen.findByRole('link', { name: /^Put gloves on last/ })).toBeTruthy();
    expect(lessonSearch.text).toBe('glove');
  });

  it('has nothing of the last learner for the next one, also where it was left before', async () => {
    const { engine, leave, comeBack } = showChanging(FindPage, {});
    await app.refresh();
    await type('glove');
    await screen.findByRole('link', { name: /^Put gloves on last/ });
    leave();
    await engine.call('switch_learner', { key: engine.world.app.learners[1]!.key });
    await app.refresh();
    comeBack();
    expect((await screen.findByRole<HTMLInputElement>('searchbox', { name: 'Words in your lessons' })).value).toBe('');
    expect(screen.queryByRole('link', { name: /^Put gloves on last/ })).toBeNull();
  });

  it('says what was searched for instead, and what to do where nothing is found', async () => {
    showPage(FindPage);
    await type('tournikuet');
    expect(await screen.findByText(/what was found for “tourniquet”/)).toBeTruthy();
    await type('xylophone');
    expect(await screen.findByRole('heading', { name: 'No lesson has these words' })).toBeTruthy();
    expect(await complaints()).toEqual([]);
  });

  it('leads to the courses where nothing is downloaded', async () => {
    showPage(FindPage, {}, { variants: ['not-here'] });
    expect(await screen.findByRole('heading', { name: 'No lesson is on this computer yet' })).toBeTruthy();
    expect(await complaints()).toEqual([]);
  });

  it('shows only the answer to the last question', async () => {
    const waiting: (() => void)[] = [];
    showPage(FindPage, {}, {
      override: {
        search_lessons: ({ text }) =>
          new Promise((done) => {
            const title = [{ text: `about ${text}`, found: false }];
            const hit = { program: 'p', program_title: 'P', module_title: 'M', lesson: text, title, passages: [], more: 0 };
            waiting.push(() => done({ total: 1, corrected: null, searched: 1, preparing: false, lessons: [hit] }));
          }),
      },
    });
    await waitFor(() => expect(waiting).toHaveLength(1));
    await type('a');
    await type('ab');
    await waitFor(() => expect(waiting).toHaveLength(3));
    waiting[2]?.();
    expect(await screen.findByText('about ab')).toBeTruthy();
    waiting[1]?.();
    waiting[0]?.();
    await new Promise((done) => setTimeout(done));
    expect(screen.queryByText('about a')).toBeNull();
  });
});
