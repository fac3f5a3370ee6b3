import { screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { complaints, showPage } from '../../shared/testing';
import MarkedPage from './MarkedPage.svelte';

const program = 'phlebotomy-technician';
const line = async (name: string | RegExp) => (await screen.findByRole('heading', { level: 2, name })).closest('li') as HTMLElement;

describe('MarkedPage', () => {
  it('shows bookmarks, marked passages and notes in the order of the course, and leads to each', async () => {
    const engine = showPage(MarkedPage, { program });
    expect(await screen.findByRole('heading', { level: 1, name: 'Bookmarks and notes' })).toBeTruthy();
    const noted = await line('What a phlebotomist does and does not do');
    expect(within(noted).getByText('Ask the charge nurse before touching a line.')).toBeTruthy();
    expect(within(noted).queryByText('Bookmarked')).toBeNull();
    const kept = await line(/Certificate, certification, license/);
    expect(within(kept).getByText('Bookmarked')).toBeTruthy();
    expect(within(kept).getByRole('link').getAttribute('href')).toBe(`#/lesson/${program}/m01-l04`);
    expect(noted.compareDocumentPosition(kept) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();

    // What is marked elsewhere meanwhile comes by itself.
    const mark = { anchor: 'p3', quote: 'the tube decides', colour: 'green', note: 'Exam!' } as const;
    await engine.call('set_highlight', { program, lesson: 'm01-l02', mark, replaces: [] });
    const passage = await screen.findByRole('link', { name: 'the tube decides' });
    expect(passage.getAttribute('href')).toBe(`#/lesson/${program}/m01-l02/p3`);
    expect(passage.closest('blockquote')?.textContent).toContain('Green:');
    expect(screen.getByText('Exam!')).toBeTruthy();
    expect(await complaints()).toEqual([]);
  });

  it('keeps what is the learner’s own where lessons cannot be opened or are gone', async () => {
    const marks = [{ anchor: null, quote: 'words that went', colour: 'pink' as const, note: '' }];
    const lost = { lesson: 'x', title: null, module_title: null, here: false, bookmarked: true, marks, notes: ['Mine.'] };
    const changed = { ...lost, lesson: 'y', title: 'A lesson', here: true, notes: [] };
    const page = { program, program_title: 'Phlebotomy Technician', lessons: [changed, lost] };
    showPage(MarkedPage, { program }, { override: { marked: () => page } });
    const gone = await line('A lesson that is no longer in this course');
    expect(within(gone).queryByRole('link')).toBeNull();
    expect(within(gone).getByText('Mine.')).toBeTruthy();
    expect(within(await line('A lesson')).getByText(/these words are no longer in it/)).toBeTruthy();
    expect(await complaints()).toEqual([]);
  });

  it('says what will be here where nothing is marked', async () => {
    showPage(MarkedPage, { program }, { variants: ['empty'] });
    expect(await screen.findByText('Nothing is marked yet')).toBeTruthy();
    await waitFor(async () => expect(await complaints()).toEqual([]));
  });
});
