// The catalog's search. It outlives its page, so that the list stays where it was.

import { asCallError, call } from '../../ipc/client';
import type { CallError } from '../../ipc/client';
import type { CatalogQuery, CatalogResults, CatalogSort, HoursBand, PriceBand, ProgramCard } from '../../ipc/types';

export interface Filters {
  categories: string[];
  hours: HoursBand[];
  access_months: number[];
  prices: PriceBand[];
  prepares_for: string[];
  clinical: boolean | null;
  open_in_my_state: boolean;
}

export type ListFacet = 'categories' | 'hours' | 'access_months' | 'prices' | 'prepares_for';

export const noFilters = (): Filters => ({
  categories: [],
  hours: [],
  access_months: [],
  prices: [],
  prepares_for: [],
  clinical: null,
  open_in_my_state: false,
});

export const PAGE = 100;

export class CatalogSearch {
  text = $state('');
  filters: Filters = $state.raw(noFilters());
  sort: CatalogSort = $state('best');
  /** The newest answer; its hits are in `hits`. */
  results: Omit<CatalogResults, 'hits'> | null = $state.raw(null);
  /** By place in the list; holes are fetched when they come near the window. */
  hits: (ProgramCard | undefined)[] = $state.raw([]);
  failure: CallError | null = $state.raw(null);
  /** What was searched for when `hits` came. */
  shown = '';
  /** What was asked before its page was open has no answer yet. */
  coming = false;
  /** Its page was open. */
  opened = false;
  #turn = 0;
  #pages = new Set<number>();
  #span: [number, number] = [0, 0];

  get query(): Omit<CatalogQuery, 'offset' | 'limit'> {
    return { text: this.text.trim(), ...this.filters, sort: this.sort };
  }

  /** How many filters are set. */
  get chosen(): number {
    const { categories, hours, access_months, prices, prepares_for, clinical, open_in_my_state } = this.filters;
    const lists = [categories, hours, access_months, prices, prepares_for];
    const inLists = lists.reduce((sum, list) => sum + list.length, 0);
    return inLists + (clinical === null ? 0 : 1) + (open_in_my_state ? 1 : 0);
  }

  /** Asks anew: after something typed or chosen, and after the catalog changed. Old hits stay until the answer. */
  refresh = async (): Promise<void> => {
    this.#turn += 1;
    this.#pages.clear();
    const key = JSON.stringify(this.query);
    await this.#fetch(0, key);
    if (key === this.shown && this.#span[1] > 0) this.need(...this.#span);
  };

  /** Asks before its page is open. What fails then is the page's to say, when it asks itself. */
  ahead = async (): Promise<void> => {
    const turn = this.#turn + 1;
    this.coming = true;
    await this.refresh();
    this.coming = false;
    if (this.#turn === turn) this.failure = null;
  };

  /** Fetches what is missing of the rows `from` to `to`. */
  need = (from: number, to: number): void => {
    this.#span = [from, to];
    if (!this.results || this.shown !== JSON.stringify(this.query)) return;
    const last = Math.min(to, this.results.total) - 1;
    for (let page = Math.floor(from / PAGE); page <= Math.floor(Math.max(from, last) / PAGE); page += 1) {
      if (!this.#pages.has(page)) void this.#fetch(page, this.shown);
    }
  };

  async #fetch(page: number, key: string): Promise<void> {
    const turn = this.#turn;
    this.#pages.add(page);
    try {
      const { hits, ...results } = await call('search_catalog', { ...this.query, offset: page * PAGE, limit: PAGE });
      if (turn !== this.#turn) return;
      const next = this.shown === key ? this.hits.slice(0, results.total) : [];
      next.length = results.total;
      hits.forEach((hit, at) => (next[page * PAGE + at] = hit));
      this.hits = next;
      this.results = results;
      this.shown = key;
      this.failure = null;
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#pages.delete(page);
      this.failure = asCallError(error);
    }
  }

  /** Puts `value` among the chosen ones of `facet`, or takes it out. */
  toggle<F extends ListFacet>(facet: F, value: Filters[F][number]): void {
    const list = this.filters[facet] as (string | number)[];
    const next = list.includes(value) ? list.filter((one) => one !== value) : [...list, value];
    this.set({ [facet]: next });
  }

  set(filters: Partial<Filters>): void {
    this.filters = { ...this.filters, ...filters };
    void this.refresh();
  }

  clear(): void {
    this.set(noFilters());
  }

  /** As at first: another school has another catalog. */
  forget(): void {
    this.#turn += 1;
    this.text = '';
    this.filters = noFilters();
    this.results = null;
    this.hits = [];
    this.shown = '';
    this.opened = false;
    this.failure = null;
  }
}

export const catalogSearch = new CatalogSearch();
