//! A journal of many requests: each travels while the answers to the one before are written down. I4, I6, I11, I20.

use carrel_domain::view::overlay;
use carrel_provider::store::enrollments::StaffDecision;
use carrel_provider::testkit::{OPEN, REVIEW};
use carrel_tests::bench::acts::Diligence;
use carrel_tests::clocks::START;
use carrel_tests::{Device, Fault, School};

const EMAIL: &str = "ana@learner.example";

#[tokio::test(flavor = "multi_thread")]
async fn i11_a_long_journal_arrives_once_though_answers_are_lost_and_some_acts_are_refused() {
    let school = School::open().await;
    let device = Device::studying(&school, EMAIL).await;
    let record = device.record().await;
    let mut in_course = Diligence::new(record.device.clone(), OPEN, START);
    // The school declined her there: each of these is refused, in the middle of what is accepted.
    device.enroll(REVIEW).await;
    device.sync().await;
    let learner = school.store().learner(EMAIL).await.expect("the learner");
    let decline = StaffDecision::Decline { reason: "Full".into() };
    school.store().decide(&learner, &REVIEW.into(), decline).await.expect("staff decline");
    let mut elsewhere = Diligence::new(record.device.clone(), REVIEW, START);
    for acts in [in_course.acts(1_200), elsewhere.acts(10), in_course.acts(1_200)] {
        record.store.append_all(acts).await.expect("the acts are written down");
    }

    device.network.set(Fault::AnswerLost);
    device.sync().await;
    assert_eq!(device.open_acts().await, 2_410, "a lost answer settles nothing");
    device.network.set(Fault::None);
    device.sync().await;
    assert_eq!(device.open_acts().await, 0);

    let school_says = school.record(EMAIL, OPEN).await;
    {
        let ledger = record.ledger().await.expect("the ledger reads");
        let mirror = ledger.mirror(&OPEN.into()).expect("a mirror");
        assert_eq!(mirror.digest, school_says.digest, "each act once, on both sides");
        assert_eq!(mirror.record, school_says.record);
        assert_eq!(ledger.view(&OPEN.into()), Some(&overlay(mirror, [])), "and nothing is pending");
        assert!(
            ledger.view(&REVIEW.into()).is_none_or(|view| view.record.lessons.is_empty()),
            "what was refused is not shown"
        );
    }
    let second = Device::signed_in(&school, EMAIL).await;
    assert_eq!(second.view(OPEN).await, device.view(OPEN).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn i4_what_is_in_memory_after_a_long_sync_is_what_is_on_disk() {
    let school = School::open().await;
    let mut device = Device::studying(&school, EMAIL).await;
    let record = device.record().await;
    let acts = Diligence::new(record.device.clone(), OPEN, START).acts(1_600);
    record.store.append_all(acts).await.expect("the acts are written down");
    device.sync().await;
    let before = device.view(OPEN).await;
    drop(record);
    device.restart().await;
    assert_eq!(device.view(OPEN).await, before);
    assert_eq!(device.open_acts().await, 0);
}
