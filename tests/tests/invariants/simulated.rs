//! Some of the simulated stories, in every test run: `cargo xtask sim` tells ten thousand. The oracle judges what a learner did
//! (I2, I3, I7), what is on screen (I5, I17), that only what depends on a waiting act waits (I6), time (I9), repetition (I11),
//! bounds (I12), secrets (I14) and agreement (I20).

use carrel_tests::sim::census::{Census, Event};
use carrel_tests::sim::{self, Story};
use std::sync::Arc;

const SEEDS: std::ops::Range<u64> = 1..41;

#[test]
fn i2_i3_i5_i6_i7_i9_i12_i17_i20_hold_in_simulated_stories() {
    let (template, census) = (sim::prepare(), Arc::new(Census::default()));
    for seed in SEEDS {
        let told = sim::tell(&template, &Story::of(seed), &census);
        assert_eq!(told.err(), None, "seed {seed}: cargo xtask sim --seeds 1 --from {seed} makes it short");
    }
    let counts = census.counts();
    let faults = [
        Event::RequestLost,
        Event::AnswerLost,
        Event::Duplicated,
        Event::Reordered,
        Event::Truncated,
        Event::ServerError,
        Event::Portal,
        Event::CrashAfterCommit,
        Event::SchoolRestored,
        Event::MachineKilled,
        Event::PowerCut,
        Event::ClockSet,
        Event::DiskFull,
        Event::PutBack,
    ];
    let never: Vec<_> = faults.iter().filter(|fault| !counts.contains_key(fault)).collect();
    assert!(never.is_empty(), "never injected: {never:?}");
}

#[test]
fn a_story_told_again_is_the_same_to_the_last_fault() {
    let template = sim::prepare();
    let counts = |seed| {
        let census = Arc::new(Census::default());
        assert_eq!(sim::tell(&template, &Story::of(seed), &census).err(), None);
        census.counts()
    };
    for seed in [3, 17] {
        assert_eq!(counts(seed), counts(seed), "seed {seed}");
    }
    assert_ne!(counts(3), counts(17));
}
