//! What does not depend on how much there is: an act among many that wait, sending them, a sync and a start after a year of
//! study. And how soon the first receipt comes when the network returns.

use anyhow::{Result, ensure};
use axum::body::Bytes;
use carrel_engine::api::SyncProblemKind;
use carrel_provider::testkit::{LESSONS, OPEN};
use carrel_tests::bench::acts::Diligence;
use carrel_tests::bench::bare::Sink;
use carrel_tests::bench::{Measured, median, since};
use carrel_tests::clocks::START;
use carrel_tests::{Device, School};
use std::time::Instant;

/// The first is what the others stand beside: a request's own cost does not show any more, and all of it is in memory.
const PENDING: [usize; 6] = [1_000, 1, 10, 100, 10_000, 100_000];
const PENDING_RUNS: usize = 5;
/// Acts done while the others wait.
const AMONG: usize = 40;
const FLAT: f64 = 1.25;

const DAYS: usize = 365;
const ACTS_A_DAY: usize = 60;
const NEW: usize = 50;
/// One sync a week, as somebody who is seldom online: the answers come in as many pieces.
const ACTS_A_SYNC: usize = 7 * ACTS_A_DAY;
const YEAR_RUNS: usize = 11;

const RETURNS: usize = 21;
const GOAL_MS: f64 = 1_000.0;

#[tokio::main]
async fn main() -> Result<()> {
    let only = std::env::args().nth(1).unwrap_or_default();
    if "returns".contains(&only) {
        returns().await?;
    }
    if "year".contains(&only) {
        year().await?;
    }
    if "pending".contains(&only) {
        pending().await?;
    }
    Ok(())
}

/// With so many acts waiting: one more act, and sending them all, for each.
#[derive(Default)]
struct Waiting {
    act_ms: Vec<f64>,
    send_us: Vec<f64>,
}

async fn pending() -> Result<()> {
    let school = School::open().await;
    let mut beside: Option<Waiting> = None;
    for count in PENDING {
        let mut waiting = Waiting::default();
        for run in 0..=PENDING_RUNS {
            let device = Device::studying(&school, &format!("ana{count}-{run}@learner.example")).await;
            let (act_ms, send_ms) = send(&device, count).await?;
            device.engine.shut_down().await;
            // The first run warms caches and files.
            if run > 0 {
                waiting.act_ms.push(act_ms);
                waiting.send_us.push(send_ms * 1_000.0 / count as f64);
            }
        }
        let first = beside.as_ref().unwrap_or(&waiting);
        let line = Measured::new(format!("with {count} acts waiting, beside 1,000"), PENDING_RUNS)
            .about("operations", count)
            .value("send_ms", median(&waiting.send_us) * count as f64 / 1_000.0)
            .beside("send_us_per_act", median(&waiting.send_us), median(&first.send_us))
            .beside("one_more_act_ms", median(&waiting.act_ms), median(&first.act_ms));
        let flat = line.goal_ratio("one_more_act_ms", FLAT);
        // Few acts carry the cost of the request itself; many must not cost more each.
        if count > 1_000 { flat.goal_ratio("send_us_per_act", FLAT) } else { flat }.print();
        beside.get_or_insert(waiting);
    }
    Ok(())
}

/// Lets `count` acts wait, does some more among them, and sends everything.
async fn send(device: &Device, count: usize) -> Result<(f64, f64)> {
    let record = device.record().await;
    let acts = Diligence::new(record.device.clone(), OPEN, START).acts(count);
    for some in acts.chunks(1_000) {
        record.store.append_all(some.to_vec()).await?;
    }
    ensure!(device.open_acts().await == count, "the acts wait to be sent");
    let started = Instant::now();
    device.sync().await;
    let send_ms = since(started);
    ensure!(device.open_acts().await == 0, "everything is confirmed");
    record.store.append_all(Diligence::new(record.device.clone(), OPEN, START).acts(count)).await?;
    ensure!(device.open_acts().await == count, "as many wait again");
    Ok((one_more_act(device).await, send_ms))
}

/// The first lays the view; the others are what a learner meets.
async fn one_more_act(device: &Device) -> f64 {
    device.complete(LESSONS[0]).await;
    let mut each = Vec::new();
    for number in 0..AMONG {
        let started = Instant::now();
        if number % 2 == 0 {
            device.reopen(LESSONS[0]).await
        } else {
            device.complete(LESSONS[0]).await
        };
        each.push(since(started));
    }
    median(&each)
}

/// A learner who has studied a year beside one who begins: fifty new acts, and the start of the engine.
async fn year() -> Result<()> {
    let school = School::open().await;
    let mut long = Learned::after(&school, "ana@learner.example", DAYS * ACTS_A_DAY).await?;
    let mut short = Learned::after(&school, "ben@learner.example", 0).await?;
    let (mut sync, mut fresh_sync, mut start, mut fresh_start) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for run in 0..=YEAR_RUNS {
        let (one, other) = (long.sync_new().await?, short.sync_new().await?);
        let (one_start, other_start) = (long.start().await?, short.start().await?);
        if run > 0 {
            sync.push(one);
            fresh_sync.push(other);
            start.push(one_start);
            fresh_start.push(other_start);
        }
    }
    Measured::new("after a year, beside none", YEAR_RUNS)
        .about("history", DAYS * ACTS_A_DAY)
        .about("new_operations", NEW)
        .beside("sync_ms", median(&sync), median(&fresh_sync))
        .goal_ratio("sync_ms", FLAT)
        .beside("start_ms", median(&start), median(&fresh_start))
        .print();
    long.device.engine.shut_down().await;
    short.device.engine.shut_down().await;
    Ok(())
}

struct Learned {
    device: Device,
    diligence: Diligence,
}

impl Learned {
    async fn after(school: &School, email: &str, history: usize) -> Result<Self> {
        let device = Device::studying(school, email).await;
        let record = device.record().await;
        let mut diligence = Diligence::new(record.device.clone(), OPEN, START);
        for done in (0..history).step_by(ACTS_A_SYNC) {
            record.store.append_all(diligence.acts(ACTS_A_SYNC.min(history - done))).await?;
            device.sync().await;
        }
        ensure!(device.open_acts().await == 0, "everything is confirmed");
        Ok(Self { device, diligence })
    }

    async fn sync_new(&mut self) -> Result<f64> {
        let record = self.device.record().await;
        record.store.append_all(self.diligence.acts(NEW)).await?;
        ensure!(self.device.open_acts().await == NEW, "the new acts wait");
        let started = Instant::now();
        self.device.sync().await;
        let ms = since(started);
        ensure!(self.device.open_acts().await == 0, "everything is confirmed");
        Ok(ms)
    }

    /// Until the engine answers with the record open, and the learner's page can be shown.
    async fn start(&mut self) -> Result<f64> {
        self.device.engine.shut_down().await;
        let started = Instant::now();
        self.device.open_again().await;
        let view = self.device.view(OPEN).await;
        let ms = since(started);
        ensure!(view.enrollment.is_some(), "the record is open");
        // The first sync after a start opens a connection; that is not what is measured.
        self.device.sync().await;
        Ok(ms)
    }
}

/// From the system's word that the network is back to the first receipt, by the engine's own schedule.
async fn returns() -> Result<()> {
    let school = School::open().await;
    let device = Device::studying(&school, "ana@learner.example").await;
    let sink = Sink::open(Bytes::new()).await?;
    device.engine.run_in_background();
    let (mut first, mut round_trip) = (Vec::new(), Vec::new());
    for run in 0..=RETURNS {
        device.network.leaves();
        for lesson in LESSONS {
            if run % 2 == 0 {
                device.complete(lesson).await
            } else {
                device.reopen(lesson).await
            };
        }
        until_offline(&device).await;
        let waiting = device.open_acts().await;
        ensure!(waiting >= LESSONS.len(), "acts wait for the network");
        let returned = Instant::now();
        device.network.arrives();
        device.until(async || device.open_acts().await < waiting).await;
        let ms = since(returned);
        let started = Instant::now();
        sink.carry(Bytes::new()).await?;
        if run > 0 {
            first.push(ms);
            round_trip.push(since(started));
        }
    }
    let trip = median(&round_trip);
    Measured::new("the network returns, to the first receipt; beside a bare round trip", RETURNS)
        .beside("median_ms", median(&first), trip)
        .goal("median_ms", trip + GOAL_MS)
        .beside("worst_ms", first.iter().copied().fold(0.0, f64::max), trip)
        .goal("worst_ms", trip + GOAL_MS)
        .print();
    device.engine.shut_down().await;
    Ok(())
}

async fn until_offline(device: &Device) {
    device
        .until(async || {
            let sync = device.engine.state(()).await.expect("the state reads").sync;
            !sync.running && sync.problem.is_some_and(|problem| problem.kind == SyncProblemKind::Offline)
        })
        .await;
}
