//! How far a download is and how fast it goes.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// A new reading of the speed at most this often.
const SAMPLE_MS: i64 = 200;
/// Without news for this long, the last speed says nothing about now.
const STALE_MS: i64 = 5_000;
/// Bursts shorter than this hardly move the shown speed.
const SMOOTHING_MS: f64 = 3_000.0;

/// Counts one running download. Reading it is cheap and never waits for the network or the disk.
#[derive(Default)]
pub(super) struct Tally {
    done: AtomicU64,
    total: AtomicU64,
    /// What came over the network in this run; unlike `done` it never shrinks and leaves out what was here before.
    arrived: AtomicU64,
    speed: Mutex<Speed>,
}

#[derive(Default)]
struct Speed {
    sampled_at_ms: Option<i64>,
    sampled_arrived: u64,
    per_second: Option<f64>,
}

impl Tally {
    pub(super) fn begin(&self, done: u64, total: u64) {
        self.total.store(total, Ordering::Relaxed);
        self.done.store(done, Ordering::Relaxed);
    }

    pub(super) fn arrived(&self, bytes: u64) {
        self.arrived.fetch_add(bytes, Ordering::Relaxed);
    }

    pub(super) fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed).min(self.total())
    }

    pub(super) fn total(&self) -> u64 {
        self.total.load(Ordering::Relaxed)
    }

    /// Takes a reading of the speed if the last one is old enough; says whether it did.
    pub(super) fn sample(&self, now_ms: i64) -> bool {
        let arrived = self.arrived.load(Ordering::Relaxed);
        let mut speed = self.speed.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(before_ms) = speed.sampled_at_ms else {
            speed.sampled_at_ms = Some(now_ms);
            speed.sampled_arrived = 0;
            return true;
        };
        let elapsed_ms = now_ms - before_ms;
        if elapsed_ms < SAMPLE_MS {
            return false;
        }
        let rate = arrived.saturating_sub(speed.sampled_arrived) as f64 * 1000.0 / elapsed_ms as f64;
        let weight = 1.0 - (-(elapsed_ms as f64) / SMOOTHING_MS).exp();
        speed.per_second = Some(speed.per_second.map_or(rate, |old| old + (rate - old) * weight));
        speed.sampled_at_ms = Some(now_ms);
        speed.sampled_arrived = arrived;
        true
    }

    pub(super) fn bytes_per_second(&self, now_ms: i64) -> Option<u64> {
        let speed = self.speed.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = speed.sampled_at_ms.is_some_and(|at| now_ms - at < STALE_MS);
        speed.per_second.filter(|_| fresh).map(|rate| rate as u64)
    }

    fn move_done(&self, from: u64, to: u64) {
        if to >= from {
            self.done.fetch_add(to - from, Ordering::Relaxed);
        } else {
            self.done.fetch_sub(from - to, Ordering::Relaxed);
        }
    }
}

/// What one file contributes to the tally. It may shrink: a file that has to start again gives its bytes back.
pub(super) struct Share<'a> {
    tally: &'a Tally,
    counted: u64,
}

impl<'a> Share<'a> {
    /// `counted` is already in the tally.
    pub(super) fn new(tally: &'a Tally, counted: u64) -> Self {
        Self { tally, counted }
    }

    pub(super) fn set(&mut self, bytes: u64) {
        self.tally.move_done(self.counted, bytes);
        self.counted = bytes;
    }

    pub(super) fn add_arrived(&mut self, bytes: u64) {
        self.tally.arrived(bytes);
        self.set(self.counted + bytes);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn speed_is_smoothed_and_forgotten_when_nothing_comes() {
        let tally = Tally::default();
        tally.begin(500, 10_000);
        tally.sample(0);
        tally.arrived(1_000);
        assert!(!tally.sample(100), "too early for a reading");
        assert!(tally.sample(1_000));
        assert_eq!(tally.bytes_per_second(1_000), Some(1_000));
        tally.arrived(4_000);
        tally.sample(2_000);
        let speed = tally.bytes_per_second(2_000).unwrap();
        assert!((1_001..4_000).contains(&speed), "a burst moves it part of the way: {speed}");
        assert_eq!(tally.bytes_per_second(9_000), None);
    }

    #[test]
    fn a_file_that_starts_again_gives_its_bytes_back() {
        let tally = Tally::default();
        tally.begin(700, 1_000);
        let mut share = Share::new(&tally, 300);
        share.add_arrived(100);
        assert_eq!(tally.done(), 800);
        share.set(0);
        assert_eq!(tally.done(), 400);
    }
}
