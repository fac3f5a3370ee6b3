import type { PackState } from '../../ipc/types';

/** Bytes of a course that are on this computer now. */
export function sizeHere(pack: PackState): number {
  switch (pack.state) {
    case 'none':
      return 0;
    case 'complete':
      return pack.bytes;
    case 'downloading':
    case 'paused':
      return pack.done_bytes;
  }
}
