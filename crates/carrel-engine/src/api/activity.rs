//! The activity: every act, where it stands, why it waits, and what the learner can choose.

use super::DeliveryView;
use carrel_domain::{DeviceId, OperationId, ProgramId, Timestamp};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(default)]
pub struct ActivityArgs {
    pub filter: ActivityFilter,
    /// Only acts in this program.
    pub program: Option<ProgramId>,
    /// Acts older than this sequence number.
    #[cfg_attr(feature = "bindings", ts(type = "number | null"))]
    pub before: Option<i64>,
    /// At most 200.
    pub limit: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ActivityFilter {
    #[default]
    All,
    Waiting,
    NeedsYou,
    Confirmed,
    Refused,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ActivityPage {
    /// Newest first.
    pub acts: Vec<Act>,
    pub more: bool,
    pub waiting: u32,
    pub needs_you: u32,
    /// The programs one can narrow down to, by title.
    pub programs: Vec<ProgramName>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ProgramName {
    pub id: ProgramId,
    pub title: String,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Act {
    pub id: OperationId,
    pub device: DeviceId,
    #[cfg_attr(feature = "bindings", ts(type = "number"))]
    pub seq: i64,
    /// As in the journal: `lesson_completed`, `enrollment_requested`, …
    pub kind: String,
    pub program: ProgramId,
    pub program_title: String,
    /// The lesson or quiz it was about.
    pub subject: Option<String>,
    pub at: Timestamp,
    #[cfg_attr(feature = "bindings", ts(type = "number"))]
    pub uncertainty_ms: i64,
    pub delivery: DeliveryView,
    /// Why it has not reached the school, for an act that waits.
    pub waiting: Option<Waiting>,
    /// What the learner can do about it, for an act that needs them.
    pub choices: Vec<Choice>,
    /// Refused, read and put away.
    pub put_away: bool,
}

/// Why an act waits, and when it is tried next; `None`: as soon as the cause is gone.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Waiting {
    pub cause: Cause,
    pub next_try: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Cause {
    /// Nothing is in the way: it goes with the next try.
    NextTry,
    SendingNow,
    NoNetwork,
    SchoolBusy,
    SchoolUnavailable,
    SchoolSlow,
    Maintenance,
    /// What came back was cut short or changed on the way.
    Garbled,
    ConnectionNotSafe,
    /// Somebody else answers, usually a network's sign-in page.
    NotTheSchool,
    SignedOut,
    KeyringLocked,
    /// The school asks the learner something about their account.
    SchoolAsks {
        text: Option<String>,
    },
    DiskFull,
    Ours,
    /// An earlier act of the same program needs the learner first.
    Behind {
        act: OperationId,
        act_kind: String,
    },
    /// The school decides about the enrollment first.
    SchoolDecides {
        text: String,
    },
}

/// What can be done about an act that needs the learner. Nothing is ever done without them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// Say that the state's note was read, and ask again.
    AcknowledgeAndAskAgain,
    AskAgain,
    /// A refusal that was read: it stays in the activity and needs nobody any more.
    PutAway,
}

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ActArgs {
    pub act: OperationId,
}

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct AskAgainArgs {
    pub act: OperationId,
    /// The learner has read the state's note.
    pub state_acknowledged: bool,
}
