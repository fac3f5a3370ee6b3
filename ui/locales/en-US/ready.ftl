ready-title = Going offline
ready-intro = What is on this computer for your next hours of study, and what is missing.
ready-link = Going offline?
ready-hours = Hours of study
ready-hours-of = { $hours } hours

ready-yes = You are ready for { $hours ->
    [one] an hour
   *[other] { $hours } hours
  } of study
ready-no = Not ready yet for { $hours ->
    [one] an hour
   *[other] { $hours } hours
  } of study
ready-here = { $here } of lessons here, { $wanted } wanted
ready-free = { $free } free on this computer

ready-missing = What is missing
ready-before = Worth doing first
ready-get-all = Get everything now
ready-offline = You are offline, so nothing can be fetched right now. What you start here goes on by itself when there is a network.
ready-nothing = Nothing is missing
ready-nothing-text = You can go. What you do offline is kept here and sent when you are back.

ready-no-course = You have no course to study yet
ready-no-course-text = Find a program and ask for a place; then its course can be kept on this computer.
ready-no-course-action = Browse the catalog
ready-course = { $title } is not here
ready-course-text = Downloaded whole, it can be studied anywhere.
ready-course-coming = { $title } is on its way
ready-course-coming-text = Stay online until it is here whole.
ready-access-ends = Your access to { $title } ends { $when }
ready-access-ends-text = That may be before you have studied so long. Plan for it; what you do until then counts.
ready-access-ends-action = See the course
ready-not-enough = There is less to study than { $hours } hours
ready-not-enough-text = All written lessons that are left come to { $time }. Another program can be added in time.
ready-not-enough-action = Browse the catalog
ready-unsent = { $acts ->
    [one] 1 thing you did is not at the school yet
   *[other] { $acts } things you did are not at the school yet
}
ready-unsent-text = They are safe on this computer. Sent now, the school has them before you go.
ready-unsent-action = Send now
ready-signed-out = You are signed out
ready-signed-out-text = { $acts ->
    [0] You can study offline all the same. What you do is sent after you sign in.
    [one] 1 thing you did waits for that. You can study offline all the same.
   *[other] { $acts } things you did wait for that. You can study offline all the same.
  }
ready-signed-out-action = Sign in
ready-keyring-locked = Your keyring is locked
ready-keyring-locked-text = { $acts ->
    [0] Your sign-in is in it. Unlock it, and what you do can be sent.
    [one] Your sign-in is in it. Unlock it, and the 1 thing that waits is sent.
   *[other] Your sign-in is in it. Unlock it, and the { $acts } things that wait are sent.
  }
ready-keyring-locked-action = Unlock and send
ready-session-not-kept = Your sign-in ends when Carrel closes
ready-session-not-kept-text = This computer has no keyring to keep it in. Studying goes on; sending asks you to sign in again.
ready-session-not-kept-action = See settings
ready-needs-you = { $acts ->
    [one] 1 thing needs you
   *[other] { $acts } things need you
}
ready-needs-you-text = The school asks you something. Answered now, it does not wait until you are back.
ready-needs-you-action = See what needs you
ready-disk-low = This computer’s disk is nearly full
ready-disk-low-text = { $size } more should be free. Removing a course you do not need takes nothing you did.
ready-disk-low-action = See downloads

ready-courses = Your courses
ready-lessons-left = { $lessons ->
    [one] 1 lesson left
   *[other] { $lessons } lessons left
  }, { $time }
ready-lessons-none = Every written lesson is done
ready-lessons-to-come = { $lessons ->
    [one] 1 lesson the school has not written yet
   *[other] { $lessons } lessons the school has not written yet
  }
ready-quizzes-left = { $quizzes ->
    [one] 1 quiz to pass
   *[other] { $quizzes } quizzes to pass
  }
ready-access = Access until { $when }
