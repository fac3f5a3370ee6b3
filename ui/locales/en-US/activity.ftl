activity-title = Activity
activity-intro = Everything you did, newest first, and how far each thing has come on its way to the school.
activity-filter = Show
activity-all = All
activity-waiting = Waiting
activity-needs-you = Needs you
activity-today = Today, { $date }
activity-yesterday = Yesterday, { $date }
activity-older = Show older
activity-end = That is everything.
activity-about = about { $time }
activity-range = { $from } to { $to }
activity-remedy = What you can do: { $remedy }

activity-states = What the states mean
activity-state-here = On this computer
activity-state-here-text = Safe on your disk. It waits to be sent.
activity-state-sent = Sent
activity-state-sent-text = On its way. The school has not answered yet.
activity-state-confirmed = Confirmed
activity-state-confirmed-text = The school has it and has said so.
activity-state-refused = Refused
activity-state-refused-text = The school did not take it and says why, and what you can do.
activity-state-needs-you = Needs you
activity-state-needs-you-text = It waits for you. Everything else goes on.

activity-empty = Nothing here yet
activity-empty-text = When you enroll, finish a lesson or write a note, it will be listed here with its way to the school.
activity-empty-action = Go to My learning
activity-empty-waiting = Nothing is waiting
activity-empty-waiting-text = The school has answered everything you did.
activity-empty-needs-you = Nothing needs you
activity-empty-needs-you-text = If the school asks you for something or does not take something you did, it will stand here with the reason and what you can do.

activity-folded = { $count ->
    [one] { $count } small thing: your place and study time
   *[other] { $count } small things: your place and study time
  }
activity-reading = You read { $subject }
activity-reading-some = You read { $count } lessons
activity-reading-plain = You read

act-enrollment-requested = You asked for a place
act-lesson-opened = You opened { $subject }
act-lesson-position = You read on in { $subject }
act-lesson-completed = You finished { $subject }
act-lesson-reopened = You reopened { $subject }
act-study-interval = You studied { $subject }
act-quiz-submitted = You handed in { $subject }
act-note-saved = You wrote a note on { $subject }
act-bookmark-set = You changed the bookmark on { $subject }
act-unknown = You did something this version of Carrel does not know by name
act-some-lesson = a lesson
