//! The index of lessons: what is found, what is shown of it, and that nothing is left behind.

use super::*;

const COURSE: &str = "phlebotomy";

fn block(number: usize, heading: bool, text: &str) -> TextBlock {
    TextBlock { anchor: format!("p{number}"), heading, text: text.to_owned() }
}

fn lesson(id: &str, title: &str, blocks: &[&str]) -> LessonText {
    let blocks = blocks.iter().enumerate().map(|(number, text)| match text.strip_prefix("# ") {
        Some(heading) => block(number, true, heading),
        None => block(number, false, text),
    });
    LessonText {
        program: COURSE.into(),
        lesson: id.into(),
        content: format!("{title}-1"),
        title: title.to_owned(),
        blocks: blocks.collect(),
    }
}

fn course() -> Vec<LessonText> {
    vec![
        lesson(
            "l1",
            "Choosing a vein",
            &["# Where to look", "The cubital vein lies in the bend of the arm.", "Feel it first."],
        ),
        lesson(
            "l2",
            "The tourniquet",
            &["# Time", "Take it off within one minute.", "A vein fills below the tourniquet.", "Tourniquet again?"],
        ),
        lesson("l3", "Café work", &["Read the tubes aloud. The vein can wait.", "Tubes of every color."]),
    ]
}

struct Bench {
    store: LessonStore,
    folder: tempfile::TempDir,
}

async fn bench() -> Bench {
    let folder = tempfile::tempdir().expect("a folder");
    let store = LessonStore::open_on(&Disk::default(), &folder.path().join("search.db")).await.expect("opens");
    store.apply(Vec::new(), course()).await.expect("is written");
    Bench { store, folder }
}

impl Bench {
    async fn find(&self, text: &str) -> Matches {
        self.store.search(text.to_owned(), [COURSE.into()].into()).await.expect("searches")
    }

    /// `l2 p2 A [vein] fills`, one line a passage.
    async fn lines(&self, text: &str) -> Vec<String> {
        let found = self.find(text).await;
        let words = |parts: &[TextPart]| -> String {
            parts.iter().map(|part| if part.found { format!("[{}]", part.text) } else { part.text.clone() }).collect()
        };
        let mut lines = Vec::new();
        for hit in &found.lessons {
            lines
                .extend(hit.passages.iter().map(|(anchor, parts)| format!("{} {anchor} {}", hit.lesson, words(parts))));
        }
        lines
    }
}

#[tokio::test]
async fn a_word_is_found_in_the_title_before_the_text_and_leads_to_the_paragraph() {
    let bench = bench().await;
    let found = bench.lines("vein").await;
    assert_eq!(
        found,
        [
            "l1 p1 The cubital [vein] lies in the bend of the arm.",
            "l2 p2 A [vein] fills below the tourniquet.",
            "l3 p0 Read the tubes aloud. The [vein] can wait.",
        ]
    );
    let found = bench.find("tourniquet").await;
    assert_eq!((found.total, found.searched, found.lessons[0].more), (1, 3, 0));
    assert!(found.lessons[0].title.iter().any(|part| part.found && part.text == "tourniquet"));
}

#[tokio::test]
async fn the_last_word_may_be_unfinished_and_accents_do_not_matter() {
    let bench = bench().await;
    assert_eq!(bench.lines("cub").await, ["l1 p1 The [cubital] vein lies in the bend of the arm."]);
    assert_eq!(bench.find("cafe").await.lessons[0].lesson.as_str(), "l3");
    assert_eq!(bench.find("CAFÉ WO").await.lessons[0].lesson.as_str(), "l3");
    assert!(bench.find("cub vein").await.lessons.is_empty(), "only the last one");
}

#[tokio::test]
async fn a_paragraph_with_all_the_words_goes_before_paragraphs_with_some() {
    let bench = bench().await;
    assert_eq!(bench.lines("tourniquet vein").await, ["l2 p2 A [vein] fills below the [tourniquet]."]);
}

#[tokio::test]
async fn one_mistyped_word_still_finds() {
    let bench = bench().await;
    let found = bench.find("tournikuet").await;
    assert_eq!((found.corrected.as_deref(), found.lessons[0].lesson.as_str()), (Some("tourniquet"), "l2"));
    assert_eq!(bench.find("xyzzy").await.total, 0);
}

#[tokio::test]
async fn lessons_of_other_courses_are_not_shown() {
    let bench = bench().await;
    let found = bench.store.search("vein".to_owned(), ["other".into()].into()).await.expect("searches");
    assert_eq!((found.total, found.searched, found.lessons.len()), (0, 0, 0));
    assert_eq!(bench.find("").await.searched, 3, "nothing typed finds nothing, and says how much there is");
}

#[tokio::test]
async fn nothing_typed_can_be_a_wrong_question() {
    let bench = bench().await;
    for text in ["\"", "vein\" OR *", "NEAR(", "a AND NOT b", "-", "*", "vein;drop table lessons", "\u{2}vein\u{3}"] {
        let _ = bench.find(text).await;
    }
}

#[tokio::test]
async fn a_changed_lesson_keeps_its_key_and_what_goes_leaves_nothing_behind() {
    let bench = bench().await;
    let mut changed = lesson("l1", "Choosing a site", &["The arm."]);
    changed.content = "2".to_owned();
    bench.store.apply(Vec::new(), vec![changed]).await.expect("is written");
    assert_eq!(bench.find("choosing").await.total, 1);
    assert_eq!(bench.find("cubital").await.total, 0);
    assert_eq!(bench.store.known().await.expect("reads")[&(COURSE.into(), "l1".into())], "2");
    let all = ["l1", "l2", "l3"].map(|id| (COURSE.into(), id.into())).to_vec();
    bench.store.apply(all, Vec::new()).await.expect("is written");
    bench.store.close().await;
    let conn = rusqlite::Connection::open(bench.folder.path().join("search.db")).expect("opens");
    let left = "SELECT (SELECT count(*) FROM postings) + (SELECT count(*) FROM vocabulary)
                  + (SELECT count(*) FROM blocks) + (SELECT count(*) FROM lessons)";
    assert_eq!(conn.query_row(left, [], |row| row.get::<_, i64>(0)).expect("counts"), 0);
}

#[tokio::test]
async fn a_damaged_index_is_set_aside_and_begun_anew() {
    let bench = bench().await;
    bench.store.close().await;
    let path = bench.folder.path().join("search.db");
    std::fs::write(&path, b"this is no database, and it is longer than a header of one would be").expect("is spoiled");
    let store = LessonStore::open_on(&Disk::default(), &path).await.expect("opens");
    assert!(store.known().await.expect("reads").is_empty());
    assert!(bench.folder.path().join("search.db.damaged-1").exists());
}
