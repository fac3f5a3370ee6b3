import type { Act, DeliveryView, Waiting } from '../../ipc/types';
import { day, daysBetween, deadline, hasWords, moment, t, time } from '../../state/l10n';
import type { Route } from '../../state/router.svelte';
import { type Line, isAbout, isRecall, subjects } from './fold';

/** What the learner did, in words. A kind this version does not know still gets a line. */
export function actWords(act: Act): string {
  const id = `act-${act.kind.replaceAll('_', '-')}`;
  return t(hasWords(id) ? id : 'act-unknown', { subject: act.subject ?? t('act-some-lesson') });
}

export function lineWords(line: Line): string {
  if (line.acts.length === 1) return actWords(line.newest);
  if (isRecall(line)) return t('activity-recalled', { count: line.acts.length });
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

export interface Why {
  text: string;
  /** Where the learner can do something about it. */
  link: { text: string; to: Route } | null;
}

const LINKS: Partial<Record<Waiting['cause']['kind'], Route>> = {
  signed_out: { page: 'sign-in' },
  behind: { page: 'activity', filter: 'needs_you' },
  disk_full: { page: 'downloads' },
};

/** Why an act waits, and when it is tried next. */
export function whyWords(waiting: Waiting, now = Date.now()): Why {
  const { cause, next_try: next } = waiting;
  const id = `activity-why-${cause.kind.replaceAll('_', '-')}`;
  const said = 'text' in cause ? cause.text : null;
  const first = cause.kind === 'behind' ? `act-${cause.act_kind.replaceAll('_', '-')}` : 'act-unknown';
  const parts = [
    t(id, { first: t(hasWords(first) ? first : 'act-unknown', { subject: t('act-some-lesson') }) }),
    said ? t('activity-why-said', { text: said }) : '',
    next !== null && next > now ? t('activity-why-next', { when: moment(next, now) }) : '',
  ];
  const to = LINKS[cause.kind];
  return { text: parts.filter(Boolean).join(' '), link: to ? { text: t(`${id}-link`), to } : null };
}

/** What stands unfolded: the act as the journal and the school know it. */
export function facts(act: Act): { id: string; value: string }[] {
  const exact = (at: number) => new Date(at).toISOString().replace('T', ' ').replace('Z', ' UTC');
  const { delivery } = act;
  const all = [
    { id: 'activity-fact-id', value: act.id },
    { id: 'activity-fact-seq', value: String(act.seq) },
    { id: 'activity-fact-device', value: act.device },
    { id: 'activity-fact-kind', value: act.kind },
    { id: 'activity-fact-at', value: exact(act.at) },
    { id: 'activity-fact-uncertainty', value: t('activity-fact-seconds', { seconds: Math.round(act.uncertainty_ms / 100) / 10 }) },
    { id: `activity-fact-${delivery.state.replaceAll('_', '-')}`, value: 'at' in delivery ? exact(delivery.at) : '' },
  ];
  return all.filter((fact) => fact.value !== '');
}
