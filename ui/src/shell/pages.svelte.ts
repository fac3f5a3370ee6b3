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
import FindPage from '../features/find/FindPage.svelte';
import GlossaryPage from '../features/glossary/GlossaryPage.svelte';
import EligibilityPage from '../features/eligibility/EligibilityPage.svelte';
import LearningPage from '../features/learning/LearningPage.svelte';
import LessonPage from '../features/lesson/LessonPage.svelte';
import ProgramPage from '../features/program/ProgramPage.svelte';
import QuizPage from '../features/quiz/QuizPage.svelte';
import ReadyPage from '../features/ready/ReadyPage.svelte';
import SchoolsPage from '../features/schools/SchoolsPage.svelte';
import SettingsPage from '../features/settings/SettingsPage.svelte';
import SignInPage from '../features/sign-in/SignInPage.svelte';
import ExamPage from '../features/exam/ExamPage.svelte';
import ExamSittingPage from '../features/exam/SittingPage.svelte';
import ExamReportPage from '../features/exam/ReportPage.svelte';
import RecallPage from '../features/recall/RecallPage.svelte';
import SkillsPage from '../features/skills/SkillsPage.svelte';

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
  find: FindPage,
  glossary: GlossaryPage,
  exam: ExamPage,
  'exam-sitting': ExamSittingPage,
  'exam-report': ExamReportPage,
  recall: RecallPage,
  skills: SkillsPage,
  eligibility: EligibilityPage,
  careers: CareersPage,
  career: CareerPage,
  licensure: LicensePage,
};

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
