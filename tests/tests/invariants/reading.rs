//! Reading: words found in the lessons that are here, passages marked on two computers, a lesson on paper.

use carrel_domain::OperationId;
use carrel_domain::record::{Colour, Mark};
use carrel_engine::api::{
    BookmarkArgs, ErrorCode, FilmPlaceArgs, HighlightArgs, HighlightView, LessonsFound, MarkedPage, NoteArgs,
    ProgramArgs, SearchLessonsArgs,
};
use carrel_provider::campus;
use carrel_provider::testkit::{LESSONS, OPEN};
use carrel_tests::device::lesson_args;
use carrel_tests::{Device, Fault, School};

const ANA: &str = "ana@learner.example";

/// What is found once everything that is here has been looked through.
async fn search(device: &Device, text: &str) -> LessonsFound {
    let ask = async || {
        let args = SearchLessonsArgs { text: text.to_owned(), program: None };
        device.engine.search_lessons(args).await.expect("the search answers")
    };
    device.until(async || !ask().await.preparing).await;
    ask().await
}

async fn found(device: &Device, text: &str) -> Vec<String> {
    search(device, text).await.lessons.into_iter().map(|hit| hit.lesson.to_string()).collect()
}

/// The school writes a lesson anew.
async fn rewrite(school: &School, file: &str, before: &str, after: &str) {
    let path = school.campus().join("programs").join(OPEN).join("course").join(file);
    let text = std::fs::read_to_string(&path).expect("the lesson reads");
    assert!(text.contains(before), "{before} in {text}");
    std::fs::write(&path, text.replace(before, after)).expect("the lesson is written");
    let campus = campus::read(&school.campus()).map_err(|faults| format!("{faults:?}")).expect("the campus is sound");
    school.store().import(campus).await.expect("the campus is taken in");
}

/// Fetches what changed and waits until it is here.
async fn update(device: &Device, lesson_has: &str) {
    device.sync().await;
    device.engine.download(ProgramArgs { program: OPEN.into() }).await.expect("the download starts");
    device.until(async || !found(device, lesson_has).await.is_empty()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_are_found_in_what_is_here_offline_after_a_restart_and_no_longer() {
    let school = School::open().await;
    let mut device = Device::studying(&school, ANA).await;
    device.network.set(Fault::Offline);
    let hit = search(&device, "last wor").await;
    assert_eq!((hit.total, hit.searched), (1, 3));
    let lesson = &hit.lessons[0];
    assert_eq!(
        (lesson.lesson.as_str(), lesson.program_title.as_str(), lesson.module_title.as_str()),
        (LESSONS[2], "Open Course", "Second")
    );
    assert_eq!(lesson.passages[0].anchor, "p1");
    let marked: Vec<&str> =
        lesson.passages[0].parts.iter().filter(|part| part.found).map(|part| part.text.as_str()).collect();
    assert_eq!(marked, ["last", "words"]);
    assert_eq!(found(&device, "circle").await, [LESSONS[0]], "the words of a picture");
    assert_eq!(search(&device, "cirkle").await.corrected.as_deref(), Some("circle"));

    device.restart().await;
    assert_eq!(found(&device, "last words").await, [LESSONS[2]]);

    device.engine.remove_download(ProgramArgs { program: OPEN.into() }).await.expect("it is removed");
    let gone = search(&device, "last words").await;
    assert_eq!((gone.total, gone.searched), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_lesson_is_found_by_its_new_words_alone() {
    let school = School::open().await;
    let device = Device::studying(&school, ANA).await;
    assert_eq!(found(&device, "more").await, [LESSONS[1]]);
    rewrite(&school, "01-first/02-two.md", "More words.", "Tourniquet first.").await;
    update(&device, "tourniquet").await;
    assert_eq!(found(&device, "tourniquet").await, [LESSONS[1]]);
    assert_eq!(found(&device, "more").await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_index_is_made_again_and_a_missing_one_too() {
    let school = School::open().await;
    let mut device = Device::studying(&school, ANA).await;
    assert_eq!(found(&device, "last words").await, [LESSONS[2]]);
    let path = device.folder().join("schools/small-school/content/search.db");
    device.engine.shut_down().await;
    std::fs::write(&path, vec![7; 9000]).expect("the file is spoiled");
    device.open_again().await;
    assert_eq!(found(&device, "last words").await, [LESSONS[2]]);

    device.engine.shut_down().await;
    std::fs::remove_file(&path).expect("the file goes");
    device.open_again().await;
    assert_eq!(found(&device, "last words").await, [LESSONS[2]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_shown_the_lessons_of_a_course_they_have_no_place_in() {
    let school = School::open().await;
    let device = Device::studying(&school, ANA).await;
    assert_eq!(found(&device, "last words").await, [LESSONS[2]]);
    device.sign_in(&school, "ben@learner.example").await;
    let other = search(&device, "last words").await;
    assert_eq!((other.total, other.searched), (0, 0));
}

fn mark(quote: &str, colour: Colour, note: &str) -> Option<Mark> {
    Some(Mark { anchor: "p1".to_owned(), quote: quote.to_owned(), colour, note: note.to_owned() })
}

async fn set(device: &Device, mark: Option<Mark>, replaces: Vec<OperationId>) {
    let args = HighlightArgs { program: OPEN.into(), lesson: LESSONS[0].into(), mark, replaces };
    device.engine.set_highlight(args).await.expect("the mark is kept");
}

async fn marks(device: &Device) -> Vec<HighlightView> {
    device.engine.lesson(lesson_args(LESSONS[0])).await.expect("the lesson opens").highlights
}

#[tokio::test(flavor = "multi_thread")]
async fn marks_made_apart_are_both_kept_and_taken_away_together() {
    let school = School::open().await;
    let (first, second) = (Device::studying(&school, ANA).await, Device::studying(&school, ANA).await);
    set(&first, mark("Some", Colour::Yellow, ""), vec![]).await;
    set(&first, mark("Some", Colour::Yellow, ""), vec![marks(&first).await[0].id.clone()]).await;
    assert_eq!(first.open_acts().await, 1, "the same again is nothing new");
    first.sync().await;
    second.sync().await;
    let known = marks(&second).await;
    assert_eq!((known.len(), known[0].anchor.as_deref(), known[0].this_computer), (1, Some("p1"), false));

    for device in [&first, &second] {
        device.network.set(Fault::Offline);
    }
    set(&first, mark("Some", Colour::Green, "from the first"), vec![known[0].id.clone()]).await;
    set(&second, mark("Some", Colour::Blue, "from the second"), vec![known[0].id.clone()]).await;
    for device in [&first, &second, &first] {
        device.network.set(Fault::None);
        device.sync().await;
    }
    let both = marks(&first).await;
    assert_eq!(both.len(), 2, "neither is lost");
    set(&first, None, both.iter().map(|mark| mark.id.clone()).collect()).await;
    first.sync().await;
    second.sync().await;
    assert!(marks(&first).await.is_empty() && marks(&second).await.is_empty());
    assert_eq!(first.view(OPEN).await.record, second.view(OPEN).await.record);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mark_finds_its_words_again_and_is_kept_where_they_are_gone() {
    let school = School::open().await;
    let device = Device::studying(&school, ANA).await;
    set(&device, mark("Some words", Colour::Pink, "why?"), vec![]).await;
    rewrite(&school, "01-first/01-one.md", "Some words.", "Veins come first.\n\nThen some words.").await;
    update(&device, "veins").await;
    assert_eq!(marks(&device).await[0].anchor.as_deref(), Some("p2"), "moved");
    rewrite(&school, "01-first/01-one.md", "Then some words.", "Arteries after.").await;
    update(&device, "arteries").await;
    let kept = marks(&device).await;
    assert_eq!(
        (kept[0].anchor.as_deref(), kept[0].quote.as_str(), kept[0].note.as_str()),
        (None, "Some words", "why?")
    );
}

async fn marked(device: &Device) -> MarkedPage {
    device.engine.marked(ProgramArgs { program: OPEN.into() }).await.expect("the list is made")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_left_in_lessons_stands_in_one_list_also_without_the_course() {
    let school = School::open().await;
    let device = Device::studying(&school, ANA).await;
    device.network.set(Fault::Offline);
    assert!(marked(&device).await.lessons.is_empty());
    set(&device, mark("Words nobody wrote", Colour::Blue, ""), vec![]).await;
    set(&device, mark("Some words", Colour::Pink, "why?"), vec![]).await;
    let (program, lesson) = (OPEN.into(), LESSONS[2].into());
    let note = NoteArgs { program, lesson, text: "Ask about this.".to_owned(), replaces: vec![] };
    device.engine.save_note(note).await.expect("the note is kept");
    let bookmark = BookmarkArgs { program: OPEN.into(), lesson: LESSONS[2].into(), on: true };
    device.engine.set_bookmark(bookmark).await.expect("the bookmark is kept");

    let lessons = marked(&device).await.lessons;
    let [first, last] = lessons.as_slice() else { panic!("two lessons have something: {lessons:?}") };
    assert_eq!((first.title.as_deref(), first.here, first.bookmarked), (Some("One"), true, false));
    let passages: Vec<_> = first.marks.iter().map(|mark| (mark.quote.as_str(), mark.anchor.as_deref())).collect();
    assert_eq!(passages, [("Some words", Some("p1")), ("Words nobody wrote", None)], "lost words come last");
    assert_eq!((last.lesson.as_str(), last.module_title.as_deref()), (LESSONS[2], Some("Second")));
    assert_eq!((last.bookmarked, last.notes.as_slice()), (true, ["Ask about this.".to_owned()].as_slice()));

    device.engine.remove_download(ProgramArgs { program: OPEN.into() }).await.expect("it is removed");
    let kept = marked(&device).await.lessons;
    assert_eq!(kept.iter().map(|lesson| lesson.here).collect::<Vec<_>>(), [false, false]);
    assert_eq!((kept[0].title.as_deref(), kept[0].marks[0].anchor.as_deref()), (Some("One"), None));
    assert_eq!(kept[1].notes, ["Ask about this."]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_a_mark_is_refused_and_nothing_is_written() {
    let school = School::open().await;
    let device = Device::studying(&school, ANA).await;
    device.sync().await;
    let before = device.open_acts().await;
    for (mark, code) in [
        (mark(" ", Colour::Blue, ""), ErrorCode::BadRequest),
        (mark(&"x".repeat(5000), Colour::Blue, ""), ErrorCode::BadRequest),
        (mark("x", Colour::Blue, &"x".repeat(40_000)), ErrorCode::NoteTooLong),
        (None, ErrorCode::BadRequest),
    ] {
        let args = HighlightArgs { program: OPEN.into(), lesson: LESSONS[0].into(), mark, replaces: vec![] };
        assert_eq!(device.engine.set_highlight(args).await.expect_err("it is refused").code, code);
    }
    assert_eq!(device.open_acts().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn marks_are_in_the_export_on_the_page_for_paper_and_in_a_printed_lesson() {
    let school = School::open().await;
    let device = Device::studying(&school, ANA).await;
    set(&device, mark("Some words", Colour::Green, "a <b>note</b>"), vec![]).await;
    let read = |path: &str| std::fs::read_to_string(path).expect("the file reads");
    let data = read(&device.engine.export_data(()).await.expect("the export is written").path);
    assert!(data.contains("highlight_set") && data.contains("Some words"), "{data}");
    let page = read(&device.engine.export_page(()).await.expect("the page is written").path);
    assert!(page.contains("Some words") && page.contains("a &lt;b&gt;note&lt;/b&gt;"), "{page}");
    let printed = read(&device.engine.print_lesson(lesson_args(LESSONS[0])).await.expect("it is written").path);
    for part in [
        "<h1>One</h1>",
        "Open Course · First",
        "Small School",
        "<blockquote>Some words</blockquote>",
        "src=\"data:image/svg+xml;base64,",
        "a &lt;b&gt;note",
    ] {
        assert!(printed.contains(part), "{part} in {printed}");
    }
    assert!(!printed.contains("<script") && !printed.contains("127.0.0.1"), "{printed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_film_goes_on_where_it_was_left() {
    let school = School::open().await;
    let mut device = Device::studying(&school, ANA).await;
    let film = |lesson: &str, anchor: &str, permille| FilmPlaceArgs {
        program: OPEN.into(),
        lesson: lesson.into(),
        anchor: anchor.to_owned(),
        permille,
    };
    for args in [film(LESSONS[0], "p2", 300), film(LESSONS[1], "p2", 7), film(LESSONS[0], "p2", 412)] {
        device.engine.save_film_place(args).await.expect("the place is kept");
    }
    let bad = device.engine.save_film_place(film(LESSONS[0], "p 2", 1)).await;
    assert_eq!(bad.expect_err("no such block").code, ErrorCode::BadRequest);
    device.restart().await;
    let page = device.engine.lesson(lesson_args(LESSONS[0])).await.expect("the lesson opens");
    let films: Vec<(&str, u16)> = page.films.iter().map(|film| (film.anchor.as_str(), film.permille)).collect();
    assert_eq!(films, [("p2", 412)]);
    assert_eq!(page.position_permille, 0, "a film's place is not the lesson's");
}
