//! One sync cycle: plan → push and pull → apply → verify → announce. The one place that touches store and provider both.
//!
//! Single flight (a lock here, a lease in the database between programs); cancellable between requests; no transaction
//! spans an await; every applied page is one transaction with its cursor, so a cycle cut anywhere goes on where it was.

use crate::api::Topic;
use crate::learner::Learner;
use crate::store::DbError;
use crate::store::learner::AppliedPage;
use crate::sync::plan::{Batch, plan};
use crate::sync::resolve::{rebuild, resolve};
use carrel_domain::ProgramId;
use carrel_domain::digest::Digest;
use carrel_domain::view::Mirror;
use carrel_protocol::{Answer, Cursor, Delivery, Exchange, ExchangeRequest, Failure, MAX_OPS, Provider};
use futures_util::future::join;
use tokio_util::sync::CancellationToken;

/// A lease outlives any single request …
const LEASE_MS: i64 = 120_000;
/// … and is renewed between two of them once it is so old.
const RENEW_AFTER_MS: i64 = 30_000;
/// Answers to so many acts are written down together …
const HELD_OPS: usize = 4_000;
/// … and none of them waits longer.
const HELD_MS: i64 = 1_000;

#[derive(Debug, thiserror::Error)]
pub enum CycleError {
    #[error("The exchange with the school did not work")]
    Remote(#[from] Failure),
    #[error("The record on this computer could not be written")]
    Store(#[from] DbError),
}

/// What a cycle did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub requests: u32,
    pub answered: usize,
    pub pulled: usize,
    /// Another program of this computer is syncing this record: nothing was done here.
    pub elsewhere: bool,
    /// Programs whose digest still differs after they were pulled anew.
    pub differing: Vec<ProgramId>,
}

/// What a cycle works with.
pub struct Cycle<'a> {
    pub learner: &'a Learner,
    pub provider: &'a dyn Provider,
    pub device_name: &'a str,
    /// Ask again about what waits for the learner: they have seen to it.
    pub ask_again: bool,
    pub cancel: &'a CancellationToken,
}

#[derive(Default)]
struct Answered {
    exchange: Exchange,
    round_trip_ms: i64,
}

/// Answers that are not written down yet. Writing costs as much for a few batches as for one, and if the power goes first,
/// the acts are sent again and answered the same.
#[derive(Default)]
struct Held {
    batch: Batch,
    answer: Answered,
    since_ms: Option<i64>,
}

impl Held {
    fn add(&mut self, batch: Batch, answer: Answered, now_ms: i64) {
        self.since_ms.get_or_insert(now_ms);
        self.batch.ops.extend(batch.ops);
        let mut earlier = std::mem::take(&mut self.answer.exchange);
        let Answered { mut exchange, round_trip_ms } = answer;
        earlier.deliveries.append(&mut exchange.deliveries);
        earlier.changes.append(&mut exchange.changes);
        (exchange.deliveries, exchange.changes) = (earlier.deliveries, earlier.changes);
        exchange.cursor = exchange.cursor.or(earlier.cursor);
        self.answer = Answered { exchange, round_trip_ms };
    }

    /// Long enough that the learner sees progress, and never much in memory.
    fn is_full(&self, now_ms: i64) -> bool {
        let changes = &self.answer.exchange.changes;
        let waited_ms = self.since_ms.map_or(0, |since_ms| now_ms - since_ms);
        self.batch.ops.len() >= HELD_OPS || waited_ms >= HELD_MS || !changes.is_empty()
    }

    fn take(&mut self) -> (Batch, Answered) {
        let held = std::mem::take(self);
        (held.batch, held.answer)
    }
}

pub async fn run(cycle: &Cycle<'_>) -> Result<Report, CycleError> {
    let _single_flight = cycle.learner.syncing.lock().await;
    let owner = uuid::Uuid::new_v4().to_string();
    if !take_lease(cycle, &owner).await? {
        return Ok(Report { elsewhere: true, ..Report::default() });
    }
    let result = push_and_pull(cycle, &owner).await;
    cycle.learner.store.release_lease(owner).await?;
    result
}

async fn take_lease(cycle: &Cycle<'_>, owner: &str) -> Result<bool, DbError> {
    cycle.learner.store.take_lease(owner.to_owned(), cycle.learner.clock.read(), LEASE_MS).await
}

async fn push_and_pull(cycle: &Cycle<'_>, owner: &str) -> Result<Report, CycleError> {
    let mut report = Report::default();
    let mut cursor = cycle.learner.store.meta().await?.cursor();
    let mut leased_ms = cycle.learner.clock.read().monotonic_ms;
    let mut batch = next_batch(cycle, 0, cycle.ask_again).await?;
    let mut answer = exchange(cycle, &batch, cursor.as_ref()).await?;
    let mut held = Held::default();
    loop {
        report.requests += 1;
        report.pulled += answer.exchange.changes.len();
        cursor = answer.exchange.cursor.clone().or(cursor);
        let ahead = batch_behind(cycle, &batch, &answer.exchange).await?;
        held.add(std::mem::take(&mut batch), answer, cycle.learner.clock.read().monotonic_ms);
        if ahead.ops.is_empty() {
            let (settled, last) = apply(cycle, held.take()).await?;
            report.answered += settled;
            batch = next_batch(cycle, 0, false).await?;
            // Every round settles something or pulls a page, so this ends; a school that answers nothing is not asked for ever.
            let go_on = last.more || (settled > 0 && !batch.ops.is_empty());
            if !go_on {
                report.differing = verify(cycle, &last, cursor.as_ref(), &mut report.requests).await?;
                return Ok(report);
            }
            answer = exchange(cycle, &batch, cursor.as_ref()).await?;
        } else if held.is_full(cycle.learner.clock.read().monotonic_ms) {
            // The school works on the next batch while this computer writes down the answers to the last ones.
            let next = exchange(cycle, &ahead, cursor.as_ref());
            let (next, applied) = join(Box::pin(next), Box::pin(apply(cycle, held.take()))).await;
            report.answered += applied?.0;
            (batch, answer) = (ahead, next?);
        } else {
            let next = exchange(cycle, &ahead, cursor.as_ref()).await;
            if next.is_err() {
                report.answered += apply(cycle, held.take()).await?.0;
            }
            (batch, answer) = (ahead, next?);
        }
        renew_lease(cycle, owner, &mut leased_ms).await?;
    }
}

/// What may be sent before the answers to `batch` are written down: a batch that was accepted whole changes nothing about
/// the acts behind it. Else nothing, and the next batch is planned on what the answers say.
async fn batch_behind(cycle: &Cycle<'_>, batch: &Batch, exchange: &Exchange) -> Result<Batch, CycleError> {
    let accepted = exchange.deliveries.iter().filter(|one| matches!(one.answer, Answer::Accepted { .. })).count();
    match batch.ops.last() {
        // Cancelled or not, answers that are here are written down first.
        Some(last) if batch.more && accepted == batch.ops.len() && !cycle.cancel.is_cancelled() => {
            next_batch(cycle, last.seq, false).await
        }
        _ => Ok(Batch::default()),
    }
}

async fn renew_lease(cycle: &Cycle<'_>, owner: &str, leased_ms: &mut i64) -> Result<(), DbError> {
    let now_ms = cycle.learner.clock.read().monotonic_ms;
    if now_ms - *leased_ms >= RENEW_AFTER_MS {
        take_lease(cycle, owner).await?;
        *leased_ms = now_ms;
    }
    Ok(())
}

async fn next_batch(cycle: &Cycle<'_>, after: i64, ask_again: bool) -> Result<Batch, CycleError> {
    if cycle.cancel.is_cancelled() {
        return Err(Failure::Cancelled.into());
    }
    let ledger = cycle.learner.ledger().await?;
    // Once the school has the enrollment, what still waits for the learner has been seen to elsewhere.
    let enrolled = |program: &ProgramId| ledger.mirror(program).is_some_and(|mirror| mirror.enrollment.is_some());
    // What waits for the learner concerns all that comes later. Where nothing does, a long journal is not walked to its end.
    let open = if ledger.needs_you.is_empty() { ledger.open_behind(after, MAX_OPS + 1) } else { ledger.open_acts() };
    Ok(plan(&open, &ledger.needs_you, after, |program| ask_again || enrolled(program)))
}

/// The acts of this batch read "sent" from here on.
async fn mark_sent(cycle: &Cycle<'_>, batch: &Batch) -> Result<(), CycleError> {
    let Some(last) = batch.ops.last() else { return Ok(()) };
    let now = cycle.learner.now().at;
    let sent = vec![("sent_through", last.seq.to_string()), ("sent_at", now.0.to_string())];
    cycle.learner.store.note(sent).await?;
    cycle.learner.events.changed(&[Topic::Learning]);
    Ok(())
}

async fn exchange(cycle: &Cycle<'_>, batch: &Batch, cursor: Option<&Cursor>) -> Result<Answered, CycleError> {
    mark_sent(cycle, batch).await?;
    let request = ExchangeRequest {
        device: &cycle.learner.device,
        device_name: cycle.device_name,
        ops: &batch.ops,
        cursor,
        want_digests: false,
        anew: None,
    };
    let started = cycle.learner.clock.read().monotonic_ms;
    let exchange = match send(cycle, &request).await {
        Ok(exchange) => exchange,
        Err(failure) => {
            if failure == Failure::Offline {
                // Nothing left this computer: it must not read as sent.
                cycle.learner.store.note(vec![("sent_through", "0".to_owned())]).await?;
            }
            return Err(failure.into());
        }
    };
    Ok(Answered { exchange, round_trip_ms: cycle.learner.clock.read().monotonic_ms - started })
}

async fn send(cycle: &Cycle<'_>, request: &ExchangeRequest<'_>) -> Result<Exchange, Failure> {
    let call = cycle.learner.session.with_access(cycle.provider, |access| {
        Box::pin(async move { cycle.provider.exchange(&access, request.clone()).await })
    });
    tokio::select! {
        answer = call => answer,
        () = cycle.cancel.cancelled() => Err(Failure::Cancelled),
    }
}

/// Applies what was held; returns how many acts it settled for good, and the answer for what else it says.
async fn apply(cycle: &Cycle<'_>, (batch, answer): (Batch, Answered)) -> Result<(usize, Exchange), CycleError> {
    let (learner, exchange) = (cycle.learner, &answer.exchange);
    let mut meta = Vec::new();
    if let Some(server) = exchange.server_time {
        let anchor = learner.learn_time(server, answer.round_trip_ms);
        meta.push(("anchor", serde_json::to_string(&anchor).unwrap_or_default()));
    }
    let now = learner.now().at;
    meta.push(("last_success", now.0.to_string()));
    let is_quiet = exchange.deliveries.is_empty() && exchange.changes.is_empty();
    learner
        .settle(|ledger| AppliedPage {
            meta,
            ..resolve(|program| ledger.mirror(program), &learner.device, &batch.ops, exchange, now)
        })
        .await?;
    if !is_quiet {
        learner.events.changed(&[Topic::Learning]);
    }
    let is_final = |delivery: &&Delivery| !matches!(delivery.answer, Answer::NeedsYou { .. });
    Ok((exchange.deliveries.iter().filter(is_final).count(), answer.exchange))
}

/// Compares what both sides hold. A difference is named and that program pulled anew; returns what differs even then.
async fn verify(
    cycle: &Cycle<'_>,
    last: &Exchange,
    cursor: Option<&Cursor>,
    requests: &mut u32,
) -> Result<Vec<ProgramId>, CycleError> {
    let Some(theirs) = &last.digest else { return Ok(Vec::new()) };
    if *theirs == cycle.learner.ledger().await?.digest() {
        return Ok(Vec::new());
    }
    let digests = ask_for_digests(cycle, cursor).await?;
    *requests += 1;
    let mut still = Vec::new();
    for program in differing(cycle, &digests).await? {
        tracing::warn!(%program, "The school's record and this computer's differ; pulling it anew.");
        let wanted = pull_anew(cycle, &program, requests).await?;
        let held =
            cycle.learner.ledger().await?.mirror(&program).map(|mirror| mirror.digest.clone()).unwrap_or_default();
        if wanted.is_some_and(|wanted| wanted != held) {
            still.push(program);
        }
    }
    Ok(still)
}

async fn ask_for_digests(cycle: &Cycle<'_>, cursor: Option<&Cursor>) -> Result<Vec<(ProgramId, Digest)>, CycleError> {
    let request = ExchangeRequest {
        device: &cycle.learner.device,
        device_name: cycle.device_name,
        ops: &[],
        cursor,
        want_digests: true,
        anew: None,
    };
    Ok(send(cycle, &request).await?.digests)
}

async fn differing(cycle: &Cycle<'_>, theirs: &[(ProgramId, Digest)]) -> Result<Vec<ProgramId>, CycleError> {
    let ledger = cycle.learner.ledger().await?;
    let ours = |program: &ProgramId| ledger.mirror(program).map(|mirror| mirror.digest.clone()).unwrap_or_default();
    let mut named: Vec<ProgramId> = theirs
        .iter()
        .filter(|(program, digest)| ours(program) != *digest)
        .map(|(program, _)| program.clone())
        .collect();
    // What we hold and they do not name at all.
    let unknown = ledger.mirrors().filter(|(program, mirror)| {
        mirror.digest != Digest::default() && !theirs.iter().any(|(named, _)| named == *program)
    });
    named.extend(unknown.map(|(program, _)| program.clone()));
    Ok(named)
}

/// Replaces one program's mirror by what the provider has, in one transaction at the end; returns the provider's digest.
async fn pull_anew(cycle: &Cycle<'_>, program: &ProgramId, requests: &mut u32) -> Result<Option<Digest>, CycleError> {
    let mut mirror = Mirror::default();
    let mut cursor = None;
    loop {
        let request = ExchangeRequest {
            device: &cycle.learner.device,
            device_name: cycle.device_name,
            ops: &[],
            cursor: cursor.as_ref(),
            want_digests: false,
            anew: Some(program),
        };
        let page = send(cycle, &request).await?;
        *requests += 1;
        rebuild(&mut mirror, &page, program);
        if page.more && page.cursor.is_some() && page.cursor != cursor {
            cursor = page.cursor;
            continue;
        }
        let page_mirrors = [(program.clone(), mirror)].into_iter().collect();
        cycle.learner.settle(|_| AppliedPage { mirrors: page_mirrors, ..AppliedPage::default() }).await?;
        cycle.learner.events.changed(&[Topic::Learning]);
        return Ok(page.digest);
    }
}
