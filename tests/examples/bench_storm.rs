//! A thousand learners' computers come online within ten seconds, against one school that runs as a process of its own.
//!
//! Each has its own record on the disk, its own connection and twenty acts that wait. The issue speaks of a minute; ten
//! seconds are six times as hard. When its moment has come, a computer does what the engine does: it waits the engine's
//! random moment after another network, runs a cycle, and after a failure waits the engine's backoff. The time of each
//! runs from its network's return to its last receipt. Beside it stand a few computers that came one after the other.

use anyhow::{Context, Result, bail, ensure};
use carrel_domain::enrollment::EnrollmentRequest;
use carrel_domain::money::Money;
use carrel_domain::{Action, ProgramId};
use carrel_engine::Surroundings;
use carrel_engine::clock::{Clock, SystemClock};
use carrel_engine::events::NoEvents;
use carrel_engine::learner::Learner;
use carrel_engine::secrets::memory_only;
use carrel_engine::session::Session;
use carrel_engine::store::Disk;
use carrel_engine::store::learner::NewOperation;
use carrel_engine::sync::backoff::{Attempts, arrival_ms, delay_ms};
use carrel_engine::sync::cycle::{self, Cycle, CycleError};
use carrel_protocol::{Failure, Provider, Tokens};
use carrel_provider::store::Store;
use carrel_provider::testkit::{self, OPEN};
use carrel_provider::{config, import, system_clock};
use carrel_tests::Network;
use carrel_tests::bench::acts::Diligence;
use carrel_tests::bench::{Measured, median, ms, quantile};
use carrel_tests::clocks::START;
use futures_util::StreamExt;
use futures_util::stream::iter;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

const RUNS: usize = 3;
const CROWD: usize = 1000;
const ALONE: usize = 20;
const ACTS: usize = 20;
const WITHIN: Duration = Duration::from_secs(10);
/// Whoever is not done by then counts as unconfirmed.
const PATIENCE: Duration = Duration::from_secs(120);
/// What `cargo xtask bench` sets: the folder of the release build.
const BUILT: &str = "CARREL_BENCH_BUILT";

#[tokio::main]
async fn main() -> Result<()> {
    let built = PathBuf::from(std::env::var_os(BUILT).context("Start this with `cargo xtask bench storm`")?);
    let program = built.join("carrel-provider");
    let mut runs = Vec::new();
    for run in 1..=RUNS {
        let (alone, crowd) = (storm(&program, ALONE, None).await?, storm(&program, CROWD, Some(WITHIN)).await?);
        let (p50, p99) = (quantile(&crowd.ms, 0.5), quantile(&crowd.ms, 0.99));
        eprintln!(
            "  run {run}: {} of {CROWD} confirmed, {p50:.0} and {p99:.0} ms (p50, p99), {} requests, {} in a second, {:?}",
            crowd.ms.len(),
            crowd.asked.len(),
            peak(&crowd.asked),
            crowd.failures
        );
        runs.push((crowd, alone));
    }
    report(&runs);
    Ok(())
}

fn report(runs: &[(Outcome, Outcome)]) {
    let of = |part: &dyn Fn(&(Outcome, Outcome)) -> f64| median(&runs.iter().map(part).collect::<Vec<_>>());
    let most = |part: &dyn Fn(&(Outcome, Outcome)) -> f64| runs.iter().map(part).fold(0.0, f64::max);
    let share = |share: f64| {
        let (crowd, alone) = (of(&|run| quantile(&run.0.ms, share)), of(&|run| quantile(&run.1.ms, share)));
        (crowd, alone)
    };
    let ((p50, p50_alone), (p99, p99_alone)) = (share(0.5), share(0.99));
    Measured::new("1,000 computers come online, beside one at a time", RUNS)
        .about("computers", CROWD)
        .about("operations_each", ACTS)
        .about("within_seconds", WITHIN.as_secs())
        .beside("p50_ms", p50, p50_alone)
        .beside("p99_ms", p99, p99_alone)
        .value("unconfirmed", most(&|run| (CROWD - run.0.ms.len()) as f64))
        .goal("unconfirmed", 0.0)
        .value("requests", of(&|run| run.0.asked.len() as f64))
        .beside("peak_requests_in_a_second", of(&|run| peak(&run.0.asked)), CROWD as f64 / WITHIN.as_secs_f64())
        .value("failed_attempts", of(&|run| run.0.failures.values().sum::<usize>() as f64))
        .print();
}

/// What became of a group of computers.
struct Outcome {
    /// From the network's return to the last receipt, of those that got it.
    ms: Vec<f64>,
    asked: Vec<Instant>,
    failures: BTreeMap<String, usize>,
}

/// `within`: all of them, each at a moment of its own; without it they come one after the other.
async fn storm(program: &Path, computers: usize, within: Option<Duration>) -> Result<Outcome> {
    let folder = tempfile::tempdir()?;
    let tokens = found_school(folder.path(), computers).await?;
    let school = School::open(program, folder.path()).await?;
    let network = Network::new();
    let mut desks = iter(tokens.into_iter().enumerate())
        .map(|(number, tokens)| Desk::set_up(folder.path(), number, tokens, &network, &school.url))
        .buffer_unordered(8);
    let mut ready = Vec::new();
    while let Some(desk) = desks.next().await {
        ready.push(Arc::new(desk?));
    }
    let mut results = Vec::new();
    let mut online = JoinSet::new();
    for desk in &ready {
        let desk = Arc::clone(desk);
        match within {
            None => results.push(desk.comes_online(Duration::ZERO).await),
            Some(within) => {
                online.spawn(async move { desk.comes_online(within.mul_f64(chance())).await });
            }
        }
    }
    while let Some(result) = online.join_next().await {
        results.push(result?);
    }
    let mut outcome = Outcome { ms: Vec::new(), asked: network.asked(), failures: BTreeMap::new() };
    for result in results {
        let (done, failures) = result?;
        outcome.ms.extend(done);
        failures.into_iter().for_each(|failure| *outcome.failures.entry(failure).or_default() += 1);
    }
    for desk in &ready {
        desk.learner.store.close().await;
    }
    Ok(outcome)
}

/// The most calls that began within any one second. `asked` is in order.
fn peak(asked: &[Instant]) -> f64 {
    let until = |from: Instant| asked.partition_point(|at| *at < from + Duration::from_secs(1));
    asked.iter().enumerate().map(|(first, from)| until(*from) - first).max().unwrap_or(0) as f64
}

/// 0.0 to 1.0.
fn chance() -> f64 {
    Uuid::new_v4().as_u128() as f64 / u128::MAX as f64
}

/// Writes a school with a learner for each computer, and ends before the server begins.
async fn found_school(folder: &Path, learners: usize) -> Result<Vec<Tokens>> {
    testkit::small_campus(&folder.join("campus"))?;
    let store = Store::open(&folder.join("data"), system_clock(), config::ACCESS_TOKEN_SECS).await?;
    import(&store, &folder.join("campus")).await?;
    let emails = (0..learners).map(|number| format!("learner{number}@learner.example")).collect();
    let mut tokens = Vec::new();
    for learner in store.add_crowd(emails, "correct horse battery").await? {
        tokens.push(store.issue_tokens(&learner).await?);
    }
    Ok(tokens)
}

/// The school's process; it ends with its value.
struct School {
    process: Child,
    url: String,
}

impl School {
    async fn open(program: &Path, folder: &Path) -> Result<Self> {
        let ready = folder.join("address");
        let mut command = Command::new(program);
        command.arg("serve").arg("--data").arg(folder.join("data")).arg("--ready-file").arg(&ready);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut school = Self { process: command.spawn().context("The school does not start")?, url: String::new() };
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE {
            if let Ok(url) = std::fs::read_to_string(&ready) {
                school.url = url;
                return Ok(school);
            }
            ensure!(school.process.try_wait()?.is_none(), "The school ended at once");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        bail!("The school does not answer")
    }
}

impl Drop for School {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// One learner's computer.
struct Desk {
    learner: Learner,
    provider: Arc<dyn Provider>,
}

impl Desk {
    async fn set_up(folder: &Path, number: usize, tokens: Tokens, network: &Arc<Network>, url: &str) -> Result<Self> {
        let folder = folder.join(format!("desk{number}"));
        std::fs::create_dir_all(&folder)?;
        let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
        let session = Session::new("learner".into(), memory_only(), Arc::clone(&clock), folder.join("session.lock"));
        session.begin(tokens).await;
        let around = Surroundings {
            events: Arc::new(NoEvents),
            clock,
            secrets: memory_only(),
            wake: Arc::default(),
            disk: Disk::default(),
        };
        let (learner, _) = Learner::open(&folder, session, &around).await?;
        learner.act(&ProgramId::from(OPEN), &request()).await?;
        let acts: Vec<NewOperation> = Diligence::new(learner.device.clone(), OPEN, START).acts(ACTS - 1);
        learner.store.append_all(acts).await?;
        let provider = network.connect()(&url::Url::parse(url)?).map_err(|failure| anyhow::anyhow!("{failure}"))?;
        Ok(Self { learner, provider })
    }

    /// Its network returns `after` a while. The time until everything is confirmed, if it is, and what failed meanwhile.
    async fn comes_online(&self, after: Duration) -> Result<(Option<f64>, Vec<String>)> {
        tokio::time::sleep(after).await;
        let (returned, mut failures) = (Instant::now(), Vec::new());
        let mut wait_ms = Some(arrival_ms(false, chance()));
        while let Some(wait) = wait_ms.filter(|_| returned.elapsed() < PATIENCE) {
            tokio::time::sleep(Duration::from_millis(u64::try_from(wait)?)).await;
            let cancel = CancellationToken::new();
            let cycle = Cycle {
                learner: &self.learner,
                provider: self.provider.as_ref(),
                device_name: "A laptop",
                ask_again: false,
                cancel: &cancel,
            };
            match cycle::run(&cycle).await {
                Ok(_) => {
                    let took = ms(returned.elapsed());
                    return Ok((self.is_confirmed().await?.then_some(took), failures));
                }
                Err(CycleError::Store(error)) => return Err(error.into()),
                Err(CycleError::Remote(failure)) => {
                    failures.push(class(&failure));
                    let failed = u32::try_from(failures.len())?;
                    wait_ms = delay_ms(&failure, Attempts { failed, acts_wait: true }, chance());
                }
            }
        }
        Ok((None, failures))
    }

    /// The school has taken every one of them.
    async fn is_confirmed(&self) -> Result<bool> {
        let ledger = self.learner.ledger().await?;
        let taken = ledger.mirror(&ProgramId::from(OPEN)).map_or(0, |mirror| mirror.digest.count);
        Ok(ledger.open_count() == 0 && taken == i64::try_from(ACTS)?)
    }
}

fn class(failure: &Failure) -> String {
    match failure {
        Failure::Later { reason, .. } => format!("{reason:?}").to_lowercase(),
        other => other.to_string(),
    }
}

/// The first of the acts: the rest is only taken from somebody with a place.
fn request() -> Action {
    Action::EnrollmentRequested(EnrollmentRequest {
        program_version: 1,
        price: Money { cents: 10_500, currency: "USD".into() },
        state: None,
        state_acknowledged: false,
        eligibility: None,
    })
}
