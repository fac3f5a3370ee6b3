//! Tells the host that something changed: every change of state, and progress not more often than eyes can follow.

use super::tally::Tally;
use crate::api::Topic;
use crate::clock::Clock;
use crate::events::Events;
use carrel_domain::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

pub(super) struct Announcer {
    events: Arc<dyn Events>,
    clock: Arc<dyn Clock>,
    last_progress_ms: AtomicI64,
}

impl Announcer {
    const PROGRESS_EVERY_MS: i64 = 200;

    pub(super) fn new(events: Arc<dyn Events>, clock: Arc<dyn Clock>) -> Self {
        Self { events, clock, last_progress_ms: AtomicI64::new(i64::MIN / 2) }
    }

    /// For showing only: the wall clock decides nothing.
    pub(super) fn now(&self) -> Timestamp {
        self.clock.read().wall
    }

    pub(super) fn now_ms(&self) -> i64 {
        self.clock.read().monotonic_ms
    }

    pub(super) fn changed(&self, topics: &[Topic]) {
        self.events.changed(topics);
    }

    pub(super) fn progress(&self, tally: &Tally) {
        let now_ms = self.now_ms();
        tally.sample(now_ms);
        let last_ms = self.last_progress_ms.load(Ordering::Relaxed);
        let due = now_ms - last_ms >= Self::PROGRESS_EVERY_MS;
        let swap = || self.last_progress_ms.compare_exchange(last_ms, now_ms, Ordering::Relaxed, Ordering::Relaxed);
        if due && swap().is_ok() {
            self.changed(&[Topic::Downloads]);
        }
    }
}
