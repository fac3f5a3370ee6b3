// Which component shows which page. What a start can lead to comes with the window; the other pages follow as one file
// once something is drawn, so that neither the start nor the first opening of a page waits for them.

import type { Component } from 'svelte';
import type { Route } from '../state/router.svelte';
import CatalogPage from '../features/catalog/CatalogPage.svelte';
import LearningPage from '../features/learning/LearningPage.svelte';
import ProgramPage from '../features/program/ProgramPage.svelte';
import SchoolsPage from '../features/schools/SchoolsPage.svelte';

export type Pages = Partial<Record<Route['page'], Component<any>>>;

const first: Pages = {
  schools: SchoolsPage,
  catalog: CatalogPage,
  program: ProgramPage,
  learning: LearningPage,
};
let later: Pages = $state.raw({});
let asked = false;
let failed = $state(false);

/** Fetches the pages that did not come with the window; once is enough. */
export async function fetchPages(): Promise<void> {
  if (asked) return;
  [asked, failed] = [true, false];
  try {
    later = (await import('./later')).pages;
  } catch (error) {
    console.error(error);
    [asked, failed] = [false, true];
  }
}

/** They could not be read; asking again may help. */
export function lost(): boolean {
  return failed;
}

/** The component of a page; `undefined` while it is still coming. */
export function pageOf(page: Route['page']): Component<any> | undefined {
  return first[page] ?? later[page];
}

/** One of the pages that come after the first; `home` leads to another page at once. */
export function isAwaited(route: Route): boolean {
  return !pageOf(route.page) && route.page !== 'home' && route.page !== 'unknown';
}

export function propsOf(route: Route): Record<string, string | undefined> {
  return {
    filter: 'filter' in route ? route.filter : undefined,
    goal: 'goal' in route ? route.goal : undefined,
    program: 'program' in route ? route.program : undefined,
    lesson: 'lesson' in route ? route.lesson : undefined,
    quiz: 'quiz' in route ? route.quiz : undefined,
    at: 'at' in route ? route.at : undefined,
    text: 'text' in route ? route.text : undefined,
    act: 'act' in route ? route.act : undefined,
    topic: 'topic' in route ? route.topic : undefined,
    section: 'section' in route ? route.section : undefined,
    state: 'state' in route ? route.state : undefined,
  };
}
