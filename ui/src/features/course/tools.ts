// What else a course offers beside its lessons. A tool stands here once it has a page of its own.

import ClipboardCheck from '@lucide/svelte/icons/clipboard-check';
import type { Component } from 'svelte';
import type { CoursePage } from '../../ipc/types';
import type { Route } from '../../state/router.svelte';

export type Tool = {
  /** Its name and one line of what it is for: `course-tool-<name>` and `course-tool-<name>-text`. */
  name: string;
  icon: Component;
  to: (course: CoursePage) => Route;
  /** Whether this course has it. */
  offered: (course: CoursePage) => boolean;
};

export const TOOLS: readonly Tool[] = [
  { name: 'skills', icon: ClipboardCheck, to: ({ program }) => ({ page: 'skills', program }), offered: ({ has_skills }) => has_skills },
];
