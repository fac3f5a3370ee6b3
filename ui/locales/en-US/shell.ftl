shell-skip = Skip to the page
shell-rail = Main
shell-learning = My learning
shell-catalog = Catalog
shell-careers = Careers
shell-downloads = Downloads
shell-activity = Activity
shell-ready = Going offline
shell-settings = Settings
shell-sign-in = Sign in
shell-account = Your account: { $name }
shell-account-signed-out = { $name }, signed out
shell-sample = Sample school

shell-go-title = Go anywhere
shell-go-label = Search pages, your courses and the catalog
shell-go-pages = Pages
shell-go-courses = Your courses
shell-go-catalog = In the catalog
shell-go-guide = In the career guide
shell-go-nothing = Nothing is called “{ $text }” here or in the catalog.
shell-go-hint = ↑ ↓ to choose, Enter to open, Esc to close

shell-keys-title = Keyboard
shell-keys-everywhere = Everywhere
shell-keys-here = On this page
shell-key-go = Go anywhere
shell-key-back = Back
shell-key-help = This list

sync-idle = All confirmed { $when }
sync-idle-more = The school has everything you did on this computer.
sync-in-touch = In touch with the school { $when }
sync-never = Not in touch with the school yet
sync-running = Talking to the school…
sync-waiting = { $count } waiting
sync-waiting-more = { $count ->
    [one] 1 thing you did has not been confirmed by the school yet. It is safe on this computer.
   *[other] { $count } things you did have not been confirmed by the school yet. They are safe on this computer.
}
sync-needs-you = { $count ->
    [one] 1 thing needs you
   *[other] { $count } things need you
}
sync-now = Send now
sync-needs-you-more = The school asks you something, or did not take something you did. Everything else goes on.
sync-needs-you-see = See what needs you
sync-ready = Before you go offline
sync-signed-out = Kept on this computer
sync-details = See what waits
sync-activity = See your activity
sync-next = Trying again at { $when }.
sync-said = The school says: { $text }
sync-state = Connection to the school

# A problem in short, and what it means.
sync-offline = Offline
sync-offline-more = No connection. Your work is safe on this computer and goes out when you are online.
sync-busy = School is busy
sync-busy-more = The school’s server is busy. Your work is safe on this computer.
sync-unavailable = School does not answer
sync-unavailable-more = The school’s server has trouble. Your work is safe on this computer.
sync-timeout = School is slow
sync-timeout-more = The school took too long to answer. Your work is safe on this computer.
sync-tls = Connection is not safe
sync-tls-more = The connection to the school could not be secured, so nothing was sent. Check the date of this computer, or use another network.
sync-garbled = Answer not understood
sync-garbled-more = What came back was cut short or changed on the way. Your work is safe on this computer.
sync-not-the-school = Not the school
sync-not-the-school-more = Something else answered in the school’s place. On public Wi-Fi, open a web page and sign in to the network. Nothing was sent.
sync-maintenance = School is closed for work
sync-maintenance-more = The school is working on its server. Your work is safe on this computer.
sync-sign-in-again = Sign in again
sync-sign-in-again-more = The school wants to be sure it is you. Study on; what you do is kept and sent after you sign in.
sync-needs-you-problem = Needs you
sync-needs-you-problem-more = The school needs something from you before it can go on.
sync-keyring-locked = Keyring is locked
sync-keyring-locked-more = Your sign-in is kept in this computer’s keyring. Unlock it, then try now; there is no need to sign in again. Your work is safe on this computer.
sync-disk-full = Disk is full
sync-disk-full-more = There is no space left on this computer, so new work cannot be kept. Free some space.
sync-ours = Could not send
sync-ours-more = Something went wrong inside Carrel. Your work is safe on this computer; it will be tried again.

notice-catalog-set-aside = The catalog file on this computer was damaged
notice-catalog-set-aside-more = It was put aside as { $file } and the catalog is fetched again. Your own work is not in it.
notice-record-salvaged = Your file on this computer was damaged
notice-record-salvaged-more = { $acts ->
    [one] 1 thing you did was carried over
   *[other] { $acts } things you did were carried over
} into a new file. The damaged one is kept as { $file }.
notice-data-from-newer-version = A newer version of Carrel was here
notice-data-from-newer-version-more = It wrote { $file }, which this version leaves untouched. Update Carrel to open it.
notice-settings-unreadable = Your settings could not be read
notice-settings-unreadable-more = They begin anew; the old ones are kept as { $file }.
notice-sent-again = The school had lost some of your work, and has it again
notice-sent-again-more =
    { $acts ->
        [one] One act that it had confirmed was missing there, as happens when a backup is put back. It was kept here and is sent again.
       *[other] { $acts } acts that it had confirmed were missing there, as happens when a backup is put back. They were kept here and are sent again.
    }
notice-records-differ = The school’s count and this computer’s differ
notice-records-differ-more = For { $programs }, even after fetching again. Nothing here was removed. Please tell the school.

first-title = A quiet place to study
first-lead = Find a program, see what it really gives you and what it costs in all, then study it with or without a connection.
first-step-school = Choose your school
first-step-school-more = Your school tells you its address. Once it is added, its catalog opens without a connection too.
first-choose = Choose a school
first-other = Is yours another one?
first-other-choose = Choose another school

shell-unknown-title = There is no such page
shell-unknown-text = The address leads nowhere in this version of Carrel.
shell-unknown-home = Go to My learning
shell-broken-title = This page stumbled
shell-broken-text = Something went wrong while showing it. Your work is safe on this computer.
shell-broken-again = Open it again
shell-start-failed = Carrel could not start properly
