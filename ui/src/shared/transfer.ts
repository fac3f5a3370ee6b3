// Words and figures for a download under way.

import { duration, t } from '../state/l10n';

/** Whole seconds left at the present speed; `null` where that cannot be said. */
export function secondsLeft(done: number, total: number, speed: number | null): number | null {
  if (speed === null || speed <= 0 || total <= done) return null;
  return Math.ceil((total - done) / speed);
}

/** In steps that do not flicker: five seconds, then minutes, then hours and minutes. */
export function timeLeft(seconds: number | null): string {
  if (seconds === null) return t('pack-left-unknown');
  if (seconds < 60) return t('pack-seconds-left', { seconds: Math.max(5, Math.ceil(seconds / 5) * 5) });
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return t('pack-minutes-left', { minutes });
  return t('pack-hours-left', { duration: duration(Math.ceil(minutes / 10) * 10) });
}
