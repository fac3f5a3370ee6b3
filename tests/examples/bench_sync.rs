//! Ten thousand acts to a school on loopback beside the bare cost, and what a sync costs when there is nothing to say.

use anyhow::{Result, ensure};
use axum::body::Bytes;
use carrel_domain::digest::Digest;
use carrel_engine::remote::CarrelProvider;
use carrel_engine::store::learner::NewOperation;
use carrel_engine::sync::cycle::{self, Cycle, Report};
use carrel_protocol::{Answer, Cursor, MAX_OPS, Receipt, SyncRequest, SyncResponse};
use carrel_provider::testkit::OPEN;
use carrel_tests::bench::acts::Diligence;
use carrel_tests::bench::bare::{BareTable, Sink};
use carrel_tests::bench::counting::{Count, CountingProxy};
use carrel_tests::bench::{Measured, median, since};
use carrel_tests::clocks::START;
use carrel_tests::{Device, School};
use std::io::Write as _;
use std::time::Instant;
use tokio_util::sync::CancellationToken;

const RUNS: usize = 7;
const MANY: usize = 10_000;
const QUIET_RUNS: usize = 41;

#[tokio::main]
async fn main() -> Result<()> {
    let only = std::env::args().nth(1).unwrap_or_default();
    if "sync".contains(&only) {
        ten_thousand().await?;
    }
    if "quiet".contains(&only) {
        quiet().await?;
    }
    Ok(())
}

#[derive(Default)]
struct Times {
    append: Vec<f64>,
    sync: Vec<f64>,
    all: Vec<f64>,
    bare_client: Vec<f64>,
    bare_carry: Vec<f64>,
    bare_server: Vec<f64>,
    bare_all: Vec<f64>,
}

/// Each run has a learner and a computer of its own; the bare side takes the same rows and bytes right afterwards.
async fn ten_thousand() -> Result<()> {
    let school = School::open().await;
    let sink = Sink::open(answer()?).await?;
    let mut times = Times::default();
    let mut carried = 0;
    for run in 0..=RUNS {
        let mut this = Times::default();
        let device = Device::studying(&school, &format!("ana{run}@example.org")).await;
        let acts = Diligence::new(device.record().await.device.clone(), OPEN, START).acts(MANY);
        ours(&school, &device, &acts, &mut this).await?;
        carried = bare(&device, &sink, &acts, &mut this).await?;
        device.engine.shut_down().await;
        // The first run warms caches and files.
        if run > 0 {
            times.take(this);
        }
    }
    Measured::new("syncing 10,000 operations, written down and sent", RUNS)
        .about("operations", MANY)
        .about("bytes_carried", carried)
        .beside("all_ms", median(&times.all), median(&times.bare_all))
        .goal_ratio("all_ms", 2.0)
        .print();
    let bare_sync = median(&times.bare_carry) + median(&times.bare_server);
    Measured::new("  of it", RUNS)
        .beside("append_ms", median(&times.append), median(&times.bare_client))
        .beside("sync_ms", median(&times.sync), bare_sync)
        .value("bare_carry_ms", median(&times.bare_carry))
        .value("bare_server_ms", median(&times.bare_server))
        .print();
    Ok(())
}

impl Times {
    fn take(&mut self, mut other: Self) {
        self.append.append(&mut other.append);
        self.sync.append(&mut other.sync);
        self.all.append(&mut other.all);
        self.bare_client.append(&mut other.bare_client);
        self.bare_carry.append(&mut other.bare_carry);
        self.bare_server.append(&mut other.bare_server);
        self.bare_all.append(&mut other.bare_all);
    }
}

async fn ours(school: &School, device: &Device, acts: &[NewOperation], times: &mut Times) -> Result<()> {
    let record = device.record().await;
    // Whoever acts hands the act over; the copies are only for the bare side.
    let handed_over: Vec<_> = acts.chunks(MAX_OPS).map(<[_]>::to_vec).collect();
    let started = Instant::now();
    for some in handed_over {
        record.store.append_all(some).await?;
    }
    let append = since(started);
    // Acts done in the window are in memory already; these came from behind.
    ensure!(device.open_acts().await == acts.len(), "the acts wait to be sent");
    let started = Instant::now();
    device.sync().await;
    let sync = since(started);
    ensure!(device.open_acts().await == 0, "everything is confirmed");
    let learner = school.store().learners().await?.pop();
    ensure!(learner.is_some(), "the school knows the learner");
    times.append.push(append);
    times.sync.push(sync);
    times.all.push(append + sync);
    Ok(())
}

async fn bare(device: &Device, sink: &Sink, acts: &[NewOperation], times: &mut Times) -> Result<usize> {
    let mut client = BareTable::create(&device.folder().join("client.db"))?;
    let mut server = BareTable::create(&device.folder().join("server.db"))?;
    let bodies = bodies(acts)?;
    let started = Instant::now();
    acts.chunks(MAX_OPS).try_for_each(|some| client.commit(some))?;
    let client_ms = since(started);
    let bytes = bodies.iter().map(Bytes::len).sum();
    let started = Instant::now();
    for body in bodies {
        sink.carry(body).await?;
    }
    let carry_ms = since(started);
    let started = Instant::now();
    acts.chunks(MAX_OPS).try_for_each(|some| server.commit(some))?;
    let server_ms = since(started);
    times.bare_client.push(client_ms);
    times.bare_carry.push(carry_ms);
    times.bare_server.push(server_ms);
    times.bare_all.push(client_ms + carry_ms + server_ms);
    Ok(bytes)
}

/// The bytes of the requests as they travel, made beforehand.
fn bodies(acts: &[NewOperation]) -> Result<Vec<Bytes>> {
    let ops: Vec<_> = acts.iter().zip(1..).map(|(act, seq)| act.clone().numbered(seq)).collect();
    let pack = |some: &[carrel_domain::Operation]| {
        let request = SyncRequest {
            device: some.first().map(|op| op.device.clone()),
            ops: some.to_vec(),
            ..SyncRequest::default()
        };
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packed.write_all(&serde_json::to_vec(&request)?)?;
        Ok(packed.finish()?.into())
    };
    ops.chunks(MAX_OPS).map(pack).collect()
}

/// As many bytes as the school answers to a batch it accepted whole.
fn answer() -> Result<Bytes> {
    let id = "0123456789abcdef0123456789abcdef".to_owned();
    let answer = Answer::Accepted { at: START, by: "The school".to_owned() };
    let response = SyncResponse {
        receipts: vec![Receipt { first: 9_001, last: 10_000, answer }],
        cursor: Some(Cursor(format!("{id}-10000"))),
        server_time: START,
        digest: Digest::read(10_000, &id),
        ..SyncResponse::default()
    };
    Ok(serde_json::to_vec(&response)?.into())
}

/// Two lengths of history, asked in turns; the way to the school is counted byte by byte.
async fn quiet() -> Result<()> {
    let sink = Sink::open(Bytes::new()).await?;
    let (short, long) = (Quiet::after(100).await?, Quiet::after(100_000).await?);
    let (mut few, mut many, mut bare) = (Seen::default(), Seen::default(), Vec::new());
    for run in 0..=QUIET_RUNS {
        let (after_few, after_many) = (short.sync().await?, long.sync().await?);
        let started = Instant::now();
        sink.carry(Bytes::new()).await?;
        // The first run opens the connections.
        if run > 0 {
            bare.push(since(started));
            few.take(after_few);
            many.take(after_many);
        }
    }
    let line = |history: u64, seen: &Seen, beside: f64| {
        Measured::new(format!("a quiet sync after {history} operations"), QUIET_RUNS)
            .about("history", history)
            .value("requests", seen.most.requests as f64)
            .value("bytes_out", seen.most.out as f64)
            .value("bytes_back", seen.most.back as f64)
            .value("commits_at_school", seen.commits_at_school as f64)
            .goal("requests", 1.0)
            .goal("bytes_out", 1023.0)
            .goal("bytes_back", 1023.0)
            .goal("commits_at_school", 0.0)
            .beside("ms", median(&seen.ms), beside)
    };
    // Beside an empty POST, and beside the short history.
    line(100, &few, median(&bare)).print();
    line(100_000, &many, median(&few.ms)).goal_ratio("ms", 1.25).print();
    short.device.engine.shut_down().await;
    long.device.engine.shut_down().await;
    Ok(())
}

/// The largest of the runs, and every time.
#[derive(Default)]
struct Seen {
    most: Count,
    commits_at_school: i64,
    ms: Vec<f64>,
}

impl Seen {
    fn take(&mut self, other: Self) {
        self.most.out = self.most.out.max(other.most.out);
        self.most.back = self.most.back.max(other.most.back);
        self.most.requests = self.most.requests.max(other.most.requests);
        self.commits_at_school = self.commits_at_school.max(other.commits_at_school);
        self.ms.extend(other.ms);
    }
}

/// A learner with a history, everything confirmed.
struct Quiet {
    device: Device,
    proxy: CountingProxy,
    provider: CarrelProvider,
    watch: rusqlite::Connection,
    _school: School,
}

impl Quiet {
    async fn after(history: usize) -> Result<Self> {
        let school = School::open().await;
        let device = Device::studying(&school, "ana@example.org").await;
        let record = device.record().await;
        let mut diligence = Diligence::new(record.device.clone(), OPEN, START);
        for _ in 0..history.div_ceil(MANY) {
            record.store.append_all(diligence.acts(history.min(MANY))).await?;
            device.sync().await;
        }
        ensure!(device.open_acts().await == 0, "everything is confirmed");
        let proxy = CountingProxy::open(&school.url).await?;
        let provider =
            CarrelProvider::new(url::Url::parse(&proxy.url)?).map_err(|failure| anyhow::anyhow!("{failure}"))?;
        let watch = rusqlite::Connection::open(school.data().join("provider.db"))?;
        Ok(Self { device, proxy, provider, watch, _school: school })
    }

    async fn sync(&self) -> Result<Seen> {
        let record = self.device.record().await;
        let cancel = CancellationToken::new();
        let cycle = Cycle {
            learner: &record,
            provider: &self.provider,
            device_name: "Ana's laptop",
            ask_again: false,
            cancel: &cancel,
        };
        // Grows with every commit of another connection.
        let version = || self.watch.query_row("PRAGMA data_version", [], |row| row.get::<_, i64>(0));
        let (before, version_before) = (self.proxy.count(), version()?);
        let started = Instant::now();
        let report = cycle::run(&cycle).await.map_err(|error| anyhow::anyhow!("{error:?}"))?;
        let ms = since(started);
        ensure!(report == Report { requests: 1, ..Report::default() }, "nothing to say, and no difference: {report:?}");
        let after = self.proxy.count();
        let most = Count {
            out: after.out - before.out,
            back: after.back - before.back,
            requests: after.requests - before.requests,
        };
        Ok(Seen { most, commits_at_school: version()? - version_before, ms: vec![ms] })
    }
}
