activity-title = Activity
activity-intro = Everything you did, newest first, and how far each thing has come on its way to the school.
activity-filter = Show
activity-all = All
activity-waiting = Waiting
activity-needs-you = Needs you
activity-confirmed = Confirmed
activity-refused = Refused
activity-program = Program
activity-programs-all = All programs
activity-send = Send now
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
activity-state-waits-for-school = Waits for the school
activity-state-waits-for-school-text = The school has it and decides about your enrollment first. There is nothing for you to do.
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

activity-empty-confirmed = Nothing is confirmed yet
activity-empty-confirmed-text = What the school has taken will stand here, with the time of its answer.
activity-empty-refused = Nothing was refused
activity-empty-refused-text = If the school does not take something you did, it stands here for good, with the reason.
activity-empty-narrowed = Nothing here
activity-empty-narrowed-text = Nothing you did in this program is in this list. Choose another list or all programs.

activity-put-away = Read and put away
activity-choice-acknowledge-and-ask-again = Read the note and ask again
activity-choice-ask-again = Ask again
activity-choice-put-away = Put away
activity-choice-label = { $choice }: { $act }
activity-asked = Asked again. It is kept on this computer and sent to the school.
activity-put-away-done = Put away. It stays in your activity as refused.
activity-acknowledge-title = Read this first
activity-acknowledge-text = The school asks you to read this about your state before it takes your request for { $program }.
activity-acknowledge-read = I have read this and want to ask all the same.

# Why something waits, and when it is tried next. What was done is safe in each case.
activity-why = Why is this waiting?
activity-why-next = Next try: { $when }.
activity-why-said = The school says: “{ $text }”
activity-why-next-try = Nothing is in the way. It goes out with the next try, in a moment.
activity-why-sending-now = It is being sent right now.
activity-why-no-network = There is no network. It goes out by itself when there is one.
activity-why-school-busy = The school’s server is busy. It is tried again by itself.
activity-why-school-unavailable = The school’s server does not answer. It is tried again by itself.
activity-why-school-slow = The school took too long to answer. It is tried again by itself.
activity-why-maintenance = The school is working on its server. It is tried again by itself.
activity-why-garbled = The school’s answer arrived cut short or changed. It is sent again; the school counts it once.
activity-why-connection-not-safe = The connection to the school could not be secured, so nothing was sent. Check the date of this computer, or use another network.
activity-why-not-the-school = Something else answers in the school’s place, usually a network’s sign-in page. Open your browser and sign in to the network; then it goes out.
activity-why-signed-out = You are signed out. It is kept here and goes out after you sign in.
activity-why-signed-out-link = Sign in
activity-why-keyring-locked = Your sign-in is in this computer’s keyring, and the keyring is locked. Unlock it; there is no need to sign in again.
activity-why-school-asks = The school needs something from you before it takes anything.
activity-why-disk-full = This computer’s disk is full, so the school’s answer cannot be kept. Free some space.
activity-why-disk-full-link = See downloads
activity-why-ours = Something went wrong inside Carrel. It is tried again by itself.
activity-why-behind = It waits behind something earlier in the same program that needs you: “{ $first }”.
activity-why-behind-link = See what needs you
activity-why-school-decides = The school decides about your enrollment first. There is nothing for you to do.

activity-details = Details
activity-fact-id = Number of the act
activity-fact-seq = Number on this computer
activity-fact-device = Computer
activity-fact-kind = Kind
activity-fact-at = Done
activity-fact-uncertainty = Give or take
activity-fact-seconds = { $seconds } s
activity-fact-sent = Sent
activity-fact-confirmed = Confirmed
activity-fact-refused = Refused

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
act-highlight-set = You changed a marked passage in { $subject }
act-practice-exam-submitted = You handed in { $subject }
act-review-answered = You recalled a question of { $subject }
act-skill-logged = You wrote in your skills log
act-unknown = You did something this version of Carrel does not know by name
act-some-lesson = a lesson
activity-recalled = { $count ->
    [one] You recalled { $count } question
   *[other] You recalled { $count } questions
  }
