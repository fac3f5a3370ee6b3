career-title = Careers
career-lead = What the jobs are, how one gets there, and where each number comes from. Read it before you pay anyone.
career-notice-title = Whose guide this is
career-fetched = On this computer since { $when }; it needs no network.

career-search = Search the guide
career-search-hint = A job, a state, an exam, a question…
career-search-found = { $count ->
    [one] 1 place in the guide
   *[other] { $count } places in the guide
}
career-search-key = Search the guide
career-clear = Clear the search
career-none-title = Nothing in the guide says that
career-none-text = Try fewer words or another one. The catalog is searched separately.
career-none-catalog = Search the catalog for “{ $text }”
career-hit-licensure = Licenses by state

career-names = One name, three jobs
career-names-more = How to tell them apart
career-roles = Roles
career-questions = Questions people ask
career-topics = Topics
career-licenses-title = Does my state want a license?
career-licenses-text = Laboratory work, drawing blood, giving medicines: look up one state.
career-licenses-go = Licenses by state
career-numbers = Pay and outlook

career-never-title = The guide is not on this computer yet
career-never-text = It comes with the catalog, the first time Carrel reaches the school. After that it needs no network.
career-fetching-title = Fetching the guide
career-fetching-text = This takes a moment, once.
career-absent-title = This school publishes no career guide
career-absent-text = Its programs are in the catalog, each with what its certificate is and is not.
career-catalog = Browse the catalog
career-no-page-title = This page is not in the guide
career-no-page-text = The school may have renamed it or taken it out.
career-back = Careers

career-glance = At a glance
career-beside = { $one } and { $other }, side by side
career-what = What
career-programs = Programs of this school that lead toward it
career-programs-topic = Programs of this school that touch this
career-gives = What it gives
career-gives-not = What it does not give
career-withdrawn = no longer offered
career-sources = Sources
career-reviewed = Checked against its sources on { $date }. Rules and numbers change: ask the board or agency itself.
career-contents = On this page
career-remember = Remember
career-caution = Careful
career-license-here = Licenses for this work, by state

career-claim = Claim, not confirmed
career-about = { $period }. { $source }.
career-of = { $population }
career-looked-up = Looked up on { $date }.
career-open-source = Open the source
career-chart-table = The same as a table, with sources
career-number = Number
career-measured = What it counts
career-period = Period
career-source = Source
career-caveat = Note

career-license-title = Licenses by state
career-license-lead = A license is a state's. It is neither a school's certificate nor a board's certification.
career-license-choose = State
career-license-none = All states
career-license-in = In { $state }
career-license-required = License required
career-license-not-required = No state license found
career-license-not-determined = Not determined
career-license-required-in = { $field }: a license is required in { $state }
career-license-not-required-in = { $field }: no state license was found in { $state }
career-license-not-determined-in = { $field }: not determined for { $state }
career-license-source = Source: { $source }, looked up on { $date }.
career-license-ask = The agency of the state decides. Ask it before you pay for a course.
career-license-state = State
career-license-answer = Answer
career-license-text = What is known
career-license-elsewhere = All other states
career-license-table = { $field }: answer by state, with source and date
career-license-saved = Your choice is kept in the settings, and used for programs too.
