//! The skills log: practice on people, the checklist, and how far each credential's numbers are.

use super::DeliveryView;
use carrel_domain::practice::{Practice, PracticeFault, PracticeKind};
use carrel_domain::{OperationId, ProgramId};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SkillsPage {
    pub program: ProgramId,
    pub title: String,
    /// Today as `2026-11-29`, where this computer is.
    pub today: String,
    /// The course with its checklist and numbers is on this computer.
    pub course_here: bool,
    pub credentials: Vec<CredentialView>,
    pub checklist: Vec<ChecklistLine>,
    /// Newest first.
    pub entries: Vec<LogLine>,
    /// Successful practice on live people.
    pub live: u32,
    /// The rest of the log: what did not succeed, what was simulated, and skills shown without a puncture.
    pub not_counted: u32,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct CredentialView {
    pub id: String,
    pub name: String,
    pub needs: Vec<NeedView>,
    pub source: String,
    pub as_of: String,
    pub caveat: String,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct NeedView {
    pub label: String,
    pub have: u32,
    pub count: u32,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ChecklistLine {
    pub id: String,
    pub title: String,
    /// May be shown on a training arm or as a drill.
    pub simulated: bool,
    pub signed: Option<SignedOff>,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SignedOff {
    pub day: String,
    pub supervisor: String,
    /// How it was shown, so that nobody takes a drill for a draw.
    pub kind: PracticeKind,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct LogLine {
    /// Names the entry through all its changes.
    pub entry: OperationId,
    /// The versions a change takes the place of.
    pub versions: Vec<OperationId>,
    pub practice: Practice,
    /// It counts toward a credential.
    pub counts: bool,
    /// What other computers wrote at the same time; the latest is the one that counts, until it is settled.
    pub others: Vec<Practice>,
    pub delivery: DeliveryView,
}

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct LogPracticeArgs {
    pub program: ProgramId,
    pub practice: Practice,
    /// The entry this changes; none for a new one.
    pub entry: Option<OperationId>,
    /// The versions the learner had on screen.
    pub replaces: Vec<OperationId>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum PracticeAnswer {
    Logged {
        entry: OperationId,
    },
    /// Nothing was written: what is wrong, field by field.
    NotLogged {
        faults: Vec<PracticeFault>,
    },
}

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct WithdrawPracticeArgs {
    pub program: ProgramId,
    pub entry: OperationId,
    pub replaces: Vec<OperationId>,
}

/// Which paper to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum SkillsPaper {
    Log,
    Checklist,
    /// The checklist with nothing filled in, to take along.
    BlankChecklist,
}

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SkillsPaperArgs {
    pub program: ProgramId,
    pub paper: SkillsPaper,
}
