// What else a course offers beside its lessons. A tool stands here once it has a page of its own.

import BookA from '@lucide/svelte/icons/book-a';
import type { Component } from 'svelte';
import type { CoursePage } from '../../ipc/types';
import type { Route } from '../../state/router.svelte';

export type Tool = {
  /** Its name and one line of what it is for: `course-tool-<name>` and `course-tool-<name>-text`. */
  name: string;
  icon: Component<any>;
  to: (course: CoursePage) => Route;
  /** Whether this course has it. */
  offered: (course: CoursePage) => boolean;
};

export const TOOLS: readonly Tool[] = [
  { name: 'glossary', icon: BookA, to: ({ program }) => ({ page: 'glossary', program }), offered: ({ pack }) => pack.state === 'complete' },
];
