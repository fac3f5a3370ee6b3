// The filters as the screen lists them: words, counts, and what is chosen though nothing is left of it.

import type { Facets, FacetCount } from '../../ipc/types';
import { t } from '../../state/l10n';
import type { Filters, ListFacet } from './search.svelte';

export interface Choice {
  value: string | number;
  label: string;
  count: number;
  chosen: boolean;
}

export const LIST_FACETS: ListFacet[] = ['categories', 'hours', 'prices', 'access_months', 'prepares_for'];

const ORDERED: Partial<Record<ListFacet, (string | number)[]>> = {
  hours: ['short', 'medium', 'long', 'very_long'],
  prices: ['under200', 'under500', 'under1000', 'over1000'],
};

export function facetTitle(facet: ListFacet | 'clinical' | 'state'): string {
  return t(`catalog-facet-${facet.replaceAll('_', '-')}`);
}

export function facetLabel(facet: ListFacet, value: string | number): string {
  if (facet === 'hours') return t(`catalog-hours-${String(value).replaceAll('_', '-')}`);
  if (facet === 'prices') return t(`catalog-price-${value}`);
  if (facet === 'access_months') return t('catalog-access', { months: Number(value) });
  return String(value);
}

/** The choices of a facet; a chosen one stays though its count is 0. */
export function choices(facet: ListFacet, facets: Facets, filters: Filters): Choice[] {
  const chosen = filters[facet] as (string | number)[];
  const found = facets[facet] as FacetCount<string | number>[];
  const counts = new Map(found.map(({ value, count }) => [value, count]));
  for (const value of chosen) if (!counts.has(value)) counts.set(value, 0);
  const order = ORDERED[facet];
  const rank = (value: string | number) => (order ? order.indexOf(value) : 0);
  return [...counts]
    .map(([value, count]) => ({ value, label: facetLabel(facet, value), count, chosen: chosen.includes(value) }))
    .sort((one, other) => {
      if (order) return rank(one.value) - rank(other.value);
      if (facet === 'access_months') return Number(one.value) - Number(other.value);
      return one.label.localeCompare(other.label);
    });
}

export interface Chosen {
  key: string;
  label: string;
  without: Partial<Filters>;
}

/** Everything chosen, each with the filters without it. */
export function chosenFilters(filters: Filters, state: string): Chosen[] {
  const listed: Chosen[] = LIST_FACETS.flatMap((facet) =>
    (filters[facet] as (string | number)[]).map((value) => ({
      key: `${facet}-${value}`,
      label: facetLabel(facet, value),
      without: { [facet]: (filters[facet] as (string | number)[]).filter((one) => one !== value) },
    })),
  );
  if (filters.clinical !== null) {
    const label = t(filters.clinical ? 'catalog-clinical-yes' : 'catalog-clinical-no');
    listed.push({ key: 'clinical', label, without: { clinical: null } });
  }
  if (filters.open_in_my_state) {
    const without = { open_in_my_state: false };
    listed.push({ key: 'state', label: t('catalog-open-in-state', { state }), without });
  }
  return listed;
}
