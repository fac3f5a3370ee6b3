import type { LessonPage } from '../../ipc/types';
import type { Route } from '../../state/router.svelte';

export interface Step {
  kind: 'lesson' | 'quiz' | 'course';
  title: string;
  to: Route;
}

/** Where the learner goes after this lesson: the module's quiz, the next lesson, or back to the course. */
export function onward(page: LessonPage): Step {
  const { program } = page;
  if (page.quiz) return { kind: 'quiz', title: page.quiz.title, to: { page: 'quiz', program, quiz: page.quiz.quiz } };
  if (page.next) return { kind: 'lesson', title: page.next.title, to: { page: 'lesson', program, lesson: page.next.lesson } };
  return { kind: 'course', title: page.program_title, to: { page: 'course', program } };
}

/** How the side column was left: the next lesson finds it so. */
export const side: { open: boolean | null; tab: string } = { open: null, tab: 'contents' };

/** The button that shows and hides the side. */
export const SIDE_BUTTON = 'lesson-side-button';

export const SIZES = { least: 80, most: 200, step: 10 };
