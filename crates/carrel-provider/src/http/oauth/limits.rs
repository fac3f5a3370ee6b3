//! How often somebody may try a password, make an account, or hand in a parcel.

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

const fn times(count: u32) -> NonZeroU32 {
    match NonZeroU32::new(count) {
        Some(count) => count,
        None => NonZeroU32::MIN,
    }
}

const PASSWORD_BURST: NonZeroU32 = times(8);
const ACCOUNTS_A_MINUTE: NonZeroU32 = times(30);
/// A stick brings a few, a whole class a few dozen.
const PARCELS_A_MINUTE: NonZeroU32 = times(60);
const PASSWORD_EVERY: Duration = Duration::from_secs(15);
/// Keys kept before those that are free again are thrown away.
const MAX_KEYS: usize = 10_000;

/// Counts attempts; lives as long as the server.
pub struct Limits {
    passwords: DefaultKeyedRateLimiter<(String, IpAddr)>,
    accounts: DefaultKeyedRateLimiter<IpAddr>,
    parcels: DefaultKeyedRateLimiter<IpAddr>,
}

impl Default for Limits {
    fn default() -> Self {
        let passwords = Quota::with_period(PASSWORD_EVERY).unwrap_or(Quota::per_minute(times(4)));
        Self {
            passwords: RateLimiter::keyed(passwords.allow_burst(PASSWORD_BURST)),
            accounts: RateLimiter::keyed(Quota::per_minute(ACCOUNTS_A_MINUTE)),
            parcels: RateLimiter::keyed(Quota::per_minute(PARCELS_A_MINUTE)),
        }
    }
}

impl Limits {
    /// `Err`: how many seconds to wait.
    pub fn password(&self, email: &str, from: IpAddr) -> Result<(), u64> {
        if self.passwords.len() > MAX_KEYS {
            self.passwords.retain_recent();
        }
        // A key must not be as large as a form.
        let email: String = email.trim().to_lowercase().chars().take(254).collect();
        self.passwords
            .check_key(&(email, from))
            .map_err(|wait| seconds(wait.wait_time_from(DefaultClock::default().now())))
    }

    pub fn account(&self, from: IpAddr) -> Result<(), u64> {
        check(&self.accounts, from)
    }

    pub fn parcel(&self, from: IpAddr) -> Result<(), u64> {
        check(&self.parcels, from)
    }
}

fn check(limiter: &DefaultKeyedRateLimiter<IpAddr>, from: IpAddr) -> Result<(), u64> {
    if limiter.len() > MAX_KEYS {
        limiter.retain_recent();
    }
    limiter.check_key(&from).map_err(|wait| seconds(wait.wait_time_from(DefaultClock::default().now())))
}

fn seconds(wait: Duration) -> u64 {
    wait.as_secs() + 1
}
