import type { CoursePage, LessonLine } from '../../ipc/types';

export type LessonState = 'done' | 'begun' | 'open' | 'unwritten';

export function stateOf(lesson: LessonLine): LessonState {
  if (lesson.done) return 'done';
  if (!lesson.written) return 'unwritten';
  return lesson.furthest_permille > 0 ? 'begun' : 'open';
}

/** The module to show open: where the learner goes on, else the first with something left, else the first. */
export function openModule(course: CoursePage): string | null {
  const here = course.modules.find((module) => module.lessons.some((lesson) => lesson.id === course.continue_at?.lesson));
  const left = course.modules.find((module) => module.lessons.some((lesson) => lesson.written && !lesson.done));
  return (here ?? left ?? course.modules[0])?.id ?? null;
}

export function minutesOf(lessons: LessonLine[]): number {
  return lessons.reduce((sum, lesson) => sum + lesson.minutes, 0);
}
