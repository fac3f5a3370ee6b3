import type { RecallStanding } from '../../ipc/types';
import { daysBetween, deadline, t } from '../../state/l10n';

/** When to come back, and for how many, by the time the engine takes it to be. */
export function nextWords(standing: RecallStanding): string {
  const { next_at: at, next_count: count, now } = standing;
  if (at === null) return t('recall-never');
  const away = daysBetween(now, at);
  if (away <= 0) return t('recall-next-today', { count });
  return away === 1 ? t('recall-next-tomorrow', { count }) : t('recall-next', { when: deadline(at, now), count });
}
