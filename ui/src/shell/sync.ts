// What the indicator at the foot of the rail says.

import type { SecretsState, SyncStatus } from '../ipc/types';
import { moment, t, time } from '../state/l10n';

export interface SyncWords {
  tone: 'calm' | 'running' | 'waiting' | 'trouble';
  /** One short line. */
  line: string;
  /** What else stands open, as short: below the line. */
  note: string | null;
  /** What it means, whole sentences. */
  more: string | null;
  /** What has not reached the school, a whole sentence. */
  waiting: string | null;
  canTry: boolean;
}

const CALM_PROBLEMS = new Set(['offline', 'busy', 'unavailable', 'timeout', 'garbled', 'maintenance']);

/** What stands open beside the line itself. */
function counts(sync: SyncStatus): string | null {
  const words = [
    sync.needs_you > 0 ? t('sync-needs-you', { count: sync.needs_you }) : '',
    sync.waiting > 0 ? t('sync-waiting', { count: sync.waiting }) : '',
  ];
  return words.filter(Boolean).join(' · ') || null;
}

function ofProblem(sync: SyncStatus, now: number, kept: SecretsState): Pick<SyncWords, 'tone' | 'line' | 'more' | 'canTry'> | null {
  if (!sync.problem) return null;
  const { kind, text, next_attempt_at: next } = sync.problem;
  // What a locked keyring needs of the learner is not the school's to say.
  const needsYou = kept === 'locked' ? 'sync-keyring-locked' : 'sync-needs-you-problem';
  const id = kind === 'needs_you' ? needsYou : `sync-${kind.replaceAll('_', '-')}`;
  const more = [t(`${id}-more`), text ? t('sync-said', { text }) : '', next && next > now ? t('sync-next', { when: time(next) }) : ''];
  return {
    tone: CALM_PROBLEMS.has(kind) ? 'waiting' : 'trouble',
    line: t(id),
    more: more.filter(Boolean).join(' '),
    canTry: kind !== 'sign_in_again',
  };
}

export function syncWords(sync: SyncStatus, signedIn: boolean, now = Date.now(), kept: SecretsState = 'keyring'): SyncWords {
  const waiting = sync.waiting > 0 ? t('sync-waiting-more', { count: sync.waiting }) : null;
  const note = counts(sync);
  if (sync.running) return { tone: 'running', line: t('sync-running'), note, more: null, waiting, canTry: false };
  const problem = ofProblem(sync, now, kept);
  if (problem) return { ...problem, tone: sync.needs_you > 0 ? 'trouble' : problem.tone, note, waiting };
  if (sync.needs_you > 0) {
    const line = t('sync-needs-you', { count: sync.needs_you });
    const open = sync.waiting > 0 ? t('sync-waiting', { count: sync.waiting }) : null;
    return { tone: 'trouble', line, note: open, more: t('sync-needs-you-more'), waiting, canTry: sync.waiting > 0 && signedIn };
  }
  if (waiting) {
    const line = signedIn ? (note ?? '') : t('sync-signed-out');
    return { tone: 'waiting', line, note: signedIn ? null : note, more: null, waiting, canTry: signedIn };
  }
  if (!signedIn || sync.last_success === null) {
    const line = sync.last_success === null ? t('sync-never') : t('sync-in-touch', { when: moment(sync.last_success, now) });
    return { tone: 'calm', line, note: null, more: null, waiting: null, canTry: true };
  }
  return {
    tone: 'calm',
    line: t('sync-idle', { when: moment(sync.last_success, now) }),
    note: null,
    more: t('sync-idle-more'),
    waiting: null,
    canTry: true,
  };
}
