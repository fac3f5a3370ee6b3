exam-title = Practice exam
exam-new = A whole run
exam-new-text = { $count ->
    [one] { $count } question in { $time }.
   *[other] { $count } questions in { $time }.
  } Every question stands on its own, in no order of topics. You see what was right when you have handed in.
exam-begin = Begin
exam-go-on = Go on
exam-under-way = You have begun one
exam-under-way-text = Begun { $started }: { $answered } of { $total } answered, { $left } left.
exam-clock = The clock counts the time you sit at it. When you leave it or close Carrel, it stands still, and every answer is on this computer. When the time is up, what you have answered is handed in.
exam-short = { $questions } of { $wanted } questions: this course has no more on { $domains }. All areas are smaller by the same share, and so is the time.
exam-too-few = This course has too few questions for a practice exam
exam-too-few-text = There is none yet on { $domains }. Ask your school.
exam-about = What this is, and what it is not
exam-pass = Your school draws its line at { $percent } percent.
exam-domain = Area
exam-domains = Areas and their share
exam-questions = Questions
exam-bank = To draw from
exam-all = All
exam-source = Source of the shares: { $source }. As of { $date }.
exam-over-time = Your areas over time
exam-chart-line = { $name }, percent right, oldest first: { $values }
exam-chart-none = { $name }: no result yet
exam-chart-scale = Each dot is one sitting, the newest on the right. The lines stand for 0, 50 and 100 percent right.
exam-chart-table = The same as a table
exam-chart-caption = Right answers by area and sitting, newest first
exam-handed-in = Handed in
exam-of = { $right } of { $total }
exam-results = Your sittings
exam-report-of = Report of { $when }
exam-right = Right
exam-share = Share
exam-time = Time
exam-state = State
exam-out-of-time = time was up
exam-back = Back to the practice exam

exam-question = Question { $number } of { $total }
exam-previous = Previous
exam-next = Next
exam-flag = Mark to look at again
exam-unflag = Take the mark away
exam-left = Time left
exam-left-short = left
exam-left-said = { $count ->
    [one] One minute is left.
   *[other] { $count } minutes are left.
  }
exam-saving = Saving
exam-saved = Saved on this computer
exam-failed = Your last change is not saved. It is still on this page and is tried again.
exam-leave = Leave, and go on later
exam-nav = Questions
exam-nav-item = Question { $number }: { $states }
exam-nav-answered = answered
exam-nav-blank = not answered
exam-nav-flagged = marked
exam-nav-legend = A thick lower edge: answered. A flag: marked to look at again.

exam-score = { $right } of { $total } right
exam-report-time = Handed in { $when }, after { $time }.
exam-report-out-of-time = The time was up; what was not answered counts as wrong.
exam-no-prediction = This says what to study next. It predicts nothing about an exam.
exam-by-domain = By area
exam-review = Question by question
exam-show = Show
exam-show-wrong = What was not right
exam-show-all = All questions
exam-shown = { $count ->
    [0] Nothing here
    [one] { $count } of { $total } questions
   *[other] { $count } of { $total } questions
  }
exam-gone = { $count ->
    [one] One question is not in the course any more and is left out here. Its result still counts in the table above.
   *[other] { $count } questions are not in the course any more and are left out here. Their results still count in the table above.
  }

items-lesson = Read about it: { $title }
items-module = Read about it in { $title }
