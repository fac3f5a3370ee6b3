import { describe, expect, it } from 'vitest';
import { readFrameMessage } from './frame';

describe('readFrameMessage', () => {
  it('reads where the reader is and what they press', () => {
    expect(readFrameMessage({ type: 'carrel:position', permille: 412.4 })).toEqual({ type: 'carrel:position', permille: 412 });
    expect(readFrameMessage({ type: 'carrel:activity' })).toEqual({ type: 'carrel:activity' });
    expect(readFrameMessage({ type: 'carrel:ready' })).toEqual({ type: 'carrel:ready' });
    expect(readFrameMessage({ type: 'carrel:key', key: 'N' })).toEqual({ type: 'carrel:key', key: 'n' });
    expect(readFrameMessage({ type: 'carrel:key', key: 'Escape' })).toEqual({ type: 'carrel:key', key: 'escape' });
    const link = { type: 'carrel:link', href: 'https://example.org/' };
    expect(readFrameMessage({ ...link, more: 1 })).toEqual(link);
  });

  it('reads what it says of passages, words and films', () => {
    const good = [
      { type: 'carrel:found', count: 3, at: 1 },
      { type: 'carrel:selected', anchor: 'p12', quote: 'within one minute' },
      { type: 'carrel:selected', anchor: '', quote: '' },
      { type: 'carrel:film', anchor: 's-à-table', permille: 400 },
      { type: 'carrel:key', key: 'ctrl+shift+f' },
    ];
    for (const message of good) expect(readFrameMessage(message)).toEqual(message);
  });

  it('takes nothing else', () => {
    const strange: unknown[] = [
      null, undefined, 'carrel:activity', 7, {}, [],
      { type: 'carrel:position' },
      { type: 'carrel:position', permille: -1 },
      { type: 'carrel:position', permille: 1001 },
      { type: 'carrel:position', permille: Number.NaN },
      { type: 'carrel:position', permille: '5' },
      { type: 'carrel:key', key: 'Enter' },
      { type: 'carrel:key', key: 3 },
      { type: 'carrel:link' },
      { type: 'carrel:link', href: { toString: () => 'https://example.org' } },
      { type: 'carrel:found', count: -1, at: 0 },
      { type: 'carrel:found', count: 1.5, at: 0 },
      { type: 'carrel:selected', anchor: 'p1"><script>', quote: 'x' },
      { type: 'carrel:selected', anchor: 'p1', quote: 'x'.repeat(601) },
      { type: 'carrel:selected', anchor: '', quote: 'x' },
      { type: 'carrel:film', anchor: 'film', permille: 1 },
      { type: 'carrel:film', anchor: 'p1', permille: 1001 },
      { type: 'carrel:key', key: 'ctrl+w' },
      { type: 'carrel:navigate', to: 'https://example.org' },
    ];
    for (const data of strange) expect(readFrameMessage(data)).toBeNull();
  });
});
