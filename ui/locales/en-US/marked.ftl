marked-title = Bookmarks and notes
marked-lead = { $count ->
    [one] What you bookmarked, marked and noted in { $count } lesson of this course.
   *[other] What you bookmarked, marked and noted in { $count } lessons of this course.
  }
marked-bookmarked = Bookmarked
marked-note = Your note
marked-gone = A lesson that is no longer in this course
marked-empty = Nothing is marked yet
marked-empty-text = While you read, bookmark a lesson, mark a passage, or write a note beside it. You find it all here again.
marked-to-course = Back to the course
