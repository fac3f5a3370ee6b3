import { describe, expect, it } from 'vitest';
import { parseNumber, showNumber } from './number';

const value = (text: string, locale = 'en-US') => {
  const parsed = parseNumber(text, locale);
  return parsed.ok ? parsed.value : parsed.why;
};

describe('parseNumber', () => {
  it('reads English numbers', () => {
    expect(value('8')).toBe(8);
    expect(value(' 1,500 ')).toBe(1500);
    expect(value('1,234.5')).toBe(1234.5);
    expect(value('1,5')).toBe(1.5);
    expect(value('.5')).toBe(0.5);
    expect(value('−3.25')).toBe(-3.25);
    expect(value('8.')).toBe(8);
  });

  it('reads German and French numbers', () => {
    expect(value('1.234,5', 'de')).toBe(1234.5);
    expect(value('1,5', 'de')).toBe(1.5);
    expect(value('1.5', 'de')).toBe(1.5);
    expect(value('1.500', 'de')).toBe(1500);
    expect(value('1 234,5', 'fr')).toBe(1234.5);
  });

  it('says what is not a number', () => {
    expect(value('')).toBe('empty');
    expect(value('   ')).toBe('empty');
    for (const text of ['eight', '8 needles', '1.2.3', '1,23,4', '--3', '1e5', 'Infinity', '.']) {
      expect(value(text)).toBe('not_a_number');
    }
  });

  it('shows a number as it is written', () => {
    expect(showNumber(1234.5, 'en-US')).toBe('1234.5');
    expect(showNumber(1234.5, 'de')).toBe('1234,5');
  });
});
