//! What would come back if the learner left today: table-driven, always shown as an estimate (the school decides).

use crate::Money;
use crate::catalog::RefundSchedule;
use serde::{Deserialize, Serialize};

/// An estimate of a refund under one schedule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RefundEstimate {
    pub refund: Money,
    pub retained: Money,
    /// Still inside the days in which everything comes back.
    pub full: bool,
}

/// `days_since_start` counts calendar days; `done` of `lessons` are finished; `paid` is what the learner has paid so far.
pub fn estimate(
    schedule: &RefundSchedule,
    tuition: &Money,
    paid: &Money,
    days_since_start: u32,
    done: u32,
    lessons: u32,
) -> RefundEstimate {
    let over = |percent: u32| u64::from(done) * 100 > u64::from(percent) * u64::from(lessons.max(1));
    let full = days_since_start <= schedule.full_refund_days && !over(schedule.full_refund_max_percent);
    let retained = if full {
        Money::new(0, tuition.currency.clone())
    } else {
        let band = schedule.bands.iter().filter(|band| over(band.over_percent)).max_by_key(|band| band.over_percent);
        let share = tuition.percent(band.map_or(0, |band| band.retain_percent));
        Money::new(share.cents + schedule.retained_fee_cents, share.currency)
    };
    let refund = Money::new((paid.cents - retained.cents).max(0), paid.currency.clone());
    RefundEstimate { refund, retained, full }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::RefundBand;

    #[test]
    fn a_graduated_schedule_gives_the_published_worked_sample() {
        let schedule = RefundSchedule {
            id: "graduated".into(),
            version: 1,
            title: String::new(),
            text: String::new(),
            full_refund_days: 6,
            full_refund_max_percent: 100,
            retained_fee_cents: 10_800,
            bands: vec![
                RefundBand { over_percent: 0, retain_percent: 10 },
                RefundBand { over_percent: 10, retain_percent: 25 },
                RefundBand { over_percent: 25, retain_percent: 50 },
                RefundBand { over_percent: 50, retain_percent: 100 },
            ],
        };
        let (tuition, paid) = (Money::new(72_100, "USD"), Money::new(45_400, "USD"));
        let seven_of_44 = estimate(&schedule, &tuition, &paid, 30, 7, 44);
        assert_eq!(seven_of_44.retained.cents, 18_025 + 10_800);
        assert_eq!(seven_of_44.refund.cents, 16_575);
        assert!(estimate(&schedule, &tuition, &paid, 6, 7, 44).full);
        assert_eq!(
            estimate(&schedule, &tuition, &paid, 7, 0, 44).retained.cents,
            10_800,
            "nothing done: the fee alone"
        );
    }
}
