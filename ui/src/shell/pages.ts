// Which component shows which page; each is loaded when it is first opened.

import type { Component } from 'svelte';
import type { Route } from '../state/router.svelte';

type Page = Component<{ program?: string; lesson?: string; quiz?: string }>;
type Load = () => Promise<{ default: Component<any> }>;

const loads: Partial<Record<Route['page'], Load>> = {
  schools: () => import('../features/schools/SchoolsPage.svelte'),
  catalog: () => import('../features/catalog/CatalogPage.svelte'),
  program: () => import('../features/program/ProgramPage.svelte'),
  'sign-in': () => import('../features/sign-in/SignInPage.svelte'),
  settings: () => import('../features/settings/SettingsPage.svelte'),
  learning: () => import('../features/learning/LearningPage.svelte'),
  course: () => import('../features/course/CoursePage.svelte'),
  lesson: () => import('../features/lesson/LessonPage.svelte'),
  quiz: () => import('../features/quiz/QuizPage.svelte'),
  downloads: () => import('../features/downloads/DownloadsPage.svelte'),
  activity: () => import('../features/activity/ActivityPage.svelte'),
};

const loaded = new Map<Route['page'], Page>();

/** The page's component: at once where it was loaded before. */
export function pageOf(route: Route): Page | Promise<Page> | null {
  const here = loaded.get(route.page);
  if (here) return here;
  const load = loads[route.page];
  if (!load) return null;
  return load().then((file) => {
    loaded.set(route.page, file.default);
    return file.default;
  });
}

export function propsOf(route: Route): { program?: string; lesson?: string; quiz?: string } {
  return {
    program: 'program' in route ? route.program : undefined,
    lesson: 'lesson' in route ? route.lesson : undefined,
    quiz: 'quiz' in route ? route.quiz : undefined,
  };
}
