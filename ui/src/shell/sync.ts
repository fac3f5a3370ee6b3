// What the indicator at the foot of the rail says.

import type { SecretsState, SyncStatus } from '../ipc/types';
import { moment, t, time } from '../state/l10n';

export interface SyncWords {
  tone: 'calm' | 'running' | 'waiting' | 'trouble';
  /** One short line. */
  line: string;
  /** What it means, whole sentences. */
  more: string | null;
  /** What has not reached the school. */
  waiting: string | null;
  canTry: boolean;
}

const CALM_PROBLEMS = new Set(['offline', 'busy', 'unavailable', 'timeout', 'garbled', 'maintenance']);

export function syncWords(sync: SyncStatus, signedIn: boolean, now = Date.now(), kept: SecretsState = 'keyring'): SyncWords {
  const waiting = sync.waiting > 0 ? t('sync-waiting', { count: sync.waiting }) : null;
  if (sync.running) return { tone: 'running', line: t('sync-running'), more: null, waiting, canTry: false };
  if (sync.problem) {
    const { kind, text, next_attempt_at: next } = sync.problem;
    // What a locked keyring needs of the learner is not the school's to say.
    const needsYou = kept === 'locked' ? 'sync-keyring-locked' : 'sync-needs-you-problem';
    const id = kind === 'needs_you' ? needsYou : `sync-${kind.replaceAll('_', '-')}`;
    const more = [
      t(`${id}-more`),
      text ? t('sync-said', { text }) : '',
      next && next > now ? t('sync-next', { when: time(next) }) : '',
    ];
    return {
      tone: CALM_PROBLEMS.has(kind) ? 'waiting' : 'trouble',
      line: t(id),
      more: more.filter(Boolean).join(' '),
      waiting,
      canTry: kind !== 'sign_in_again',
    };
  }
  if (sync.needs_you > 0) {
    return { tone: 'trouble', line: t('sync-needs-you', { count: sync.needs_you }), more: null, waiting, canTry: false };
  }
  if (waiting) {
    const line = signedIn ? waiting : t('sync-signed-out');
    return { tone: 'waiting', line, more: null, waiting: signedIn ? null : waiting, canTry: signedIn };
  }
  if (!signedIn || sync.last_success === null) {
    const line = sync.last_success === null ? t('sync-never') : t('sync-in-touch', { when: moment(sync.last_success, now) });
    return { tone: 'calm', line, more: null, waiting: null, canTry: true };
  }
  return {
    tone: 'calm',
    line: t('sync-idle', { when: moment(sync.last_success, now) }),
    more: t('sync-idle-more'),
    waiting: null,
    canTry: true,
  };
}
