// The pages that come after the first: see pages.svelte.ts.

import type { Pages } from './pages.svelte';
import ActivityPage from '../features/activity/ActivityPage.svelte';
import CareerPage from '../features/career/CareerPage.svelte';
import CareersPage from '../features/career/CareersPage.svelte';
import LicensePage from '../features/career/LicensePage.svelte';
import CourierPage from '../features/courier/CourierPage.svelte';
import CoursePage from '../features/course/CoursePage.svelte';
import DownloadsPage from '../features/downloads/DownloadsPage.svelte';
import FindPage from '../features/find/FindPage.svelte';
import GlossaryPage from '../features/glossary/GlossaryPage.svelte';
import MarkedPage from '../features/marked/MarkedPage.svelte';
import EligibilityPage from '../features/eligibility/EligibilityPage.svelte';
import LessonPage from '../features/lesson/LessonPage.svelte';
import QuizPage from '../features/quiz/QuizPage.svelte';
import ReadyPage from '../features/ready/ReadyPage.svelte';
import SettingsPage from '../features/settings/SettingsPage.svelte';
import SignInPage from '../features/sign-in/SignInPage.svelte';
import ExamPage from '../features/exam/ExamPage.svelte';
import ExamSittingPage from '../features/exam/SittingPage.svelte';
import ExamReportPage from '../features/exam/ReportPage.svelte';
import RecallPage from '../features/recall/RecallPage.svelte';
import SkillsPage from '../features/skills/SkillsPage.svelte';

export const pages: Pages = {
  'sign-in': SignInPage,
  settings: SettingsPage,
  course: CoursePage,
  lesson: LessonPage,
  quiz: QuizPage,
  downloads: DownloadsPage,
  activity: ActivityPage,
  courier: CourierPage,
  ready: ReadyPage,
  find: FindPage,
  glossary: GlossaryPage,
  marked: MarkedPage,
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
