import { describe, expect, it } from 'vitest';
import type { CoursePage, LessonLine, ModuleView } from '../../ipc/types';
import { minutesOf, openModule, stateOf } from './lines';

const lesson = (id: string, over: Partial<LessonLine> = {}): LessonLine => ({
  id, title: id, minutes: 20, written: true, done: false, done_delivery: null, furthest_permille: 0, bookmarked: false, has_note: false, ...over,
});
const module = (id: string, lessons: LessonLine[]): ModuleView => ({ id, title: id, lessons, quiz: null, lessons_done: 0 });
const course = (modules: ModuleView[], at: string | null = null) =>
  ({ modules, continue_at: at ? { lesson: at, title: at } : null }) as CoursePage;

describe('a course in lines', () => {
  it('says where a lesson is', () => {
    expect(stateOf(lesson('a', { done: true, written: false }))).toBe('done');
    expect(stateOf(lesson('a', { written: false }))).toBe('unwritten');
    expect(stateOf(lesson('a', { furthest_permille: 1 }))).toBe('begun');
    expect(stateOf(lesson('a'))).toBe('open');
  });

  it('opens the module where the learner goes on', () => {
    const first = module('m1', [lesson('a', { done: true })]);
    const second = module('m2', [lesson('b'), lesson('c')]);
    expect(openModule(course([first, second], 'a'))).toBe('m1');
    expect(openModule(course([first, second]))).toBe('m2');
    expect(openModule(course([first]))).toBe('m1');
    expect(openModule(course([]))).toBeNull();
    expect(minutesOf(second.lessons)).toBe(40);
  });
});
