course-continue = Continue
course-start = Start
course-back = My learning
course-progress = { $done } of { $total } lessons done
course-quizzes = { $passed } of { $total } quizzes passed
course-studied = { $time } studied
course-ring = { $percent } of the lessons done
course-modules = Contents
course-module = Module { $number }
course-module-done = { $done } of { $total } done
course-strip = { $done } of { $total } lessons of this module done
course-pace = Pace
course-refund = Full refund
course-refund-until = Until { $date } you can leave and get everything back.
course-refund-estimate = Worked out on this computer; the school decides.
course-completion = How this course is completed
course-pack = Download
course-waiting-written = { $count } of { $total } lessons are written so far

course-lesson-done = Done
course-lesson-begun = Begun, { $percent } read
course-lesson-open = Not begun
course-lesson-unwritten = Not written yet
course-lesson-bookmarked = Bookmarked
course-lesson-note = Has your note
course-quiz = Quiz
course-quiz-questions = { $count ->
    [one] { $count } question
   *[other] { $count } questions
  }
course-quiz-new = Not tried yet
course-quiz-score = { $points } of { $max }
course-quiz-passed = Passed
course-quiz-not-passed = Not passed yet
course-quiz-provisional = Scored here; the school has not confirmed it yet
course-quiz-final = Confirmed by the school

course-news = The school changed this course
course-news-stands = What you finished stays finished, and your scores stand. Read a changed lesson again if you like.
course-news-line-new = New on { $date }
course-news-line-changed = Changed on { $date }
course-news-line-changed-done = Changed on { $date }; you finished it before, and that stands
course-news-line-removed = No longer part of the course since { $date }
course-news-line-removed-done = No longer part of the course since { $date }; what you did in it is kept

course-tools = Study tools
course-tool-glossary = Glossary
course-tool-glossary-text = The words of this course and what they mean
course-tool-marked = Bookmarks and notes
course-tool-marked-text = What you bookmarked, marked and noted in the lessons
course-tool-recall = Recall
course-tool-recall-text = A few questions a day, from memory, just before you would forget them.
course-tool-recall-count = { $count ->
    [one] { $count } question today
   *[other] { $count } questions today
  }
course-tool-exam = Practice exam
course-tool-exam-text = A whole run against the clock, and which areas to study next.

course-not-found = This course is not among yours
course-not-found-text = You can look at the program in the catalog and ask the school for a place.
course-not-found-action = See the program
course-tool-skills = Skills log
course-tool-skills-text = Write down live practice, see what each credential counts, print the checklist
