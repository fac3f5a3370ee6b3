/** What the lesson's frame may say. Anything else is not for us. */
export type FrameMessage =
  | { type: 'carrel:position'; permille: number }
  | { type: 'carrel:activity' }
  | { type: 'carrel:key'; key: string }
  | { type: 'carrel:link'; href: string };

/** Keys the frame may pass on, so that they work wherever the focus is. */
const KEYS = new Set(['n', 'p', 'd', '?', '/', 'escape']);

/** Reads a message from the sandboxed frame: untrusted, so only its exact shapes pass. */
export function readFrameMessage(data: unknown): FrameMessage | null {
  if (typeof data !== 'object' || data === null) return null;
  const { type, permille, key, href } = data as Record<string, unknown>;
  if (type === 'carrel:activity') return { type };
  if (type === 'carrel:position' && typeof permille === 'number' && permille >= 0 && permille <= 1000) {
    return { type, permille: Math.round(permille) };
  }
  if (type === 'carrel:key' && typeof key === 'string' && KEYS.has(key.toLowerCase())) {
    return { type, key: key.toLowerCase() };
  }
  if (type === 'carrel:link' && typeof href === 'string') return { type, href };
  return null;
}
