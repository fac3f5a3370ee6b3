// Dates, money and amounts in the learner's locale. Moments are milliseconds since 1970.

const DAY = 86_400_000;

/** The learner's locale. A system without one calls it "C", which is no language: numbers and dates are American then. */
export function locale(): string {
  const said = typeof navigator === 'undefined' ? '' : navigator.language;
  try {
    return Intl.getCanonicalLocales(said)[0] ?? 'en-US';
  } catch {
    return 'en-US';
  }
}

const cache = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat>();

function date(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `d${JSON.stringify(options)}`;
  let format = cache.get(key) as Intl.DateTimeFormat | undefined;
  if (!format) cache.set(key, (format = new Intl.DateTimeFormat(locale(), options)));
  return format;
}

function number(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `n${JSON.stringify(options)}`;
  let format = cache.get(key) as Intl.NumberFormat | undefined;
  if (!format) cache.set(key, (format = new Intl.NumberFormat(locale(), options)));
  return format;
}

const midnight = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

/** Whole calendar days from `now` to `at`, on the learner's clock. */
export function daysBetween(now: number, at: number): number {
  return Math.round((midnight(at) - midnight(now)) / DAY);
}

/** `14:02` or `2:02 PM`, as the learner's locale has it. */
export function time(at: number): string {
  // A style costs a tenth of what a list of parts does when it is first used, and it is used as the window opens.
  return date({ timeStyle: 'short' }).format(at);
}

/** `November 22`, with the year where it is another one. */
export function day(at: number, now = Date.now()): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return date({ month: 'long', day: 'numeric', ...(sameYear ? {} : { year: 'numeric' }) }).format(at);
}

/** The date of a deadline: with the weekday while it is less than two weeks away. */
export function deadline(at: number, now = Date.now()): string {
  if (Math.abs(daysBetween(now, at)) >= 14) return day(at, now);
  return date({ weekday: 'long', month: 'long', day: 'numeric' }).format(at);
}

/** Today only the time, within a week the weekday and time, else the date. */
export function moment(at: number, now = Date.now()): string {
  const away = Math.abs(daysBetween(now, at));
  if (away === 0) return time(at);
  if (away < 7) return date({ weekday: 'long', hour: 'numeric', minute: '2-digit' }).format(at);
  return day(at, now);
}

/** A plain date as the school wrote it: `2026-11-01`. */
export function plainDate(text: string): string {
  const [year, month, dayOfMonth] = text.split('-').map(Number);
  if (!year || !month || !dayOfMonth) return text;
  return date({ year: 'numeric', month: 'long', day: 'numeric' }).format(new Date(year, month - 1, dayOfMonth));
}

/** Exact to the cent; whole amounts without `.00`. */
export function money(amount: { cents: number; currency: string }): string {
  const whole = amount.cents % 100 === 0;
  return number({
    style: 'currency',
    currency: amount.currency,
    minimumFractionDigits: whole ? 0 : 2,
    maximumFractionDigits: whole ? 0 : 2,
  }).format(amount.cents / 100);
}

export function count(value: number): string {
  return number({}).format(value);
}

export function percent(part: number, whole: number): string {
  return number({ style: 'percent' }).format(whole === 0 ? 0 : part / whole);
}

/** `2.5`: for figures kept in tenths. */
export function tenths(value: number): string {
  return number({ maximumFractionDigits: 1 }).format(value / 10);
}

/** `1.2 GB`, in steps of a thousand, as file managers count. */
export function bytes(value: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
  let step = 0;
  let amount = value;
  while (amount >= 999.5 && step < units.length - 1) {
    amount /= 1000;
    step += 1;
  }
  const digits = step === 0 || amount >= 100 ? 0 : 1;
  return number({ style: 'unit', unit: units[step] ?? 'byte', maximumFractionDigits: digits }).format(amount);
}

/** `45 min`, `2 hr, 5 min`: time spent or needed. */
export function duration(minutes: number): string {
  const unit = (value: number, name: 'hour' | 'minute') => number({ style: 'unit', unit: name }).format(value);
  const hours = Math.floor(minutes / 60);
  const rest = Math.round(minutes % 60);
  if (hours === 0) return unit(rest, 'minute');
  return rest === 0 ? unit(hours, 'hour') : `${unit(hours, 'hour')} ${unit(rest, 'minute')}`;
}

/** `a, b and c`. */
export function list(items: string[], type: 'conjunction' | 'disjunction' = 'conjunction'): string {
  return new Intl.ListFormat(locale(), { type, style: 'long' }).format(items);
}

/** Access is sold in days and said in months: 183 days are 6 months. */
export function months(days: number): number {
  return Math.round(days / 30.4);
}
