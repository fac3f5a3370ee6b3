export type ParsedNumber = { ok: true; value: number } | { ok: false; why: 'empty' | 'not_a_number' };

/** The decimal and grouping signs of a locale. */
function signs(locale: string): { decimal: string; group: string } {
  const parts = new Intl.NumberFormat(locale).formatToParts(12345.6);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return { decimal: of('decimal') || '.', group: of('group') || ',' };
}

/**
 * Reads a number as the learner writes it: with the locale's signs, and with the other decimal sign where that
 * cannot be mistaken for grouping ("1,5" in English, "1.5" in German).
 */
export function parseNumber(text: string, locale: string): ParsedNumber {
  const bare = text.replace(/[\s\u00a0\u202f'’]/g, '').replace(/^[−–]/, '-').replace(/^\+/, '');
  if (bare === '') return { ok: false, why: 'empty' };
  const { decimal, group } = signs(locale);
  const plain = normalise(bare, decimal, group);
  if (plain === null || !/^-?(\d+\.?\d*|\.\d+)$/.test(plain)) return { ok: false, why: 'not_a_number' };
  const value = Number(plain);
  return Number.isFinite(value) ? { ok: true, value } : { ok: false, why: 'not_a_number' };
}

/** `bare` with a point for the decimal sign and no grouping; `null` where it is neither. */
function normalise(bare: string, decimal: string, group: string): string | null {
  const esc = (sign: string) => sign.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const separators = bare.match(/[.,]/g) ?? [];
  if (separators.length === 0) return bare;
  const grouping = group === '.' || group === ',' ? group : decimal === ',' ? '.' : ',';
  if (new RegExp(`^-?\\d{1,3}(${esc(grouping)}\\d{3})+(${esc(decimal)}\\d*)?$`).test(bare)) {
    return bare.replaceAll(grouping, '').replace(decimal, '.');
  }
  return separators.length === 1 ? bare.replace(',', '.') : null;
}

/** A number as the learner would write it, for the field. */
export function showNumber(value: number, locale: string): string {
  return new Intl.NumberFormat(locale, { useGrouping: false, maximumFractionDigits: 10 }).format(value);
}
