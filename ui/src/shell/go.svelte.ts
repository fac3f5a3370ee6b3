// What "go anywhere" finds: pages, the learner's courses, words in their lessons, the catalog.

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

const PAGES = ['learning', 'catalog', 'careers', 'find', 'downloads', 'ready', 'activity', 'settings'] as const;

/** So many lessons of those that have the words; the rest is one more place. */
const LESSONS = 4;

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
    const [mine, found, inside, guide] = await Promise.all([
      call('my_learning').catch(() => null),
      wanted === '' ? null : call('search_catalog', searchFor(text)).catch(() => null),
      wanted.length < 2 ? null : call('search_lessons', { text, program: null }).catch(() => null),
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
    const passages: Place[] = (inside?.lessons ?? []).slice(0, LESSONS).map((hit) => ({
      title: hit.title.map((part) => part.text).join(''),
      more: hit.module_title,
      href: href({ page: 'lesson', program: hit.program, lesson: hit.lesson, at: hit.passages[0]?.anchor }),
    }));
    if (inside && inside.total > 0) {
      const all = { title: t('find-go-all', { text: text.trim(), count: inside.total }), more: '', href: href({ page: 'find', text: text.trim() }) };
      passages.push(all);
    }
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
      { title: t('find-go-lessons'), places: passages },
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
