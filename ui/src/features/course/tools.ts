// What else a course offers beside its lessons. A tool stands here once it has a page of its own.

import BookA from '@lucide/svelte/icons/book-a';
import ClipboardCheck from '@lucide/svelte/icons/clipboard-check';
import type { Component } from 'svelte';
import Bookmark from '@lucide/svelte/icons/bookmark';
import Brain from '@lucide/svelte/icons/brain';
import FileCheck from '@lucide/svelte/icons/file-check';
import type { CoursePage } from '../../ipc/types';
import type { Route } from '../../state/router.svelte';

export type Tool = {
  /** Its name and one line of what it is for: `course-tool-<name>` and `course-tool-<name>-text`. */
  name: string;
  icon: Component<any>;
  to: (course: CoursePage) => Route;
  /** Whether this course has it. */
  offered: (course: CoursePage) => boolean;
  /** How much waits there now: `course-tool-<name>-count`. */
  count?: (course: CoursePage) => number;
};

export const TOOLS: readonly Tool[] = [
  { name: 'glossary', icon: BookA, to: ({ program }) => ({ page: 'glossary', program }), offered: ({ pack }) => pack.state === 'complete' },
  {
    name: 'marked',
    icon: Bookmark,
    to: ({ program }) => ({ page: 'marked', program }),
    offered: ({ pack, modules }) => pack.state === 'complete' || modules.some(({ lessons }) => lessons.some((lesson) => lesson.bookmarked || lesson.has_note)),
  },
  {
    name: 'recall',
    icon: Brain,
    to: ({ program }) => ({ page: 'recall', program }),
    offered: ({ pack }) => pack.state === 'complete',
    count: ({ recall }) => recall.due + recall.fresh,
  },
  { name: 'exam', icon: FileCheck, to: ({ program }) => ({ page: 'exam', program }), offered: (course) => course.practice_exam },
  { name: 'skills', icon: ClipboardCheck, to: ({ program }) => ({ page: 'skills', program }), offered: ({ has_skills }) => has_skills },
];
