shell-find = Search
find-title = Search in your lessons
find-label = Words in your lessons
find-placeholder = Words in your lessons, for example “order of draw”
find-clear = Clear the search
find-key = Search in your lessons
find-key-field = To the search field
find-go-lessons = In your lessons
find-go-all = All { $count ->
    [one] one lesson
   *[other] { $count } lessons
  } with “{ $text }”
find-count = { $total ->
    [0] No lesson has these words
    [one] In one lesson
   *[other] In { $total } lessons
  }
find-best = The first { $shown } are shown. Add a word to narrow it down.
find-corrected = Nothing has what you typed. Shown is what was found for “{ $words }”.
find-preparing = Still looking through the lessons on this computer. More may be found in a moment.
find-more = { $count ->
    [one] One more place in this lesson
   *[other] { $count } more places in this lesson
  }
find-where = { $program } · { $module }
find-idle = { $lessons ->
    [one] One lesson is on this computer. Type to search in it, with or without a network.
   *[other] { $lessons } lessons are on this computer. Type to search in all of them, with or without a network.
  }
find-nothing-here-title = No lesson is on this computer yet
find-nothing-here-text = Every word of every course you download can be found here, without a network.
find-nothing-here-go = Go to your courses
find-none-title = No lesson has these words
find-none-text = All the words must stand in one lesson. Try fewer words, or only the beginning of one.
find-none-elsewhere = Look in the catalog
find-no-learner-title = Sign in to search in your lessons
find-no-learner-text = The lessons of your courses can be searched here.
