//! "Will this lead where I want?": a goal of the learner's held against a program, before anybody enrolls.

use carrel_domain::ProgramId;
use carrel_domain::goal::{Eligibility, Question, Said};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct EligibilityArgs {
    pub program: ProgramId,
    /// None: only the goals there are.
    pub goal: Option<String>,
    /// Two letters; none: the state of the settings.
    pub state: Option<String>,
    /// By question; what is not answered is unknown.
    pub answers: BTreeMap<String, Said>,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct EligibilityPage {
    pub program: ProgramId,
    pub title: String,
    /// None where the school wrote nothing down.
    pub goals: Vec<GoalName>,
    /// What the answer needs of the learner, in the order of the ways to the goal.
    pub questions: Vec<Question>,
    pub answer: Option<Eligibility>,
    /// Names the answer as it stands here, for [`EligibilityAsked::reading`].
    pub reading: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct GoalName {
    pub id: String,
    pub title: String,
    pub text: String,
}

/// What the learner acknowledges with a request: asked again then, and kept only if it is still what was read.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct EligibilityAsked {
    pub goal: String,
    pub state: Option<String>,
    pub answers: BTreeMap<String, Said>,
    /// The answer that was read; none: whatever it is now.
    #[serde(default)]
    #[cfg_attr(feature = "bindings", ts(optional))]
    pub reading: Option<String>,
}
