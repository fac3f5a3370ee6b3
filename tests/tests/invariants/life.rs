//! What must never lose an act or stop study: I7, I8, and several learners on one computer.

use carrel_domain::Timestamp;
use carrel_engine::api::{ErrorCode, LearnerArgs, PackState, ProgramArgs, SyncProblemKind};
use carrel_provider::testkit::{LESSONS, OPEN};
use carrel_tests::device::lesson_args;
use carrel_tests::{Device, Fault, School};

#[tokio::test(flavor = "multi_thread")]
async fn i7_removing_downloads_signing_out_and_switching_lose_no_act() {
    let mut school = School::open().await;
    let mut device = Device::studying(&school, "ana@learner.example").await;
    school.stop().await;
    device.complete(LESSONS[0]).await;
    let before = device.open_acts().await;

    device.engine.remove_download(ProgramArgs { program: OPEN.into() }).await.expect("the download goes");
    assert!(device.is_done(LESSONS[0]).await);
    device.engine.sign_out(()).await.expect("signing out works offline");
    assert!(device.is_done(LESSONS[0]).await, "the record stays open on this computer");
    assert_eq!(device.open_acts().await, before);

    school.start_again().await;
    device.sign_in(&school, "ben@learner.example").await;
    assert!(!device.is_done(LESSONS[0]).await, "Ben sees his own record");
    let state = device.engine.state(()).await.expect("state");
    assert_eq!(state.learners.len(), 2);
    let ana = state.learners.iter().find(|card| card.email.starts_with("ana")).expect("Ana is known here");
    device.engine.switch_learner(LearnerArgs { key: ana.key.clone() }).await.expect("Ana comes back");
    assert_eq!(device.open_acts().await, before, "her act still waits");
    device.restart().await;
    assert_eq!(device.open_acts().await, before);
    device.sign_in(&school, "ana@learner.example").await;
    assert_eq!(device.open_acts().await, 0);
    let held = school.record("ana@learner.example", OPEN).await;
    assert!(held.record.lessons.get(&LESSONS[0].into()).is_some_and(|lesson| lesson.completed()));
}

#[tokio::test(flavor = "multi_thread")]
async fn i8_everything_opens_and_studies_with_nothing_but_this_computer() {
    let mut school = School::open().await;
    let mut device = Device::studying(&school, "ana@learner.example").await;
    school.stop().await;
    device.lose_keyring();
    device.clock.set_wall(Timestamp(0));
    device.restart().await;

    let state = device.engine.state(()).await.expect("it starts");
    assert!(state.school.is_some() && state.learner.is_some());
    let found = device.engine.search_catalog(Default::default()).await.expect("the catalog is here");
    assert!(found.catalog_size > 0);
    let page = device.engine.lesson(lesson_args(LESSONS[0])).await.expect("the lesson opens");
    assert!(page.address.starts_with("http://127.0.0.1:"));
    device.complete(LESSONS[0]).await;
    assert!(device.is_done(LESSONS[0]).await);
    device.sync().await;
    let problem = device.engine.state(()).await.expect("state").sync.problem.expect("there is one");
    assert!(matches!(problem.kind, SyncProblemKind::SignInAgain | SyncProblemKind::Offline), "{problem:?}");

    school.start_again().await;
    device.sign_in(&school, "ana@learner.example").await;
    assert_eq!(device.open_acts().await, 0, "signing in again is all it takes");
}

#[tokio::test(flavor = "multi_thread")]
async fn i8_the_very_first_start_without_a_network_is_no_dead_end() {
    let mut school = School::open().await;
    let url = school.url.clone();
    school.stop().await;
    let device = Device::bare(&url).await;
    let state = device.engine.state(()).await.expect("it starts");
    assert!(state.school.is_none());
    let search = device.engine.search_catalog(Default::default()).await;
    assert_eq!(search.map(|_| ()).map_err(|error| error.code), Err(ErrorCode::NoSchool));
    device.sync().await;
    assert!(device.engine.state(()).await.expect("state").sync.problem.is_some(), "it says so");
    school.start_again().await;
    device.sync().await;
    assert!(device.engine.state(()).await.expect("state").school.is_some(), "and goes on when the school answers");
}

#[tokio::test(flavor = "multi_thread")]
async fn i8_an_expired_session_is_renewed_and_a_revoked_one_stops_only_sending() {
    let school = School::open().await;
    let email = "ana@learner.example";
    let device = Device::studying(&school, email).await;
    for _ in 0..3 {
        device.clock.pass_ms(2 * 3_600_000);
        school.pass_ms(2 * 3_600_000);
        device.complete(LESSONS[0]).await;
        device.reopen(LESSONS[0]).await;
        device.sync().await;
        assert_eq!(device.open_acts().await, 0, "an expired access token is renewed in passing");
    }
    device.network.set(Fault::Fails(carrel_protocol::Failure::SignInAgain));
    device.complete(LESSONS[1]).await;
    device.sync().await;
    assert!(!device.engine.state(()).await.expect("state").learner.expect("a learner").signed_in);
    device.complete(LESSONS[2]).await;
    assert!(device.is_done(LESSONS[2]).await, "study goes on");
    device.network.set(Fault::None);
    device.sign_in(&school, email).await;
    assert_eq!(device.open_acts().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn i9_an_act_is_stamped_by_the_schools_time_whatever_the_wall_clock_says() {
    let school = School::open().await;
    let device = Device::studying(&school, "ana@learner.example").await;
    device.clock.set_wall(Timestamp(0));
    device.clock.pass_ms(60_000);
    device.complete(LESSONS[0]).await;
    let rows = device.record().await.store.journal_from(0, 1000).await.expect("the journal reads");
    let at = rows.last().expect("an act").op.occurred.at;
    let wanted = carrel_tests::clocks::START.plus_ms(60_000);
    assert!(at.since_ms(wanted).abs() < 5_000, "{at:?} is about {wanted:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn access_ends_by_the_estimated_time_and_notes_stay_readable() {
    let school = School::open().await;
    let device = Device::studying(&school, "ana@learner.example").await;
    assert!(device.engine.lesson(lesson_args(LESSONS[0])).await.is_ok());
    device.clock.pass_ms(40 * 24 * 3_600_000);
    let closed = device.engine.lesson(lesson_args(LESSONS[0])).await;
    assert_eq!(closed.map(|_| ()).map_err(|error| error.code), Err(ErrorCode::NoAccess));
    assert!(device.engine.course(ProgramArgs { program: OPEN.into() }).await.is_ok(), "the record stays readable");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_download_cut_off_by_the_end_of_the_program_goes_on_by_itself() {
    let mut school = School::open().await;
    let mut device = Device::signed_in(&school, "ana@learner.example").await;
    device.enroll(OPEN).await;
    device.sync().await;
    school.stop().await;
    device.engine.download(ProgramArgs { program: OPEN.into() }).await.expect("it is asked for");
    device
        .until(async || {
            let page = device.engine.downloads(()).await.expect("downloads");
            matches!(page.items.first().map(|item| &item.pack), Some(PackState::Paused { .. }))
        })
        .await;
    device.restart().await;
    school.start_again().await;
    device.engine.run_in_background();
    device
        .until(async || {
            let page = device.engine.downloads(()).await.expect("downloads");
            matches!(page.items.first().map(|item| &item.pack), Some(PackState::Complete { .. }))
        })
        .await;
    device.engine.shut_down().await;
}
