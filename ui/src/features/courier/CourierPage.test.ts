import { fireEvent, screen, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { complaints, showPage } from '../../shared/testing';
import CourierPage from './CourierPage.svelte';

async function choose(label: string, name: string, content: string): Promise<void> {
  const field = (await screen.findByLabelText(label)) as HTMLInputElement;
  Object.defineProperty(field, 'files', { value: [new File([content], name)], configurable: true });
  await fireEvent.change(field);
}

describe('Send by USB stick', () => {
  it('packs what waits and says where the file is and what to do with it', async () => {
    const engine = showPage(CourierPage, {}, { variants: ['offline'] });
    (await screen.findByRole('button', { name: 'Make a parcel' })).click();
    expect(await screen.findByText(/carrel-parcel-2026-11-22/)).toBeTruthy();
    expect(screen.getByText(/3 things are packed in/)).toBeTruthy();
    expect(engine.calls.some((call) => call.name === 'make_parcel')).toBe(true);
    expect(await complaints()).toEqual([]);
  });

  it('says that nothing waits, and offers no empty parcel', async () => {
    showPage(CourierPage);
    expect(await screen.findByText(/Nothing is waiting/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Make a parcel' })).toBeNull();
  });

  it('says before it is made that a reply can be opened in this run only', async () => {
    showPage(CourierPage, {}, { variants: ['offline', 'no-keyring'] });
    expect(await screen.findByText('This computer has no keyring')).toBeTruthy();
    expect(await complaints()).toEqual([]);
  });

  it('hands a chosen parcel over as base64 and names the reply', async () => {
    const engine = showPage(CourierPage, {}, { variants: ['empty'] });
    await choose('Choose the parcel', 'carrel-parcel-1.carrel', 'carrel-parcel 1\nsealed');
    screen.getByRole('button', { name: 'Deliver it' }).click();
    expect(await screen.findByText(/Delivered to Carrel Sample School/)).toBeTruthy();
    expect(engine.calls).toContainEqual({ name: 'carry_parcel', args: { file: btoa('carrel-parcel 1\nsealed') } });
    expect(screen.getByText('Nobody is signed in')).toBeTruthy();
    expect(await complaints()).toEqual([]);
  });

  it('takes a reply in, and says what to do with a wrong file or none', async () => {
    showPage(CourierPage, {}, { variants: ['offline'] });
    const step = (await screen.findByRole('region', { name: '3. Bring the reply home' })) as HTMLElement;
    within(step).getByRole('button', { name: 'Take it in' }).click();
    expect(await within(step).findByText('Choose a file first.')).toBeTruthy();
    await choose('Choose the reply', 'holiday.jpg', 'a picture');
    within(step).getByRole('button', { name: 'Take it in' }).click();
    expect(await within(step).findByText(/This file is no reply/)).toBeTruthy();
    await choose('Choose the reply', 'carrel-reply-1.carrel', 'carrel-reply 1\nsealed');
    within(step).getByRole('button', { name: 'Take it in' }).click();
    expect(await within(step).findByText('3 things are confirmed by the school.')).toBeTruthy();
    expect(await complaints()).toEqual([]);
  });
});
