//! `carrel-provider check` finds every planted mistake, at its line, with a way out.
#![allow(clippy::expect_used)]

use carrel_domain::quiz::ItemBody;
use carrel_provider::campus;
use carrel_provider::testkit::{OPEN, STATE_RULES, add_glossary, add_picture_question, small_campus, small_guide};
use std::path::Path;

struct Planted {
    file: &'static str,
    find: &'static str,
    put: &'static str,
    /// Where the message must point, and a piece of what it must say.
    line_of: &'static str,
    says: &'static str,
}

const fn plant(
    file: &'static str,
    find: &'static str,
    put: &'static str,
    line_of: &'static str,
    says: &'static str,
) -> Planted {
    Planted { file, find, put, line_of, says }
}

const PROGRAM: &str = "programs/open-course/program.toml";
const RULES: &str = "programs/state-rules/program.toml";
const MODULE: &str = "programs/open-course/course/01-first/module.toml";
const LESSON: &str = "programs/open-course/course/01-first/01-one.md";
const QUIZ: &str = "programs/open-course/course/01-first/quiz.toml";
const GLOSSARY: &str = "programs/open-course/course/glossary.toml";
const PICTURE: &str = "programs/open-course/course/01-first/media/circle.svg";

const STATISTICS: &str = "career/statistics.toml";
const LICENSURE: &str = "career/licensure.toml";
const ROLE: &str = "career/roles/tester.md";
const TOPIC: &str = "career/topics/pay.md";
const SKILLS: &str = "programs/open-course/course/skills.toml";
const GOALS: &str = "programs/state-rules/eligibility.toml";

const MISTAKES: [Planted; 86] = [
    plant(SKILLS, "source = \"Made up\"", "", "", "`source` is missing"),
    plant(SKILLS, "as_of = \"2026-11-01\"", "", "", "`as_of` is missing"),
    plant(SKILLS, "[\"venipuncture\"]", "[\"simulated\"]", "needs =", "only practice on live people counts"),
    plant(SKILLS, "id = \"fingerstick\"", "id = \"hand-hygiene\"", "", "Two skills have the id"),
    plant(
        SKILLS,
        "title = \"Hand hygiene\"",
        "title = \"A job guarantee\"",
        "title =",
        "promises what no school can keep",
    ),
    plant(GOALS, "source = \"Made up law\"", "", "", "`source` is missing"),
    plant(GOALS, "states = [\"LA\"]", "states = [\"XX\"]", "states =", "There is no state \"XX\""),
    plant(GOALS, "question = \"license\"", "question = \"licence\"", "question =", "There is no question \"licence\""),
    plant(GOALS, "school = \"not_determined\"", "school = \"maybe\"", "school =", "`school` is \"maybe\""),
    plant(GOALS, "school = \"not_determined\"", "", "id = \"accepted\"", "who can say whether this need is met"),
    plant(GOALS, "states = [\"LA\"]", "", "", "Two rules of this goal are for all other states"),
    plant("school.toml", "sample = true", "sample = \"yes\"", "sample =", "`sample` is a string"),
    plant("school.toml", "America/New_York", "Amerika/New_York", "time_zone", "time zone"),
    plant(PROGRAM, "code = \"T-1\"", "code = \"T-1\"\ncolour = \"red\"", "colour", "Nobody knows the key `colour`"),
    plant(PROGRAM, "id = \"open-course\"", "id = \"closed-course\"", "id =", "in the folder \"open-course\""),
    plant(PROGRAM, "tuition_cents = 10000", "tuition_cents = -1", "tuition_cents", "out of range"),
    plant(PROGRAM, "tuition_cents = 10000", "tuition_cents = 100.5", "tuition_cents", "`tuition_cents` is a float"),
    plant(PROGRAM, "as_of = \"2026-11-01\"", "as_of = \"2026-11-31\"", "as_of", "2026-11-31"),
    plant(
        PROGRAM,
        "refund_schedule = \"ten-days\"",
        "refund_schedule = \"never\"",
        "refund_schedule",
        "no refund schedule \"never\"",
    ),
    plant(PROGRAM, "policy = \"open\"", "policy = \"opne\"", "policy", "`policy` is \"opne\""),
    plant(PROGRAM, "[\"Lessons\"]", "[\"A guaranteed job\"]", "included =", "promises what no school can keep"),
    plant(PROGRAM, "title = \"Open Course\"", "title = Open Course", "title =", "not TOML"),
    plant(RULES, "state = \"LA\"", "state = \"XX\"", "state = \"XX\"", "no state \"XX\""),
    plant(
        "programs/second-step/program.toml",
        "program = \"open-course\"",
        "program = \"opened\"",
        "\"opened\"",
        "prerequisite program \"opened\"",
    ),
    plant(MODULE, "title = \"Two\"", "title = \"Zwei\"", "", "differs from module.toml"),
    plant(MODULE, "id = \"m01-l02\"", "id = \"m01-l01\"", "", "used twice"),
    plant(MODULE, "file = \"02-two.md\"", "file = \"02-too.md\"", "02-too.md", "no file \"02-too.md\""),
    plant(LESSON, "Some words.", "Some <b>words</b>.", "<b>", "raw HTML"),
    plant(LESSON, "![A circle]", "![]", "![]", "no alternative text"),
    plant(LESSON, "![A circle]", "![Circle.svg]", "![Circle", "is the file's name"),
    plant(QUIZ, "alt = \"A circle on a square sheet\"", "alt = \"circle.svg\"", "alt =", "the picture's name"),
    plant(LESSON, "media/circle.svg", "media/square.svg", "square", "no picture"),
    plant(LESSON, "Some words.", "[Read on](99-gone.md).", "99-gone", "leads nowhere"),
    plant(LESSON, "Some words.", "# Title again", "# Title", "heading of the first level"),
    plant(QUIZ, "text = \"That\"", "text = \"That\", correct = true", "choices", "2 choices of this single question"),
    plant(QUIZ, "id = \"q2\"", "id = \"q1\"", "", "Two questions have the id"),
    plant(
        QUIZ,
        "image = \"media/circle.svg\"",
        "image = \"media/square.svg\"",
        "image =",
        "no picture \"media/square.svg\"",
    ),
    plant(QUIZ, "image = \"media/circle.svg\"", "image = \"../x.svg\"", "image =", "not in media/"),
    plant(QUIZ, "alt = \"A circle on a square sheet\"", "alt = \" \"", "alt =", "`alt` is empty"),
    plant(QUIZ, "x = 80, y = 40", "x = 90, y = 40", "id = \"rim\"", "area \"rim\" is not on the picture"),
    plant(QUIZ, "w = 15", "w = 0", "id = \"rim\"", "area \"rim\" is not on the picture"),
    plant(
        QUIZ,
        "x = 80, y = 40, w = 15, h = 20.5",
        "x = 42, y = 42, w = 5, h = 5",
        "id = \"rim\"",
        "wholly on each other",
    ),
    plant(
        QUIZ,
        "correct = true },\n  { id = \"corner\"",
        "feedback = \"No.\" },\n  { id = \"corner\"",
        "areas =",
        "0 areas",
    ),
    plant(QUIZ, ", feedback = \"No circle has a corner.\"", "", "id = \"corner\"", "does not say why"),
    plant(QUIZ, "text = \"The corner\"", "text = \"The rim\"", "id = \"corner\"", "Two areas say the same"),
    plant(QUIZ, "id = \"corner\"", "id = \"rim\"", "The corner", "Two areas have the id"),
    plant(GLOSSARY, "lesson = \"m02-l01\"", "lesson = \"m09-l01\"", "m09-l01", "no written lesson \"m09-l01\""),
    plant(GLOSSARY, "term = \"Last\"", "term = \"WORD\"", "WORD", "already a name of the term \"Word\""),
    plant(GLOSSARY, "also = [\"some words\"]", "also = [\"word\"]", "also =", "already a name of the term \"Word\""),
    plant(
        GLOSSARY,
        "meaning = \"What a lesson is made of.\"",
        "meaning = \"\"",
        "meaning = \"\"",
        "`meaning` is empty",
    ),
    plant(GLOSSARY, "term = \"Last\"", "term = \"?!\"", "?!", "has no letter"),
    plant(LESSON, "Some words.", "A **guaranteed\njob** waits.", "guaranteed", "promises what no school can keep"),
    plant(STATISTICS, "period = \"May 2023\"\n", "", "[[statistics]]", "`period` is missing"),
    plant(STATISTICS, "population = \"Testers\"\n", "", "[[statistics]]", "`population` is missing"),
    plant(STATISTICS, "as_of = \"2026-11-01\"\n", "", "[[statistics]]", "`as_of` is missing"),
    plant(STATISTICS, "name = \"A bureau\", ", "", "source =", "`name` is missing"),
    plant(STATISTICS, "https://bureau", "ftp://bureau", "source =", "no address of a page"),
    plant(STATISTICS, "$60,780", "$57,380", "shown =", "says another number"),
    plant(
        STATISTICS,
        "caveat = \"Of all testers together.\"\nstanding = \"confirmed\"",
        "standing = \"claim\"",
        "standing",
        "has no caveat",
    ),
    plant(STATISTICS, "[\"wage\"]", "[\"wages\"]", "statistics = [", "no statistic \"wages\""),
    plant(LICENSURE, "\"NV\"", "\"XX\"", "state =", "no state \"XX\""),
    plant(LICENSURE, "source = { name = \"A bureau of Nevada\" }\n", "", "[[fields.states]]", "`source` is missing"),
    plant(LICENSURE, "[\"tester\"]", "[\"taster\"]", "pages =", "no page \"taster\""),
    plant(ROLE, "paid {{stat:wage}}", "paid {{stat:wages}}", "stat:wages", "no statistic \"wages\""),
    plant(ROLE, "paid {{stat:wage}}", "paid $60,780", "paid $60", "neither its time nor its source"),
    plant(ROLE, "A beginning.", "A guaranteed job.", "gives =", "promises what no school can keep"),
    plant(ROLE, "A usual day", "Job placement guaranteed", "guaranteed", "promises what no school can keep"),
    plant(ROLE, "id = \"open-course\"", "id = \"closed-course\"", "closed-course", "no program \"closed-course\""),
    plant(ROLE, "(page:pay)", "(page:paid)", "page:paid", "leads nowhere"),
    plant(ROLE, "order = 1", "beside = \"pay\"\norder = 1", "beside", "different names"),
    plant(TOPIC, "{{chart:pay}}", "See {{chart:pay}} here", "chart:pay", "in the middle of a text"),
    plant(LESSON, "[\"Know One\"]", "[\"Know One\", \"Know One \"]", "objectives =", "says \"Know One\" twice"),
    plant(LESSON, "sources = []", "sources = [\"A rule\", \"A rule\"]", "sources =", "says \"A rule\" twice"),
    plant(
        QUIZ,
        "kind = \"single\"\nprompt = \"Which?\"\nchoices = [{ id = \"a\", text = \"This\", correct = true }",
        "kind = \"multiple\"\nprompt = \"Which?\"\n\
         choices = [{ id = \"a\", text = \"This\", correct = true, feedback = \"No.\" }",
        "choices = [",
        "have the feedback \"No.\"",
    ),
    plant(
        SKILLS,
        "count = 2 }]",
        "count = 2 }, { label = \"Venipunctures\", kinds = [\"capillary\"], count = 1 }]",
        "needs =",
        "Two of `needs` have the label",
    ),
    plant(
        GOALS,
        "[[goals.rules]]\ntext = \"Nobody",
        "[[goals.rules.routes]]\ntitle = \"With the license\"\n\
         needs = [{ id = \"x\", text = \"X\", how = \"X\", question = \"license\" }]\n\n[[goals.rules]]\ntext = \"Nobody",
        "",
        "Two of `routes` have the title \"With the license\"",
    ),
    plant(
        ROLE,
        "[{ name = \"A bureau\" }]",
        "[{ name = \"A bureau\" }, { name = \"A bureau\" }]",
        "sources =",
        "Two of `sources`",
    ),
    plant(
        ROLE,
        "[[programs]]",
        "[[facts]]\nname = \"Pay\"\ntext = \"Paid\"\n\n[[programs]]",
        "",
        "Two of `facts` have the name \"Pay\"",
    ),
    plant(STATISTICS, "[\"wage\"]", "[\"wage\", \"wage\"]", "statistics = [", "says \"wage\" twice"),
    plant(PROGRAM, "[\"Card\"]", "[\"Card\", \"Card\"]", "funding_accepted =", "says \"Card\" twice"),
    plant(
        PROGRAM,
        "elsewhere = []",
        "elsewhere = [{ name = \"E\", low_cents = 1, high_cents = 1, note = \"\" }, \
         { name = \"E\", low_cents = 1, high_cents = 1, note = \"\" }]",
        "elsewhere =",
        "Two of `elsewhere`",
    ),
    plant(
        PROGRAM,
        "refundable = false }]",
        "refundable = false }, { name = \"Registration\", cents = 1, refundable = true }]",
        "fees =",
        "Two of `fees`",
    ),
    plant(
        RULES,
        "[[state_rules]]",
        "[[prerequisites]]\nkind = \"age\"\ntext = \"18\"\n\n[[prerequisites]]\nkind = \"age\"\ntext = \"18\"\n\n[[state_rules]]",
        "",
        "Two of `prerequisites` have the text \"18\"",
    ),
    plant(
        "school.toml",
        "retain_percent = 100 }]",
        "retain_percent = 100 }, { over_percent = 0, retain_percent = 50 }]",
        "bands =",
        "Two of `bands` begin over 0 percent",
    ),
    plant(TOPIC, "{{chart:pay}}", "{{stat:wage}} {{stat:wage}}", "stat:wage", "stands beside itself"),
    plant(PICTURE, "<circle", "<circle onclick=\"x()\"", "onclick", "an event handler"),
];

/// The small school with every kind of file a course can have.
fn whole_campus(folder: &Path) {
    small_campus(folder).expect("a campus");
    add_picture_question(folder).expect("a question");
    add_glossary(folder).expect("a glossary");
    small_guide(folder).expect("a guide");
}

#[test]
fn every_planted_mistake_is_reported_with_its_line_and_a_remedy() {
    for mistake in MISTAKES {
        let folder = tempfile::tempdir().expect("a folder");
        whole_campus(folder.path());
        let text = edit(folder.path(), &mistake);
        let faults = campus::read(folder.path()).expect_err(mistake.says);
        let found = faults.iter().find(|fault| fault.wrong.contains(mistake.says));
        let found = found.unwrap_or_else(|| panic!("{}: not among {faults:?}", mistake.says));
        assert!(!found.remedy.is_empty());
        if !mistake.line_of.is_empty() {
            let line = text.lines().position(|line| line.contains(mistake.line_of)).expect("the planted line") + 1;
            assert_eq!((found.path.as_str(), found.line), (mistake.file, line), "{found}");
        }
        assert!(found.to_string().starts_with(&format!("{}:{}: ", found.path, found.line)));
    }
}

#[test]
fn mistakes_in_one_file_are_told_all_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    whole_campus(folder.path());
    for mistake in
        MISTAKES.iter().filter(|m| m.file == PROGRAM && !m.says.contains("TOML") && m.find != "tuition_cents = 10000")
    {
        edit(folder.path(), mistake);
    }
    let faults = campus::read(folder.path()).expect_err("mistakes");
    assert!(faults.len() >= 6, "{faults:?}");
}

#[test]
fn a_campus_without_a_mistake_becomes_a_catalog_and_packs() {
    let folder = tempfile::tempdir().expect("a folder");
    whole_campus(folder.path());
    let campus = campus::read(folder.path()).expect("no mistake");
    assert_eq!(
        campus.summary(),
        "Small School: 5 programs, 1 with a course; 11 lessons, 3 of them written; 1 quizzes with 3 questions; 2 glossary terms; 4 files"
    );
    let open = campus.programs.iter().find(|program| program.id.as_str() == OPEN).expect("there");
    assert_eq!((open.outline.len(), open.written_lessons(), open.total().cents), (2, 3, 10_500));
    assert!(campus.programs.iter().any(|program| program.id.as_str() == STATE_RULES && program.state_rules.len() == 2));
    let pack = &campus.packs[0].manifest;
    let ItemBody::Hotspot { image, areas, .. } = &pack.quizzes[0].items[2].body else { panic!("a picture's question") };
    assert!(pack.file(image).is_some(), "{image} is a file of the pack");
    assert_eq!((areas.len(), areas[1].h), (3, 20.5));
    assert_eq!(pack.glossary[0].names().collect::<Vec<_>>(), ["Word", "some words"]);
    let again = campus::read(folder.path()).expect("no mistake");
    assert_eq!(campus.packs[0].manifest.version, again.packs[0].manifest.version, "the same files, the same version");
}

const BLUEPRINT: &str = r#"id = "practice"
title = "Practice"
minutes = 60
about = "A practice set."
source = "A test"
as_of = "2026-11-01"

[[domains]]
id = "one"
name = "One"
items = 2

[[domains]]
id = "two"
name = "Two"
items = 1
"#;

const EXAM_ITEMS: &str = r#"[[items]]
id = "own"
kind = "numeric"
exam_domain = "two"
lesson = "m02-l01"
prompt = "How many?"
answer = 3
tolerance = 0
unit = ""
explain = "Three."
"#;

/// The small campus with a practice exam, `change` made to what is written: blueprint, items, quiz.
fn with_an_exam(change: impl Fn(&str) -> String) -> Result<campus::Campus, Vec<String>> {
    let folder = tempfile::tempdir().expect("a folder");
    small_campus(folder.path()).expect("a campus");
    let course = folder.path().join("programs/open-course/course");
    let quiz = std::fs::read_to_string(folder.path().join(QUIZ)).expect("the quiz");
    let quiz = quiz.replacen("max_attempts = 0", "max_attempts = 0\nexam_domain = \"one\"", 1);
    std::fs::write(folder.path().join(QUIZ), change(&quiz)).expect("written");
    for (name, text) in [("practice-exam.toml", BLUEPRINT), ("exam-items.toml", EXAM_ITEMS)] {
        std::fs::write(course.join(name), change(text)).expect("written");
    }
    campus::read(folder.path()).map_err(|faults| faults.iter().map(ToString::to_string).collect())
}

#[test]
fn a_practice_exam_is_read_with_the_questions_of_quizzes_and_its_own() {
    let campus = with_an_exam(str::to_owned).expect("no mistake");
    let manifest = &campus.packs.iter().find(|pack| pack.manifest.program.as_str() == OPEN).expect("there").manifest;
    let exam = manifest.practice_exam.as_ref().expect("an exam");
    assert_eq!((exam.wanted(), exam.items.len(), exam.pass_percent), (3, 1, None));
    let domains: Vec<_> = manifest.items().map(|(quiz, item)| (quiz.as_str(), item.exam_domain.as_deref())).collect();
    assert_eq!(domains, [("m01-quiz", Some("one")), ("m01-quiz", Some("one")), ("practice", Some("two"))]);
    assert_eq!(carrel_domain::exam::draw(exam, manifest, 1).len(), 3);
}

#[test]
fn mistakes_in_a_practice_exam_are_told_with_file_line_and_remedy() {
    for (find, put, at, says) in [
        ("items = 2", "items = 3", "practice-exam.toml:9", "asks for 3 questions and the course has 2"),
        ("as_of = \"2026-11-01\"", "", "practice-exam.toml", "`as_of` is missing"),
        ("name = \"Two\"", "name = \"Two\"\nweight = 1", "practice-exam.toml", "Nobody knows the key `weight`"),
        ("id = \"two\"", "id = \"one\"", "practice-exam.toml", "The domain id \"one\" is taken"),
        ("exam_domain = \"one\"", "exam_domain = \"won\"", "quiz.toml:6", "has no domain \"won\""),
        ("exam_domain = \"one\"", "", "quiz.toml:9", "has no domain of the practice exam"),
        ("exam_domain = \"one\"", "exam_domain = \"none\"", "practice-exam.toml:9", "the course has 0"),
        ("lesson = \"m02-l01\"", "lesson = \"m09-l01\"", "exam-items.toml:2", "no lesson \"m09-l01\""),
        ("lesson = \"m02-l01\"", "", "exam-items.toml:2", "names no lesson"),
        ("A practice set.", "A guaranteed job.", "practice-exam.toml:4", "promises what no school can keep"),
    ] {
        let faults = with_an_exam(|text| text.replacen(find, put, 1)).expect_err(says);
        let found = faults.iter().any(|fault| fault.contains(at) && fault.contains(says));
        assert!(found, "{at}: {says}: {faults:?}");
    }
}

const EXAM_HOTSPOT: &str = r#"
[[items]]
id = "seen"
kind = "hotspot"
exam_domain = "two"
lesson = "m02-l01"
prompt = "Where?"
image = "media/square.svg"
alt = "A square"
explain = "There."
areas = [
  { id = "a", text = "A", x = 0, y = 0, w = 10, h = 10, correct = true },
  { id = "b", text = "B", x = 20, y = 0, w = 10, h = 10, feedback = "No." },
]
"#;

#[test]
fn a_hot_spot_of_the_exam_has_its_picture_in_the_course() {
    let folder = tempfile::tempdir().expect("a folder");
    small_campus(folder.path()).expect("a campus");
    let course = folder.path().join("programs/open-course/course");
    let write = |name: &str, text: &str| std::fs::write(course.join(name), text).expect("written");
    let says = |words: &str| {
        let faults = campus::read(folder.path()).expect_err(words);
        assert!(faults.iter().any(|fault| fault.to_string().contains(words)), "{words}: {faults:?}");
    };
    let quiz = std::fs::read_to_string(folder.path().join(QUIZ)).expect("the quiz");
    write("01-first/quiz.toml", &quiz.replacen("max_attempts = 0", "max_attempts = 0\nexam_domain = \"one\"", 1));
    write("practice-exam.toml", BLUEPRINT);
    write("exam-items.toml", &format!("{EXAM_ITEMS}{EXAM_HOTSPOT}"));
    says("exam-items.toml:18: There is no picture \"media/square.svg\"");
    std::fs::create_dir(course.join("media")).expect("made");
    std::fs::copy(folder.path().join(PICTURE), course.join("media/square.svg")).expect("copied");
    let campus = campus::read(folder.path()).expect("no mistake");
    let mut manifest = campus.packs[0].manifest.clone();
    let images: Vec<&str> = manifest
        .items()
        .filter_map(|(_, item)| match &item.body {
            ItemBody::Hotspot { image, .. } => Some(image.as_str()),
            _ => None,
        })
        .collect();
    assert!(matches!(images[..], [image] if manifest.file(image).is_some()), "{images:?}");
    manifest.files.retain(|file| !file.path.ends_with("square.svg"));
    assert!(manifest.check().is_err(), "a pack without the picture is refused");
    for exam in ["practice-exam.toml", "exam-items.toml"] {
        std::fs::remove_file(course.join(exam)).expect("removed");
    }
    write("01-first/quiz.toml", &quiz);
    says("course/media:1: This folder is for pictures of exam-items.toml");
}

#[test]
fn a_question_that_names_a_domain_where_there_is_no_exam_is_a_mistake() {
    let folder = tempfile::tempdir().expect("a folder");
    small_campus(folder.path()).expect("a campus");
    let quiz = folder.path().join(QUIZ);
    let text = std::fs::read_to_string(&quiz).expect("the quiz");
    std::fs::write(&quiz, text.replacen("max_attempts = 0", "max_attempts = 0\nexam_domain = \"one\"", 1))
        .expect("written");
    std::fs::write(folder.path().join("programs/open-course/course/exam-items.toml"), EXAM_ITEMS).expect("written");
    let faults = campus::read(folder.path()).expect_err("mistakes");
    assert!(
        faults.iter().any(|fault| fault.wrong == "This course has no practice exam" && fault.line == 6),
        "{faults:?}"
    );
    assert!(faults.iter().any(|fault| fault.path.ends_with("exam-items.toml")), "{faults:?}");
}

#[test]
fn every_sitting_of_the_sample_school_follows_its_blueprint() {
    let campus = campus::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../campus")).expect("no mistake");
    let pack = campus.packs.iter().find(|pack| pack.manifest.program.as_str() == "phlebotomy-technician");
    let manifest = &pack.expect("the course").manifest;
    let exam = manifest.practice_exam.as_ref().expect("it has a practice exam");
    assert_eq!(exam.minutes, 120);
    for seed in 0..1_000 {
        let drawn = carrel_domain::exam::draw(exam, manifest, seed);
        let (scores, _) = carrel_domain::exam::mark(exam, manifest, &drawn, &Default::default());
        let totals: Vec<_> = scores.iter().map(|score| (score.domain.as_str(), score.total)).collect();
        let blueprint = [("safety", 26), ("preparation", 20), ("routine", 28), ("special", 12), ("processing", 14)];
        assert_eq!(totals, blueprint, "seed {seed}");
    }
    assert!(drawn_places_are_known(manifest), "whoever misses a question is led to a lesson");
}

fn drawn_places_are_known(manifest: &carrel_domain::pack::Manifest) -> bool {
    manifest.items().all(|(quiz, item)| manifest.module_of(&carrel_domain::quiz::ItemKey::of(quiz, &item.id)).is_some())
}

#[test]
fn a_guide_is_read_in_its_order_and_counted() {
    let folder = tempfile::tempdir().expect("a folder");
    small_campus(folder.path()).expect("a campus");
    assert_eq!(campus::read(folder.path()).expect("no mistake").guide, None, "a school needs none");
    small_guide(folder.path()).expect("a guide");
    let campus = campus::read(folder.path()).expect("no mistake");
    let counts = campus.counts();
    assert!(counts.contains("1 figures; 2 quiz items; career guide: 2 pages"), "{counts}");
    assert!(counts.ends_with("1 statistics, 0 without a source"), "{counts}");
    let guide = campus.guide.expect("there");
    assert_eq!(guide.pages.iter().map(|page| page.id.as_str()).collect::<Vec<_>>(), ["tester", "pay"]);
}

#[test]
fn a_stray_file_and_a_course_beside_an_outline_are_mistakes() {
    let folder = tempfile::tempdir().expect("a folder");
    whole_campus(folder.path());
    let module = folder.path().join("programs/open-course/course/01-first");
    std::fs::write(module.join("03-forgotten.md"), "words").expect("written");
    std::fs::write(module.join("media/song.avi"), "la").expect("written");
    let program = folder.path().join(PROGRAM);
    let text = std::fs::read_to_string(&program).expect("read") + "\n[[outline]]\ntitle = \"T\"\nlessons = [\"L\"]\n";
    std::fs::write(&program, text).expect("written");
    let faults: Vec<String> =
        campus::read(folder.path()).expect_err("mistakes").iter().map(ToString::to_string).collect();
    for says in [
        "03-forgotten.md:1: module.toml does not name this file",
        "takes no .avi files",
        "a course/ folder and an outline",
    ] {
        assert!(faults.iter().any(|fault| fault.contains(says)), "{says}: {faults:?}");
    }
}

fn edit(campus: &Path, mistake: &Planted) -> String {
    let path = campus.join(mistake.file);
    let text = std::fs::read_to_string(&path).expect("the file");
    assert!(text.contains(mistake.find), "{} holds {}", mistake.file, mistake.find);
    let text = text.replacen(mistake.find, mistake.put, 1);
    std::fs::write(&path, &text).expect("written");
    text
}

/// Writes files into the first module's `media/` and gives what is wrong with the campus.
fn with_media(files: &[(&str, &[u8])]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    small_campus(folder.path()).expect("the small campus is written");
    let media = folder.path().join(PICTURE).with_file_name("");
    for (name, bytes) in files {
        std::fs::write(media.join(name), bytes).expect("the file is written");
    }
    match campus::read(folder.path()) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.iter().map(ToString::to_string).collect(),
    }
}

const FILM: &[u8] = &[0x1a, 0x45, 0xdf, 0xa3, 0x01];
const CAPTIONS: &[u8] = b"WEBVTT\n\n00:00.000 --> 00:02.000\nA tourniquet.\n";

#[test]
fn a_film_needs_captions_and_a_transcript_of_its_own() {
    let whole: [(&str, &[u8]); 3] = [("a.webm", FILM), ("a.vtt", CAPTIONS), ("a.txt", b"A tourniquet is tied.")];
    assert_eq!(with_media(&whole), Vec::<String>::new());
    let says = |files: &[(&str, &[u8])], file: &str, words: &str| {
        let found = with_media(files);
        let hit = found.iter().any(|fault| fault.contains(&format!("media/{file}:1: ")) && fault.contains(words));
        assert!(hit, "{file}: {words} in {found:?}");
    };
    says(&whole[..2], "a.webm", "has no transcript");
    says(&[whole[0], whole[2]], "a.webm", "has no captions");
    says(&whole[1..2], "a.vtt", "no film of this name");
    says(&[("a.webm", b"no film"), whole[1], whole[2]], "a.webm", "not a .webm file inside");
    says(&[whole[0], ("a.vtt", b"A tourniquet."), whole[2]], "a.vtt", "no WebVTT");
    says(&[whole[0], whole[1], ("a.txt", b" \n")], "a.txt", "transcript is empty");
    says(&[whole[0], whole[1], ("a.txt", b"A guaranteed job.")], "a.txt", "no school can keep");
    let split = b"WEBVTT\n\n00:00.000 --> 00:02.000\nHere a job is\n\n00:02.000 --> 00:04.000\nguaranteed.\n";
    let found = with_media(&[whole[0], ("a.vtt", split), whole[2]]);
    assert!(
        found.iter().any(|fault| fault.contains("media/a.vtt:4: ") && fault.contains("no school can keep")),
        "{found:?}"
    );
    says(&[("a.avi", b"RIFF")], "a.avi", "webm, mp4 or mp3");
}

/// What is wrong with the small campus once its first lesson says `words`.
fn with_words(words: &str) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    whole_campus(folder.path());
    let path = folder.path().join(LESSON);
    let text = std::fs::read_to_string(&path).expect("the lesson");
    std::fs::write(&path, text.replacen("Some words.", words, 1)).expect("written");
    match campus::read(folder.path()) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn a_link_that_the_lesson_would_show_as_plain_text_leads_nowhere() {
    for address in [
        "#no-such-heading",
        "#Twice",
        "#",
        "02-two.md",
        "02-two.md#more",
        "https://",
        "tel:+15550100",
        "htp://x.example",
    ] {
        let faults = with_words(&format!("## Twice\n\n[There]({address})."));
        let [fault] = faults.as_slice() else { panic!("{address}: {faults:?}") };
        assert!(fault.contains("01-one.md:10: ") && fault.contains("leads nowhere. Link to a heading"), "{fault}");
    }
    for address in ["#twice", "#twice-2", "https://school.example/a", "mailto:help@school.example"] {
        let faults = with_words(&format!("## Twice\n\n[There]({address}).\n\n## *Twice*"));
        assert_eq!(faults, Vec::<String>::new(), "{address}");
    }
}

/// What a command says on standard error.
fn told(arguments: &[&str]) -> String {
    let provider = std::process::Command::new(env!("CARGO_BIN_EXE_carrel-provider")).args(arguments).output();
    String::from_utf8_lossy(&provider.expect("it runs").stderr).into_owned()
}

#[test]
fn mistakes_are_counted_and_only_an_import_speaks_of_importing() {
    let folder = tempfile::tempdir().expect("a folder");
    let campus = folder.path().join("campus");
    small_campus(&campus).expect("a campus");
    let lesson = campus.join(LESSON);
    let text = std::fs::read_to_string(&lesson).expect("the lesson");
    std::fs::write(&lesson, text.replace("![A circle]", "![]")).expect("written");
    let (campus, data) = (campus.to_string_lossy(), folder.path().join("data"));
    assert!(told(&["check", &campus]).ends_with("\n1 mistake\n"));
    let import = told(&["import", &campus, "--data", &data.to_string_lossy()]);
    assert!(import.ends_with("\n1 mistake; nothing was imported\n"), "{import}");
    std::fs::write(&lesson, text.replace("![A circle]", "![]").replace("Some words.", "<b>Some</b>")).expect("written");
    assert!(told(&["check", &campus]).ends_with("\n2 mistakes\n"));
}
