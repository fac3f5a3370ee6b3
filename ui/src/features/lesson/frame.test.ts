import { describe, expect, it } from 'vitest';
import { readFrameMessage } from './frame';

describe('readFrameMessage', () => {
  it('reads the four messages of a lesson', () => {
    expect(readFrameMessage({ type: 'carrel:position', permille: 412.4 })).toEqual({ type: 'carrel:position', permille: 412 });
    expect(readFrameMessage({ type: 'carrel:activity' })).toEqual({ type: 'carrel:activity' });
    expect(readFrameMessage({ type: 'carrel:key', key: 'N' })).toEqual({ type: 'carrel:key', key: 'n' });
    expect(readFrameMessage({ type: 'carrel:key', key: 'Escape' })).toEqual({ type: 'carrel:key', key: 'escape' });
    const link = { type: 'carrel:link', href: 'https://example.org/' };
    expect(readFrameMessage({ ...link, more: 1 })).toEqual(link);
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
      { type: 'carrel:navigate', to: 'https://example.org' },
    ];
    for (const data of strange) expect(readFrameMessage(data)).toBeNull();
  });
});
