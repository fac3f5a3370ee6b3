//! `carrel-provider check` finds every planted mistake, at its line, with a way out.
#![allow(clippy::expect_used)]

use carrel_provider::campus;
use carrel_provider::testkit::{OPEN, STATE_RULES, small_campus, small_guide};
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
const PICTURE: &str = "programs/open-course/course/01-first/media/circle.svg";

const STATISTICS: &str = "career/statistics.toml";
const LICENSURE: &str = "career/licensure.toml";
const ROLE: &str = "career/roles/tester.md";
const TOPIC: &str = "career/topics/pay.md";

const MISTAKES: [Planted; 44] = [
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
    plant(LESSON, "media/circle.svg", "media/square.svg", "square", "no picture"),
    plant(LESSON, "Some words.", "[Read on](99-gone.md).", "99-gone", "leads nowhere"),
    plant(LESSON, "Some words.", "# Title again", "# Title", "heading of the first level"),
    plant(QUIZ, "text = \"That\"", "text = \"That\", correct = true", "choices", "2 choices of this single question"),
    plant(QUIZ, "id = \"q2\"", "id = \"q1\"", "", "Two questions have the id"),
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
    plant(PICTURE, "<circle", "<circle onclick=\"x()\"", "onclick", "an event handler"),
];

#[test]
fn every_planted_mistake_is_reported_with_its_line_and_a_remedy() {
    for mistake in MISTAKES {
        let folder = tempfile::tempdir().expect("a folder");
        small_campus(folder.path()).expect("a campus");
        small_guide(folder.path()).expect("a guide");
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
    small_campus(folder.path()).expect("a campus");
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
    small_campus(folder.path()).expect("a campus");
    let campus = campus::read(folder.path()).expect("no mistake");
    assert_eq!(
        campus.summary(),
        "Small School: 5 programs, 1 with a course; 11 lessons, 3 of them written; 1 quizzes; 4 files"
    );
    let open = campus.programs.iter().find(|program| program.id.as_str() == OPEN).expect("there");
    assert_eq!((open.outline.len(), open.written_lessons(), open.total().cents), (2, 3, 10_500));
    assert!(campus.programs.iter().any(|program| program.id.as_str() == STATE_RULES && program.state_rules.len() == 2));
    let again = campus::read(folder.path()).expect("no mistake");
    assert_eq!(campus.packs[0].manifest.version, again.packs[0].manifest.version, "the same files, the same version");
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
    small_campus(folder.path()).expect("a campus");
    let module = folder.path().join("programs/open-course/course/01-first");
    std::fs::write(module.join("03-forgotten.md"), "words").expect("written");
    std::fs::write(module.join("media/song.mp3"), "la").expect("written");
    let program = folder.path().join(PROGRAM);
    let text = std::fs::read_to_string(&program).expect("read") + "\n[[outline]]\ntitle = \"T\"\nlessons = [\"L\"]\n";
    std::fs::write(&program, text).expect("written");
    let faults: Vec<String> =
        campus::read(folder.path()).expect_err("mistakes").iter().map(ToString::to_string).collect();
    for says in [
        "03-forgotten.md:1: module.toml does not name this file",
        "takes no .mp3 files",
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
