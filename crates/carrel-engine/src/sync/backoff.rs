//! When to try again. Never gives up; a click, a new act or a changed network starts it over.

use carrel_domain::time::SECOND_MS;
use carrel_protocol::{Failure, LaterReason};

/// Without a network an attempt costs nothing, so it is tried often: a learner who walks into a café wants to be synced.
const OFFLINE_MOST_MS: i64 = 30 * SECOND_MS;
/// Somebody else answers, often a captive portal: it is gone as soon as the learner has clicked through it.
const PORTAL_MOST_MS: i64 = 60 * SECOND_MS;
/// A school in trouble is left in peace, up to this long.
pub const LATER_MOST_MS: i64 = 15 * 60 * SECOND_MS;
const FIRST_MS: i64 = 2 * SECOND_MS;

/// Milliseconds until the next attempt after `attempts` failures in a row (at least 1). `jitter` is 0.0 to 1.0.
/// `None`: only the learner can help.
pub fn delay_ms(failure: &Failure, attempts: u32, jitter: f64) -> Option<i64> {
    match failure {
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
    base / 2 + ((base / 2) as f64 * jitter.clamp(0.0, 1.0)) as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn i12_waiting_grows_to_a_bound_and_never_ends() {
        let later = Failure::later(LaterReason::Unavailable);
        assert_eq!(delay_ms(&later, 1, 1.0), Some(2_000));
        assert_eq!(delay_ms(&later, 3, 1.0), Some(8_000));
        assert_eq!(delay_ms(&later, 3, 0.0), Some(4_000));
        assert_eq!(delay_ms(&later, 4_000_000, 1.0), Some(LATER_MOST_MS));
        assert_eq!(delay_ms(&Failure::later(LaterReason::NotTheSchool), 99, 1.0), Some(PORTAL_MOST_MS));
        assert_eq!(delay_ms(&Failure::Offline, 99, 1.0), Some(OFFLINE_MOST_MS));
        assert_eq!(delay_ms(&Failure::KeyringLocked, 99, 1.0), Some(OFFLINE_MOST_MS));
        assert_eq!(delay_ms(&Failure::SignInAgain, 1, 1.0), None);
    }

    #[test]
    fn the_school_may_ask_for_more_time_but_not_for_less() {
        let asks =
            |seconds| Failure::Later { reason: LaterReason::Busy, retry_after: Some(Duration::from_secs(seconds)) };
        assert_eq!(delay_ms(&asks(120), 1, 0.5), Some(120_000));
        assert_eq!(delay_ms(&asks(0), 8, 1.0), Some(256_000));
    }
}
