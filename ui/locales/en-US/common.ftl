# Words used in more than one place.

page-title = { $title } – Carrel
close = Close
dismiss = Dismiss
cancel = Cancel
back = Back
try-again = Try again
loading = Loading…
could-not-show = This could not be shown
could-not-do = That did not work

# A lesson or a quiz that cannot be shown.
missing-not-downloaded = This course is not on this computer yet
missing-not-downloaded-text = Once it is downloaded you can study it anywhere, with or without a network.
missing-damaged = A part of this course is damaged on this computer
missing-damaged-text = Nothing you did is affected. Download the course again to repair it.
missing-lesson = This lesson is not in your course
missing-lesson-text = The school may have changed the course. Everything you did is kept.
missing-quiz = This quiz is not in your course
missing-quiz-text = The school may have changed the course. Everything you did is kept.
missing-back = Back to the course

# A link that leads outside.
leave-page-title = This opens in your browser
leave-page-open = Open in the browser
leave-page-failed = No browser opened. You can copy the address and open it there yourself.
leave-mail-title = This opens your mail program
leave-mail-open = Write a mail
leave-mail-failed = No mail program opened. You can copy the address and write from anywhere.
leave-offline = You are offline, so the page may not open now. You can come back to it later.
leave-stay = Stay here

# Whose truth an act is so far.
delivery-on-this-computer = On this computer
delivery-sent = Sent
delivery-sent-at = Sent { $when }
delivery-confirmed = Confirmed
delivery-confirmed-at = Confirmed by { $by } { $when }
delivery-refused = Refused
delivery-refused-at = Refused by the school { $when }
delivery-needs-you = Needs you
delivery-waits-for-school = Waits for the school

# Where an enrollment stands.
label-requested-here = Asked for on this computer
label-waiting-for-school = Waiting for the school
label-needs-info = The school needs something
label-declined = Declined
label-cancelled = Cancelled
label-active = Enrolled
label-on-hold = On hold
label-access-ended = Access ended
label-completed = Completed
label-withdrawn = Withdrawn

# What happened, what is safe, what to do. One for each code of the engine.
error-bad-address = That is not a web address. It looks like https://school.example; the school tells you its own.
error-not-the-school = Something answered at this address, but it is not a Carrel school. On public Wi-Fi, open a web page and sign in to the network first; else check the address.
error-newer-protocol = This school speaks a newer language than this version of Carrel. Your work is safe. Update Carrel, then try again.
error-offline = There is no connection right now. Everything on this computer is safe and stays usable; try again when you are online.
error-busy = The school’s server is busy. Your work is safe on this computer; try again in a few minutes.
error-no-school = No school is chosen yet. Choose one first.
error-no-learner = Nobody is signed in. Sign in first; until then you can browse.
error-sign-in-denied = The school did not let you in. Nothing on this computer changed. Try again, or ask the school about your account.
error-sign-in-again = The school asks you to sign in again. Your work is safe on this computer and you can go on studying.
error-sign-in-timed-out = The sign-in was not finished in time. Nothing is lost; start it again.
error-unknown-program = The school no longer lists this program. What you did in it is kept on this computer.
error-unknown-lesson = This lesson is not in the course any more. What you did in it is kept on this computer.
error-unknown-quiz = This quiz is not in the course any more. Your attempts are kept on this computer.
error-not-downloaded = This course is not wholly on this computer yet. Download it, then open it here with or without a connection.
error-no-access = The school does not give you access to this course right now. What you did in it is kept.
error-already-requested = You already asked for this program. Its state is on the program’s page.
error-attempts-used-up = All attempts at this quiz are used. Your scores are kept; ask the school if you need another one.
error-note-too-long = This note is too long to keep. Shorten it; until then the earlier version stays.
error-disk-full = The disk of this computer is full, so this was not kept. Free some space and do it again. Everything kept before is safe.
error-damaged-pack = What arrived is not what the school announced, so it was not used. Try the download again.
error-newer-data = A newer version of Carrel wrote the data on this computer. It was left untouched. Update Carrel to open it.
error-bad-request = Carrel asked itself something it does not understand. Nothing was changed. Please report it.
error-ours = Something went wrong inside Carrel. Your work is safe on this computer. Try again; if it stays, restart Carrel.

# Files that are carried by hand.
error-not-a-parcel = This file is no parcel. Choose the one that begins with “carrel-parcel”. A reply belongs under “Bring the reply home”.
error-not-a-reply = This file is no reply. Choose the one that begins with “carrel-reply”. A parcel belongs under “Carry a parcel for somebody”.
error-newer-file = A newer version of Carrel made this file. Nothing was changed. Update Carrel, or the school’s server, and try again.
error-file-too-large = This file is larger than a parcel or a reply can be. Nothing of it was taken.
error-file-damaged = This file cannot be opened: it was damaged on the way, or it is not for here. Copy it again or make a new parcel. Nothing is lost.
error-file-forged = This file was not signed by the one it should come from, so nothing of it was taken. Make a new parcel; nothing is lost.
error-other-school = This file is for another school ({ $detail }). Choose that school first.
error-unknown-school = This parcel is for a school this computer does not know ({ $detail }). Add the school first; whoever gave you the parcel knows its address.
error-unknown-device = The school does not know the computer that made this parcel. That computer has to connect to a network once while its learner is signed in, then make a new parcel. Nothing is lost.
error-not-your-reply = This reply belongs to another learner of this computer ({ $detail }). Nothing was changed. Open their record in the settings, then bring it in again.
error-reply-key-gone = This computer has no keyring, so the key to this reply was kept only until Carrel was closed. Your work is safe: the next sync or the next parcel confirms it.
error-nothing-to-send = Nothing is waiting: the school has confirmed everything you did.
error-no-courier = This school takes no parcels. Your work is safe and is sent as soon as there is a network.
error-courier-not-ready = Your school does not know this computer yet. Connect once to a network while you are signed in; from then on you can make parcels without one. Your work is safe.
error-keyring-locked = The keyring of this computer is locked, and the key is in it. Unlock it and try again. Your work is safe.
error-quiz-changed = The school has changed this quiz while you answered, so nothing was handed in and no attempt is used. Your answers are kept; look at the questions again.
error-goal-changed = The school has changed what it says about this goal, or your own log has changed the answer. Nothing was sent. Read it again, or leave it out of your request.
error-no-exam = This course has no practice exam, or none is under way any more. Go back to it to see your results.
error-record-in-use = Another Carrel on this computer is sending your work right now. Try again in a minute.
