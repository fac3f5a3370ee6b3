//! A tiny school for tests: five programs, one of them with a course of three lessons, a picture and a quiz.
//!
//! * `open-course`: accepted at once; the only one with a course
//! * `by-review`: a person at the school decides
//! * `second-step`: asks for `open-course` first
//! * `state-rules`: refused in CA, needs an acknowledgment in LA
//! * `not-yet`: open, an outline only

mod guide;

pub use guide::small_guide;

use std::fs;
use std::io;
use std::path::Path;

pub const OPEN: &str = "open-course";
pub const REVIEW: &str = "by-review";
pub const SECOND_STEP: &str = "second-step";
pub const STATE_RULES: &str = "state-rules";
pub const NOT_YET: &str = "not-yet";
/// The lessons of [`OPEN`], and its quiz: `q1` is right with choice `a`, `q2` with 10.
pub const LESSONS: [&str; 3] = ["m01-l01", "m01-l02", "m02-l01"];
pub const QUIZ: &str = "m01-quiz";
pub const ACCESS_DAYS: u32 = 30;

/// Writes the school's files into `dir`, which is made if missing.
pub fn small_campus(dir: &Path) -> io::Result<()> {
    write(dir, "school.toml", SCHOOL)?;
    let outline = "[[outline]]\ntitle = \"All of it\"\nlessons = [\"One\", \"Two\"]\n";
    let review = "policy = \"review\"\ntext = \"A person at the school reads your request.\"";
    let open = "policy = \"open\"\ntext = \"Accepted at once.\"";
    let before = "[[prerequisites]]\nkind = \"program\"\nprogram = \"open-course\"\nrequired_to_enroll = true\n\
                  text = \"Open Course comes first\"\n";
    add_program(dir, OPEN, "Open Course", open, "")?;
    add_program(dir, REVIEW, "By Review", review, outline)?;
    add_program(dir, SECOND_STEP, "Second Step", open, &format!("{before}{outline}"))?;
    add_program(dir, STATE_RULES, "State Rules", open, &format!("{RULES}{outline}"))?;
    add_program(dir, NOT_YET, "Not Yet", open, outline)?;
    let course = dir.join("programs").join(OPEN).join("course");
    write(&course, "01-first/module.toml", FIRST_MODULE)?;
    write(&course, "01-first/01-one.md", &lesson("One", "Some words.\n\n![A circle](media/circle.svg)"))?;
    write(&course, "01-first/02-two.md", &lesson("Two", "More words."))?;
    write(&course, "01-first/quiz.toml", QUIZ_TEXT)?;
    write(&course, "01-first/media/circle.svg", CIRCLE)?;
    write(&course, "02-second/module.toml", SECOND_MODULE)?;
    write(&course, "02-second/01-three.md", &lesson("Three", "The last words."))?;
    write(&course, "skills.toml", SKILLS)?;
    write(&dir.join("programs").join(STATE_RULES), "eligibility.toml", GOALS)
}

/// Adds or replaces one program; `more` are further TOML tables.
pub fn add_program(dir: &Path, id: &str, title: &str, enrollment: &str, more: &str) -> io::Result<()> {
    let text = PROGRAM
        .replace("@ID@", id)
        .replace("@TITLE@", title)
        .replace("@DAYS@", &ACCESS_DAYS.to_string())
        .replace("@ENROLLMENT@", enrollment);
    write(&dir.join("programs").join(id), "program.toml", &format!("{text}\n{more}"))
}

/// Adds a question about a place in the picture to [`OPEN`]'s quiz: `q3` is right with area `rim`.
pub fn add_picture_question(dir: &Path) -> io::Result<()> {
    let quiz = dir.join("programs").join(OPEN).join("course/01-first/quiz.toml");
    fs::write(&quiz, format!("{}{PICTURE_QUESTION}", fs::read_to_string(&quiz)?))
}

/// Gives [`OPEN`] a glossary of two terms.
pub fn add_glossary(dir: &Path) -> io::Result<()> {
    write(&dir.join("programs").join(OPEN).join("course"), "glossary.toml", GLOSSARY)
}

fn write(dir: &Path, file: &str, text: &str) -> io::Result<()> {
    let path = dir.join(file);
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(path, text)
}

fn lesson(title: &str, body: &str) -> String {
    format!(
        "+++\ntitle = \"{title}\"\nobjectives = [\"Know {title}\"]\nsources = []\nreviewed = \"2026-11-01\"\n+++\n\n{body}\n"
    )
}

const CIRCLE: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 10 10\"><circle cx=\"5\" cy=\"5\" r=\"4\"/></svg>\n";

const SCHOOL: &str = r#"id = "small-school"
name = "Small School"
sample = true
notice = "A school for tests."
time_zone = "America/New_York"
currency = "USD"
support = { email = "help@small-school.example", phone = "", hours = "Never", reply_hours = 48 }
about = "It exists while a test runs."

[[refund_schedules]]
id = "ten-days"
version = 1
title = "Ten days"
text = "Ten days to change your mind."
full_refund_days = 10
full_refund_max_percent = 50
retained_fee_cents = 0
bands = [{ over_percent = 0, retain_percent = 100 }]
"#;

const SKILLS: &str = r#"
[[checklist]]
id = "hand-hygiene"
title = "Hand hygiene"
simulated = true

[[checklist]]
id = "fingerstick"
title = "Fingerstick"

[[credentials]]
id = "sample-board"
name = "Sample Board"
source = "Made up"
as_of = "2026-11-01"
caveat = ""
needs = [{ label = "Venipunctures", kinds = ["venipuncture"], count = 2 }]
"#;

const GOALS: &str = r#"
[[questions]]
id = "license"
text = "Do you hold the license?"

[[questions]]
id = "on-paper"
text = "Can you prove two venipunctures?"

[[goals]]
id = "work"
title = "Work in my state"
text = "What the state asks."

[[goals.rules]]
states = ["LA"]
text = "A license is asked."
complete = true
source = "Made up law"
as_of = "2026-11-01"
caveat = ""

[[goals.rules.routes]]
title = "With the license"

[[goals.rules.routes.needs]]
id = "license"
text = "The license"
how = "Ask the board."
question = "license"

[[goals.rules.routes.needs]]
id = "practice"
text = "Two venipunctures"
how = "At a site."
live = { kinds = ["venipuncture"], count = 2 }
question = "on-paper"

[[goals.rules]]
text = "Nobody knows."
complete = false
source = "Made up review"
as_of = "2026-11-01"
caveat = "Ask."

[[goals.rules.routes]]
title = "As the state decides"

[[goals.rules.routes.needs]]
id = "accepted"
text = "Training the state accepts"
how = "Ask the state."
school = "not_determined"
"#;

const PROGRAM: &str = r#"id = "@ID@"
version = 1
code = "T-1"
title = "@TITLE@"
aliases = ["sample"]
category = "Tests"
summary = "A program for tests."
description = "It is there so that something can be tried."
contact_hours = 3
access_days = @DAYS@
credential_awarded = "Certificate of completion"
certificate_is = ["A sign that a test ran"]
certificate_is_not = ["A license"]
prepares_for = []
included = ["Lessons"]
not_included = ["An exam"]
funding_accepted = ["Card"]
refund_schedule = "ten-days"
evidence = "K"

[price]
tuition_cents = 10000
fees = [{ name = "Registration", cents = 500, refundable = false }]
elsewhere = []

[clinical]
required = false
hours = 0
placement = "none"
documents = []
text = "None."

[completion]
min_grade_percent = 50
text = "All lessons and the quiz."

[enrollment]
@ENROLLMENT@

[state_default]
determination = "not_determined"
text = "Ask your state."
source = "Small School review"
as_of = "2026-11-01"
"#;

const RULES: &str = r#"[[state_rules]]
state = "CA"
determination = "does_not_meet"
enrollment = "refused"
acknowledgment_required = true
text = "California accepts only approved programs; this one is not."
source = "A test"
as_of = "2026-11-01"

[[state_rules]]
state = "LA"
determination = "not_determined"
enrollment = "open"
acknowledgment_required = true
text = "Louisiana asks for more."
source = "A test"
as_of = "2026-11-01"

"#;

const FIRST_MODULE: &str = r#"id = "m01"
title = "First"

[[lessons]]
id = "m01-l01"
title = "One"
minutes = 10
file = "01-one.md"

[[lessons]]
id = "m01-l02"
title = "Two"
minutes = 15
file = "02-two.md"
"#;

const SECOND_MODULE: &str = r#"id = "m02"
title = "Second"

[[lessons]]
id = "m02-l01"
title = "Three"
minutes = 5
file = "01-three.md"
"#;

const QUIZ_TEXT: &str = r#"id = "m01-quiz"
title = "First: check"
pass_percent = 50
scoring = "best"
max_attempts = 0

[[items]]
id = "q1"
kind = "single"
prompt = "Which?"
choices = [{ id = "a", text = "This", correct = true }, { id = "b", text = "That", feedback = "No." }]
explain = "This, because it is."

[[items]]
id = "q2"
kind = "numeric"
prompt = "How many?"
answer = 10
tolerance = 0.5
unit = "days"
explain = "Ten."
"#;

const PICTURE_QUESTION: &str = r#"
[[items]]
id = "q3"
kind = "hotspot"
prompt = "Mark the rim."
image = "media/circle.svg"
alt = "A circle on a square sheet"
explain = "The rim is where the circle ends."
areas = [
  { id = "middle", text = "The middle", x = 40, y = 40, w = 20, h = 20, feedback = "The middle is far from the rim." },
  { id = "rim", text = "The rim", x = 80, y = 40, w = 15, h = 20.5, correct = true },
  { id = "corner", text = "The corner", x = 0, y = 0, w = 10, h = 10, feedback = "No circle has a corner." },
]
"#;

const GLOSSARY: &str = r#"[[terms]]
term = "Word"
meaning = "What a lesson is made of."
lesson = "m01-l01"
also = ["some words"]

[[terms]]
term = "Last"
meaning = "After which nothing comes."
lesson = "m02-l01"
"#;
