//! A school that comes back from a backup: nobody loses anything, I2, I5, I7, I17.

use carrel_domain::Action;
use carrel_engine::api::{AppNotice, DeliveryView};
use carrel_provider::store::enrollments::StaffDecision;
use carrel_provider::testkit::{LESSONS, OPEN, REVIEW};
use carrel_tests::files::copy_folder;
use carrel_tests::{Device, School};
use std::path::{Path, PathBuf};

const ANA: &str = "ana@learner.example";

async fn back_up(school: &mut School) -> PathBuf {
    school.stop().await;
    let kept = school.folder().join("backup");
    copy_folder(&school.data(), &kept);
    school.start_again().await;
    kept
}

/// The school's disk broke; its administrator puts yesterday's copy in place.
async fn restore(school: &mut School, kept: &Path) {
    school.stop().await;
    // Moved, not removed: who may still have a file of it open must not meet the new one under its number.
    let broken = school.folder().join(format!("broken-{}", carrel_engine::chance::name()));
    std::fs::rename(school.data(), broken).expect("the broken data goes");
    copy_folder(kept, &school.data());
    school.pass_ms(1000);
    school.start_again().await;
}

/// Staff decide about Ana's place in the program that people are let into by hand.
async fn decide(school: &School, decision: StaffDecision) {
    let learner = school.store().learner(ANA).await.expect("the learner");
    school.store().decide(&learner, &REVIEW.into(), decision).await.expect("staff decide");
}

#[tokio::test(flavor = "multi_thread")]
async fn i7_what_the_school_forgot_is_sent_again_and_the_learner_is_told_once() {
    let mut school = School::open().await;
    let device = Device::studying(&school, ANA).await;
    let kept = back_up(&mut school).await;
    device.complete(LESSONS[0]).await;
    device.complete(LESSONS[1]).await;
    device.sync().await;
    let before = school.record(ANA, OPEN).await.digest;

    restore(&mut school, &kept).await;
    assert_ne!(school.record(ANA, OPEN).await.digest, before, "the school really forgot");
    device.sync().await;
    assert_eq!(school.record(ANA, OPEN).await.digest, before, "and has everything again, each act once");
    assert_eq!(device.open_acts().await, 0);
    let state = device.engine.state(()).await.expect("state");
    assert_eq!(state.notices, [AppNotice::SentAgain { acts: 2 }]);
    device.sync().await;
    assert_eq!(device.engine.state(()).await.expect("state").notices.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn i5_what_another_computer_did_is_sent_again_by_whoever_heard_of_it() {
    let mut school = School::open().await;
    drop(school.session_for(ANA).await);
    let kept = back_up(&mut school).await;
    let laptop = Device::studying(&school, ANA).await;
    laptop.complete(LESSONS[0]).await;
    laptop.sync().await;
    let library = Device::studying(&school, ANA).await;
    assert!(library.is_done(LESSONS[0]).await);
    // The laptop is lost, and then the school's disk breaks: the enrollment itself is forgotten.
    drop(laptop);
    restore(&mut school, &kept).await;
    // It has forgotten the session as well.
    library.sign_in(&school, ANA).await;
    assert!(library.is_done(LESSONS[0]).await, "progress never goes back");
    let held = school.record(ANA, OPEN).await;
    assert!(held.record.lessons.get(&LESSONS[0].into()).is_some_and(|lesson| lesson.completed()));
    assert!(held.enrollment.is_some(), "the request was among what was sent again");
    let third = Device::signed_in(&school, ANA).await;
    assert_eq!(third.view(OPEN).await.record, library.view(OPEN).await.record);
}

#[tokio::test(flavor = "multi_thread")]
async fn i5_a_school_that_grew_again_before_the_laptop_came_back_is_seen_through() {
    let mut school = School::open().await;
    let laptop = Device::studying(&school, ANA).await;
    let library = Device::studying(&school, ANA).await;
    let kept = back_up(&mut school).await;
    laptop.complete(LESSONS[0]).await;
    laptop.sync().await;
    library.sync().await;
    restore(&mut school, &kept).await;
    // As many new positions as were lost: the laptop's cursor looks as if nothing had happened.
    library.complete(LESSONS[1]).await;
    library.sync().await;
    laptop.sync().await;
    library.sync().await;
    for device in [&laptop, &library] {
        assert!(device.is_done(LESSONS[0]).await && device.is_done(LESSONS[1]).await);
        assert_eq!(device.view(OPEN).await.record, school.record(ANA, OPEN).await.record);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn i17_acts_wait_while_a_restored_school_decides_about_the_enrollment_anew() {
    let mut school = School::open().await;
    let device = Device::signed_in(&school, ANA).await;
    let kept = back_up(&mut school).await;
    device.enroll(REVIEW).await;
    device.sync().await;
    decide(&school, StaffDecision::Accept).await;
    device.sync().await;
    let done = Action::LessonCompleted { lesson: LESSONS[0].into() };
    device.record().await.act(&REVIEW.into(), &done).await.expect("the lesson is marked done");
    device.sync().await;
    assert_eq!(device.open_acts().await, 0);

    restore(&mut school, &kept).await;
    device.sync().await;
    let state = device.engine.state(()).await.expect("state");
    assert_eq!(state.sync.problem, None, "the restored school was reached");
    let rows =
        device.record().await.store.journal_page(None, 1, carrel_engine::store::learner::JournalFilter::All).await;
    let answer = rows.expect("the journal reads").remove(0).answer.expect("an answer");
    assert_eq!(answer.0, "waits", "nothing the school once took is refused because it forgot: {answer:?}");
    assert_eq!(device.engine.state(()).await.expect("state").sync.needs_you, 0, "it is the school's turn");

    decide(&school, StaffDecision::Accept).await;
    device.sync().await;
    assert_eq!(device.open_acts().await, 0, "and goes as soon as the school has decided");
    let act = device.engine.activity(Default::default()).await.expect("activity").acts.remove(0);
    assert!(matches!(act.delivery, DeliveryView::Confirmed { .. }));
}

#[tokio::test(flavor = "multi_thread")]
async fn i17_what_a_restored_school_decides_otherwise_reaches_whoever_knew_the_lost_decision() {
    let mut school = School::open().await;
    let laptop = Device::signed_in(&school, ANA).await;
    let library = Device::signed_in(&school, ANA).await;
    let kept = back_up(&mut school).await;
    laptop.enroll(REVIEW).await;
    laptop.sync().await;
    decide(&school, StaffDecision::Accept).await;
    laptop.sync().await;
    library.sync().await;

    restore(&mut school, &kept).await;
    // The library's computer brings the request back; the log is as long again as the laptop's cursor says, with the same acts.
    library.sync().await;
    decide(&school, StaffDecision::Decline { reason: "Full".to_owned() }).await;
    for device in [&laptop, &library] {
        device.sync().await;
        let ours = device.view(REVIEW).await.enrollment;
        assert_eq!(ours, school.record(ANA, REVIEW).await.enrollment, "nobody goes on by a decision that is gone");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn i7_a_computer_put_back_to_last_week_gets_its_own_acts_from_the_school() {
    let school = School::open().await;
    let mut device = Device::studying(&school, ANA).await;
    device.complete(LESSONS[0]).await;
    device.sync().await;
    device.engine.shut_down().await;
    let image = tempfile::tempdir().expect("a folder");
    device.copy_to(image.path());
    device.open_again().await;
    device.complete(LESSONS[1]).await;
    device.sync().await;
    device.engine.shut_down().await;

    device.put_back(image.path());
    device.open_again().await;
    assert!(!device.is_done(LESSONS[1]).await, "last week it was not done");
    device.complete(LESSONS[2]).await;
    device.sync().await;
    for lesson in LESSONS {
        assert!(device.is_done(lesson).await, "{lesson}");
    }
    assert_eq!(device.view(OPEN).await.record, school.record(ANA, OPEN).await.record);
    assert_eq!(device.open_acts().await, 0);
}
