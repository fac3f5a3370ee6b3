//! One sync cycle: plan → push and pull → apply → verify → announce. The one place that touches store and provider both.
//!
//! Single flight (a lock here, a lease in the database between programs); cancellable between requests; no transaction
//! spans an await; every applied page is one transaction with its cursor, so a cycle cut anywhere goes on where it was.
//! A long journal has two requests under way at once: operations carry ids and waiting answers are not final, so it does not
//! matter in which order the school takes them, nor what becomes of the second where the first is lost.

use crate::api::Topic;
use crate::learner::Learner;
use crate::store::DbError;
use crate::store::learner::{AppliedPage, KnownActs};
use crate::sync::held::{Answered, Held};
use crate::sync::plan::{Batch, plan, portions};
use crate::sync::resolve::{Rebuilt, compare, rebuild, resolve, resolve_carried};
use carrel_domain::digest::Digest;
use carrel_domain::{DeviceId, Operation, OperationId, ProgramId};
use carrel_protocol::{Answer, Cursor, Exchange, ExchangeRequest, Failure, Provider, Pulled};
use futures_util::future::{FutureExt, join};
use futures_util::stream::{FuturesOrdered, StreamExt};
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

/// A lease outlives any single request …
const LEASE_MS: i64 = 120_000;
/// … and is renewed between two of them once it is so old.
const RENEW_AFTER_MS: i64 = 30_000;
/// So many requests are under way at once: the school's work on one hides the packing and the writing of another.
const AT_ONCE: usize = 2;
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
    /// Acts the school had confirmed and lost (it came back from a backup): they are open again, or sent again.
    pub sent_again: usize,
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

pub async fn run(cycle: &Cycle<'_>) -> Result<Report, CycleError> {
    let _single_flight = cycle.learner.syncing.lock().await;
    let owner = crate::chance::name();
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

/// What a cycle has done so far.
struct Round<'o> {
    report: Report,
    cursor: Option<Cursor>,
    owner: &'o str,
    leased_ms: i64,
}

async fn push_and_pull(cycle: &Cycle<'_>, owner: &str) -> Result<Report, CycleError> {
    let cursor = cycle.learner.store.meta().await?.cursor();
    let leased_ms = cycle.learner.clock.read().monotonic_ms;
    let mut round = Round { report: Report::default(), cursor, owner, leased_ms };
    send_again(cycle, &mut round).await?;
    let mut batch = next_batch(cycle, 0, cycle.ask_again).await?;
    loop {
        let Settled { acts, changed, unheard, last } = exchange_all(cycle, &mut round, batch).await?;
        batch = next_batch(cycle, 0, false).await?;
        // Every turn settles something or pulls a page, so this ends; a school that answers nothing is not asked for ever.
        if last.more || (acts > 0 && unheard) || ((acts > 0 || changed) && !batch.ops.is_empty()) {
            continue;
        }
        let before = round.report.sent_again;
        verify(cycle, &last, &mut round).await?;
        if before > 0 || round.report.sent_again == before {
            return Ok(round.report);
        }
        send_again(cycle, &mut round).await?;
        batch = next_batch(cycle, 0, false).await?;
    }
}

/// What the answers to a batch, and to those sent right behind it, came to.
#[derive(Default)]
struct Settled {
    /// Acts that have their final answer.
    acts: usize,
    /// The school had news.
    changed: bool,
    /// What acts sent behind others brought about has still to be heard.
    unheard: bool,
    /// The last answer, for what else it says.
    last: Exchange,
}

/// Sends a batch, and while it is full the next one before its answer is here.
async fn exchange_all(cycle: &Cycle<'_>, round: &mut Round<'_>, first: Batch) -> Result<Settled, CycleError> {
    let mut settled = Settled::default();
    let mut held = Held::default();
    let mut behind = first.behind();
    let mut under_way = FuturesOrdered::new();
    under_way.push_back(exchange(cycle, first, round.cursor.clone()).left_future());
    loop {
        if let Some(after) = behind.filter(|_| under_way.len() < AT_ONCE && !cycle.cancel.is_cancelled()) {
            let batch = next_batch(cycle, after, false).await?;
            behind = batch.behind();
            if !batch.ops.is_empty() {
                settled.unheard = true;
                under_way.push_back(exchange_behind(cycle, batch, round.cursor.clone()).right_future());
            }
        }
        // The school works on what is under way while this computer writes down the answers it has.
        let is_full = held.is_full(cycle.learner.clock.read().monotonic_ms);
        let written = if is_full { held.take() } else { None };
        let (answer, applied) = join(under_way.next(), apply(cycle, written, &mut settled)).await;
        applied?;
        match answer {
            Some(Ok((batch, answer))) => {
                round.report.requests += 1;
                round.report.pulled += answer.exchange.changes.len();
                round.cursor = answer.exchange.cursor.clone().or(round.cursor.take());
                // What is not simply accepted concerns the acts behind it: they are planned on what the answer says.
                behind = behind.filter(|_| accepts_all(&batch, &answer.exchange));
                held.add(batch, answer, cycle.learner.clock.read().monotonic_ms);
                renew_lease(cycle, round).await?;
            }
            Some(Err(error)) => {
                apply(cycle, held.take(), &mut settled).await?;
                return Err(error);
            }
            None => {
                apply(cycle, held.take(), &mut settled).await?;
                round.report.answered += settled.acts;
                return Ok(settled);
            }
        }
    }
}

fn accepts_all(batch: &Batch, exchange: &Exchange) -> bool {
    let accepted = exchange.deliveries.iter().filter(|one| matches!(one.answer, Answer::Accepted { .. })).count();
    accepted == batch.ops.len()
}

/// Sends what other computers of the learner did and the school has lost, each computer's acts under its own name.
async fn send_again(cycle: &Cycle<'_>, round: &mut Round<'_>) -> Result<(), CycleError> {
    let lost: Vec<(DeviceId, Vec<Arc<Operation>>)> = {
        let ledger = cycle.learner.ledger().await?;
        ledger.missing().into_iter().map(|(device, ops)| (device.clone(), ops.into_iter().cloned().collect())).collect()
    };
    for (device, ops) in &lost {
        for portion in portions(ops, cycle.provider.most_ops()) {
            let request = ExchangeRequest {
                device,
                device_name: "",
                ops: portion,
                cursor: round.cursor.as_ref(),
                want_digests: false,
                anew: None,
            };
            let exchange = send(cycle, &request).await?;
            round.report.requests += 1;
            cycle.learner.settle(|ledger| resolve_carried(|id| ledger.mirror(id), portion, &exchange)).await?;
        }
    }
    Ok(())
}

async fn renew_lease(cycle: &Cycle<'_>, round: &mut Round<'_>) -> Result<(), DbError> {
    let now_ms = cycle.learner.clock.read().monotonic_ms;
    if now_ms - round.leased_ms >= RENEW_AFTER_MS {
        take_lease(cycle, round.owner).await?;
        round.leased_ms = now_ms;
    }
    Ok(())
}

async fn next_batch(cycle: &Cycle<'_>, after: i64, ask_again: bool) -> Result<Batch, CycleError> {
    if cycle.cancel.is_cancelled() {
        return Err(Failure::Cancelled.into());
    }
    let most = cycle.provider.most_ops();
    let ledger = cycle.learner.ledger().await?;
    // What waits for somebody concerns all that comes later. Where nothing does, a long journal is not walked to its end.
    if ledger.needs_you.is_empty() && ledger.waits.is_empty() {
        return Ok(plan(&ledger.open_behind(after, most + 1), &BTreeSet::new(), after, most));
    }
    let open = ledger.open_acts();
    let stuck = if ask_again { BTreeSet::new() } else { ledger.stuck() };
    Ok(plan(&open, &stuck, after, most))
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

async fn exchange(cycle: &Cycle<'_>, batch: Batch, cursor: Option<Cursor>) -> Result<(Batch, Answered), CycleError> {
    mark_sent(cycle, &batch).await?;
    let request = ExchangeRequest {
        device: &cycle.learner.device,
        device_name: cycle.device_name,
        ops: &batch.ops,
        cursor: cursor.as_ref(),
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
    // At once: an answer may wait to be written down, and its word of the time would grow old.
    let round_trip_ms = cycle.learner.clock.read().monotonic_ms - started;
    let anchor = exchange.server_time.map(|server| cycle.learner.learn_time(server, round_trip_ms));
    Ok((batch, Answered { exchange, anchor }))
}

/// Sends a batch while another is under way, and takes nothing but the answers to it: of two answers on their way at once, the
/// one that comes last may be the older one, and would put an older word of the school in place of a newer one.
async fn exchange_behind(
    cycle: &Cycle<'_>,
    batch: Batch,
    cursor: Option<Cursor>,
) -> Result<(Batch, Answered), CycleError> {
    let (batch, mut answered) = exchange(cycle, batch, cursor).await?;
    answered.exchange.changes.clear();
    (answered.exchange.cursor, answered.exchange.more) = (None, false);
    Ok((batch, answered))
}

async fn send(cycle: &Cycle<'_>, request: &ExchangeRequest<'_>) -> Result<Exchange, Failure> {
    let call = cycle.learner.session.with_access(cycle.provider, |access| {
        Box::pin(async move { cycle.provider.exchange(&access, request.clone()).await })
    });
    tokio::select! {
        biased;
        answer = call => answer,
        () = cycle.cancel.cancelled() => Err(Failure::Cancelled),
    }
}

/// Applies what was held, if anything, and adds to `settled` what it came to.
async fn apply(cycle: &Cycle<'_>, held: Option<(Batch, Answered)>, settled: &mut Settled) -> Result<(), CycleError> {
    let Some((batch, answer)) = held else { return Ok(()) };
    let (learner, exchange) = (cycle.learner, &answer.exchange);
    let mut meta = Vec::new();
    if let Some(anchor) = &answer.anchor {
        meta.push(("anchor", serde_json::to_string(anchor).unwrap_or_default()));
    }
    let now = learner.now().at;
    meta.push(("last_success", now.0.to_string()));
    let is_quiet = exchange.deliveries.is_empty() && exchange.changes.is_empty();
    let heard = learner.store.heard_among(operations(&exchange.changes)).await?;
    learner
        .settle(|ledger| AppliedPage {
            meta,
            ..resolve(|program| ledger.mirror(program), &learner.device, &batch.ops, exchange, &heard, now)
        })
        .await?;
    if !is_quiet {
        learner.events.changed(&[Topic::Learning]);
    }
    settled.acts += exchange.deliveries.iter().filter(|delivery| delivery.answer.is_final()).count();
    settled.changed |= !exchange.changes.is_empty();
    settled.last = answer.exchange;
    Ok(())
}

fn operations(changes: &[Pulled]) -> Vec<OperationId> {
    let ops = changes.iter().filter_map(|change| match change {
        Pulled::Operation(op) => Some(op.id.clone()),
        _ => None,
    });
    ops.collect()
}

/// Compares what both sides hold. A difference is named and that program pulled anew: what the school has lost is open again
/// afterwards. What differs even then is reported.
async fn verify(cycle: &Cycle<'_>, last: &Exchange, round: &mut Round<'_>) -> Result<(), CycleError> {
    round.report.differing.clear();
    let Some(theirs) = &last.digest else { return Ok(()) };
    if *theirs == cycle.learner.ledger().await?.digest() {
        return Ok(());
    }
    let digests = ask_for_digests(cycle, round.cursor.as_ref()).await?;
    round.report.requests += 1;
    for program in differing(cycle, &digests).await? {
        tracing::warn!(%program, "The school's record and this computer's differ; pulling it anew.");
        let wanted = pull_anew(cycle, &program, &mut round.report).await?;
        let held =
            cycle.learner.ledger().await?.mirror(&program).map(|mirror| mirror.digest.clone()).unwrap_or_default();
        if wanted.is_some_and(|wanted| wanted != held) {
            round.report.differing.push(program);
        }
    }
    Ok(())
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
async fn pull_anew(cycle: &Cycle<'_>, program: &ProgramId, report: &mut Report) -> Result<Option<Digest>, CycleError> {
    let mut rebuilt = Rebuilt::default();
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
        report.requests += 1;
        let (more, next, digest) = (page.more, page.cursor.clone(), page.digest.clone());
        let keeps_a_log = digest.is_some();
        rebuild(&mut rebuilt, page, program);
        if more && next.is_some() && next != cursor {
            cursor = next;
            continue;
        }
        // A backend that keeps a state and no log says nothing about single acts.
        let known =
            if keeps_a_log { cycle.learner.store.known_acts(program.clone()).await? } else { KnownActs::default() };
        let page = compare(rebuilt, &known, program, cycle.learner.now().at);
        report.sent_again += page.lost.count();
        cycle.learner.settle(|_| page).await?;
        cycle.learner.events.changed(&[Topic::Learning]);
        return Ok(digest);
    }
}
