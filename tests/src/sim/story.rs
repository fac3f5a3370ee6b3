//! What happens in one simulated story: made from its seed, and nothing else.

use super::wire::Weather;
use crate::dice::Dice;
use carrel_domain::time::DAY_MS;
use carrel_provider::testkit::{LESSONS, OPEN, REVIEW, SECOND_STEP, STATE_RULES};

#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    pub seed: u64,
    pub machines: usize,
    pub steps: Vec<Step>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Virtual time that passes first.
    pub pause_ms: u64,
    pub what: What,
}

#[derive(Clone, Debug, PartialEq)]
pub enum What {
    Act {
        machine: usize,
        act: Act,
    },
    Sync {
        machine: usize,
    },
    Weather {
        machine: usize,
        weather: Weather,
    },
    /// Killed at one of its next commits; with `power`, what was not synced goes as well.
    Kill {
        machine: usize,
        commits: u32,
        kept: bool,
        power: bool,
    },
    SetClock {
        machine: usize,
        by_ms: i64,
    },
    FillDisk {
        machine: usize,
        commits: u32,
    },
    SignOut {
        machine: usize,
    },
    SignIn {
        machine: usize,
        learner: usize,
    },
    Switch {
        machine: usize,
    },
    RemoveDownload {
        machine: usize,
    },
    TakeImage {
        machine: usize,
    },
    PutBack {
        machine: usize,
    },
    BackUpSchool,
    RestoreSchool,
    /// The school's server dies right before one of its next commits.
    CrashSchool {
        commits: u32,
    },
    ChangePrice,
    ChangeCourse,
    RevokeTokens {
        learner: usize,
    },
    StaffDecide {
        accept: bool,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    Complete(&'static str, &'static str),
    Reopen(&'static str, &'static str),
    Note(&'static str, u32),
    Bookmark(&'static str, bool),
    Position(&'static str, u16),
    Study(&'static str, i64),
    Quiz(bool),
    /// Marks a passage, in place of the marks there; with `None` takes those away.
    Mark(&'static str, Option<u32>),
    Exam(u32),
    Review(&'static str, u8),
    Log(Practiced),
    Request(&'static str),
    /// A kind of a later version.
    Later,
}

/// What is done to the skills log; a change or a removal concerns the entry that stands last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Practiced {
    Begin(u32),
    Change(u32),
    TakeOut,
}

impl Story {
    pub fn of(seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let machines = 1 + dice.place(4);
        let length = 18 + dice.place(20);
        let steps = (0..length).map(|_| step(&mut dice, machines)).collect();
        Self { seed, machines, steps }
    }
}

fn step(dice: &mut Dice, machines: usize) -> Step {
    let pause_ms = match dice.below(100) {
        0..70 => dice.below(3_000),
        70..95 => dice.below(120_000),
        _ => dice.below(900_000),
    };
    Step { pause_ms, what: what(dice, machines) }
}

fn what(dice: &mut Dice, machines: usize) -> What {
    let machine = dice.place(machines);
    match dice.below(1000) {
        0..410 => What::Act { machine, act: act(dice) },
        410..520 => What::Sync { machine },
        520..640 => What::Weather { machine, weather: weather(dice) },
        640..710 => {
            What::Kill { machine, commits: dice.below(4) as u32, kept: dice.percent(50), power: dice.percent(50) }
        }
        710..735 => What::SetClock { machine, by_ms: clock_jump(dice) },
        735..760 => What::FillDisk { machine, commits: 1 + dice.below(4) as u32 },
        760..775 => What::SignOut { machine },
        775..820 => What::SignIn { machine, learner: dice.place(2) },
        820..865 => What::Switch { machine },
        865..875 => What::RemoveDownload { machine },
        875..905 => What::TakeImage { machine },
        905..930 => What::PutBack { machine },
        930..945 => What::BackUpSchool,
        945..970 => What::RestoreSchool,
        970..980 => What::CrashSchool { commits: dice.below(3) as u32 },
        980..985 => What::ChangePrice,
        985..990 => What::ChangeCourse,
        990..995 => What::RevokeTokens { learner: dice.place(2) },
        _ => What::StaffDecide { accept: dice.percent(75) },
    }
}

fn weather(dice: &mut Dice) -> Weather {
    *dice.pick(&[Weather::Calm, Weather::Rough, Weather::Rough, Weather::Rough, Weather::Offline, Weather::Portal])
}

/// Hours, or years, either way.
fn clock_jump(dice: &mut Dice) -> i64 {
    let most = if dice.percent(50) { DAY_MS } else { 40 * 365 * DAY_MS };
    dice.below(most.unsigned_abs()) as i64 * if dice.percent(50) { 1 } else { -1 }
}

fn act(dice: &mut Dice) -> Act {
    let lesson = *dice.pick(&LESSONS);
    let program = if dice.percent(90) { OPEN } else { REVIEW };
    match dice.below(100) {
        0..26 => Act::Complete(program, lesson),
        26..34 => Act::Reopen(program, lesson),
        34..46 => Act::Note(lesson, dice.below(1000) as u32),
        46..51 => Act::Bookmark(lesson, dice.percent(50)),
        51..58 => Act::Position(lesson, dice.below(1001) as u16),
        58..64 => Act::Study(lesson, 1_000 + dice.below(600_000) as i64),
        64..71 => Act::Quiz(dice.percent(50)),
        71..77 => Act::Mark(lesson, dice.percent(75).then(|| dice.below(1000) as u32)),
        77..81 => Act::Exam(dice.below(11) as u32),
        81..86 => Act::Review(dice.pick::<&str>(&["q1", "q2"]), 1 + dice.below(4) as u8),
        86..91 => Act::Log(practiced(dice)),
        91..97 => Act::Request(dice.pick::<&str>(&[REVIEW, STATE_RULES, SECOND_STEP, OPEN])),
        _ => Act::Later,
    }
}

fn practiced(dice: &mut Dice) -> Practiced {
    let number = dice.below(1000) as u32;
    match dice.below(10) {
        0..5 => Practiced::Begin(number),
        5..8 => Practiced::Change(number),
        _ => Practiced::TakeOut,
    }
}
