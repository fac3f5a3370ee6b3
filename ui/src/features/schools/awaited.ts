// Why the school this computer was set up for has not answered yet.

import type { SyncProblemKind } from '../../ipc/types';

/** Kinds with their own words; the others are nothing a learner could act on before there is a school. */
const OWN = new Set<SyncProblemKind>(['busy', 'unavailable', 'timeout', 'tls', 'garbled', 'not_the_school', 'maintenance', 'disk_full', 'ours']);

export function awaitedReason(kind: SyncProblemKind): string {
  return OWN.has(kind) ? `awaited-${kind.replaceAll('_', '-')}` : 'awaited-offline';
}
