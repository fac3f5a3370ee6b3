glossary-title = Glossary
glossary-lead = { $count ->
    [one] { $count } word of this course and what it means.
   *[other] { $count } words of this course and what they mean. In the lessons they are underlined with dots.
  }
glossary-search = Find a word or a meaning
glossary-key-search = Find a word
glossary-found = { $count } of { $total } words
glossary-letters = Letters
glossary-letter = Words with { $letter }
glossary-none = No word here has “{ $text }” in its name or meaning. Try fewer letters.
glossary-all = Show all words
glossary-taught-in = Taught in
glossary-empty = This course has no glossary yet
glossary-empty-text = When your school adds one, its words appear here and in the lessons.
glossary-to-course = Back to the course
