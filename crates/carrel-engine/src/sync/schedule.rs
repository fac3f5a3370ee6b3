//! When to sync: at start, after an act, when the learner asks, and quietly from time to time. Never gives up.

use super::backoff::{Attempts, LATER_MOST_MS, arrival_ms, delay_ms};
use super::cycle::{Cycle, CycleError, Report};
use super::{catalog, cycle};
use crate::api::{ApiError, AppNotice, ErrorCode, SyncProblem, SyncProblemKind, Topic};
use crate::engine::{Engine, LastSync};
use crate::learner::Learner;
use crate::remote::network::{Whereabouts, moved};
use crate::school::School;
use crate::store::DbError;
use carrel_domain::Timestamp;
use carrel_protocol::{Failure, LaterReason};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, PoisonError};
use std::time::Duration;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// Acts of one moment (typing a note, three quick answers) travel together.
const GATHER: Duration = Duration::from_millis(700);
/// With nothing to send, the school is asked this often whether it has something to say.
const QUIET_EVERY: Duration = Duration::from_secs(5 * 60);
/// When to try again, kept in the learner's `meta`.
#[derive(Serialize, Deserialize)]
struct Retry {
    attempts: u32,
    at: Timestamp,
}

const CATALOG_EVERY_MS: i64 = 10 * 60 * 1000;

/// What one attempt at a round is given.
#[derive(Clone, Copy)]
struct Attempt<'c> {
    /// Whose turn it is on screen: see [`LastSync::turn`].
    turn: u64,
    /// The learner asked for it.
    asked: bool,
    cancel: &'c CancellationToken,
}

impl Engine {
    /// Starts the background work: sync, catalog, interrupted downloads. Ends with [`Engine::shut_down`].
    pub fn run_in_background(&self) {
        let engine = self.clone();
        self.0.tasks.spawn(async move {
            let mut whereabouts = engine.0.whereabouts.clone();
            whereabouts.mark_unchanged();
            // A round dropped in the middle loses nothing: what it wrote is whole, and the rest is asked for again.
            let rounds = async {
                if !engine.is_backing_off() {
                    engine.round(false).await;
                }
                while engine.wait_for_a_reason(&mut whereabouts).await {
                    whereabouts.mark_unchanged();
                    engine.round(false).await;
                }
            };
            engine.0.cancel.run_until_cancelled(rounds).await;
        });
    }

    /// Syncs now, whatever the backoff says, and waits for the end of it.
    pub async fn sync_now(&self, (): ()) -> Result<(), ApiError> {
        self.0.host.secrets.may_ask_again();
        self.note_sync(|last| {
            last.due_monotonic_ms = None;
            last.attempts = 0;
        });
        self.round(true).await;
        if self.last_sync().due_monotonic_ms.is_some() {
            // The background still waits for what was due before the click.
            self.0.wake.notify_one();
        }
        Ok(())
    }

    /// Waits until there is a reason to sync; `false` when the engine ends.
    async fn wait_for_a_reason(&self, whereabouts: &mut Whereabouts) -> bool {
        let mut due = Instant::now() + self.time_to_next();
        loop {
            tokio::select! {
                biased;
                () = self.0.cancel.cancelled() => return false,
                () = tokio::time::sleep_until(due) => return true,
                () = moved(whereabouts) => due = due.min(Instant::now() + self.patience_elsewhere()),
                // A school in trouble is not asked sooner because the learner works on; without a network it costs nothing.
                () = self.0.wake.notified() => {
                    let patience = if self.is_backing_off() { self.time_to_next() } else { GATHER };
                    due = due.min(Instant::now() + patience);
                }
            }
        }
    }

    /// On another network the old one's failures do not count; a school's own trouble does.
    fn patience_elsewhere(&self) -> Duration {
        let in_trouble = self.last_sync().problem.is_some_and(|problem| is_the_schools(problem.kind));
        if !in_trouble {
            self.note_sync(|last| last.attempts = 0);
        }
        Duration::from_millis(u64::try_from(arrival_ms(in_trouble, jitter())).unwrap_or(0))
    }

    fn is_backing_off(&self) -> bool {
        let last = self.last_sync();
        // A missing network and a locked keyring are this computer's: they trouble no school.
        let ours = |problem: &SyncProblem| matches!(problem.kind, SyncProblemKind::Offline | SyncProblemKind::NeedsYou);
        last.due_monotonic_ms.is_some() && last.problem.is_some_and(|problem| !ours(&problem))
    }

    fn time_to_next(&self) -> Duration {
        let due = self.last_sync().due_monotonic_ms;
        let wait = due.map(|due| (due - self.monotonic_ms()).clamp(0, 24 * 3_600_000));
        wait.and_then(|ms| u64::try_from(ms).ok()).map_or(QUIET_EVERY, Duration::from_millis)
    }

    /// One round: catalog, record, downloads. What fails is noted and tried again; the rest goes on.
    async fn round(&self, asked: bool) {
        let _one_at_a_time = self.0.round.lock().await;
        self.note_sync(|last| last.running = true);
        let adopted = Box::pin(self.adopt_or_say_why()).await;
        // Another learner may be on screen when this round ends: what became of it is not about them.
        let turn = self.last_sync().turn;
        self.note_round(turn, |last| last.running = true);
        let had_failed = self.last_sync().attempts > 0;
        let outcome = match adopted {
            Ok(()) => self.round_here(turn, asked).await,
            Err(failure) => Err(failure.into()),
        };
        if let Err(error) = &outcome {
            tracing::debug!(error = %error, "A sync round ended early.");
        }
        let now = self.best_time().await;
        let (acts_wait, monotonic_ms) = (self.acts_wait().await, self.monotonic_ms());
        self.note_round(turn, |last| note_outcome(last, outcome.as_ref().err(), now, monotonic_ms, acts_wait));
        if had_failed || outcome.is_err() {
            self.keep_retry(turn, now).await;
        }
        self.changed(&[Topic::Sync]);
    }

    /// What was asked from another network is answered by nobody: the round ends, and begins once more where we are now.
    async fn round_here(&self, turn: u64, asked: bool) -> Result<(), CycleError> {
        let mut whereabouts = self.0.whereabouts.clone();
        whereabouts.mark_unchanged();
        let cancel = self.0.cancel.child_token();
        let mut round = Box::pin(self.round_inner(Attempt { turn, asked, cancel: &cancel }));
        tokio::select! {
            biased;
            outcome = &mut round => return outcome,
            () = moved(&mut whereabouts) => cancel.cancel(),
        }
        match round.await {
            Err(CycleError::Remote(Failure::Cancelled)) if !self.0.cancel.is_cancelled() => {}
            outcome => return outcome,
        }
        tokio::time::sleep(self.patience_elsewhere()).await;
        Box::pin(self.round_inner(Attempt { turn, asked, cancel: &self.0.cancel })).await
    }

    /// Whether something is to be sent, and not by the learner's leave only.
    async fn acts_wait(&self) -> bool {
        let Ok((_, learner)) = self.learner().await else { return false };
        learner.ledger().await.is_ok_and(|ledger| ledger.open_count() > ledger.needs_you.len() + ledger.waits.len())
    }

    /// A restart does not make a school in trouble be asked sooner.
    async fn keep_retry(&self, turn: u64, now: Timestamp) {
        let Ok((_, learner)) = self.learner().await else { return };
        let last = self.last_sync();
        if last.turn != turn {
            return;
        }
        let wait_ms = last.due_monotonic_ms.map(|due| due - self.monotonic_ms());
        let retry =
            wait_ms.filter(|_| self.is_backing_off()).map(|ms| Retry { attempts: last.attempts, at: now.plus_ms(ms) });
        let text = retry.and_then(|retry| serde_json::to_string(&retry).ok()).unwrap_or_default();
        if let Err(error) = learner.store.set_meta(vec![("retry", text)]).await {
            tracing::warn!(%error, "The time of the next attempt could not be kept.");
        }
    }

    async fn adopt_or_say_why(&self) -> Result<(), Failure> {
        let Err(error) = self.adopt_first_school().await else { return Ok(()) };
        tracing::debug!(?error, "The first school does not answer yet.");
        if self.school().await.is_err() { Err(why_no_school(&error)) } else { Ok(()) }
    }

    async fn round_inner(&self, attempt: Attempt<'_>) -> Result<(), CycleError> {
        let Ok(school) = self.school().await else { return Ok(()) };
        let learner = school.learner.read().await.clone();
        // The record goes first: it is what the learner is waiting for.
        let record = match &learner {
            Some(learner) if self.is_signed_in(learner) => {
                let synced = self.sync_record(attempt, &school, learner).await.map(drop);
                if synced.is_ok() {
                    self.register_courier(&school, learner).await;
                }
                synced
            }
            _ => Ok(()),
        };
        let catalog = self.refresh_catalog(attempt, &school).await;
        if record.is_ok()
            && let Some(learner) = &learner
        {
            self.resume_downloads(&school, learner).await;
        }
        record.and(catalog)
    }

    async fn sync_record(
        &self,
        attempt: Attempt<'_>,
        school: &School,
        learner: &Arc<Learner>,
    ) -> Result<Report, CycleError> {
        let device_name = self.0.registry.get().settings.device_name;
        let cycle = Cycle {
            learner,
            provider: school.provider.as_ref(),
            device_name: &device_name,
            ask_again: attempt.asked,
            cancel: attempt.cancel,
        };
        let result = cycle::run(&cycle).await;
        match &result {
            Ok(report) => {
                self.note_round(attempt.turn, |last| last.differing.clone_from(&report.differing));
                if report.sent_again > 0 {
                    self.notice(AppNotice::SentAgain { acts: u32::try_from(report.sent_again).unwrap_or(u32::MAX) });
                }
            }
            Err(CycleError::Remote(_)) => self.note_ended_session(learner),
            Err(CycleError::Store(_)) => {}
        }
        result
    }

    async fn refresh_catalog(&self, attempt: Attempt<'_>, school: &School) -> Result<(), CycleError> {
        let now_ms = self.monotonic_ms();
        let checked = self.last_sync().catalog_checked_monotonic_ms;
        if !attempt.asked && checked.is_some_and(|checked| now_ms - checked < CATALOG_EVERY_MS) {
            return Ok(());
        }
        let now = self.best_time().await;
        let changed = catalog::refresh(&school.catalog, school.provider.as_ref(), now, attempt.cancel).await?;
        self.note_round(attempt.turn, |last| last.catalog_checked_monotonic_ms = Some(now_ms));
        if changed {
            self.changed(&[Topic::Catalog]);
        }
        Ok(())
    }

    fn is_signed_in(&self, learner: &Learner) -> bool {
        let known = self.0.registry.get();
        let mut cards = known.schools.iter().flat_map(|entry| &entry.learners);
        cards.any(|card| card.key == learner.key && card.signed_in)
    }

    async fn best_time(&self) -> Timestamp {
        match self.learner().await {
            Ok((_, learner)) => learner.now().at,
            Err(_) => self.0.host.clock.read().wall,
        }
    }

    pub(crate) fn last_sync(&self) -> LastSync {
        self.0.last_sync.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn note_sync(&self, change: impl FnOnce(&mut LastSync)) {
        change(&mut self.0.last_sync.lock().unwrap_or_else(PoisonError::into_inner));
        self.changed(&[Topic::Sync]);
    }

    /// The same from a round that began in `turn`; nothing, once another record is on screen.
    fn note_round(&self, turn: u64, change: impl FnOnce(&mut LastSync)) {
        self.note_sync(|last| {
            if last.turn == turn {
                change(last);
            }
        });
    }

    /// Shows the last success of the learner whose record was just opened.
    pub(crate) async fn load_last_success(&self) {
        let Ok((_, learner)) = self.learner().await else { return };
        let Ok(meta) = learner.store.meta().await else { return };
        let retry: Option<Retry> = meta.text("retry").and_then(|text| serde_json::from_str(text).ok());
        // Never longer than the longest wait: a clock set wrong must not silence a learner.
        let wait_ms = retry.as_ref().map(|retry| retry.at.since_ms(learner.now().at).clamp(0, LATER_MOST_MS));
        let due = wait_ms.map(|ms| self.monotonic_ms() + ms);
        self.note_sync(|last| {
            last.last_success = meta.timestamp("last_success");
            last.attempts = retry.as_ref().map_or(0, |retry| retry.attempts);
            last.due_monotonic_ms = due;
            last.problem = retry.map(|retry| SyncProblem {
                kind: SyncProblemKind::Unavailable,
                text: None,
                next_attempt_at: Some(retry.at),
            });
        });
    }
}

fn note_outcome(last: &mut LastSync, error: Option<&CycleError>, now: Timestamp, monotonic_ms: i64, acts_wait: bool) {
    last.running = false;
    let Some(error) = error else {
        last.attempts = 0;
        last.problem = None;
        last.due_monotonic_ms = None;
        last.last_success = Some(now);
        return;
    };
    last.attempts = last.attempts.saturating_add(1);
    let delay = match error {
        CycleError::Remote(failure) => delay_ms(failure, Attempts { failed: last.attempts, acts_wait }, jitter()),
        CycleError::Store(_) => Some(60_000),
    };
    last.due_monotonic_ms = delay.map(|ms| monotonic_ms + ms);
    last.problem = problem(error, delay.map(|ms| now.plus_ms(ms)));
}

/// What the school itself said is the same from every network; silence, a cut or somebody else's page may be the network's.
fn is_the_schools(kind: SyncProblemKind) -> bool {
    use SyncProblemKind::{Busy, Maintenance, Ours, Unavailable};
    matches!(kind, Busy | Maintenance | Ours | Unavailable)
}

/// The first school's answer, or the lack of one, as a failure of the round.
fn why_no_school(error: &ApiError) -> Failure {
    match error.code {
        ErrorCode::NotTheSchool | ErrorCode::BadAddress => Failure::later(LaterReason::NotTheSchool),
        ErrorCode::Busy => Failure::later(LaterReason::Unavailable),
        ErrorCode::NewerProtocol => Failure::NeedsYou { text: error.detail.clone().unwrap_or_default() },
        _ => Failure::Offline,
    }
}

/// Chance for spreading out retries; nothing secret depends on it.
fn jitter() -> f64 {
    crate::chance::share()
}

fn problem(error: &CycleError, next_attempt_at: Option<Timestamp>) -> Option<SyncProblem> {
    let (kind, text) = match error {
        CycleError::Remote(Failure::Cancelled) => return None,
        CycleError::Remote(failure) => remote_problem(failure),
        CycleError::Store(DbError::Full) => (SyncProblemKind::DiskFull, None),
        CycleError::Store(_) => (SyncProblemKind::Ours, None),
    };
    Some(SyncProblem { kind, text, next_attempt_at })
}

fn remote_problem(failure: &Failure) -> (SyncProblemKind, Option<String>) {
    match failure {
        Failure::Offline | Failure::Cancelled => (SyncProblemKind::Offline, None),
        Failure::SignInAgain => (SyncProblemKind::SignInAgain, None),
        // What it needs of the learner stands in `AppState::secrets`.
        Failure::KeyringLocked => (SyncProblemKind::NeedsYou, None),
        Failure::NeedsYou { text } => (SyncProblemKind::NeedsYou, Some(text.clone())),
        Failure::Ours { .. } => (SyncProblemKind::Ours, None),
        Failure::Later { reason, .. } => {
            let kind = match reason {
                LaterReason::Busy => SyncProblemKind::Busy,
                LaterReason::Unavailable => SyncProblemKind::Unavailable,
                LaterReason::Timeout => SyncProblemKind::Timeout,
                LaterReason::Tls => SyncProblemKind::Tls,
                LaterReason::Garbled => SyncProblemKind::Garbled,
                LaterReason::NotTheSchool => SyncProblemKind::NotTheSchool,
                LaterReason::Maintenance => SyncProblemKind::Maintenance,
            };
            (kind, None)
        }
    }
}
