// The pages one can always go to.

import BookOpen from '@lucide/svelte/icons/book-open';
import Compass from '@lucide/svelte/icons/compass';
import Download from '@lucide/svelte/icons/download';
import History from '@lucide/svelte/icons/clipboard-list';
import Library from '@lucide/svelte/icons/library';
import TextSearch from '@lucide/svelte/icons/text-search';

export const MAIN = [
  {
    page: 'learning',
    icon: BookOpen,
    within: ['learning', 'course', 'lesson', 'quiz', 'glossary', 'marked', 'exam', 'exam-sitting', 'exam-report', 'recall', 'skills'],
  },
  { page: 'catalog', icon: Library, within: ['catalog', 'program', 'eligibility'] },
  { page: 'find', icon: TextSearch, within: ['find'] },
  { page: 'careers', icon: Compass, within: ['careers', 'career', 'licensure'] },
  { page: 'downloads', icon: Download, within: ['downloads', 'ready'] },
  { page: 'activity', icon: History, within: ['activity'] },
] as const;
