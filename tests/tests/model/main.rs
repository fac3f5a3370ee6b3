//! A model of the sync protocol, in which everything that can happen within small bounds is tried.
//!
//! `docs/sync.md` ("The model") says what it contains and what it leaves out. A planted mistake that is not found here would
//! mean that the properties prove nothing.

mod device;
mod protocol;
mod world;

use protocol::{Mistake, Rules};
use stateright::{Checker, HasDiscoveries, Model};
use world::{AGREED, COUNTED_ONCE, FEW_REQUESTS, NEVER_BACK, NOTHING_LOST, TRUE_RECEIPTS};

/// One act on each of two computers that send everything in one request, and a world without faults.
const CALM: Rules = Rules {
    acts: [1, 1],
    window: 1,
    batch: 2,
    faults: 0,
    restores: 0,
    may_lose_a_computer: false,
    most_requests: 4,
    mistake: None,
};

/// Two requests with different acts may be under way at once.
const PIPELINED: Rules = Rules { acts: [2, 1], window: 2, batch: 1, most_requests: 8, ..CALM };

/// Tries every path and finds every property kept.
fn holds(rules: Rules) {
    let checker = rules.clone().checker().spawn_dfs().join();
    println!("{} states, paths of up to {} steps: {rules:?}", checker.unique_state_count(), checker.max_depth());
    checker.assert_properties();
}

/// Finds the shortest way on which a planted mistake breaks a property that holds within the same bounds without it.
fn breaks(mistake: Mistake, rules: Rules, property: &'static str) {
    holds(rules.clone());
    let rules = Rules { mistake: Some(mistake), ..rules };
    let only = || HasDiscoveries::AnyOf([property].into());
    let search = |depth| rules.clone().checker().finish_when(only()).target_max_depth(depth).spawn_bfs().join();
    let found = (8..60).step_by(2).find_map(|depth| search(depth).discovery(property));
    let steps = found.unwrap_or_else(|| panic!("{mistake:?} is not found: {property}")).into_actions();
    println!("{mistake:?}, not \"{property}\": {steps:?}");
}

#[test]
fn i11_without_faults_every_act_arrives_once_in_few_requests() {
    holds(CALM);
    holds(PIPELINED);
}

#[test]
fn i2_requests_and_answers_lost_late_repeated_and_crashes_lose_nothing() {
    holds(Rules { faults: 3, most_requests: 10, ..CALM });
    holds(Rules { acts: [2, 2], faults: 2, most_requests: 14, ..CALM });
}

#[test]
fn i2_two_requests_at_once_and_a_fault_lose_nothing() {
    holds(Rules { faults: 1, most_requests: 10, ..PIPELINED });
}

#[test]
fn i2_a_school_restored_from_a_backup_gets_everything_again() {
    holds(Rules { restores: 2, most_requests: 16, ..CALM });
    holds(Rules { faults: 2, restores: 1, most_requests: 14, ..CALM });
}

#[test]
fn i2_a_school_restored_while_two_requests_are_under_way_gets_everything_again() {
    holds(Rules { acts: [1, 1], faults: 1, restores: 1, most_requests: 17, ..PIPELINED });
}

#[test]
fn i2_what_another_computer_heard_outlives_its_own_computer_and_the_schools_backup() {
    holds(Rules { restores: 1, may_lose_a_computer: true, most_requests: 12, ..CALM });
}

#[test]
fn mistakes_around_a_backup_are_found() {
    let restored = Rules { restores: 1, most_requests: 12, ..CALM };
    breaks(Mistake::DropConfirmed, restored.clone(), NOTHING_LOST);
    breaks(Mistake::DropHeard, restored.clone(), NEVER_BACK);
    // Without a digest it asks for ever and is told nothing.
    breaks(Mistake::TrustTheCursor, restored.clone(), AGREED);
    breaks(Mistake::DropConfirmed, Rules { acts: [1, 0], ..restored }, AGREED);
}

#[test]
fn mistakes_around_lost_answers_and_crashes_are_found() {
    let faulty = Rules { faults: 1, most_requests: 10, ..CALM };
    breaks(Mistake::SchoolCountsTwice, faulty.clone(), COUNTED_ONCE);
    breaks(Mistake::SentIsConfirmed, faulty.clone(), TRUE_RECEIPTS);
    breaks(Mistake::AnswerBeforeCommit, faulty, TRUE_RECEIPTS);
    breaks(Mistake::AnewWithoutReceipts, Rules { faults: 1, most_requests: 10, ..PIPELINED }, COUNTED_ONCE);
}

#[test]
fn a_change_counted_twice_is_found_only_where_requests_overlap() {
    let mistake = Some(Mistake::CountChangesTwice);
    holds(Rules { faults: 2, most_requests: 10, mistake, ..CALM });
    breaks(Mistake::CountChangesTwice, PIPELINED, COUNTED_ONCE);
}

#[test]
fn a_bound_that_is_too_small_is_found() {
    let rules = Rules { most_requests: CALM.most_requests - 1, ..CALM };
    let checker = rules.checker().spawn_bfs().join();
    assert!(checker.discovery(FEW_REQUESTS).is_some());
}
