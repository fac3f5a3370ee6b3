//! One learner's record on this computer: acting, reading, and knowing the time.

use crate::api::Topic;
use crate::clock::Clock;
use crate::events::Events;
use crate::ledger::Ledger;
use crate::school::Surroundings;
use crate::session::Session;
use crate::store::DbError;
use crate::store::learner::{AppliedPage, JournalRow, LearnerStore, NewOperation, Opening};
use carrel_domain::time::{DAY_MS, TimeAnchor, estimate};
use carrel_domain::{Action, DeviceId, Occurred, Operation, OperationId, ProgramId, Timestamp};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Notify, RwLock, RwLockReadGuard, RwLockWriteGuard};

pub struct Learner {
    /// Names the learner's folder.
    pub key: String,
    pub store: LearnerStore,
    pub device: DeviceId,
    pub session: Session,
    /// One sync cycle at a time in this program.
    pub(crate) syncing: tokio::sync::Mutex<()>,
    /// Wakes the scheduler: there is something to send.
    wake: Arc<Notify>,
    pub(crate) events: Arc<dyn Events>,
    pub(crate) clock: Arc<dyn Clock>,
    ledger: RwLock<Ledger>,
    known_time: Mutex<KnownTime>,
    /// Since when the learner sits at a practice exam. Only in memory: while Carrel is closed, the exam's clock stands still.
    pub(crate) seated: Mutex<Option<Seated>>,
}

/// At an exam, and last heard of at this reading of the monotonic clock.
pub(crate) struct Seated {
    pub program: ProgramId,
    pub at_ms: i64,
}

/// What is known of the true time beside the clocks.
#[derive(Default)]
struct KnownTime {
    anchor: Option<TimeAnchor>,
    /// A moment known to have passed.
    floor: Timestamp,
}

impl Learner {
    /// Opens the learner's folder, making it if need be.
    pub async fn open(folder: &Path, session: Session, around: &Surroundings) -> Result<(Self, Opening), DbError> {
        std::fs::create_dir_all(folder)?;
        let (store, opening) = LearnerStore::open(&around.disk, folder.join("learner.db")).await?;
        let meta = store.meta().await?;
        let device = match meta.text("device") {
            Some(id) => DeviceId::from(id),
            None => {
                let id = crate::chance::name();
                store.set_meta(vec![("device", id.clone())]).await?;
                DeviceId(id)
            }
        };
        let loaded = store.load().await?;
        let anchor = meta.anchor();
        let newest = store.journal_page(None, 1, crate::store::learner::JournalFilter::All).await?;
        let last_act = newest.first().map_or(Timestamp(0), known_to_have_passed);
        let boot = around.clock.read().boot;
        let floor = match &anchor {
            // The school's word of this boot: a wrong clock may have run ahead of it before.
            Some(anchor) if anchor.reading.boot == boot => anchor.server,
            Some(anchor) => anchor.server.max(last_act),
            None => last_act,
        };
        let learner = Self {
            key: folder.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            store,
            device,
            session,
            syncing: tokio::sync::Mutex::new(()),
            wake: Arc::clone(&around.wake),
            events: Arc::clone(&around.events),
            clock: Arc::clone(&around.clock),
            ledger: RwLock::new(Ledger::from_loaded(loaded)),
            known_time: Mutex::new(KnownTime { anchor, floor }),
            seated: Mutex::new(None),
        };
        Ok((learner, opening))
    }

    /// The best estimate of now.
    pub fn now(&self) -> Occurred {
        let known = self.known_time.lock().unwrap_or_else(PoisonError::into_inner);
        estimate(&self.clock.read(), known.anchor.as_ref(), known.floor)
    }

    /// Learns the time from a school's answer that took `round_trip_ms`; returns what to keep of it.
    pub fn learn_time(&self, server: Timestamp, round_trip_ms: i64) -> TimeAnchor {
        let error_ms = (round_trip_ms / 2).max(1);
        let anchor = TimeAnchor { server: server.plus_ms(error_ms), reading: self.clock.read(), error_ms };
        let mut known = self.known_time.lock().unwrap_or_else(PoisonError::into_inner);
        // The server's word replaces what was believed, also where a wrong clock had run ahead of it.
        known.floor = anchor.server;
        known.anchor = Some(anchor.clone());
        anchor
    }

    /// Writes one act down. It is durable when this returns `Ok`; on `Err` nothing happened (invariant I1).
    pub async fn act(&self, program: &ProgramId, action: &Action) -> Result<Operation, DbError> {
        self.act_on(program, |_| Some((action.clone(), Vec::new()))).await.map(|op| op.unwrap_or_else(unreachable_act))
    }

    /// Decides on the current view what to write, and writes it. `None`: nothing to write.
    ///
    /// Where another program of this computer wrote meanwhile, it is decided again, on what is there now.
    pub async fn act_on(
        &self,
        program: &ProgramId,
        mut decide: impl FnMut(&Ledger) -> Option<(Action, Vec<OperationId>)>,
    ) -> Result<Option<Operation>, DbError> {
        let mut ledger = self.ledger.write().await;
        let op = loop {
            let written = match decide(&ledger) {
                Some((action, seen)) => {
                    let act = self.new_operation(program, &action, seen, &ledger);
                    self.store.append(act, ledger.version).await?
                }
                None if self.store.version().await? == ledger.version => return Ok(None),
                None => None,
            };
            match written {
                Some(op) => break op,
                None => *ledger = Ledger::from_loaded(self.store.load().await?),
            }
        };
        ledger.add(op.clone());
        drop(ledger);
        self.events.changed(topics(op.kind.as_str()));
        self.wake.notify_one();
        Ok(Some(op))
    }

    fn new_operation(
        &self,
        program: &ProgramId,
        action: &Action,
        seen: Vec<OperationId>,
        ledger: &Ledger,
    ) -> NewOperation {
        let (kind, payload) = action.encode();
        let now = self.now();
        NewOperation {
            id: OperationId(crate::chance::operation_id(now.at)),
            device: self.device.clone(),
            program: program.clone(),
            occurred: ledger.replaced_by(program, action).map_or(now, |known| now.after(known)),
            seen,
            kind,
            payload,
        }
    }

    /// What is in memory, brought up to date if another program wrote meanwhile.
    pub async fn ledger(&self) -> Result<RwLockReadGuard<'_, Ledger>, DbError> {
        let ledger = self.ledger.read().await;
        if self.store.version().await? == ledger.version {
            return Ok(ledger);
        }
        drop(ledger);
        Ok(self.ledger_mut().await?.downgrade())
    }

    async fn ledger_mut(&self) -> Result<RwLockWriteGuard<'_, Ledger>, DbError> {
        let mut ledger = self.ledger.write().await;
        if self.store.version().await? != ledger.version {
            *ledger = Ledger::from_loaded(self.store.load().await?);
        }
        Ok(ledger)
    }

    /// Applies a page of the provider's answer: decided on the current mirrors, durable as a whole, then shown.
    pub async fn settle(&self, decide: impl FnOnce(&Ledger) -> AppliedPage) -> Result<(), DbError> {
        let mut ledger = self.ledger_mut().await?;
        let page = self.store.apply(decide(&ledger)).await?;
        if page.lost.count() > 0 {
            // Acts are open again that had left the memory.
            *ledger = Ledger::from_loaded(self.store.load().await?);
        } else {
            ledger.settle(page);
        }
        Ok(())
    }
}

/// A moment no later than the act: its stamp, unless it was set after another's, or lies after the school's own word that it had
/// come. A clock that ran ahead once must not do so again after each restart.
fn known_to_have_passed(row: &JournalRow) -> Timestamp {
    let moved_ms = (row.op.occurred.uncertainty_ms - DAY_MS).max(0);
    let at = row.op.occurred.at.plus_ms(-moved_ms);
    let taken = row.answer.as_ref().filter(|(answer, ..)| answer == "accepted").map(|(_, taken_at, ..)| *taken_at);
    taken.map_or(at, |taken_at| at.min(taken_at))
}

/// A place, an opening or study time changes no page the learner is looking at.
fn topics(kind: &str) -> &'static [Topic] {
    match kind {
        "lesson_position" | "lesson_opened" | "study_interval" => &[Topic::Sync],
        _ => &[Topic::Learning, Topic::Sync],
    }
}

/// `act` always decides to write, so `act_on` always has an operation.
fn unreachable_act() -> Operation {
    unreachable!("BUG: an act that decided to write wrote nothing")
}
