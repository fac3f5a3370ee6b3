import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { expect, it } from 'vitest';
import { useTransport } from '../ipc/client';
import { mock } from '../ipc/mock';
import { coming } from '../state/coming.svelte';
import { href } from '../state/router.svelte';
import GoAnywhere from './GoAnywhere.svelte';

it('lets the lesson be made ready that Enter would open', async () => {
  useTransport(mock());
  render(GoAnywhere, { props: { open: true } });
  const field = await screen.findByRole('combobox');
  await fireEvent.input(field, { target: { value: 'tourniquet' } });
  const lessons = await waitFor(() => {
    const found = screen.getAllByRole('option').filter((option) => option.dataset.to?.startsWith('#/lesson/'));
    expect(found.length).toBeGreaterThan(0);
    return found;
  });
  const chosen = () => field.getAttribute('aria-activedescendant') === lessons[0]?.id;
  for (let steps = 0; steps < 30 && !chosen(); steps += 1) await fireEvent.keyDown(field, { key: 'ArrowDown' });
  await waitFor(() => expect(coming.route && href(coming.route)).toBe(lessons[0]?.dataset.to));
  await fireEvent.keyDown(field, { key: 'ArrowUp' });
  await waitFor(() => expect(coming.route && href(coming.route)).not.toBe(lessons[0]?.dataset.to));
});
