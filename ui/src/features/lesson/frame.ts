/**
 * What the lesson's frame may say. Anything else is not for us. What it hears: `carrel:appearance {theme, size}`,
 * `carrel:goto {permille}`, `carrel:show {anchor}`, `carrel:find {text, at}`, `carrel:passages {passages}`, `carrel:films {films}`
 * and `carrel:pick` (it answers with what is selected, or the first block in sight).
 */
export type FrameMessage =
  /** The text can be shown. */
  | { type: 'carrel:ready' }
  | { type: 'carrel:position'; permille: number }
  | { type: 'carrel:activity' }
  | { type: 'carrel:key'; key: string }
  | { type: 'carrel:link'; href: string }
  /** How often the words looked for stand there, and which one is shown. */
  | { type: 'carrel:found'; count: number; at: number }
  /** Words of one block; empty where nothing is selected any more. */
  | { type: 'carrel:selected'; anchor: string; quote: string }
  | { type: 'carrel:film'; anchor: string; permille: number };

/** Keys the frame may pass on, so that they work wherever the focus is. */
const KEYS = new Set(['n', 'p', 'd', 'm', '?', '/', 'escape', 'ctrl+f', 'ctrl+shift+f', 'ctrl+k']);

const ANCHOR = /^(p\d{1,6}|s-[\p{L}\p{N}-]{1,200})$/u;
const MOST_QUOTE = 600;

const isPart = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1000;
const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0 && (value as number) < 10_000;

/** Reads a message from the sandboxed frame: untrusted, so only its exact shapes pass. */
export function readFrameMessage(data: unknown): FrameMessage | null {
  if (typeof data !== 'object' || data === null) return null;
  const { type, permille, key, href, anchor, quote, count, at } = data as Record<string, unknown>;
  if (type === 'carrel:activity' || type === 'carrel:ready') return { type };
  if (type === 'carrel:position' && isPart(permille)) return { type, permille: Math.round(permille) };
  if (type === 'carrel:key' && typeof key === 'string' && KEYS.has(key.toLowerCase())) {
    return { type, key: key.toLowerCase() };
  }
  if (type === 'carrel:link' && typeof href === 'string') return { type, href };
  if (type === 'carrel:found' && isCount(count) && isCount(at)) return { type, count, at };
  const isBlock = typeof anchor === 'string' && ANCHOR.test(anchor);
  if (type === 'carrel:film' && isBlock && isPart(permille)) return { type, anchor, permille: Math.round(permille) };
  if (type === 'carrel:selected' && typeof quote === 'string' && quote.length <= MOST_QUOTE) {
    if (anchor === '' && quote === '') return { type, anchor, quote };
    if (isBlock && quote.trim() !== '') return { type, anchor, quote };
  }
  return null;
}
