// Which component shows which page. They lie on this computer's disk, in one file: fetching each when it is first opened
// would only make the first one wait.

import type { Component } from 'svelte';
import type { Route } from '../state/router.svelte';
import ActivityPage from '../features/activity/ActivityPage.svelte';
import CareerPage from '../features/career/CareerPage.svelte';
import CareersPage from '../features/career/CareersPage.svelte';
import LicensePage from '../features/career/LicensePage.svelte';
import CatalogPage from '../features/catalog/CatalogPage.svelte';
import CourierPage from '../features/courier/CourierPage.svelte';
import CoursePage from '../features/course/CoursePage.svelte';
import DownloadsPage from '../features/downloads/DownloadsPage.svelte';
import LearningPage from '../features/learning/LearningPage.svelte';
import LessonPage from '../features/lesson/LessonPage.svelte';
import ProgramPage from '../features/program/ProgramPage.svelte';
import QuizPage from '../features/quiz/QuizPage.svelte';
import ReadyPage from '../features/ready/ReadyPage.svelte';
import SchoolsPage from '../features/schools/SchoolsPage.svelte';
import SettingsPage from '../features/settings/SettingsPage.svelte';
import SignInPage from '../features/sign-in/SignInPage.svelte';

export const pages: Partial<Record<Route['page'], Component<any>>> = {
  schools: SchoolsPage,
  catalog: CatalogPage,
  program: ProgramPage,
  'sign-in': SignInPage,
  settings: SettingsPage,
  learning: LearningPage,
  course: CoursePage,
  lesson: LessonPage,
  quiz: QuizPage,
  downloads: DownloadsPage,
  activity: ActivityPage,
  courier: CourierPage,
  ready: ReadyPage,
  careers: CareersPage,
  career: CareerPage,
  licensure: LicensePage,
};

export function propsOf(route: Route): Record<string, string | undefined> {
  return {
    filter: 'filter' in route ? route.filter : undefined,
    program: 'program' in route ? route.program : undefined,
    lesson: 'lesson' in route ? route.lesson : undefined,
    quiz: 'quiz' in route ? route.quiz : undefined,
    topic: 'topic' in route ? route.topic : undefined,
    section: 'section' in route ? route.section : undefined,
    state: 'state' in route ? route.state : undefined,
  };
}
