//! Money: whole minor units and a currency, never a float (invariant I16).

use serde::{Deserialize, Serialize};
use std::fmt;

/// An amount in minor units (cents) of one currency.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Money {
    #[cfg_attr(feature = "bindings", ts(type = "number"))]
    pub cents: i64,
    /// ISO 4217, e.g. `USD`.
    pub currency: String,
}

impl Money {
    pub fn new(cents: i64, currency: impl Into<String>) -> Self {
        Self { cents, currency: currency.into() }
    }

    /// The share `percent` of this amount; half a cent rounds away from zero.
    pub fn percent(&self, percent: u32) -> Self {
        let product = self.cents * i64::from(percent);
        let half = if product < 0 { -50 } else { 50 };
        Self::new((product + half) / 100, self.currency.clone())
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.cents < 0 { "-" } else { "" };
        let cents = self.cents.unsigned_abs();
        write!(f, "{sign}{}.{:02} {}", cents / 100, cents % 100, self.currency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i16_money_is_whole_cents_through_shares_and_words() {
        let tuition = Money::new(72_100, "USD");
        assert_eq!(tuition.percent(25).cents, 18_025);
        assert_eq!(Money::new(1, "USD").percent(50).cents, 1, "half a cent rounds up");
        assert_eq!(Money::new(-5, "USD").to_string(), "-0.05 USD");
        let json = serde_json::to_string(&tuition).expect("money serialises");
        assert_eq!(json, r#"{"cents":72100,"currency":"USD"}"#);
        assert!(
            serde_json::from_str::<Money>(r#"{"cents":721.5,"currency":"USD"}"#).is_err(),
            "a fraction of a cent is refused, not rounded"
        );
    }
}
