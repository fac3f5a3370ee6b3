//! How often each thing happened: faults that were never injected prove nothing.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Event {
    Calm,
    Offline,
    RequestLost,
    AnswerLost,
    Duplicated,
    Delayed,
    Reordered,
    Truncated,
    ServerError,
    Busy,
    Portal,
    Hangs,
    CrashAfterCommit,
    SchoolCrashBeforeCommit,
    SchoolRestored,
    PriceChanged,
    CourseChanged,
    TokensRevoked,
    StaffDecided,
    MachineKilled,
    PowerCut,
    ClockSet,
    DiskFull,
    SignedOut,
    SignedIn,
    Switched,
    DownloadRemoved,
    PutBack,
    ActDone,
    ActRefusedVisibly,
}

#[derive(Debug, Default)]
pub struct Census(Mutex<BTreeMap<Event, u64>>);

impl Census {
    pub fn count(&self, event: Event) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(event).or_default() += 1;
    }

    pub fn add(&self, other: &Self) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (event, count) in other.counts() {
            *all.entry(event).or_default() += count;
        }
    }

    pub fn counts(&self) -> BTreeMap<Event, u64> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
