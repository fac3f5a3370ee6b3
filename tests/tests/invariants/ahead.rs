//! A clock that ran ahead while there was no network: what was stamped by it must not win until its time really comes (I9).

use carrel_domain::quiz::{Answer, Answers};
use carrel_domain::time::DAY_MS;
use carrel_engine::api::{BookmarkArgs, CoursePage, ProgramArgs, QuizAnswersArgs, ReviewArgs};
use carrel_provider::testkit::{LESSONS, OPEN, QUIZ};
use carrel_tests::clocks::START;
use carrel_tests::device::lesson_args;
use carrel_tests::{Device, Fault, School};

const EMAIL: &str = "ana@learner.example";
/// Within the days of access, so that studying goes on.
const AHEAD_DAYS: u32 = 20;

fn open() -> ProgramArgs {
    ProgramArgs { program: OPEN.into() }
}

async fn course(device: &Device) -> CoursePage {
    device.engine.course(open()).await.expect("the course")
}

async fn bookmark(device: &Device, on: bool) {
    let args = BookmarkArgs { program: OPEN.into(), lesson: LESSONS[0].into(), on };
    device.engine.set_bookmark(args).await.expect("the bookmark is kept");
}

async fn review_all(device: &Device) -> usize {
    let items = device.engine.recall(open()).await.expect("recall").items;
    for item in &items {
        let right = match item.key.0.as_str() {
            "m01-quiz/q1" => Answer::Choices(vec!["a".to_owned()]),
            _ => Answer::Number(10.0),
        };
        let args = ReviewArgs { program: OPEN.into(), item: item.key.clone(), answer: Some(right), rating: 3 };
        device.engine.answer_review(args).await.expect("the answer is kept");
    }
    items.len()
}

/// Ana's computer after it was started without a network and with its clock ahead, studied on, and synced.
async fn corrected(school: &School) -> Device {
    let mut device = Device::studying(school, EMAIL).await;
    device.network.set(Fault::Offline);
    device.clock.reboot();
    device.clock.set_wall(START.plus_days(AHEAD_DAYS));
    device.restart().await;
    device.engine.open_lesson(lesson_args(LESSONS[0])).await.expect("it opens");
    bookmark(&device, true).await;
    let args = QuizAnswersArgs { program: OPEN.into(), quiz: QUIZ.into(), answers: Answers::new(), edition: None };
    device.engine.submit_quiz(args).await.expect("handed in");
    assert_eq!(review_all(&device).await, 2);
    assert!(device.record().await.now().at >= START.plus_days(AHEAD_DAYS), "nobody knows better yet");
    device.network.set(Fault::None);
    device.sync().await;
    assert!(device.record().await.now().at < START.plus_days(1), "the school does");
    device
}

#[tokio::test(flavor = "multi_thread")]
async fn i9_what_is_done_after_a_clock_ran_ahead_counts_at_once_on_every_computer() {
    let school = School::open().await;
    let mut device = corrected(&school).await;
    bookmark(&device, false).await;
    device.engine.open_lesson(lesson_args(LESSONS[1])).await.expect("it opens");
    let learning = device.engine.my_learning(()).await.expect("my learning");
    assert_eq!(learning.continue_at.map(|at| at.lesson.to_string()).as_deref(), Some(LESSONS[1]));
    device.sync().await;
    let other = Device::studying(&school, EMAIL).await;
    for device in [&device, &other] {
        let page = course(device).await;
        assert!(!page.modules[0].lessons[0].bookmarked);
        assert_eq!(page.continue_at.map(|at| at.lesson.to_string()).as_deref(), Some(LESSONS[1]));
    }

    // The clock of the computer is still ahead, and there is no network after the next start.
    device.network.set(Fault::Offline);
    device.clock.reboot();
    device.restart().await;
    let now = device.record().await.now();
    assert!(now.at < START.plus_days(1), "its own acts do not make it believe the clock again: {now:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn i9_questions_answered_while_the_clock_was_ahead_are_asked_now_and_then_as_ever() {
    let school = School::open().await;
    let device = corrected(&school).await;
    device.network.set(Fault::Offline);
    let before = device.engine.recall(open()).await.expect("recall").standing;
    assert_eq!((before.met, before.due, before.fresh), (2, 0, 2), "nobody knows when they were answered");
    assert_eq!(review_all(&device).await, 2);
    let after = device.engine.recall(open()).await.expect("recall").standing;
    assert_eq!((after.due, after.fresh), (0, 0));
    let next = after.next_at.expect("they come again").since_ms(device.record().await.now().at);
    assert!(next > 0 && next < 10 * DAY_MS, "as if nothing had been ahead: {next}");
}

#[tokio::test(flavor = "multi_thread")]
async fn i9_news_of_a_lesson_opened_while_the_clock_was_ahead_is_told_until_it_is_read() {
    let school = School::open().await;
    let device = corrected(&school).await;
    device.clock.pass_ms(60_000);
    school.pass_ms(60_000);
    super::updates::rewrite(&school, "Some words.", "Some better words.").await;
    device.sync().await;
    device.until(async || !course(&device).await.news.is_empty()).await;
    device.clock.pass_ms(60_000);
    device.engine.open_lesson(lesson_args(LESSONS[0])).await.expect("it opens");
    assert_eq!(course(&device).await.news, vec![]);
}
