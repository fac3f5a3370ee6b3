//! A computer that is carried to another network.

use carrel_engine::api::SyncProblemKind;
use carrel_protocol::{Failure, LaterReason};
use carrel_provider::testkit::LESSONS;
use carrel_tests::{Device, Fault, School};
use std::time::Duration;

/// Acts wait behind a portal that wants an hour: by itself the engine tries again in an hour.
async fn behind_a_portal(school: &School) -> Device {
    let device = Device::studying(school, "ana@learner.example").await;
    let an_hour = Some(Duration::from_secs(3_600));
    device.network.set(Fault::Fails(Failure::Later { reason: LaterReason::NotTheSchool, retry_after: an_hour }));
    device.complete(LESSONS[0]).await;
    device.engine.run_in_background();
    device
        .until(async || {
            let sync = device.engine.state(()).await.expect("the state").sync;
            !sync.running && sync.problem.is_some_and(|problem| problem.kind == SyncProblemKind::NotTheSchool)
        })
        .await;
    assert!(device.open_acts().await > 0, "nothing got through the portal");
    device
}

#[tokio::test(flavor = "multi_thread")]
async fn another_network_is_tried_at_once_whatever_was_in_the_way_on_the_last() {
    let school = School::open().await;
    let device = behind_a_portal(&school).await;
    device.network.arrives();
    device.until(async || device.open_acts().await == 0).await;
    device.engine.shut_down().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_click_that_fails_is_followed_by_the_next_attempt_as_soon_as_it_says() {
    let school = School::open().await;
    let device = behind_a_portal(&school).await;
    device.network.set(Fault::Offline);
    device.sync().await;
    assert!(device.open_acts().await > 0, "there was no network");
    device.network.set(Fault::None);
    device.until(async || device.open_acts().await == 0).await;
    device.engine.shut_down().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_hangs_on_the_network_left_behind_is_asked_again_on_the_next() {
    let school = School::open().await;
    let device = Device::studying(&school, "ana@learner.example").await;
    device.network.set(Fault::Hangs);
    device.complete(LESSONS[0]).await;
    device.engine.run_in_background();
    let hangs = async || {
        let wait = tokio::time::timeout(Duration::from_secs(60), device.network.hanging.notified());
        wait.await.expect("a request is made");
    };
    hangs().await;
    device.network.moves();
    hangs().await;
    device.network.arrives();
    device.until(async || device.open_acts().await == 0).await;
    device.engine.shut_down().await;
}
