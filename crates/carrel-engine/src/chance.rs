//! Chance, for ids and for spreading things out in time. Nothing secret depends on it: secrets ask the system themselves.
//!
//! A simulation must be able to repeat itself, so it seeds the thread it runs on; everywhere else the system is asked.

use carrel_domain::Timestamp;
use std::cell::Cell;
use uuid::Uuid;

thread_local! {
    static SEEDED: Cell<Option<u64>> = const { Cell::new(None) };
}

/// From here on, everything on this thread comes from `seed`; `None`: from the system again.
pub fn seed_this_thread(seed: Option<u64>) {
    SEEDED.set(seed);
}

pub fn number() -> u64 {
    match SEEDED.get() {
        Some(state) => {
            // SplitMix64: any state is a good one, and a step is three multiplications.
            let state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            SEEDED.set(Some(state));
            let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            mixed ^ (mixed >> 31)
        }
        None => getrandom::u64().unwrap_or(u64::MAX / 2),
    }
}

/// 0.0 to 1.0.
pub fn share() -> f64 {
    (number() >> 11) as f64 / (1u64 << 53) as f64
}

/// A name for a device or the holder of a lease.
pub fn name() -> String {
    uuid::Builder::from_random_bytes(bytes()).into_uuid().to_string()
}

/// The id of an operation: a UUIDv7 that begins with the moment of the act, so that a log of them grows at its end.
pub fn operation_id(at: Timestamp) -> String {
    let millis = u64::try_from(at.0).unwrap_or(0);
    let [_, _, _, _, _, _, random @ ..] = bytes();
    Uuid::to_string(&uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
}

fn bytes() -> [u8; 16] {
    ((u128::from(number()) << 64) | u128::from(number())).to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seeded_thread_repeats_itself_and_others_do_not() {
        let run = || (operation_id(Timestamp(1_795_338_000_000)), name(), share());
        seed_this_thread(Some(7));
        let first = run();
        seed_this_thread(Some(7));
        assert_eq!(run(), first);
        seed_this_thread(None);
        assert_ne!(run(), first);
        let id = Uuid::parse_str(&first.0).expect("a UUID");
        assert_eq!(id.get_version_num(), 7);
        assert!(first.0.starts_with("01a2"), "it begins with its moment: {}", first.0);
    }
}
