//! Before going offline: what is here, what is missing, and the one thing to do about each.

use super::PackState;
use carrel_domain::{ProgramId, Timestamp};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ReadinessArgs {
    /// Hours of study, 1 to 500.
    pub hours: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Readiness {
    pub hours: u32,
    /// Nothing stands in the way of studying so long without a network.
    pub ready: bool,
    /// Minutes of lessons that are here and not done.
    pub minutes_here: u32,
    /// Last studied first.
    pub courses: Vec<CourseReadiness>,
    /// What is missing, the most important first.
    pub missing: Vec<Missing>,
    #[cfg_attr(feature = "bindings", ts(type = "number | null"))]
    pub free_bytes: Option<u64>,
    /// The school could not be reached at the last try.
    pub offline: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct CourseReadiness {
    pub program: ProgramId,
    pub title: String,
    pub pack: PackState,
    /// Written lessons that are not done, and how long they take.
    pub lessons_left: u32,
    pub minutes_left: u32,
    /// Lessons the school has not written yet.
    pub lessons_to_come: u32,
    /// Quizzes that are not passed.
    pub quizzes_left: u32,
    pub access_ends: Option<Timestamp>,
}

/// One thing that is missing. The screen has one action for each.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Missing {
    /// No course to study: find one.
    NoCourse,
    /// A course that is wanted is not here: get it.
    Course { program: ProgramId, title: String, pack: PackState },
    /// Access ends before so much was studied: look at the course.
    AccessEnds { program: ProgramId, title: String, at: Timestamp },
    /// Everything there is to study is here, and it is less than asked for.
    NotEnough { minutes: u32 },
    /// Acts the school does not have: send them now.
    Unsent { acts: u32 },
    /// Signed out, with so many acts unsent: sign in.
    SignedOut { acts: u32 },
    /// The same with a locked keyring: unlock it.
    KeyringLocked { acts: u32 },
    /// The sign-in lasts until Carrel closes: studying goes on, sending asks for it again.
    SessionNotKept,
    /// Acts that need the learner while the school can be reached.
    NeedsYou { acts: u32 },
    DiskLow {
        #[cfg_attr(feature = "bindings", ts(type = "number"))]
        missing_bytes: u64,
    },
}
