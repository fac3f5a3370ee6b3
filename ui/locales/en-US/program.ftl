program-back = Catalog
program-code = { $code }
program-as-of = From the school’s catalog as of { $when }
program-on-page = On this page

program-hours = Study
program-hours-value = { $hours ->
    [one] 1 hour
   *[other] { $hours } hours
}
program-access = Access
program-access-value = { $months ->
    [one] 1 month
   *[other] { $months } months
}
program-lessons = Lessons
program-practice = Live practice
program-practice-value = { $hours ->
    [one] 1 hour
   *[other] { $hours } hours
}
program-practice-none = Not needed

program-about = About this program
program-gives = What you get, and what you do not
program-included = In the price
program-not-included = Not in the price
program-cost = What it costs in all
program-cost-lead = Everything the school charges, and what learners usually pay to others before they can work.
program-cost-what = For
program-cost-amount = Amount
program-cost-tuition = Tuition
program-cost-refundable = { $name }, refundable
program-cost-not-refundable = { $name }, not refundable
program-cost-school = To the school, in all
program-cost-elsewhere = Usually paid to others
program-cost-elsewhere-sum = To others, together
program-cost-everything = Everything together
program-cost-range = { $low } to { $high }
program-plans = Paying over time
program-plan = { $deposit } now, then { $count } × { $each }. { $sum } in all.
program-extension = More time
program-extension-text = { $max ->
    [one] You can extend once, by { $days } days, for { $fee }.
   *[other] You can extend up to { $max } times, by { $days } days each, for { $fee } each.
} Ask within { $window } days before your access ends.
program-extension-none = Access cannot be extended.
program-funding = Ways to pay

program-certificate = What the certificate is, and what it is not
program-certificate-is = It is
program-certificate-is-not = It is not
program-three = Three different things
program-three-certificate = Certificate of completion
program-three-certificate-more = What the school gives you when you finish: { $name }.
program-three-certification = Certification
program-three-certification-more = What an exam board gives you after you pass its exam. This program helps you prepare for { $exams }.
program-three-certification-none = What an exam board gives you after you pass its exam. This program prepares for none.
program-three-license = License
program-three-license-more = What a state gives you, where it asks for one. No school can give it to you.

program-state = The rule in your state
program-state-choose = Where do you live?
program-state-none = Choose your state
program-state-unknown = Choose your state to see its rule. Until then this is what the school says in general.
program-state-meets = Meets the rule in { $state }
program-state-does-not-meet = Does not meet the rule in { $state }
program-state-not-determined = Not determined in { $state }
program-state-general = Not determined
program-state-refused = The school does not enroll people who live in { $state }.
program-source = Source: { $source }. As of { $date }.
program-source-caveat = Rules change. Ask your state’s office before you pay anyone.

program-outline = What you will study
program-outline-summary = { $modules ->
    [one] 1 module
   *[other] { $modules } modules
}, { $lessons ->
    [one] 1 lesson
   *[other] { $lessons } lessons
}
program-outline-written = { $written } of { $lessons } lessons are written so far. The others are planned by the school.
program-outline-aside = { $lessons ->
    [one] 1 lesson
   *[other] { $lessons } lessons
}
program-lesson-planned = planned

program-before = Before you begin
program-required = needed to enroll
program-clinical = Live practice
program-clinical-hours = { $hours } hours with people, besides the study.
program-placement-provider = The school arranges your place.
program-placement-learner = You arrange your place yourself.
program-placement-none = No place is arranged.
program-documents = What a site usually asks for

program-completion = How you complete it
program-completion-grade = At least { $percent } percent in each quiz.
program-refund = If you change your mind
program-refund-full = Everything back
program-refund-full-value = within { $days } days, with at most { $percent } % of the lessons done
program-refund-full-days = within { $days } days
program-refund-after = After that, with more than { $percent } % done
program-refund-after-none = After that
program-refund-keeps = the school keeps { $percent } % of the tuition
program-refund-keeps-all = the school keeps the whole tuition
program-refund-retained = The school always keeps { $fee } after the first days.
program-refund-version = { $title }, version { $version }. What holds for you is the version of the day you enroll.

program-support = Who helps you
program-support-text = { $email }, { $hours }. The school answers within { $reply } hours.

program-enroll = Enroll
program-enroll-title = Enroll
program-enroll-ask = Ask to enroll
program-enroll-total = in all to the school
program-enroll-plus = plus { $low } to { $high } usually paid to others
program-enroll-at-once = Going by the school’s rule, you are accepted at once. The school has the last word.
program-enroll-reviewed = A person at the school decides
program-enroll-acknowledge = Read this first
program-enroll-acknowledged = I have read this and want to enroll all the same.
program-enroll-refused = The school will not accept this
program-enroll-sign-in-first = Sign in so that the school knows who asks.
program-enroll-sign-in = Sign in to enroll
program-enroll-offline = You are offline. Your request is kept on this computer and sent when you are online.
program-enroll-signed-out = You are signed out. Your request is kept on this computer and sent after you sign in.
program-enroll-no-payment = Nothing is paid here. The school asks for payment on its own page.
program-enroll-again = You left or cancelled this program before. You can ask again.
program-asked-title = You asked to enroll
program-asked-here = It will be sent when you are online and signed in. Nothing is decided yet.
program-asked-here-online = It is about to be sent. Nothing is decided yet.
program-asked-sent = The school has it. Nothing is decided yet.
program-asked-waiting = A person at the school looks at it. You need do nothing.
program-asked-when = Asked { $when }
program-needs-info-title = The school needs something from you
program-declined-title = The school declined
program-refused-title = The school did not accept your request
program-reason = The school says: { $reason }
program-remedy = What you can do: { $remedy }
program-contact = Write to the school
program-decided = Decided by { $by } { $when }
program-active-title = You are enrolled
program-active-until = Your access ends { $when }.
program-course = Go to your course
program-on-hold-title = Your enrollment is on hold
program-ended-title = Your access has ended
program-completed-title = You completed this program
