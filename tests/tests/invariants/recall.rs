//! Recall: every answer is an act, and what is due follows from the answers alone (I20).

use super::exam::{ANA, open, school_with_an_exam};
use carrel_domain::quiz::{Answer, Answers, ItemKey};
use carrel_engine::api::{QuizAnswersArgs, RecallPage, ReviewArgs};
use carrel_provider::testkit::OPEN;
use carrel_tests::{Device, Fault};

const DAY: i64 = 24 * 60 * 60_000;

async fn recall(device: &Device) -> RecallPage {
    device.engine.recall(open()).await.expect("recall opens")
}

fn keys(page: &RecallPage) -> Vec<&str> {
    page.items.iter().map(|one| one.key.0.as_str()).collect()
}

async fn hand_in_the_quiz(device: &Device) {
    let args =
        QuizAnswersArgs { program: OPEN.into(), quiz: "m01-quiz".into(), answers: Answers::new(), edition: None };
    device.engine.submit_quiz(args).await.expect("handed in");
}

async fn review(device: &Device, item: &str, answer: Option<Answer>, rating: u8) {
    let args = ReviewArgs { program: OPEN.into(), item: ItemKey(item.to_owned()), answer, rating };
    device.engine.answer_review(args).await.expect("the answer is kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_asked_before_it_was_met_and_what_was_answered_comes_again_later() {
    let school = school_with_an_exam().await;
    let device = Device::studying(&school, ANA).await;
    // No word of the school about the time from here on: the clock is turned by days.
    device.network.set(Fault::Offline);
    assert_eq!(recall(&device).await.standing.met, 0);
    hand_in_the_quiz(&device).await;
    let page = recall(&device).await;
    assert_eq!(keys(&page), ["m01-quiz/q1", "m01-quiz/q2"]);
    assert_eq!((page.standing.met, page.standing.due, page.standing.fresh), (2, 0, 2));
    // A module read to its end is met as well, the exam's own question of it with it.
    device.complete("m02-l01").await;
    assert_eq!(keys(&recall(&device).await), ["m01-quiz/q1", "m01-quiz/q2", "practice/own"]);

    review(&device, "m01-quiz/q1", Some(Answer::Choices(vec!["a".to_owned()])), 4).await;
    review(&device, "m01-quiz/q2", Some(Answer::Number(10.0)), 3).await;
    review(&device, "practice/own", Some(Answer::Number(7.0)), 4).await;
    let done = recall(&device).await;
    assert!(done.items.is_empty(), "{:?}", keys(&done));
    let next = done.standing.next_at.expect("it comes again");
    let away = next.since_ms(device.record().await.now().at);
    assert!(away > 0 && away <= DAY, "a wrong answer comes again tomorrow, however easy it was called: {away}");

    device.clock.pass_ms(DAY);
    assert_eq!(keys(&recall(&device).await), ["practice/own"]);
    device.clock.pass_ms(2 * DAY);
    assert_eq!(keys(&recall(&device).await), ["practice/own", "m01-quiz/q2"], "the longest due first");
    // Within the days of access.
    device.clock.pass_ms(25 * DAY);
    assert_eq!(recall(&device).await.standing.due, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn i20_two_computers_that_answer_offline_agree_on_what_is_due() {
    let school = school_with_an_exam().await;
    let laptop = Device::studying(&school, ANA).await;
    let library = Device::studying(&school, ANA).await;
    hand_in_the_quiz(&laptop).await;
    laptop.sync().await;
    library.sync().await;
    for device in [&laptop, &library] {
        device.network.set(Fault::Offline);
    }
    let right = || Some(Answer::Choices(vec!["a".to_owned()]));
    review(&laptop, "m01-quiz/q1", right(), 3).await;
    library.clock.pass_ms(5_000);
    review(&library, "m01-quiz/q1", right(), 2).await;
    review(&library, "m01-quiz/q2", None, 1).await;
    for device in [&laptop, &library] {
        device.clock.pass_ms(2 * DAY);
    }
    school.pass_ms(2 * DAY);
    review(&laptop, "m01-quiz/q2", Some(Answer::Number(10.0)), 3).await;
    for device in [&laptop, &library] {
        device.network.set(Fault::None);
    }
    laptop.sync().await;
    library.sync().await;
    laptop.sync().await;

    let (here, there) = (laptop.view(OPEN).await.record, library.view(OPEN).await.record);
    assert_eq!(here.reviews, there.reviews);
    assert_eq!(here.reviews.values().map(|reviews| reviews.len()).sum::<usize>(), 4, "none was lost");
    assert_eq!(school.record(ANA, OPEN).await.record.reviews, here.reviews);
    for device in [&laptop, &library] {
        device.network.set(Fault::Offline);
    }
    for days in [0, 1, 3, 10, 12] {
        for device in [&laptop, &library] {
            device.clock.pass_ms(days * DAY);
        }
        let (here, there) = (recall(&laptop).await, recall(&library).await);
        assert_eq!(keys(&here), keys(&there), "after {days} more days");
        assert_eq!(here.standing.due, there.standing.due);
    }
}
