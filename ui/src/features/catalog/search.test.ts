import { describe, expect, it, vi } from 'vitest';
import { useTransport } from '../../ipc/client';
import { mock } from '../../ipc/mock';
import type { CatalogQuery, CatalogResults } from '../../ipc/types';
import { choices, chosenFilters } from './facets';
import { CatalogSearch, noFilters, PAGE } from './search.svelte';

/** A promise and what settles it. */
function later<T>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((done) => (resolve = done));
  return { promise, resolve };
}

describe('the catalog’s search', () => {
  it('shows the newest answer though an older one comes later', async () => {
    const engine = mock();
    const waits: Record<string, ReturnType<typeof later<void>>> = {};
    useTransport({
      ...engine,
      async call(name, args) {
        const wait = (waits[(args as CatalogQuery).text] = later<void>());
        await wait.promise;
        return engine.call(name, args);
      },
    });
    const search = new CatalogSearch();
    search.text = 'phle';
    const first = search.refresh();
    await Promise.resolve(undefined);
    search.text = 'dental';
    const second = search.refresh();
    await vi.waitFor(() => expect(Object.keys(waits)).toEqual(['phle', 'dental']));
    waits.dental?.resolve(undefined);
    await second;
    waits.phle?.resolve(undefined);
    await first;
    expect(search.hits.map((hit) => hit?.title)).toContain('Dental Assistant');
    expect(search.hits.some((hit) => hit?.title.startsWith('Phlebotomy'))).toBe(false);
  });

  it('keeps the old results while it asks, and when asking fails', async () => {
    let fails = false;
    const engine = mock();
    useTransport({ ...engine, call: (name, args) => (fails ? Promise.reject({ code: 'busy', detail: null }) : engine.call(name, args)) });
    const search = new CatalogSearch();
    await search.refresh();
    const before = search.hits.length;
    fails = true;
    search.text = 'ekg';
    const asked = search.refresh();
    expect(search.hits.length).toBe(before);
    await asked;
    expect(search.hits.length).toBe(before);
    expect(search.failure).toMatchObject({ code: 'busy' });
  });

  it('fetches pages of a long list as they come near, each once', async () => {
    const engine = mock({ variants: ['many'] });
    useTransport(engine);
    const search = new CatalogSearch();
    await search.refresh();
    expect(search.hits.length).toBe(1200);
    expect(search.hits[PAGE]).toBeUndefined();
    search.need(95, 120);
    search.need(96, 121);
    await vi.waitFor(() => expect(search.hits[PAGE]?.title).toBeTruthy());
    const offsets = engine.calls.map(({ args }) => (args as CatalogQuery).offset);
    expect(offsets).toEqual([0, PAGE]);
  });

  it('corrects a slip of the hand and says so', async () => {
    useTransport(mock());
    const search = new CatalogSearch();
    search.text = 'flebotomy';
    await search.refresh();
    expect(search.results?.corrected).toBe('phlebotomy');
  });
});

describe('filters', () => {
  it('keep a chosen value in sight though nothing is left of it', async () => {
    const { facets } = (await mock().call('search_catalog', { ...noFilters(), text: 'dental', sort: 'best', offset: 0, limit: 1 })) as CatalogResults;
    const filters = { ...noFilters(), categories: ['Pharmacy'] };
    expect(choices('categories', facets, filters)).toContainEqual({ value: 'Pharmacy', label: 'Pharmacy', count: 0, chosen: true });
  });

  it('stand in their own order', async () => {
    const { facets } = (await mock().call('search_catalog', { ...noFilters(), text: '', sort: 'best', offset: 0, limit: 1 })) as CatalogResults;
    expect(choices('hours', facets, noFilters()).map((one) => one.value)).toEqual(['short', 'medium', 'long', 'very_long']);
    expect(choices('access_months', facets, noFilters()).map((one) => one.value)).toEqual([3, 6, 12]);
  });

  it('can each be dropped alone', () => {
    const filters = { ...noFilters(), categories: ['Dental', 'Pharmacy'], clinical: false, open_in_my_state: true };
    const chosen = chosenFilters(filters, 'Ohio');
    expect(chosen.map((one) => one.label)).toEqual(['Dental', 'Pharmacy', 'No live practice', 'Open in Ohio']);
    expect(chosen[0]?.without).toEqual({ categories: ['Pharmacy'] });
  });
});
