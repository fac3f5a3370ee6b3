// What the enrollment panel shows: one honest state out of many facts.

import type { DeliveryView, Enrollment, EnrollmentLabel, ProgramPage, RequestPreview, Refusal } from '../../ipc/types';

export type Panel =
  /** Enrolled, now or before: the way to the course. */
  | { kind: 'course'; label: 'active' | 'on_hold' | 'access_ended' | 'completed'; enrollment: Enrollment | null }
  /** Asked for; the answer has not come. */
  | { kind: 'asked'; delivery: DeliveryView; made_at: number; review: boolean }
  | { kind: 'needs_info'; reason: string | null }
  | { kind: 'declined'; reason: string | null; enrollment: Enrollment | null }
  /** The request itself was refused, with what the learner can do. */
  | { kind: 'refused'; refusal: Refusal; at: number }
  | { kind: 'open'; preview: RequestPreview; again: boolean };

const COURSE = new Set<EnrollmentLabel>(['active', 'on_hold', 'access_ended', 'completed']);

export function panelOf(page: ProgramPage): Panel {
  const { label, request, enrollment, preview } = page;
  if (label && COURSE.has(label)) {
    return { kind: 'course', label: label as 'active', enrollment };
  }
  const reason = enrollment?.reason ?? null;
  if (label === 'needs_info') return { kind: 'needs_info', reason };
  if (request?.delivery.state === 'needs_you') {
    // What the school asks for can be given right here: the note is read, and the request made again.
    if (preview.answer === 'needs_acknowledgment') return { kind: 'open', preview, again: false };
    return { kind: 'needs_info', reason: request.delivery.text };
  }
  if (label === 'declined') return { kind: 'declined', reason, enrollment };
  if (request?.delivery.state === 'refused' && preview.answer === 'refused') {
    return { kind: 'refused', refusal: request.delivery.refusal, at: request.delivery.at };
  }
  if ((label === 'requested_here' || label === 'waiting_for_school') && request) {
    const review = page.program.enrollment.policy === 'review';
    return { kind: 'asked', delivery: request.delivery, made_at: request.made_at, review };
  }
  return { kind: 'open', preview, again: label === 'withdrawn' || label === 'cancelled' };
}

/** Deposit and installments together. */
export function planTotal(plan: { deposit_cents: number; installments: number; installment_cents: number }): number {
  return plan.deposit_cents + plan.installments * plan.installment_cents;
}
