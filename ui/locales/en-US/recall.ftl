recall-title = Recall
recall-lead = { $count ->
    [one] { $count } question you have met before. Answer from memory.
   *[other] { $count } questions you have met before. Answer from memory.
  }
recall-progress = { $done } of { $total } answered
recall-check = Check
recall-unknown = I do not know
recall-how = Right. How hard was it?
recall-how-wrong = It comes again soon. Read why, then go on.
recall-again = Guessed
recall-hard = Hard
recall-good = Good
recall-easy = Easy
recall-continue = Go on
recall-key-again = It was guessed or wrong: go on
recall-key-hard = It was hard
recall-key-good = It was good
recall-key-easy = It was easy
recall-days = { $count ->
    [one] in { $count } day
   *[other] in { $count } days
  }
recall-done = { $right } of { $total } known
recall-out-of-time = Ten minutes are enough for one day. The rest waits for you.
recall-left = { $count ->
    [one] One more question could come today.
   *[other] { $count } more questions could come today.
  }
recall-kept = Your answers are on this computer and go to your school with the next sync. Your other computers then know as well what is due.
recall-more = Some more
recall-to-course = Back to the course
recall-next = Come back on { $when }: { $count ->
    [one] { $count } question
   *[other] { $count } questions
  }.
recall-next-tomorrow = Come back tomorrow: { $count ->
    [one] { $count } question
   *[other] { $count } questions
  }.
recall-next-today = Later today: { $count ->
    [one] { $count } question
   *[other] { $count } questions
  }.
recall-never = Nothing is planned: new questions come with the next module.
recall-nothing = Nothing is due
recall-nothing-text = { $count ->
    [one] You have met one question.
   *[other] You have met { $count } questions.
  }
recall-nothing-met = No questions met yet
recall-nothing-met-text = Hand in a quiz, or finish every lesson of a module. Its questions then come here, a few each day, just before you would forget them.
