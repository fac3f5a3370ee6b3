import { describe, expect, it } from 'vitest';
import { mock } from '../../ipc/mock';
import type { ProgramPage } from '../../ipc/types';
import { panelOf, planTotal } from './enroll';

async function page(changes: Partial<ProgramPage> = {}): Promise<ProgramPage> {
  const engine = mock({ variants: ['empty'] });
  const found = (await engine.call('program', { program: 'phlebotomy-technician' })) as ProgramPage;
  return { ...found, ...changes };
}

const REFUSAL = { code: 'state_rule', text: 'No.', remedy: 'Ask.' } as const;

describe('the enrollment panel', () => {
  it('is open before anything was asked', async () => {
    expect(panelOf(await page())).toMatchObject({ kind: 'open', again: false });
  });

  it('shows a request on this computer as asked, never as enrolled', async () => {
    const request = { made_at: 1, eligibility: null, delivery: { state: 'on_this_computer' } } as const;
    const panel = panelOf(await page({ label: 'requested_here', request }));
    expect(panel).toMatchObject({ kind: 'asked', delivery: { state: 'on_this_computer' } });
  });

  it('leads to the course once the school let the learner in', async () => {
    expect(panelOf(await page({ label: 'active' }))).toMatchObject({ kind: 'course', label: 'active' });
  });

  it('says why a request was refused, and opens again once the rule allows it', async () => {
    const request = { made_at: 1, eligibility: null, delivery: { state: 'refused', at: 2, refusal: REFUSAL } } as const;
    const preview = { answer: 'refused', refusal: REFUSAL } as const;
    expect(panelOf(await page({ request, preview }))).toMatchObject({ kind: 'refused', refusal: REFUSAL });
    expect(panelOf(await page({ request }))).toMatchObject({ kind: 'open' });
  });

  it('puts what needs the learner first', async () => {
    const request = { made_at: 1, eligibility: null, delivery: { state: 'needs_you', text: 'A copy, please.' } } as const;
    expect(panelOf(await page({ label: 'waiting_for_school', request }))).toEqual({ kind: 'needs_info', reason: 'A copy, please.' });
    const preview = { answer: 'needs_acknowledgment', text: 'Read this.' } as const;
    const asked = await page({ label: 'requested_here', request, preview });
    expect(panelOf(asked), 'a note can be read and the request made again right there').toEqual({ kind: 'open', preview, again: false });
  });
});

it('adds a plan up to the cent', () => {
  expect(planTotal({ deposit_cents: 14_900, installments: 5, installment_cents: 15_000 })).toBe(89_900);
});
