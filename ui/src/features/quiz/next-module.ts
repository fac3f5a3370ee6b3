import type { CoursePage } from '../../ipc/types';

/** The first lesson to read of the module after the one this quiz closes. */
export function nextModule(course: CoursePage, quiz: string): { title: string; lesson: string } | null {
  const at = course.modules.findIndex((module) => module.quiz?.id === quiz);
  const next = at < 0 ? undefined : course.modules[at + 1];
  const written = next?.lessons.filter((lesson) => lesson.written) ?? [];
  const lesson = written.find((one) => !one.done) ?? written[0];
  return next && lesson ? { title: next.title, lesson: lesson.id } : null;
}
