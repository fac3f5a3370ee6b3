import type { Act, DeliveryView } from '../../ipc/types';
import { day, daysBetween, deadline, hasWords, t, time } from '../../state/l10n';
import { type Line, isAbout, subjects } from './fold';

/** What the learner did, in words. A kind this version does not know still gets a line. */
export function actWords(act: Act): string {
  const id = `act-${act.kind.replaceAll('_', '-')}`;
  return t(hasWords(id) ? id : 'act-unknown', { subject: act.subject ?? t('act-some-lesson') });
}

export function lineWords(line: Line): string {
  if (line.acts.length === 1) return actWords(line.newest);
  const named = subjects(line);
  if (named.length === 1) return t('activity-reading', { subject: named[0] ?? '' });
  return named.length === 0 ? t('activity-reading-plain') : t('activity-reading-some', { count: named.length });
}

/** The time of a line: a range where it stands for several acts, "about" where the clock was in doubt. */
export function lineTime(line: Line): string {
  const [from, to] = [time(line.oldest.at), time(line.newest.at)];
  const words = from === to ? to : t('activity-range', { from, to });
  return line.acts.some(isAbout) ? t('activity-about', { time: words }) : words;
}

export function dayWords(start: number, now = Date.now()): string {
  const away = daysBetween(start, now);
  if (away === 0) return t('activity-today', { date: day(start, now) });
  if (away === 1) return t('activity-yesterday', { date: day(start, now) });
  return deadline(start, now);
}

/** What a refusal or a question says, and what the learner can do. */
export function trouble(delivery: DeliveryView): { text: string; remedy: string | null } | null {
  if (delivery.state === 'refused') return { text: delivery.refusal.text, remedy: delivery.refusal.remedy || null };
  if (delivery.state === 'needs_you') return { text: delivery.text, remedy: null };
  return null;
}
