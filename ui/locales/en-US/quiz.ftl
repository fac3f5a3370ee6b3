quiz-intro = { $count ->
    [one] { $count } question
   *[other] { $count } questions
  }. You pass with { $pass }.
quiz-scoring-best = Your best attempt counts.
quiz-scoring-last = Your last attempt counts.
quiz-attempts-left = { $count ->
    [0] No attempts left
    [one] { $count } attempt left
   *[other] { $count } attempts left
  }
quiz-question = Question { $number } of { $total }
quiz-single = Choose one.
quiz-multiple = Choose all that are right.
quiz-ordering = Put them in order with the arrows.
quiz-matching = Choose the right side for each.
quiz-numeric = Type a number.
quiz-hotspot = Choose a place in the picture, or in the list of the same places below it.
quiz-unknown = This question cannot be answered here.
quiz-number = Your answer
quiz-number-error = “{ $text }” is not a number Carrel can read. Write digits only, such as { $example }.
quiz-choose = Choose
quiz-move-up = Move up: { $text }
quiz-move-down = Move down: { $text }
quiz-moved = { $text } is now at place { $place } of { $total }
quiz-order-keep = This order is my answer
quiz-order-kept = Your order is your answer
quiz-order-open = Not answered yet: move a line, or keep this order.

quiz-areas-in-picture = Places in the picture
quiz-areas-in-words = The places in words
quiz-area-right = The right place
quiz-area-yours = Your answer, right
quiz-area-wrong = Your answer, not right
quiz-picture-missing = The picture cannot be shown. This is what it shows:
quiz-unknown-title = This version of Carrel cannot show this question
quiz-unknown-text = A newer version can. Until then it counts as not answered; your other answers are kept and scored as always.

quiz-answered = { $count } of { $total } answered
quiz-draft-saving = Saving your answers
quiz-draft-saved = Your answers are saved on this computer
quiz-draft-none = Your answers are saved as you give them
quiz-draft-failed = Your last answers are not saved. They are still on this page.
quiz-hand-in = Hand in
quiz-look-again = Show the changed quiz
quiz-blank-title = Hand in with blanks?
quiz-blank-text = { $count ->
    [one] Question { $numbers } is not answered and counts as wrong.
   *[other] Questions { $numbers } are not answered and count as wrong.
  }
quiz-blank-many = { $count } questions are not answered and count as wrong. The first is question { $first }.
quiz-blank-confirm = Hand in anyway
quiz-blank-back = Go back to answer

quiz-passed = Passed
quiz-not-passed = Not passed yet
quiz-score = { $points } of { $max } right
quiz-percent-of-needed = { $percent }; you pass with { $pass }
quiz-scored-here = Scored on this computer. The school confirms it.
quiz-right = Right
quiz-wrong = Not right
quiz-blank = Left blank
quiz-solution = { $count ->
    [one] The right answer
   *[other] The right answers
  }
quiz-solution-order = The right order
quiz-why = Why
quiz-again = Try again
quiz-to-course = Back to the course
quiz-next-module = Next module: { $title }
quiz-attempts = Your attempts
quiz-attempt = { $points } of { $max }
quiz-attempt-counts = This one counts
quiz-attempt-final = Confirmed by the school
quiz-attempt-provisional = Scored on this computer
quiz-attempts-when = Handed in
quiz-attempts-score = Score
quiz-attempts-state = State
quiz-used-up = You have used all your attempts
quiz-used-up-text = Your results stay below. If you need another attempt, ask your school.
quiz-no-questions = This quiz has no questions yet
quiz-no-questions-text = The school is still writing it.
