//! What becomes of an act on its way to the school: I2, I3, I4, I6, I11, I13.

use carrel_domain::Operation;
use carrel_domain::view::overlay;
use carrel_engine::api::{ActivityArgs, ActivityFilter, DeliveryView, EnrollArgs, Settings};
use carrel_protocol::{Failure, LaterReason};
use carrel_provider::testkit::{LESSONS, NOT_YET, OPEN, REVIEW, SECOND_STEP, STATE_RULES};
use carrel_tests::{Device, Fault, School};
use rusqlite::Connection;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

fn database(device: &Device) -> PathBuf {
    let schools = device.folder().join("schools");
    let learners = std::fs::read_dir(schools)
        .expect("schools")
        .next()
        .expect("a school")
        .expect("an entry")
        .path()
        .join("learners");
    let learner = std::fs::read_dir(learners).expect("learners").next().expect("a learner").expect("an entry").path();
    learner.join("learner.db")
}

async fn journal(device: &Device) -> Vec<Operation> {
    let rows = device.record().await.store.journal_from(0, 10_000).await.expect("the journal reads");
    rows.into_iter().map(|row| row.op).collect()
}

async fn deliveries(device: &Device) -> Vec<(String, DeliveryView)> {
    let page = device.engine.activity(ActivityArgs { limit: 200, ..ActivityArgs::default() }).await.expect("activity");
    page.acts.into_iter().map(|act| (act.kind, act.delivery)).collect()
}

fn confirmed(delivery: &DeliveryView) -> bool {
    matches!(delivery, DeliveryView::Confirmed { .. })
}

#[tokio::test(flavor = "multi_thread")]
async fn i2_a_journal_row_is_never_deleted_nor_changed() {
    let school = School::open().await;
    let device = Device::studying(&school, "ana@learner.example").await;
    device.complete(LESSONS[0]).await;
    let before = journal(&device).await;
    device.sync().await;
    device.reopen(LESSONS[0]).await;
    device.sync().await;
    let after = journal(&device).await;
    assert_eq!(before[..], after[..before.len()], "confirming an act leaves its row as it was");

    let conn = Connection::open(database(&device)).expect("the file opens");
    for statement in ["DELETE FROM journal", "UPDATE journal SET payload = '{}'", "UPDATE journal SET seq = seq + 1"] {
        assert!(conn.execute(statement, []).is_err(), "the database itself refuses: {statement}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn i3_only_an_explained_refusal_ends_an_act() {
    let school = School::open().await;
    let device = Device::studying(&school, "ana@learner.example").await;
    device.complete(LESSONS[0]).await;
    let later = |reason| Failure::Later { reason, retry_after: Some(Duration::from_secs(30)) };
    let failures = [
        Failure::Offline,
        later(LaterReason::Busy),
        later(LaterReason::Unavailable),
        later(LaterReason::NotTheSchool),
        later(LaterReason::Garbled),
        Failure::NeedsYou { text: "The account is suspended.".into() },
        Failure::Ours { what: "400".into() },
        Failure::SignInAgain,
    ];
    for failure in failures {
        device.network.set(Fault::Fails(failure.clone()));
        device.sync().await;
        assert!(device.open_acts().await > 0, "{failure:?} must not end an act");
        assert!(device.is_done(LESSONS[0]).await, "{failure:?} must not take it off the screen");
        let status = device.engine.state(()).await.expect("state").sync;
        assert!(status.problem.is_some(), "{failure:?} is told");
    }
    device.network.set(Fault::None);
    device.sign_in(&school, "ana@learner.example").await;
    assert_eq!(device.open_acts().await, 0, "when the way is free again everything arrives");

    device.enroll(SECOND_STEP).await;
    device.complete(LESSONS[1]).await;
    device.sync().await;
    let all = deliveries(&device).await;
    let refused: Vec<_> = all.iter().filter(|(_, d)| matches!(d, DeliveryView::Refused { .. })).collect();
    // The prerequisite is not completed at the school, so the school says no, and says why.
    assert_eq!(refused.len(), 1);
    let DeliveryView::Refused { refusal, .. } = &refused[0].1 else { unreachable!() };
    assert!(!refusal.text.is_empty() && !refusal.remedy.is_empty(), "a refusal explains itself");
    assert!(device.is_done(LESSONS[1]).await);
    assert_eq!(device.open_acts().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn i4_pull_writes_only_the_mirror_and_the_view_is_the_overlay() {
    let school = School::open().await;
    let first = Device::studying(&school, "ana@learner.example").await;
    let second = Device::studying(&school, "ana@learner.example").await;
    second.complete(LESSONS[1]).await;
    second.sync().await;

    first.network.set(Fault::Offline);
    first.complete(LESSONS[0]).await;
    let before = journal(&first).await;
    first.network.set(Fault::None);
    first.sync().await;
    assert_eq!(before, journal(&first).await, "pulling adds nothing to the journal");

    first.network.set(Fault::Offline);
    first.complete(LESSONS[2]).await;
    let record = first.record().await;
    let ledger = record.ledger().await.expect("the ledger reads");
    let mirror = ledger.mirror(&OPEN.into()).expect("a mirror").clone();
    let open = ledger.open_acts().into_iter().map(Arc::as_ref);
    assert_eq!(ledger.view(&OPEN.into()), Some(&overlay(&mirror, open)), "the view is the pure overlay");
    assert!(
        !mirror.record.lessons.get(&LESSONS[2].into()).is_some_and(|l| l.completed()),
        "nothing unsent is in the mirror"
    );
    drop(ledger);
    let reloaded = record.store.load().await.expect("the file reads");
    assert_eq!(reloaded.mirrors.get(&OPEN.into()), Some(&mirror), "what is in memory is what is on disk");
}

#[tokio::test(flavor = "multi_thread")]
async fn i6_an_act_that_waits_for_the_learner_blocks_only_its_program() {
    let school = School::open().await;
    let device = Device::studying(&school, "ana@learner.example").await;
    let louisiana = Settings { my_state: Some("LA".into()), ..Settings::default() };
    device.engine.change_settings(louisiana).await.expect("the state is kept");
    device.enroll(STATE_RULES).await;
    device.complete(LESSONS[0]).await;
    device.enroll(NOT_YET).await;
    device.sync().await;

    let all = deliveries(&device).await;
    let waiting: Vec<_> = all.iter().filter(|(_, d)| matches!(d, DeliveryView::NeedsYou { .. })).collect();
    assert_eq!(waiting.len(), 1, "one request needs the learner: {all:?}");
    assert_eq!(all.iter().filter(|(_, d)| confirmed(d)).count(), all.len() - 1, "everything else went through");
    assert_eq!(device.engine.state(()).await.expect("state").sync.needs_you, 1);

    let args = EnrollArgs { program: STATE_RULES.into(), state_acknowledged: true, eligibility: None };
    device.engine.enroll(args).await.expect("the learner answers by asking again");
    device.sync().await;
    let all = deliveries(&device).await;
    assert!(all.iter().all(|(_, d)| confirmed(d)), "the answer settles both requests: {all:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_needs_the_learner_is_counted_as_it_is_listed() {
    let school = School::open().await;
    let device = Device::studying(&school, "ana@learner.example").await;
    let louisiana = Settings { my_state: Some("LA".into()), ..Settings::default() };
    device.engine.change_settings(louisiana).await.expect("the state is kept");
    assert_eq!(needing(&device).await, Vec::<String>::new());

    device.enroll(STATE_RULES).await;
    device.enroll(SECOND_STEP).await;
    device.sync().await;
    assert_eq!(needing(&device).await, [SECOND_STEP, STATE_RULES], "one is refused, one waits for the learner");

    device.enroll(SECOND_STEP).await;
    assert_eq!(needing(&device).await, [STATE_RULES], "asking again takes the place of the refused request");
    device.sync().await;
    assert_eq!(needing(&device).await, [SECOND_STEP, STATE_RULES], "and the new refusal that of the old one");
}

/// The programs of the acts that need the learner, newest first, as listed; the counts must say the same.
async fn needing(device: &Device) -> Vec<String> {
    let args = ActivityArgs { filter: ActivityFilter::NeedsYou, limit: 200, ..ActivityArgs::default() };
    let page = device.engine.activity(args).await.expect("activity");
    let state = device.engine.state(()).await.expect("the state");
    let learning = device.engine.my_learning(()).await.expect("my learning");
    let listed = page.acts.len() as u32;
    assert_eq!([page.needs_you, state.sync.needs_you, learning.needs_you], [listed; 3], "{:?}", page.acts);
    page.acts.into_iter().map(|act| act.program.0).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn i11_an_act_whose_answer_was_lost_counts_once() {
    let school = School::open().await;
    let email = "ana@learner.example";
    let device = Device::studying(&school, email).await;
    let known = school.record(email, OPEN).await.digest.count;
    device.complete(LESSONS[0]).await;
    device.network.set(Fault::AnswerLost);
    for _ in 0..3 {
        device.sync().await;
        assert_eq!(device.open_acts().await, 1, "without an answer it is not confirmed");
    }
    device.network.set(Fault::None);
    device.sync().await;
    assert_eq!(device.open_acts().await, 0);
    let held = school.record(email, OPEN).await;
    assert_eq!(held.digest.count, known + 1, "sent four times, there once");
    let record = device.record().await;
    let ledger = record.ledger().await.expect("the ledger reads");
    assert_eq!(ledger.mirror(&OPEN.into()).map(|mirror| &mirror.digest), Some(&held.digest));
}

#[tokio::test(flavor = "multi_thread")]
async fn i12_a_quiet_sync_is_one_request_whatever_the_history() {
    let school = School::open().await;
    let device = Device::studying(&school, "ana@learner.example").await;
    for _ in 0..40 {
        device.complete(LESSONS[0]).await;
        device.reopen(LESSONS[0]).await;
    }
    device.sync().await;
    let before = device.network.exchanges.load(Ordering::SeqCst);
    device.sync().await;
    assert_eq!(device.network.exchanges.load(Ordering::SeqCst) - before, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn i13_no_transaction_is_open_while_the_network_hangs() {
    let school = School::open().await;
    let device = Device::studying(&school, "ana@learner.example").await;
    device.complete(LESSONS[0]).await;
    device.network.set(Fault::Hangs);
    let engine = device.engine.clone();
    let syncing = tokio::spawn(async move { engine.sync_now(()).await });
    device.network.hanging.notified().await;

    let path = database(&device);
    let other = tokio::task::spawn_blocking(move || {
        let mut conn = Connection::open(path).expect("the file opens");
        conn.busy_timeout(Duration::ZERO).expect("no waiting");
        let tx = conn.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        tx.execute("INSERT INTO drafts (program, quiz, answers) VALUES ('p', 'q', '{}')", [])?;
        tx.commit()
    });
    other.await.expect("the thread ends").expect("another program writes at once, with no patience at all");
    device.complete(LESSONS[1]).await;
    assert!(device.is_done(LESSONS[1]).await, "and the learner studies on");

    device.network.set(Fault::None);
    syncing.await.expect("the task ends").expect("the sync ends");
    device.sync().await;
    assert_eq!(device.open_acts().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_held_for_staff_and_their_answer_comes_home() {
    let school = School::open().await;
    let email = "ana@learner.example";
    let device = Device::signed_in(&school, email).await;
    device.enroll(REVIEW).await;
    device.sync().await;
    let learning = device.engine.my_learning(()).await.expect("my learning");
    assert_eq!(learning.requests.len(), 1);
    assert!(confirmed(&learning.requests[0].delivery), "the school has the request …");
    assert!(learning.requests[0].reason.is_some(), "… and says what it waits for");

    let learner = school.store().learner(email).await.expect("the learner");
    let accept = carrel_provider::store::enrollments::StaffDecision::Accept;
    school.store().decide(&learner, &REVIEW.into(), accept).await.expect("staff accept");
    device.sync().await;
    let learning = device.engine.my_learning(()).await.expect("my learning");
    assert_eq!((learning.courses.len(), learning.requests.len()), (1, 0));
}
