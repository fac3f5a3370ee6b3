lesson-contents = Contents
lesson-notes = Notes
lesson-about = About
lesson-side = Beside the lesson
lesson-side-show = Show contents and notes
lesson-side-hide = Hide contents and notes
lesson-frame = Lesson text: { $title }

lesson-mark-done = Mark as done
lesson-done = Done
lesson-reopen = Reopen
lesson-reopen-label = Reopen this lesson: it no longer counts as done
lesson-previous = Previous: { $title }
lesson-previous-short = Previous
lesson-to-lesson = Next lesson: { $title }
lesson-to-lesson-short = Next lesson
lesson-to-quiz = Module quiz: { $title }
lesson-to-quiz-short = Module quiz
lesson-to-course = Back to the course: { $title }
lesson-to-course-short = Back to the course

lesson-smaller = Smaller text
lesson-larger = Larger text
lesson-bookmark-label = Bookmark this lesson

lesson-objectives = After this lesson you can
lesson-sources = Sources
lesson-reviewed = Last reviewed { $date }
lesson-no-about = This lesson has no objectives or sources listed.

lesson-note = Your note
lesson-note-hint = Only you and your school can read it. It saves itself.
lesson-note-empty = Write what you want to remember.
lesson-note-typing = Not saved yet
lesson-note-saving = Saving
lesson-note-saved = Saved on this computer
lesson-note-failed = Not saved
lesson-note-disk-full = The disk of this computer is full, so your note is not saved. Your words are still in the field. Free some space, then try again.
lesson-note-too-long = This note is too long to keep in one piece. Your words are still in the field. Shorten it, or move a part of it to the note of another lesson.
lesson-note-other-error = Your note could not be saved. Your words are still in the field; try again in a moment.
lesson-note-try-again = Try again
lesson-note-two = Two versions of this note
lesson-note-two-text = You wrote on two computers that did not know of each other. Nothing is lost. If you just write on, both are kept.
lesson-note-here = This computer, { $when }
lesson-note-there = Another computer, { $when }
lesson-note-keep-both = Keep both
lesson-note-keep-this = Keep only this
lesson-note-keep-named = Keep only this: { $which }
lesson-note-divider = — from another computer, { $when } —

lesson-key-next = Next lesson or quiz
lesson-key-previous = Previous lesson
lesson-key-done = Mark the lesson as done
lesson-key-side = Back to the text

lesson-state-done = Done
lesson-state-begun = Begun
lesson-state-open = Not begun
lesson-state-unwritten = Not written yet

lesson-find = Words in this lesson
lesson-find-open = Find in this lesson
lesson-find-close = Stop finding
lesson-find-none = Not in this lesson
lesson-find-count = { $at } of { $count }
lesson-find-before = The place before
lesson-find-after = The next place
lesson-key-find = Find in this lesson
lesson-key-mark = Mark what is selected, or the first paragraph in sight

lesson-print = Write this lesson as a page to print
lesson-printed = The lesson is written as a page. Open it in your browser to print it:
lesson-printed-close = Close

lesson-marks = Marked passages
lesson-marks-none = Select words in the lesson, or press M, to mark them. What you marked stands here and is kept like your notes.
lesson-mark-title = Mark this passage
lesson-mark-with = Mark it
lesson-mark-not = Do not mark it
lesson-mark-change = Note, color, remove
lesson-mark-note = Note on this passage
lesson-mark-remove = Remove this mark
lesson-mark-remove-label = Remove the mark on “{ $quote }”
lesson-mark-lost = The school changed the lesson, and these words are no longer in it.
lesson-colour-yellow = Yellow
lesson-colour-green = Green
lesson-colour-blue = Blue
lesson-colour-pink = Pink
