learning-title = My learning

learning-continue = Continue where you were
learning-continue-button = Continue reading
learning-begin-button = Begin reading
learning-continue-place = { $percent } read
learning-continue-start = Not begun yet

learning-courses = Your courses
learning-lessons = { $done } of { $total ->
    [one] { $total } lesson
   *[other] { $total } lessons
  } done
learning-quizzes = { $passed } of { $total ->
    [one] { $total } quiz
   *[other] { $total } quizzes
  } passed
learning-recall = { $count ->
    [one] { $count } question to recall today
   *[other] { $count } questions to recall today
  }
learning-waiting = { $count ->
    [one] { $count } thing to send
   *[other] { $count } things to send
  }
learning-next = Next: { $lesson }
learning-ring = { $percent } of the lessons done

learning-on-hold = On hold. The school has paused this course. What you did stays.
learning-access-ended = Your access has ended. What you did stays here.
learning-withdrawn = You left this course. What you did stays here.

learning-requests = Your requests
learning-request-made = Asked on { $when }
learning-request-reason = The school says: “{ $reason }”
learning-request-requested-here = Kept on this computer. It goes to the school as soon as it can be reached.
learning-request-waiting-for-school = At the school, which has not decided yet.
learning-request-needs-info = The school needs something from you before it can decide.
learning-request-declined = Declined by the school.
learning-request-cancelled = Cancelled.

learning-empty = Nothing to study yet
learning-empty-text = The courses you are enrolled in will be here, with your progress and the days you have left. The first step is to find a program.
learning-empty-action = Browse the catalog

learning-offline = The school cannot be reached
learning-offline-text = { $waiting ->
    [0] You can go on studying. What you do is kept on this computer and sent as soon as the school answers again.
    [one] You can go on studying. One thing you did waits on this computer and is sent as soon as the school answers again.
   *[other] You can go on studying. { $waiting } things you did wait on this computer and are sent as soon as the school answers again.
  }
learning-needs-you = { $count ->
    [one] One thing needs you
   *[other] { $count } things need you
  }
learning-needs-you-text = The school asks you for something, or did not take something as it is. Nothing is lost; see what you can do.
learning-needs-you-action = See what it is

# The pace, here and on the course page.
pace-days = { $days ->
    [0] Access ends today
    [one] { $days } day of access left, until { $date }
   *[other] { $days } days of access left, until { $date }
  }
pace-ended = Access ended on { $date }
pace-need = { $tenths ->
    [10] { $pace } lesson a week
   *[other] { $pace } lessons a week
  }
pace-both = { $need } finishes in time; you do { $own }.
pace-both-new = { $need } finishes in time.
pace-done = Every lesson is done
pace-line = Your pace: { $done } of { $total } lessons done. To finish by { $date }, { $need } lessons a week are needed; your own pace is { $own } a week.
pace-planned = Planned
pace-you = You
pace-end = Access ends
