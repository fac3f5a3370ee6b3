//! Clocks that stand still until a test turns them.

use carrel_domain::Timestamp;
use carrel_domain::time::ClockReading;
use carrel_engine::clock::Clock;
use std::sync::{Arc, Mutex, PoisonError};

/// 2026-11-22 09:00 UTC: where every test begins.
pub const START: Timestamp = Timestamp(1_795_338_000_000);

/// One computer's clocks.
pub struct TurnedClock(Mutex<ClockReading>);

impl TurnedClock {
    pub fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::new(ClockReading { wall: START, monotonic_ms: 1_000_000, boot: "boot-1".into() })))
    }

    /// Time passes.
    pub fn pass_ms(&self, ms: i64) {
        let mut reading = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        reading.wall = reading.wall.plus_ms(ms);
        reading.monotonic_ms += ms;
    }

    /// Somebody sets the wall clock; no time passes.
    pub fn set_wall(&self, wall: Timestamp) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).wall = wall;
    }

    /// The computer is switched off and on again: the monotonic clock begins anew.
    pub fn reboot(&self) {
        let mut reading = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        reading.boot.push_str(", and on");
        reading.monotonic_ms = 0;
    }
}

impl Clock for TurnedClock {
    fn read(&self) -> ClockReading {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
