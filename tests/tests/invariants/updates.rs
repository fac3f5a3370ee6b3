//! A course that its school changes: the change comes by itself, small, and takes nothing back.

use carrel_domain::pack::LessonChange;
use carrel_domain::quiz::{Answer, Answers};
use carrel_engine::api::{LessonNews, ProgramArgs, QuizAnswersArgs};
use carrel_provider::testkit::{LESSONS, OPEN, QUIZ};
use carrel_tests::device::lesson_args;
use carrel_tests::{Device, School};

const FIRST: &str = "programs/open-course/course/01-first/01-one.md";

/// As the school's staff would: edit the file, import the campus.
pub async fn rewrite(school: &School, from: &str, to: &str) {
    let file = school.campus().join(FIRST);
    let text = std::fs::read_to_string(&file).expect("the lesson reads");
    assert!(text.contains(from), "{text}");
    std::fs::write(&file, text.replace(from, to)).expect("the lesson is written");
    carrel_provider::import(school.store(), &school.campus()).await.expect("the campus is imported");
}

async fn news(device: &Device) -> Vec<LessonNews> {
    device.engine.course(ProgramArgs { program: OPEN.into() }).await.expect("the course").news
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_lesson_comes_alone_is_told_of_and_leaves_what_was_done_standing() {
    let school = School::open().await;
    let device = Device::studying(&school, "ana@learner.example").await;
    device.engine.open_lesson(lesson_args(LESSONS[0])).await.expect("it opens");
    device.complete(LESSONS[0]).await;
    device.sync().await;
    assert_eq!(news(&device).await, vec![], "a first download is no news");
    let fetched = device.network.files().len();

    device.clock.pass_ms(3_600_000);
    school.pass_ms(3_600_000);
    rewrite(&school, "Some words.", "Some better words.").await;
    device.sync().await;
    device.until(async || !news(&device).await.is_empty()).await;

    let told = news(&device).await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!((told[0].lesson.as_str(), told[0].what, told[0].done), (LESSONS[0], LessonChange::Changed, true));
    assert!(device.is_done(LESSONS[0]).await, "what was done stands");
    assert_eq!(device.network.files()[fetched..].to_vec(), vec!["01-first/01-one.md"], "one file, no more");
    let page = device.engine.lesson(lesson_args(LESSONS[0])).await.expect("the lesson opens");
    let text = reqwest::get(&page.address).await.expect("it is served").text().await.expect("it is text");
    assert!(text.contains("Some better words."), "{text}");

    device.clock.pass_ms(60_000);
    device.engine.open_lesson(lesson_args(LESSONS[0])).await.expect("it opens");
    assert_eq!(news(&device).await, vec![], "what was read since is no news");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lesson_opened_again_soon_after_it_changed_is_read() {
    let school = School::open().await;
    let device = Device::studying(&school, "ana@learner.example").await;
    device.engine.open_lesson(lesson_args(LESSONS[0])).await.expect("it opens");
    device.clock.pass_ms(60_000);
    school.pass_ms(60_000);
    rewrite(&school, "Some words.", "Some better words.").await;
    device.sync().await;
    device.until(async || !news(&device).await.is_empty()).await;
    device.clock.pass_ms(1_000);
    device.engine.open_lesson(lesson_args(LESSONS[0])).await.expect("it opens");
    assert_eq!(news(&device).await, vec![]);
    let acts = device.open_acts().await;
    device.engine.open_lesson(lesson_args(LESSONS[0])).await.expect("it opens");
    assert_eq!(device.open_acts().await, acts, "and opened once more it says nothing new");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changed_while_a_course_was_not_on_this_computer_is_told_when_it_is_fetched_again() {
    let school = School::open().await;
    let device = Device::studying(&school, "ana@learner.example").await;
    device.engine.remove_download(ProgramArgs { program: OPEN.into() }).await.expect("it goes");
    assert_eq!(device.engine.downloads(()).await.expect("downloads").items.len(), 0);
    device.clock.pass_ms(60_000);
    school.pass_ms(60_000);
    rewrite(&school, "Some words.", "Some better words.").await;
    device.sync().await;
    assert_eq!(news(&device).await, vec![], "what is not here is not told of");
    device.download(OPEN).await;
    let told = news(&device).await;
    assert_eq!(
        told.iter().map(|one| (one.lesson.as_str(), one.what)).collect::<Vec<_>>(),
        [(LESSONS[0], LessonChange::Changed)]
    );
}

async fn quiz(device: &Device, right: bool) {
    let answers = if right {
        [("q1".to_owned(), Answer::Choices(vec!["a".to_owned()])), ("q2".to_owned(), Answer::Number(10.0))].into()
    } else {
        Answers::new()
    };
    device.clock.pass_ms(1_000);
    let args = QuizAnswersArgs { program: OPEN.into(), quiz: QUIZ.into(), answers, edition: None };
    device.engine.submit_quiz(args).await.expect("handed in");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_course_no_longer_has_is_not_counted_against_its_length() {
    let school = School::open().await;
    let device = Device::studying(&school, "ana@learner.example").await;
    for lesson in LESSONS {
        device.complete(lesson).await;
    }
    quiz(&device, true).await;
    quiz(&device, false).await;
    let progress = async || {
        let args = ProgramArgs { program: OPEN.into() };
        device.engine.course(args).await.expect("the course").progress
    };
    let before = progress().await;
    assert_eq!((before.lessons, before.lessons_done, before.quizzes, before.quizzes_passed), (3, 3, 1, 1));

    let course = school.campus().join("programs/open-course/course/01-first");
    std::fs::remove_file(course.join("02-two.md")).expect("the lesson goes");
    let module = std::fs::read_to_string(course.join("module.toml")).expect("the module reads");
    let (first, _) = module.rsplit_once("[[lessons]]").expect("two lessons");
    std::fs::write(course.join("module.toml"), first).expect("the module is written");
    let text = std::fs::read_to_string(course.join("quiz.toml")).expect("the quiz reads");
    assert!(text.contains("scoring = \"best\""), "{text}");
    let text = text.replace("scoring = \"best\"", "scoring = \"last\"");
    std::fs::write(course.join("quiz.toml"), text).expect("the quiz is written");
    carrel_provider::import(school.store(), &school.campus()).await.expect("the campus is imported");
    device.sync().await;
    device.until(async || progress().await.lessons == 2).await;
    let after = progress().await;
    assert_eq!((after.lessons_done, after.lessons_written), (2, 2), "the lesson that is gone is not counted");
    assert_eq!((after.quizzes, after.quizzes_passed), (1, 0), "the last attempt counts now, and it did not pass");
    let args = ProgramArgs { program: OPEN.into() };
    let page = device.engine.course(args).await.expect("the course");
    let line = page.modules.iter().find_map(|module| module.quiz.as_ref()).expect("its quiz");
    assert_eq!(line.counting.map(|score| score.passed), Some(false), "as the quiz's own line says");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_school_that_changed_nothing_is_not_asked_for_its_courses() {
    let school = School::open().await;
    let device = Device::studying(&school, "ana@learner.example").await;
    device.sync().await;
    let before = device.network.asked().len();
    device.sync().await;
    device.sync().await;
    assert_eq!(device.network.asked().len() - before, 4, "the record and the catalog, each once a sync");
}
