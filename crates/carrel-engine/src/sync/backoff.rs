//! When to try again. Never gives up; a click, a new act or another network starts it over.

use carrel_domain::time::SECOND_MS;
use carrel_protocol::{Failure, LaterReason};

/// Without a network an attempt costs nothing, so it is tried often: a learner who walks into a café wants to be synced.
const OFFLINE_MOST_MS: i64 = 30 * SECOND_MS;
/// The same while acts wait. A router that regains its uplink is seen by nobody on this side of it: one has to try.
const OFFLINE_WAITING_MOST_MS: i64 = 10 * SECOND_MS;
/// Somebody else answers, often a captive portal: it is gone as soon as the learner has clicked through it.
const PORTAL_MOST_MS: i64 = 60 * SECOND_MS;
/// A school in trouble is left in peace, up to this long.
pub const LATER_MOST_MS: i64 = 15 * 60 * SECOND_MS;
const FIRST_MS: i64 = 2 * SECOND_MS;
/// On another network everybody in the room comes back at once. The least is for the system to finish setting it up …
const ARRIVAL_LEAST_MS: i64 = 100;
/// … and the most leaves the goal: a first receipt within a second and a round trip.
const ARRIVAL_MOST_MS: i64 = 400;
/// A school that was in trouble gets the crowd more slowly.
const TROUBLED_ARRIVAL_MOST_MS: i64 = 10 * SECOND_MS;

/// What the wait for the next attempt depends on.
#[derive(Clone, Copy, Debug)]
pub struct Attempts {
    /// Failures in a row, at least 1.
    pub failed: u32,
    /// Acts wait to be sent.
    pub acts_wait: bool,
}

/// Milliseconds until the first attempt on another network. `jitter` is 0.0 to 1.0.
pub fn arrival_ms(school_in_trouble: bool, jitter: f64) -> i64 {
    let most = if school_in_trouble { TROUBLED_ARRIVAL_MOST_MS } else { ARRIVAL_MOST_MS };
    ARRIVAL_LEAST_MS + chance(most - ARRIVAL_LEAST_MS, jitter)
}

/// Milliseconds until the next attempt. `jitter` is 0.0 to 1.0. `None`: only the learner can help.
pub fn delay_ms(failure: &Failure, attempts: Attempts, jitter: f64) -> Option<i64> {
    let Attempts { failed: attempts, acts_wait } = attempts;
    match failure {
        Failure::Offline if acts_wait => Some(spread(attempts, OFFLINE_WAITING_MOST_MS, jitter)),
        // Looking whether the keyring is open costs nothing either, and asks the learner nothing.
        Failure::Offline | Failure::KeyringLocked => Some(spread(attempts, OFFLINE_MOST_MS, jitter)),
        Failure::Later { reason, retry_after } => {
            let most = if *reason == LaterReason::NotTheSchool { PORTAL_MOST_MS } else { LATER_MOST_MS };
            let own = spread(attempts, most, jitter);
            let asked = retry_after.map_or(0, |wait| i64::try_from(wait.as_millis()).unwrap_or(LATER_MOST_MS));
            Some(own.max(asked))
        }
        Failure::Ours { .. } => Some(spread(attempts.saturating_add(4), LATER_MOST_MS, jitter)),
        Failure::SignInAgain | Failure::NeedsYou { .. } | Failure::Cancelled => None,
    }
}

/// Doubles up to `most`; the upper half is left to chance, so that a class of learners does not come back all at once.
fn spread(attempts: u32, most: i64, jitter: f64) -> i64 {
    let doubled = FIRST_MS << attempts.saturating_sub(1).min(20);
    let base = doubled.min(most);
    base / 2 + chance(base / 2, jitter)
}

fn chance(most: i64, jitter: f64) -> i64 {
    (most as f64 * jitter.clamp(0.0, 1.0)) as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn i12_waiting_grows_to_a_bound_and_never_ends() {
        let quiet = |failed| Attempts { failed, acts_wait: false };
        let waiting = |failed| Attempts { failed, acts_wait: true };
        let later = Failure::later(LaterReason::Unavailable);
        assert_eq!(delay_ms(&later, quiet(1), 1.0), Some(2_000));
        assert_eq!(delay_ms(&later, quiet(3), 1.0), Some(8_000));
        assert_eq!(delay_ms(&later, quiet(3), 0.0), Some(4_000));
        assert_eq!(delay_ms(&later, waiting(4_000_000), 1.0), Some(LATER_MOST_MS));
        assert_eq!(delay_ms(&Failure::later(LaterReason::NotTheSchool), quiet(99), 1.0), Some(PORTAL_MOST_MS));
        assert_eq!(delay_ms(&Failure::Offline, quiet(99), 1.0), Some(OFFLINE_MOST_MS));
        assert_eq!(delay_ms(&Failure::Offline, waiting(1), 1.0), Some(2_000));
        assert_eq!(delay_ms(&Failure::Offline, waiting(99), 1.0), Some(OFFLINE_WAITING_MOST_MS));
        assert_eq!(delay_ms(&Failure::KeyringLocked, waiting(99), 1.0), Some(OFFLINE_MOST_MS));
        assert_eq!(delay_ms(&Failure::SignInAgain, waiting(1), 1.0), None);
    }

    #[test]
    fn i12_a_network_that_returns_to_a_crowd_is_spread_and_still_within_its_goal() {
        let ways = |in_trouble| [0.0, 0.5, 1.0].map(|jitter| arrival_ms(in_trouble, jitter));
        assert_eq!(ways(false), [100, 250, 400]);
        assert_eq!(ways(true), [100, 5_050, 10_000]);
    }

    #[test]
    fn the_school_may_ask_for_more_time_but_not_for_less() {
        let asks =
            |seconds| Failure::Later { reason: LaterReason::Busy, retry_after: Some(Duration::from_secs(seconds)) };
        let after = |failed| Attempts { failed, acts_wait: true };
        assert_eq!(delay_ms(&asks(120), after(1), 0.5), Some(120_000));
        assert_eq!(delay_ms(&asks(0), after(8), 1.0), Some(256_000));
    }
}
