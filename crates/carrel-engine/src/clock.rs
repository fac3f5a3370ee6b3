//! Reading this computer's clocks. Behind a trait so that tests turn them by hand.

use carrel_domain::Timestamp;
use carrel_domain::time::ClockReading;
use std::sync::OnceLock;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

pub trait Clock: Send + Sync {
    fn read(&self) -> ClockReading;
}

/// The real clocks.
pub struct SystemClock {
    started: Instant,
    boot: String,
    uptime_at_start_ms: i64,
}

impl SystemClock {
    pub fn new() -> Self {
        let (boot, uptime_at_start_ms) = boot_identity();
        Self { started: Instant::now(), boot, uptime_at_start_ms }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    fn read(&self) -> ClockReading {
        let elapsed = i64::try_from(self.started.elapsed().as_millis()).unwrap_or(i64::MAX);
        ClockReading {
            wall: wall_now(),
            monotonic_ms: self.uptime_at_start_ms.saturating_add(elapsed),
            boot: self.boot.clone(),
        }
    }
}

/// The wall clock, as set by whoever set it. For readings only: decisions go through `carrel_domain::time::estimate`.
fn wall_now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// Names this boot and its uptime. Where the system tells neither, every start of the program counts as a boot of its own:
/// less is known then, and nothing wrong.
fn boot_identity() -> (String, i64) {
    static FALLBACK: OnceLock<String> = OnceLock::new();
    let fallback = || FALLBACK.get_or_init(|| uuid::Uuid::new_v4().to_string()).clone();
    let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok();
    let uptime = std::fs::read_to_string("/proc/uptime").ok();
    let uptime_ms = uptime.and_then(|text| text.split('.').next()?.parse::<i64>().ok()).map(|s| s * 1000);
    match (boot, uptime_ms) {
        (Some(boot), Some(uptime_ms)) => (boot.trim().to_owned(), uptime_ms),
        _ => (fallback(), 0),
    }
}
