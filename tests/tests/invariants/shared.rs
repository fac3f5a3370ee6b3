//! Two learners on one computer: nothing of one is seen by the other or sent as the other, whenever they switch: I7.

use carrel_domain::quiz::Answer;
use carrel_engine::api::{
    ActivityArgs, AppNotice, BookmarkArgs, CatalogQuery, EnrollArgs, ErrorCode, LearnerArgs, NoteArgs, PackState,
    PositionArgs, ProgramArgs, QuizAnswersArgs, QuizArgs, SyncProblemKind,
};
use carrel_engine::{Engine, api::AppState};
use carrel_protocol::{Failure, LaterReason};
use carrel_provider::testkit::{LESSONS, OPEN, QUIZ, SECOND_STEP};
use carrel_tests::device::lesson_args;
use carrel_tests::{Device, Fault, School};
use std::path::PathBuf;

const ANA: &str = "ana@learner.example";
const BEN: &str = "ben@learner.example";

/// A computer on which both have signed in. Ana has the course; her record is open.
async fn shared(school: &School) -> Device {
    let device = Device::signed_in(school, BEN).await;
    device.sign_in(school, ANA).await;
    device.enroll(OPEN).await;
    device.sync().await;
    device.download(OPEN).await;
    device
}

/// The same, and Ben has a place in the course too.
async fn both_studying(school: &School) -> Device {
    let device = shared(school).await;
    switch(&device, BEN).await;
    device.enroll(OPEN).await;
    device.sync().await;
    switch(&device, ANA).await;
    device
}

async fn state(engine: &Engine) -> AppState {
    engine.state(()).await.expect("state")
}

async fn key(device: &Device, email: &str) -> String {
    let known = state(&device.engine).await.learners;
    known.into_iter().find(|card| card.email == email).expect("the learner is known here").key
}

async fn switch(device: &Device, email: &str) {
    let args = LearnerArgs { key: key(device, email).await };
    device.engine.switch_learner(args).await.expect("the record opens");
    assert_eq!(state(&device.engine).await.learner.map(|card| card.email).as_deref(), Some(email));
}

async fn acts(engine: &Engine) -> usize {
    let args = ActivityArgs { limit: 200, ..ActivityArgs::default() };
    engine.activity(args).await.expect("activity").acts.len()
}

/// Begins a sync and returns while its request is under way.
async fn sync_that_hangs(device: &Device, fault: Fault) -> tokio::task::JoinHandle<()> {
    device.network.set(fault);
    let engine = device.engine.clone();
    let syncing = tokio::spawn(async move { engine.sync_now(()).await.expect("the sync ends") });
    device.network.hanging.notified().await;
    syncing
}

/// Whether the school has a lesson as done.
async fn school_has(school: &School, email: &str, lesson: &str) -> bool {
    let mirror = school.record(email, OPEN).await;
    mirror.record.lesson(&lesson.into()).is_some_and(|lesson| lesson.completed())
}

fn record_file(device: &Device, key: &str) -> PathBuf {
    let school = std::fs::read_dir(device.folder().join("schools")).expect("schools").next().expect("a school");
    school.expect("an entry").path().join("learners").join(key).join("learner.db")
}

async fn study_a_little(device: &Device) {
    let (program, lesson) = (|| OPEN.into(), || LESSONS[0].into());
    device.complete(LESSONS[0]).await;
    let note = NoteArgs { program: program(), lesson: lesson(), text: "anas note".into(), replaces: Vec::new() };
    device.engine.save_note(note).await.expect("the note is kept");
    let place = PositionArgs { program: program(), lesson: lesson(), permille: 640 };
    device.engine.save_position(place).await.expect("the place is kept");
    let mark = BookmarkArgs { program: program(), lesson: lesson(), on: true };
    device.engine.set_bookmark(mark).await.expect("the bookmark is kept");
    let answers = [("q1".to_owned(), Answer::Choices(vec!["a".into()]))].into();
    let draft = QuizAnswersArgs { program: program(), quiz: QUIZ.into(), answers, edition: None };
    device.engine.save_quiz_draft(draft).await.expect("the draft is kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn i7_what_one_learner_did_is_nowhere_on_the_others_screens() {
    let school = School::open().await;
    let device = shared(&school).await;
    study_a_little(&device).await;
    let hers = acts(&device.engine).await;
    device.clock.pass_ms(60_000);
    switch(&device, BEN).await;

    let engine = &device.engine;
    assert_eq!(acts(engine).await, 0, "his activity is empty");
    let learning = engine.my_learning(()).await.expect("my learning");
    assert_eq!((learning.courses.len(), learning.requests.len(), learning.waiting), (0, 0, 0));
    let now = state(engine).await;
    assert_eq!((now.sync.waiting, now.sync.needs_you, now.studying, now.notices), (0, 0, false, Vec::new()));
    let found = engine.search_catalog(CatalogQuery::default()).await.expect("the catalog");
    assert!(found.hits.iter().all(|hit| hit.label.is_none()), "no program reads as asked for");
    let page = engine.program(ProgramArgs { program: OPEN.into() }).await.expect("the program");
    assert!(page.label.is_none() && page.enrollment.is_none() && page.request.is_none());
    let refused = engine.lesson(lesson_args(LESSONS[0])).await.expect_err("the files are here, his place is not");
    assert_eq!(refused.code, ErrorCode::NoAccess);
    let quiz = || QuizArgs { program: OPEN.into(), quiz: QUIZ.into() };
    assert_eq!(engine.quiz(quiz()).await.expect_err("nor the quiz").code, ErrorCode::NoAccess);
    let exported = engine.export_data(()).await.expect("his export");
    let text = std::fs::read_to_string(exported.path).expect("the file reads");
    assert!(!text.contains("ana") && text.contains(BEN), "his export names him alone");

    // With a place of his own he finds the same course, and none of her traces in it.
    device.enroll(OPEN).await;
    device.sync().await;
    let page = device.engine.lesson(lesson_args(LESSONS[0])).await.expect("the course is here already");
    assert_eq!((page.done, page.position_permille, page.bookmarked, page.notes.len()), (false, 0, false, 0));
    assert!(device.engine.quiz(quiz()).await.expect("the quiz").draft.is_empty(), "not her draft");
    device.complete(LESSONS[1]).await;

    switch(&device, ANA).await;
    assert_eq!(acts(&device.engine).await, hers, "her acts are all there, and none of his");
    let page = device.engine.lesson(lesson_args(LESSONS[0])).await.expect("her lesson");
    assert_eq!((page.done, page.position_permille, page.bookmarked, page.notes.len()), (true, 640, true, 1));
    assert_eq!(device.engine.quiz(quiz()).await.expect("the quiz").draft.len(), 1);
    assert!(!device.is_done(LESSONS[1]).await);
    device.sync().await;
    switch(&device, BEN).await;
    device.sync().await;
    let held = async |email, lesson| school_has(&school, email, lesson).await;
    assert!(held(ANA, LESSONS[0]).await && !held(ANA, LESSONS[1]).await, "sent as hers");
    assert!(held(BEN, LESSONS[1]).await && !held(BEN, LESSONS[0]).await, "sent as his");
}

#[tokio::test(flavor = "multi_thread")]
async fn i7_an_answer_that_comes_after_the_switch_goes_to_the_learner_who_asked() {
    for fault in [Fault::Hangs, Fault::AnswerHangs] {
        let school = School::open().await;
        let device = both_studying(&school).await;
        device.complete(LESSONS[0]).await;
        let syncing = sync_that_hangs(&device, fault).await;
        switch(&device, BEN).await;
        device.complete(LESSONS[1]).await;
        device.network.set(Fault::None);
        syncing.await.expect("the task ends");

        assert_eq!(device.open_acts().await, 1, "her answer settled nothing of his");
        assert!(!device.is_done(LESSONS[0]).await && device.is_done(LESSONS[1]).await);
        device.sync().await;
        switch(&device, ANA).await;
        assert_eq!(device.open_acts().await, 0, "it settled what is hers");
        assert!(device.is_done(LESSONS[0]).await && !device.is_done(LESSONS[1]).await);
        for email in [ANA, BEN] {
            switch(&device, email).await;
            let held = school.record(email, OPEN).await.digest;
            let record = device.record().await;
            let ledger = record.ledger().await.expect("the ledger reads");
            assert_eq!(ledger.mirror(&OPEN.into()).map(|mirror| &mirror.digest), Some(&held), "{email}");
        }
        assert!(!school_has(&school, ANA, LESSONS[1]).await && !school_has(&school, BEN, LESSONS[0]).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn i7_another_learner_signs_in_while_the_firsts_request_is_under_way() {
    let school = School::open().await;
    let device = Device::studying(&school, ANA).await;
    device.complete(LESSONS[0]).await;
    let syncing = sync_that_hangs(&device, Fault::AnswerHangs).await;
    let tokens = school.session_for(BEN).await;
    device.engine.sign_in_with_tokens(tokens).await.expect("Ben signs in");
    device.enroll(OPEN).await;
    device.network.set(Fault::None);
    syncing.await.expect("the task ends");
    assert_eq!(device.open_acts().await, 1, "his request waits; her answer is not his");

    device.sync().await;
    assert_eq!(device.open_acts().await, 0);
    assert!(!device.is_done(LESSONS[0]).await);
    assert_eq!(school.record(BEN, OPEN).await.digest.count, 1, "his request, as his");
    switch(&device, ANA).await;
    assert_eq!(device.open_acts().await, 0, "her act was confirmed to her");
    assert!(device.is_done(LESSONS[0]).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn i7_the_indicator_tells_nothing_of_the_other_learner() {
    let school = School::open().await;
    let device = Device::studying(&school, ANA).await;
    device.clock.pass_ms(3_600_000);
    device.sync().await;
    assert!(state(&device.engine).await.sync.last_success.is_some());
    device.engine.sign_in_with_tokens(school.session_for(BEN).await).await.expect("Ben signs in");
    assert_eq!(state(&device.engine).await.sync.last_success, None, "nothing of his was ever confirmed here");
    device.sync().await;
    let his = state(&device.engine).await.sync.last_success;

    let later = Failure::Later { reason: LaterReason::Busy, retry_after: None };
    let suspended = Failure::NeedsYou { text: "The account of Ana is suspended.".into() };
    for failure in [suspended, later, Failure::Offline, Failure::SignInAgain] {
        switch(&device, ANA).await;
        device.clock.pass_ms(60_000);
        let syncing = sync_that_hangs(&device, Fault::Hangs).await;
        switch(&device, BEN).await;
        assert!(!state(&device.engine).await.sync.running, "what is under way is not his");
        device.network.set(Fault::Fails(failure.clone()));
        syncing.await.expect("the task ends");
        let shown = state(&device.engine).await.sync;
        assert_eq!((shown.problem, shown.last_success), (None, his), "{failure:?} is hers");
        let kept = device.record().await.store.meta().await.expect("meta").text("retry").map(str::to_owned);
        assert_eq!(kept.unwrap_or_default(), "", "nor is her next attempt kept for him");
        device.network.set(Fault::None);
    }
    let cards = state(&device.engine).await.learners;
    let signed_in = |email| cards.iter().any(|card| card.email == email && card.signed_in);
    assert!(signed_in(BEN) && !signed_in(ANA), "her session ended, and only hers");

    // A success of hers is not his either.
    device.sign_in(&school, ANA).await;
    let syncing = sync_that_hangs(&device, Fault::AnswerHangs).await;
    switch(&device, BEN).await;
    device.clock.pass_ms(60_000);
    device.network.set(Fault::None);
    syncing.await.expect("the task ends");
    assert_eq!(state(&device.engine).await.sync.last_success, his);
    device.network.set(Fault::Fails(Failure::NeedsYou { text: "Ben".into() }));
    device.sync().await;
    let problem = state(&device.engine).await.sync.problem.expect("his own problem shows");
    assert_eq!(problem.kind, SyncProblemKind::NeedsYou);
    switch(&device, ANA).await;
    assert_eq!(state(&device.engine).await.sync.problem, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn i7_signing_out_ends_one_learners_session_and_loses_nothing_of_either() {
    let school = School::open().await;
    let device = both_studying(&school).await;
    device.network.set(Fault::Offline);
    device.complete(LESSONS[0]).await;
    device.engine.sign_out(()).await.expect("Ana signs out");
    switch(&device, BEN).await;
    device.complete(LESSONS[1]).await;
    device.network.set(Fault::None);
    device.sync().await;
    assert_eq!(device.open_acts().await, 0, "his session goes on");
    switch(&device, ANA).await;
    device.sync().await;
    assert_eq!(device.open_acts().await, 1, "hers is over: nothing is sent, by nobody's session");
    assert!(!school_has(&school, ANA, LESSONS[0]).await && !school_has(&school, BEN, LESSONS[0]).await);
    device.sign_in(&school, ANA).await;
    assert_eq!(device.open_acts().await, 0);
    assert!(school_has(&school, ANA, LESSONS[0]).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn i7_a_download_goes_on_only_for_a_learner_who_may_have_it() {
    let school = School::open().await;
    let device = Device::signed_in(&school, BEN).await;
    device.sign_in(&school, ANA).await;
    device.enroll(OPEN).await;
    device.sync().await;
    let pack = async || device.engine.program(ProgramArgs { program: OPEN.into() }).await.expect("a page").pack;
    device.network.set(Fault::Offline);
    device.engine.download(ProgramArgs { program: OPEN.into() }).await.expect("the download starts");
    device.until(async || matches!(pack().await, PackState::Paused { .. })).await;

    switch(&device, BEN).await;
    device.network.set(Fault::None);
    device.sync().await;
    let here = pack().await;
    assert!(matches!(here, PackState::Paused { .. }), "not asked for in his name: {here:?}");
    switch(&device, ANA).await;
    device.sync().await;
    device.until(async || matches!(pack().await, PackState::Complete { .. })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn i7_a_notice_about_one_learners_record_is_told_to_that_learner() {
    let school = School::open().await;
    let mut device = both_studying(&school).await;
    device.complete(LESSONS[0]).await;
    let file = record_file(&device, &key(&device, ANA).await);
    device.engine.shut_down().await;
    let mut bytes = std::fs::read(&file).expect("the record reads");
    bytes[..16].fill(0);
    std::fs::write(&file, bytes).expect("the record is damaged");
    device.open_again().await;
    let told = async |device: &Device| {
        let notices = state(&device.engine).await.notices;
        notices.iter().any(|notice| matches!(notice, AppNotice::RecordSalvaged { .. }))
    };
    assert!(told(&device).await, "she is told");
    switch(&device, BEN).await;
    assert!(!told(&device).await, "he is not");
    device.engine.dismiss_notices(()).await.expect("he puts his notices away");
    switch(&device, ANA).await;
    assert!(told(&device).await, "and has not put hers away");
}

#[tokio::test(flavor = "multi_thread")]
async fn i7_window_and_terminal_hold_different_learners_on_the_same_data() {
    let school = School::open().await;
    let mut device = both_studying(&school).await;
    let window = device.engine.clone();
    device.open_again().await;
    let terminal = device.engine.clone();
    switch(&device, BEN).await;
    let who = async |engine: &Engine| state(engine).await.learner.expect("a learner").email;
    assert_eq!((who(&window).await.as_str(), who(&terminal).await.as_str()), (ANA, BEN));

    // Writing the settings reads what the other program wrote: the learner on screen stays who they are.
    let settings = state(&window).await.settings;
    window.change_settings(settings).await.expect("the settings are kept");
    assert_eq!(who(&window).await, ANA);
    window.complete_lesson(lesson_args(LESSONS[0])).await.expect("Ana's act");
    terminal.complete_lesson(lesson_args(LESSONS[1])).await.expect("Ben's act");
    let (one, other) = tokio::join!(window.sync_now(()), terminal.sync_now(()));
    one.and(other).expect("both sync");
    let held = async |email, lesson| school_has(&school, email, lesson).await;
    assert!(held(ANA, LESSONS[0]).await && !held(ANA, LESSONS[1]).await);
    assert!(held(BEN, LESSONS[1]).await && !held(BEN, LESSONS[0]).await);

    // Ben signs out in the terminal; Ana's session in the window is another one.
    terminal.sign_out(()).await.expect("Ben signs out");
    window.complete_lesson(lesson_args(LESSONS[2])).await.expect("Ana's act");
    window.sync_now(()).await.expect("the window syncs");
    assert!(held(ANA, LESSONS[2]).await);

    // Both open the same record: one syncs, the other sees it.
    switch(&device, ANA).await;
    assert_eq!(acts(&terminal).await, acts(&window).await);
    let args = EnrollArgs { program: SECOND_STEP.into(), state_acknowledged: false, eligibility: None };
    terminal.enroll(args).await.expect("the request is written down");
    assert_eq!(acts(&window).await, acts(&terminal).await, "what the one wrote the other reads");
    window.shut_down().await;
}
