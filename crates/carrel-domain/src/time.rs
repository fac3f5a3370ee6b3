//! Time that can be trusted a little: what the clock says, what the school said, and how sure we are.
//!
//! No decision rests on the raw wall clock (invariant I9). [`estimate`] turns clock readings and the last word of a server
//! into a best guess with its uncertainty; everything that stamps or compares uses that.

use serde::{Deserialize, Serialize};

pub const SECOND_MS: i64 = 1000;
pub const HOUR_MS: i64 = 3600 * SECOND_MS;
pub const DAY_MS: i64 = 24 * HOUR_MS;

/// Milliseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(transparent)]
pub struct Timestamp(#[cfg_attr(feature = "bindings", ts(type = "number"))] pub i64);

impl Timestamp {
    pub fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }
    pub fn plus_days(self, days: u32) -> Self {
        self.plus_ms(i64::from(days) * DAY_MS)
    }
    /// Milliseconds from `earlier` to this; negative if it is the other way round.
    pub fn since_ms(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// When something happened: the best estimate in UTC, give or take `uncertainty_ms`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Occurred {
    pub at: Timestamp,
    #[cfg_attr(feature = "bindings", ts(type = "number"))]
    pub uncertainty_ms: i64,
}

impl Occurred {
    /// The same moment, placed after `known`: what is done on seeing something comes after it, whatever the clocks say. How far it
    /// was moved is added to the doubt, so what is said of the true moment stays true.
    pub fn after(self, known: Timestamp) -> Self {
        let later = known.plus_ms(1);
        let moved = later.since_ms(self.at);
        if moved <= 0 {
            return self;
        }
        Self { at: later, uncertainty_ms: self.uncertainty_ms.saturating_add(moved) }
    }

    pub fn earliest(self) -> Timestamp {
        self.at.plus_ms(self.uncertainty_ms.saturating_neg())
    }

    pub fn latest(self) -> Timestamp {
        self.at.plus_ms(self.uncertainty_ms)
    }
}

/// One reading of this computer's clocks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockReading {
    pub wall: Timestamp,
    /// Milliseconds since some fixed moment of this boot; never goes back.
    pub monotonic_ms: i64,
    /// Names the boot: monotonic readings of different boots cannot be compared.
    pub boot: String,
}

/// What a server said the time was, and what our clocks said at that moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeAnchor {
    pub server: Timestamp,
    pub reading: ClockReading,
    /// Half the round trip: how far off `server` may be.
    pub error_ms: i64,
}

/// Best guess of the true time now.
///
/// In the boot of the anchor, the monotonic clock carries the server's time forward and a changed wall clock changes
/// nothing. After a restart, the wall clock's offset from the server is assumed to still hold, but never before `floor`
/// (the latest moment already known to have passed). With no anchor at all, the wall clock is all there is.
pub fn estimate(now: &ClockReading, anchor: Option<&TimeAnchor>, floor: Timestamp) -> Occurred {
    let guess = match anchor {
        Some(a) if a.reading.boot == now.boot => {
            let elapsed = now.monotonic_ms.saturating_sub(a.reading.monotonic_ms).max(0);
            // Crystal drift of ordinary laptops stays under 100 parts per million.
            Occurred { at: a.server.plus_ms(elapsed), uncertainty_ms: a.error_ms + elapsed / 10_000 }
        }
        Some(a) => {
            let offset = a.server.since_ms(a.reading.wall);
            Occurred { at: now.wall.plus_ms(offset), uncertainty_ms: HOUR_MS }
        }
        None => Occurred { at: now.wall, uncertainty_ms: DAY_MS },
    };
    if guess.at < floor {
        return Occurred { at: floor, uncertainty_ms: DAY_MS.max(guess.uncertainty_ms) };
    }
    guess
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(wall: i64, monotonic_ms: i64, boot: &str) -> ClockReading {
        ClockReading { wall: Timestamp(wall), monotonic_ms, boot: boot.to_owned() }
    }

    #[test]
    fn i9_a_wall_clock_set_wrong_changes_nothing_in_the_same_boot() {
        let anchor =
            TimeAnchor { server: Timestamp(1_000_000), reading: reading(5_000_000, 100, "boot-1"), error_ms: 20 };
        let years_off = reading(-99_999_999, 10_100, "boot-1");
        let now = estimate(&years_off, Some(&anchor), Timestamp(0));
        assert_eq!(now.at, Timestamp(1_010_000));
        assert_eq!(now.uncertainty_ms, 21);
    }

    #[test]
    fn what_is_done_on_seeing_something_comes_after_it_and_says_how_doubtful_that_is() {
        let now = Occurred { at: Timestamp(1_000), uncertainty_ms: 20 };
        assert_eq!(now.after(Timestamp(999)), now);
        let moved = now.after(Timestamp(5_000));
        assert_eq!(moved, Occurred { at: Timestamp(5_001), uncertainty_ms: 4_021 });
        assert_eq!(moved.earliest(), now.earliest(), "the true moment is still within");
        assert_eq!(now.after(Timestamp(i64::MAX)).at, Timestamp(i64::MAX));
    }

    #[test]
    fn i9_after_a_restart_the_known_offset_holds_and_time_never_runs_back() {
        let anchor =
            TimeAnchor { server: Timestamp(1_000_000), reading: reading(900_000, 100, "boot-1"), error_ms: 20 };
        let next_day = estimate(&reading(950_000, 5, "boot-2"), Some(&anchor), Timestamp(0));
        assert_eq!(next_day.at, Timestamp(1_050_000));
        let set_back = estimate(&reading(10, 5, "boot-2"), Some(&anchor), Timestamp(1_040_000));
        assert_eq!(set_back.at, Timestamp(1_040_000), "never before what is known to have passed");
        assert!(set_back.uncertainty_ms >= DAY_MS, "and it says how unsure it is");
    }
}
