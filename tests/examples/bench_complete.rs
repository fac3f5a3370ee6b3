//! How long a learner waits until a lesson is marked done, and durably so, beside one bare durable commit of the same row.
//!
//! The two take turns on the same disk, so that its moods meet both.

use anyhow::Result;
use carrel_domain::{Action, Occurred, OperationId, Timestamp};
use carrel_engine::store::learner::NewOperation;
use carrel_provider::testkit::{LESSONS, OPEN};
use carrel_tests::bench::bare::BareTable;
use carrel_tests::bench::{Measured, median, quantile, since};
use carrel_tests::{Device, School};
use std::time::Instant;

const RUNS: usize = 7;
const ACTS: usize = 300;

#[tokio::main]
async fn main() -> Result<()> {
    let school = School::open().await;
    let device = Device::studying(&school, "ana@example.org").await;
    let mut bare = BareTable::create(&device.folder().join("bare.db"))?;
    let (mut p50, mut p99, mut bare_p50, mut bare_p99) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for run in 0..=RUNS {
        let (mut acts, mut commits) = (Vec::new(), Vec::new());
        for number in 0..ACTS {
            let lesson = LESSONS[number / 2 % LESSONS.len()];
            let started = Instant::now();
            if number % 2 == 0 {
                device.complete(lesson).await
            } else {
                device.reopen(lesson).await
            }
            acts.push(since(started));
            let row = [row(&device, number).await];
            let started = Instant::now();
            bare.commit(&row)?;
            commits.push(since(started));
        }
        // The first run warms caches and files.
        if run > 0 {
            p50.push(median(&acts));
            p99.push(quantile(&acts, 0.99));
            bare_p50.push(median(&commits));
            bare_p99.push(quantile(&commits, 0.99));
        }
    }
    Measured::new("marking a lesson done", RUNS)
        .about("acts", ACTS)
        .beside("p50_ms", median(&p50), median(&bare_p50))
        .beside("p99_ms", median(&p99), median(&bare_p99))
        .goal_ratio("p50_ms", 1.5)
        .print();
    device.engine.shut_down().await;
    Ok(())
}

/// What the engine writes for the same act.
async fn row(device: &Device, number: usize) -> NewOperation {
    let lesson = LESSONS[number / 2 % LESSONS.len()].into();
    let id = OperationId(uuid::Uuid::now_v7().to_string());
    let (action, seen) = match number % 2 {
        0 => (Action::LessonCompleted { lesson }, Vec::new()),
        _ => (Action::LessonReopened { lesson }, vec![id.clone()]),
    };
    let (kind, payload) = action.encode();
    let occurred = Occurred { at: Timestamp(1_795_338_000_000), uncertainty_ms: 1 };
    NewOperation {
        id,
        device: device.record().await.device.clone(),
        program: OPEN.into(),
        occurred,
        seen,
        kind,
        payload,
    }
}
