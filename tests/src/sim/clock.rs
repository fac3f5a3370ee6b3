//! The clocks of one simulated computer: virtual time, seen through a wall clock that anybody may set and a monotonic one that
//! begins anew with each boot.

use crate::clocks::START;
use carrel_domain::Timestamp;
use carrel_domain::time::ClockReading;
use carrel_engine::clock::Clock;
use std::sync::{Mutex, PoisonError};
use tokio::time::Instant;

/// Milliseconds of virtual time since the simulation began.
pub fn elapsed_ms(begun: Instant) -> i64 {
    i64::try_from(begun.elapsed().as_millis()).unwrap_or(i64::MAX)
}

pub struct SimClock {
    begun: Instant,
    set: Mutex<Set>,
}

struct Set {
    wall_off_ms: i64,
    boot: u32,
    booted_ms: i64,
}

impl SimClock {
    pub fn new(begun: Instant) -> Self {
        Self { begun, set: Mutex::new(Set { wall_off_ms: 0, boot: 1, booted_ms: 0 }) }
    }

    /// Somebody sets the wall clock.
    pub fn set_wall(&self, by_ms: i64) {
        let mut set = self.set.lock().unwrap_or_else(PoisonError::into_inner);
        set.wall_off_ms = set.wall_off_ms.saturating_add(by_ms);
    }

    /// What the school's clock says.
    pub fn true_time(&self) -> Timestamp {
        START.plus_ms(elapsed_ms(self.begun))
    }

    pub fn reboot(&self) {
        let mut set = self.set.lock().unwrap_or_else(PoisonError::into_inner);
        set.boot += 1;
        set.booted_ms = elapsed_ms(self.begun);
    }
}

impl Clock for SimClock {
    fn read(&self) -> ClockReading {
        let set = self.set.lock().unwrap_or_else(PoisonError::into_inner);
        let now = elapsed_ms(self.begun);
        ClockReading {
            wall: Timestamp(START.0.saturating_add(now).saturating_add(set.wall_off_ms)),
            monotonic_ms: now - set.booted_ms,
            boot: format!("boot-{}", set.boot),
        }
    }
}
