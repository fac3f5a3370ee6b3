downloads-title = Downloads
downloads-intro = A course on this computer can be studied without a network. Removing one frees space and takes nothing you did.
downloads-used = { $used } used by courses
downloads-free = { $free } free on this computer
downloads-space = Space
downloads-lessons = { $count ->
    [one] { $count } lesson
   *[other] { $count } lessons
  }
downloads-here-since = Downloaded { $when }
downloads-remove = Remove
downloads-remove-label = Remove { $title }
downloads-remove-title = Remove { $title }?
downloads-remove-text = Removing frees { $size }. Nothing you did is lost: your progress, notes and quiz results stay. You can download the course again at any time you have access.
downloads-remove-confirm = Remove the download
downloads-remove-keep = Keep it
downloads-removed = { $title } was removed. { $size } are free again.
downloads-empty = No courses on this computer
downloads-empty-text = Courses you download will be here, with the space they take. Open a course in My learning and choose Download.
downloads-empty-action = Go to My learning

# The state of one course's content, on every screen that shows it.
pack-download = Download
pack-download-label = Download { $title }
pack-none = Not on this computer
pack-downloading = Downloading
pack-downloading-label = Downloading { $title }
pack-paused = Paused
pack-progress = { $done } of { $total }
pack-left-unknown = working out the time left
pack-seconds-left = { $seconds ->
    [one] { $seconds } second left
   *[other] { $seconds } seconds left
  }
pack-minutes-left = { $minutes ->
    [one] about { $minutes } minute left
   *[other] about { $minutes } minutes left
  }
pack-hours-left = about { $duration } left
pack-pause = Pause
pack-pause-label = Pause the download of { $title }
pack-resume = Resume
pack-resume-label = Resume the download of { $title }
pack-complete = On this computer
pack-complete-text = { $size }, every byte checked

pack-why-by-learner = You paused it. It goes on where it stopped.
pack-why-offline = The school cannot be reached. It goes on by itself when it can; what has arrived is kept.
pack-why-school-busy = The school’s server is busy. It goes on by itself; what has arrived is kept.
pack-why-disk-full = This computer’s disk is full. Free { $missing } and resume; what has arrived is kept.
pack-why-sign-in-again = Sign in again to go on. What has arrived is kept.
pack-why-no-access = The school does not give you this course now: “{ $text }” Your own work is safe.
pack-why-damaged = What arrived is not what the school announced, so it was not used. Resume to fetch that part again.
pack-why-interrupted = It was interrupted when Carrel closed. Resume to go on where it stopped.
pack-sign-in = Sign in
