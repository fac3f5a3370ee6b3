// What the page before going offline says about each thing.

import type { Missing, Readiness } from '../../ipc/types';
import { bytes, deadline, duration, t } from '../../state/l10n';

export type Kind = Missing['kind'];

export const all = (told: Readiness): Kind[] => told.missing.map((missing) => missing.kind);

/** Courses that are wanted and on no way here yet. */
export function toGet(told: Readiness): string[] {
  return told.missing.flatMap((missing) => (missing.kind === 'course' && missing.pack.state !== 'downloading' ? [missing.program] : []));
}

/** What is missing, and what that means. */
export function missingWords(missing: Missing, hours: number): { title: string; text: string } {
  const coming = missing.kind === 'course' && missing.pack.state === 'downloading';
  const id = coming ? 'ready-course-coming' : `ready-${missing.kind.replaceAll('_', '-')}`;
  const values = {
    hours,
    title: 'title' in missing ? missing.title : '',
    acts: 'acts' in missing ? missing.acts : 0,
    when: 'at' in missing ? deadline(missing.at) : '',
    time: 'minutes' in missing ? duration(missing.minutes) : '',
    size: 'missing_bytes' in missing ? bytes(missing.missing_bytes) : '',
  };
  return { title: t(id, values), text: t(`${id}-text`, values) };
}

/** How much of the time is here, 0 to 1. */
export function share(told: Readiness): number {
  return Math.min(1, told.minutes_here / (told.hours * 60));
}
