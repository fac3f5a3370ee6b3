//! `carrel-provider check` finds every planted mistake, at its line, with a way out.
#![allow(clippy::expect_used)]

use carrel_provider::campus;
use carrel_provider::testkit::{OPEN, STATE_RULES, small_campus};
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

const MISTAKES: [Planted; 24] = [
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
    plant(PICTURE, "<circle", "<circle onclick=\"x()\"", "onclick", "an event handler"),
];

#[test]
fn every_planted_mistake_is_reported_with_its_line_and_a_remedy() {
    for mistake in MISTAKES {
        let folder = tempfile::tempdir().expect("a folder");
        small_campus(folder.path()).expect("a campus");
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
fn a_stray_file_and_a_course_beside_an_outline_are_mistakes() {
    let folder = tempfile::tempdir().expect("a folder");
    small_campus(folder.path()).expect("a campus");
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
    says(&[("a.avi", b"RIFF")], "a.avi", "webm, mp4 or mp3");
}
