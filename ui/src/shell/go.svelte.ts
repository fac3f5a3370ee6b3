// What "go anywhere" finds: pages, the learner's courses, the catalog.

import { call } from '../ipc/client';
import { t } from '../state/l10n';
import { href } from '../state/router.svelte';

export interface Place {
  title: string;
  more: string;
  href: string;
}

export interface Group {
  title: string;
  places: Place[];
}

const PAGES = ['learning', 'catalog', 'careers', 'downloads', 'ready', 'activity', 'settings'] as const;

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

export class Going {
  groups: Group[] = $state.raw([]);
  #turn = 0;

  /** Looks for `text`; what was found stays until the newest answer is here. */
  async look(text: string): Promise<void> {
    const turn = ++this.#turn;
    const wanted = fold(text.trim());
    const fits = (title: string) => fold(title).includes(wanted);
    const pages = PAGES.map((page) => ({ title: t(`shell-${page}`), more: '', href: href({ page }) }));
    const [mine, found, guide] = await Promise.all([
      call('my_learning').catch(() => null),
      wanted === '' ? null : call('search_catalog', searchFor(text)).catch(() => null),
      wanted === '' ? null : call('search_guide', { text }).catch(() => null),
    ]);
    if (turn !== this.#turn) return;
    const courses = (mine?.courses ?? []).map(({ title, program, category }) => ({
      title,
      more: category,
      href: href({ page: 'course', program }),
    }));
    const programs = (found?.hits ?? []).map(({ title, id, category }) => ({
      title,
      more: category,
      href: href({ page: 'program', program: id }),
    }));
    const read = (guide ?? []).slice(0, 5).map(({ place, title, section }) => ({
      title,
      more: section ?? '',
      href:
        place.place === 'page'
          ? href({ page: 'career', topic: place.page, section: place.section ?? undefined })
          : href({ page: 'licensure', state: place.state ?? undefined }),
    }));
    this.groups = [
      { title: t('shell-go-courses'), places: courses.filter((place) => fits(place.title)) },
      { title: t('shell-go-pages'), places: pages.filter((place) => fits(place.title)) },
      { title: t('shell-go-catalog'), places: programs },
      { title: t('shell-go-guide'), places: read },
    ].filter((group) => group.places.length > 0);
  }
}

function searchFor(text: string) {
  return {
    text,
    categories: [],
    hours: [],
    access_months: [],
    prices: [],
    prepares_for: [],
    clinical: null,
    open_in_my_state: false,
    sort: 'best' as const,
    offset: 0,
    limit: 8,
  };
}
