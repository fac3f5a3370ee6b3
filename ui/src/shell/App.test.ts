import { fireEvent, render, screen } from '@testing-library/svelte';
import { expect, it, vi } from 'vitest';
import { useTransport } from '../ipc/client';
import { mock } from '../ipc/mock';
import { complaints } from '../shared/testing';
import App from './App.svelte';

it('shows rail and page, moves the focus to the heading, and goes anywhere by keyboard', async () => {
  useTransport(mock());
  location.hash = '#/settings';
  render(App);
  expect(await screen.findByRole('heading', { level: 1, name: 'Settings' })).toBeTruthy();
  expect(document.title).toBe('Settings – Carrel');
  expect(screen.getByRole('navigation', { name: 'Main' })).toBeTruthy();
  expect(await complaints()).toEqual([]);

  await fireEvent.keyDown(document.body, { key: '?' });
  expect(await screen.findByRole('heading', { name: 'Keyboard' })).toBeTruthy();
  await fireEvent.click(screen.getByRole('button', { name: 'Close' }));

  await fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true });
  const field = await screen.findByRole('combobox', { name: /Search pages/ });
  await fireEvent.input(field, { target: { value: 'ekg' } });
  await screen.findByRole('option', { name: /EKG Technician/ });
  await fireEvent.keyDown(field, { key: 'Enter' });
  const heading = await screen.findByRole('heading', { level: 1, name: 'EKG Technician' });
  await vi.waitFor(() => expect(document.activeElement).toBe(heading));
});

it('begins with choosing a school', async () => {
  useTransport(mock({ variants: ['first'] }));
  location.hash = '#/';
  render(App);
  expect(await screen.findByRole('link', { name: 'Choose a school' })).toBeTruthy();
  expect(await complaints()).toEqual([]);
});

it('waits for the school this computer was set up for', async () => {
  const engine = mock({ variants: ['awaited'] });
  useTransport(engine);
  location.hash = '#/';
  render(App);
  expect(await screen.findByText('https://learn.riverside.example')).toBeTruthy();
  expect(await complaints()).toEqual([]);
  engine.world.answerAtLast();
  await vi.waitFor(() => expect(location.hash).toBe('#/catalog'));
});
