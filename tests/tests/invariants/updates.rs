//! A course that its school changes: the change comes by itself, small, and takes nothing back.

use carrel_domain::pack::LessonChange;
use carrel_engine::api::{LessonNews, ProgramArgs};
use carrel_provider::testkit::{LESSONS, OPEN};
use carrel_tests::device::lesson_args;
use carrel_tests::{Device, School};

const FIRST: &str = "programs/open-course/course/01-first/01-one.md";

/// As the school's staff would: edit the file, import the campus.
async fn rewrite(school: &School, from: &str, to: &str) {
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
async fn a_school_that_changed_nothing_is_not_asked_for_its_courses() {
    let school = School::open().await;
    let device = Device::studying(&school, "ana@learner.example").await;
    device.sync().await;
    let before = device.network.asked().len();
    device.sync().await;
    device.sync().await;
    assert_eq!(device.network.asked().len() - before, 4, "the record and the catalog, each once a sync");
}
