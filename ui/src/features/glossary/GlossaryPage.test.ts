import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { complaints, showPage } from '../../shared/testing';
import GlossaryPage from './GlossaryPage.svelte';

const props = { program: 'phlebotomy-technician' };
const shown = () => [...document.querySelectorAll('dt .name')].map((name) => name.textContent);

describe('GlossaryPage', () => {
  it('shows every word with its meaning, its other names and the lesson that teaches it', async () => {
    showPage(GlossaryPage, props);
    expect(await screen.findByRole('heading', { level: 1, name: 'Glossary' })).toBeTruthy();
    expect(shown()).toEqual(['Antecubital fossa', 'Bevel', 'Personal protective equipment', 'Vein']);
    expect(screen.getByText('PPE')).toBeTruthy();
    const lesson = screen.getByRole('link', { name: 'Where blood goes: departments of the laboratory' });
    expect(lesson.getAttribute('href')).toBe('#/lesson/phlebotomy-technician/m01-l02');
    expect(await complaints()).toEqual([]);
  });

  it('finds while one types, says how many, and comes back with one button', async () => {
    showPage(GlossaryPage, props);
    const field = await screen.findByLabelText('Find a word or a meaning');
    await fireEvent.input(field, { target: { value: 'ppe' } });
    expect(shown()).toEqual(['Personal protective equipment']);
    expect(screen.getByRole('status').textContent?.trim()).toBe('1 of 4 words');
    await fireEvent.input(field, { target: { value: 'centrifuge' } });
    expect(await screen.findByText(/No word here has “centrifuge”/)).toBeTruthy();
    expect(await complaints()).toEqual([]);
    await fireEvent.click(screen.getByRole('button', { name: 'Show all words' }));
    await waitFor(() => expect(shown()).toHaveLength(4));
    expect(document.activeElement).toBe(field);
  });

  it('jumps to a letter with the focus', async () => {
    showPage(GlossaryPage, props);
    await fireEvent.click(await screen.findByRole('button', { name: 'Words with P' }));
    expect(document.activeElement?.textContent).toBe('P');
  });

  it('says what will be here where the course has no glossary', async () => {
    const none = { program: props.program, program_title: 'Phlebotomy Technician', terms: [] };
    showPage(GlossaryPage, props, { override: { glossary: () => none } });
    expect(await screen.findByText('This course has no glossary yet')).toBeTruthy();
    expect(await complaints()).toEqual([]);
  });

  it('offers the download where the course is not here', async () => {
    showPage(GlossaryPage, props, { variants: ['not-here'] });
    expect(await screen.findByRole('heading', { level: 1, name: 'Glossary' })).toBeTruthy();
    expect(screen.queryByText('Vein')).toBeNull();
    expect(await complaints()).toEqual([]);
  });
});
