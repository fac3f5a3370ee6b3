import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { bytes, daysBetween, deadline, duration, errorWords, locale, moment, money, months, plainDate, t, tenths } from '.';

const NOW = Date.parse('2026-11-22T12:00:00-05:00');
const DAY = 86_400_000;

describe('words', () => {
  it('throw in tests where they are missing', () => {
    expect(() => t('no-such-words')).toThrow('no-such-words');
    expect(() => t('page-title')).toThrow('page-title');
  });

  it('exist for every code of the engine', () => {
    const types = readFileSync('src/ipc/types.ts', 'utf8');
    const codes = /export type ErrorCode = ([^;]+);/.exec(types)?.[1]?.match(/\w+/g) ?? [];
    expect(codes.length).toBeGreaterThan(20);
    for (const code of codes) expect(errorWords({ code, detail: null })).not.toBe('');
    for (const code of codes.filter((one) => one !== 'ours')) {
      expect(errorWords({ code, detail: null }), code).not.toBe(errorWords({ code: 'ours', detail: null }));
    }
  });

  it('have ids that begin with their file’s name, so that no two files can clash', () => {
    const folder = 'locales/en-US';
    const seen = new Set<string>();
    for (const file of readdirSync(folder)) {
      const ids = readFileSync(`${folder}/${file}`, 'utf8').match(/^[a-z][\w-]*(?= =)/gm) ?? [];
      for (const id of ids) {
        expect(seen.has(id), `${id} twice`).toBe(false);
        seen.add(id);
      }
    }
  });
});

describe('formats', () => {
  it('keep money exact', () => {
    expect(money({ cents: 94_900, currency: 'USD' })).toBe('$949');
    expect(money({ cents: 94_905, currency: 'USD' })).toBe('$949.05');
    expect(money({ cents: 0, currency: 'USD' })).toBe('$0');
  });

  it('name the weekday while a deadline is near', () => {
    expect(deadline(NOW + 3 * DAY, NOW)).toBe('Wednesday, November 25');
    expect(deadline(NOW + 30 * DAY, NOW)).toBe('December 22');
    expect(deadline(NOW + 200 * DAY, NOW)).toMatch(/2027/);
  });

  it('say less about what is far', () => {
    expect(moment(NOW, NOW)).toMatch(/12:00/);
    expect(moment(NOW - 2 * DAY, NOW)).toMatch(/^Friday/);
    expect(moment(NOW - 20 * DAY, NOW)).toBe('November 2');
    expect(daysBetween(NOW, NOW + DAY)).toBe(1);
  });

  it('count bytes, minutes and months as people do', () => {
    expect(bytes(48_300_000)).toBe('48.3 MB');
    expect(bytes(0)).toBe('0 byte');
    expect(bytes(999_700)).toBe('1 MB');
    expect(duration(45)).toBe('45 min');
    expect(duration(125)).toBe('2 hr 5 min');
    expect(months(183)).toBe(6);
    expect(tenths(25)).toBe('2.5');
    expect(plainDate('2026-11-01')).toBe('November 1, 2026');
  });

  it('are American on a system whose locale is “C”', () => {
    const said = vi.spyOn(navigator, 'language', 'get').mockReturnValue('C');
    expect(locale()).toBe('en-US');
    said.mockReturnValue('de-AT');
    expect(locale()).toBe('de-AT');
    said.mockRestore();
  });
});
