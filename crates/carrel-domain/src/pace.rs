//! Pace: how much is left, how long access lasts, and what that asks of a week. Plain arithmetic, offline.

use crate::Timestamp;
use crate::time::DAY_MS;
use serde::{Deserialize, Serialize};

/// Days of access left and the lessons a week that would finish in time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Pace {
    pub access_starts: Timestamp,
    pub access_ends: Timestamp,
    /// When this was worked out, by the engine's estimate: whether access has ended is a matter of this moment, not of the clock.
    pub now: Timestamp,
    /// Whole days, rounded down; 0 on the last day and after.
    pub days_left: u32,
    pub lessons_left: u32,
    /// Rounded up to the next half, in tenths: 25 means two and a half lessons a week.
    pub lessons_per_week_tenths: u32,
    /// Learner's own speed since the start, in tenths of a lesson a week.
    pub own_per_week_tenths: u32,
}

pub fn pace(starts: Timestamp, ends: Timestamp, now: Timestamp, lessons: u32, done: u32) -> Pace {
    let left_ms = ends.since_ms(now).max(0);
    let lessons_left = lessons.saturating_sub(done);
    let days_left = (left_ms / DAY_MS) as u32;
    // The last day still counts as a day to study in.
    let days_to_study = i64::from(days_left.max(1));
    let halves = (i64::from(lessons_left) * 14 + days_to_study - 1) / days_to_study;
    let days_gone = (now.since_ms(starts).max(DAY_MS)) / DAY_MS;
    Pace {
        access_starts: starts,
        access_ends: ends,
        now,
        days_left,
        lessons_left,
        lessons_per_week_tenths: (halves * 5) as u32,
        own_per_week_tenths: (i64::from(done) * 70 / days_gone) as u32,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pace_finishes_on_the_last_day() {
        let start = Timestamp(0);
        let p = pace(start, start.plus_days(70), start.plus_days(35), 60, 35);
        assert_eq!((p.days_left, p.lessons_left), (35, 25));
        assert_eq!(p.lessons_per_week_tenths, 50, "25 lessons in 5 weeks");
        assert_eq!(p.own_per_week_tenths, 70);
        let late = pace(start, start.plus_days(70), start.plus_days(80), 60, 35);
        assert_eq!(late.days_left, 0);
    }
}
