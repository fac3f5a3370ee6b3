settings-title = Settings
settings-account = Account
settings-signed-in = Signed in
settings-signed-out = Signed out. Your work is here, and what you do is kept and sent after you sign in.
settings-nobody = Nobody is signed in.
settings-sign-in = Sign in
settings-sign-in-again = Sign in again
settings-sign-out = Sign out
settings-sign-out-title = Sign out of { $school }?
settings-sign-out-text = Nothing is lost. Your notes, progress and downloads stay on this computer, and you can go on studying.
settings-sign-out-waiting = { $count ->
    [one] 1 thing you did has not reached the school yet. It stays here and is sent the next time you sign in.
   *[other] { $count } things you did have not reached the school yet. They stay here and are sent the next time you sign in.
}
settings-stay = Stay signed in
settings-others = Others on this computer
settings-others-text = Each learner has a record of their own. Switching changes whose record is open; nothing is mixed.
settings-switch = Switch to { $name }
settings-keyring = Your sign-in lasts until you close Carrel
settings-keyring-none = This computer has no keyring to keep it in safely. Your work is kept either way; after a restart you sign in again.
settings-keyring-locked-title = Your keyring is locked
settings-keyring-locked = Your sign-in is kept in this computer’s keyring. Unlock it and Carrel goes on by itself. A sign-in made meanwhile lasts until you close Carrel. Your work is kept either way.
settings-school = School
settings-school-none = No school is chosen.
settings-school-choose = Choose a school
settings-school-other = Choose another school
settings-school-help = Help: { $email }, { $hours }
settings-you = About you
settings-state = Your state
settings-state-none = Not chosen
settings-state-hint = Used to show the rule of your state for each program. It stays on this computer until you ask to enroll.
settings-look = Look
settings-theme = Colors
settings-theme-system = As this computer
settings-theme-light = Light
settings-theme-dark = Dark
settings-text-size = Text size in lessons
settings-text-size-value = { $size } %
settings-smaller = Smaller
settings-larger = Larger
settings-sample-text = Label each tube after the draw, at the chair or bedside, in front of the patient.
settings-language = Language
settings-language-only = English. Carrel is ready for more languages; none other is here yet.
settings-computer = This computer
settings-device = Its name
settings-device-hint = So that you recognize it in your activity, if you study on more than one.
settings-save = Save
settings-saved = Saved
settings-data = Your data
settings-data-text = Everything you did on this computer and what the school confirmed: as a page to read and print, or as one file for other programs. Carrel sends no statistics to anyone.
settings-export = Export my data
settings-export-page = Save a page to print
settings-exported-page = Open it in your browser and print it there. It needs no network, and it is private: it holds your notes too.
settings-exported = { $acts ->
    [one] 1 entry was written to
   *[other] { $acts } entries were written to
}
settings-about = About
settings-version = Carrel { $version }
settings-about-text = Free software under the MIT or Apache 2.0 license.
settings-failed = This was not kept
