// What the indicator at the foot of the rail says.

import type { SecretsState, SyncStatus } from '../ipc/types';
import { moment, t, time } from '../state/l10n';

export interface SyncWords {
  tone: 'calm' | 'running' | 'waiting' | 'trouble';
  /** One short line. */
  line: string;
  /** What else stands open, as short: below the line. */
  notes: string[];
  /** What it means, whole sentences. */
  more: string | null;
  /** What has not reached the school, a whole sentence. */
  waiting: string | null;
  canTry: boolean;
}

const CALM_PROBLEMS = new Set(['offline', 'busy', 'unavailable', 'timeout', 'garbled', 'maintenance']);

/** What stands open beside the line itself. */
function counts(sync: SyncStatus): string[] {
  const words = [
    sync.needs_you > 0 ? t('sync-needs-you', { count: sync.needs_you }) : '',
    sync.waiting > 0 ? t('sync-waiting', { count: sync.waiting }) : '',
  ];
  return words.filter(Boolean);
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
  const notes = counts(sync);
  if (sync.running) return { tone: 'running', line: t('sync-running'), notes, more: null, waiting, canTry: false };
  const problem = ofProblem(sync, now, kept);
  if (problem) return { ...problem, tone: sync.needs_you > 0 ? 'trouble' : problem.tone, notes, waiting };
  if (sync.needs_you > 0) {
    const [line = '', ...rest] = notes;
    return { tone: 'trouble', line, notes: rest, more: t('sync-needs-you-more'), waiting, canTry: sync.waiting > 0 && signedIn };
  }
  if (waiting) {
    const [line = ''] = signedIn ? notes : [t('sync-signed-out')];
    return { tone: 'waiting', line, notes: signedIn ? [] : notes, more: null, waiting, canTry: signedIn };
  }
  if (!signedIn || sync.last_success === null) {
    const line = sync.last_success === null ? t('sync-never') : t('sync-in-touch', { when: moment(sync.last_success, now) });
    return { tone: 'calm', line, notes: [], more: null, waiting: null, canTry: true };
  }
  return {
    tone: 'calm',
    line: t('sync-idle', { when: moment(sync.last_success, now) }),
    notes: [],
    more: t('sync-idle-more'),
    waiting: null,
    canTry: true,
  };
}
