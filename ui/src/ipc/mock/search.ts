// The catalog's search, as simple as a preview needs it.

import type { CatalogQuery, CatalogResults, Facets, HoursBand, PriceBand, ProgramCard } from '../types';

const hoursBand = (hours: number): HoursBand =>
  hours < 25 ? 'short' : hours < 100 ? 'medium' : hours < 200 ? 'long' : 'very_long';
const priceBand = (cents: number): PriceBand =>
  cents < 20_000 ? 'under200' : cents < 50_000 ? 'under500' : cents < 100_000 ? 'under1000' : 'over1000';
const months = (days: number) => Math.round(days / 30.4);

type Part = 'categories' | 'hours' | 'access_months' | 'prices' | 'prepares_for' | 'clinical' | 'open_in_my_state';

/** Whether a program fits every chosen facet but `except`. */
function fits(card: ProgramCard, query: CatalogQuery, except?: Part): boolean {
  const in_ = <T>(part: Part, chosen: T[], values: T[]) =>
    part === except || chosen.length === 0 || values.some((value) => chosen.includes(value));
  return (
    in_('categories', query.categories, [card.category]) &&
    in_('hours', query.hours, [hoursBand(card.contact_hours)]) &&
    in_('access_months', query.access_months, [months(card.access_days)]) &&
    in_('prices', query.prices, [priceBand(card.total.cents)]) &&
    in_('prepares_for', query.prepares_for, card.prepares_for) &&
    (except === 'clinical' || query.clinical === null || query.clinical === card.clinical_required) &&
    (except === 'open_in_my_state' || !query.open_in_my_state || card.enrollment_in_state === 'open')
  );
}

function counts<T extends string | number>(values: T[]): { value: T; count: number }[] {
  const found = new Map<T, number>();
  for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
  return [...found]
    .map(([value, count]) => ({ value, count }))
    .sort((one, other) => (one.value < other.value ? -1 : 1));
}

function facets(matches: ProgramCard[], query: CatalogQuery): Facets {
  const left = (part: Part) => matches.filter((card) => fits(card, query, part));
  const clinical = left('clinical');
  return {
    categories: counts(left('categories').map((card) => card.category)),
    hours: counts(left('hours').map((card) => hoursBand(card.contact_hours))),
    access_months: counts(left('access_months').map((card) => months(card.access_days))),
    prices: counts(left('prices').map((card) => priceBand(card.total.cents))),
    prepares_for: counts(left('prepares_for').flatMap((card) => card.prepares_for)),
    clinical: clinical.filter((card) => card.clinical_required).length,
    no_clinical: clinical.filter((card) => !card.clinical_required).length,
    open_in_my_state: left('open_in_my_state').filter((card) => card.enrollment_in_state === 'open').length,
  };
}

export function search(cards: ProgramCard[], query: CatalogQuery, fetched_at: number): CatalogResults {
  const find = (text: string) => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    return cards.filter((card) => {
      const all = `${card.title} ${card.category} ${card.summary} ${card.prepares_for.join(' ')} ${card.code}`.toLowerCase();
      return words.every((word) => all.includes(word));
    });
  };
  let matches = find(query.text);
  let corrected: string | null = null;
  if (matches.length === 0 && /fleb|phleb?/.test(query.text)) {
    corrected = 'phlebotomy';
    matches = find(corrected);
  }
  const hits = matches.filter((card) => fits(card, query));
  const inTitle = (card: ProgramCard) => (card.title.toLowerCase().startsWith(query.text.toLowerCase()) ? 0 : 1);
  hits.sort((one, other) => {
    if (query.sort === 'price') return one.total.cents - other.total.cents;
    if (query.sort === 'hours') return one.contact_hours - other.contact_hours;
    if (query.sort === 'best' && query.text) return inTitle(one) - inTitle(other);
    return one.title.localeCompare(other.title);
  });
  return {
    total: hits.length,
    hits: hits.slice(query.offset, query.offset + query.limit),
    facets: facets(matches, query),
    corrected,
    catalog_size: cards.length,
    fetched_at,
  };
}
