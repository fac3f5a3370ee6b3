//! Recall: a short daily session over questions already met.

use super::{ItemResult, QuizItem, TaughtAt};
use carrel_domain::quiz::{Answer, ItemKey};
use carrel_domain::{ProgramId, Timestamp};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RecallPage {
    pub program: ProgramId,
    pub program_title: String,
    /// What comes today, the longest due first; at most a session's worth.
    pub items: Vec<RecallItem>,
    /// A session is over after this time even where more is due.
    pub minutes: u32,
    pub standing: RecallStanding,
}

/// How recall stands in one program.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RecallStanding {
    /// Questions of quizzes handed in and of modules read to their end.
    pub met: u32,
    /// Answered before and due now.
    pub due: u32,
    /// Met, and never asked here.
    pub fresh: u32,
    /// When this was worked out, by the estimate that decides what is due.
    pub now: Timestamp,
    /// When the next one falls due, after those that are.
    pub next_at: Option<Timestamp>,
    /// How many have fallen due by a day after that.
    pub next_count: u32,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RecallItem {
    pub key: ItemKey,
    pub item: QuizItem,
    /// `None`: never asked here.
    pub due_since: Option<Timestamp>,
}

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RecallAnswerArgs {
    pub program: ProgramId,
    pub item: ItemKey,
    /// `None`: the learner does not know.
    pub answer: Option<Answer>,
}

/// An answer looked at, before the learner has said how hard it was.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RecallChecked {
    pub result: ItemResult,
    pub place: Option<TaughtAt>,
    /// In how many days it would come again: again, hard, good, easy.
    pub days: [u32; 4],
}

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ReviewArgs {
    pub program: ProgramId,
    pub item: ItemKey,
    pub answer: Option<Answer>,
    /// 1 again, 2 hard, 3 good, 4 easy. A wrong answer is always 1.
    pub rating: u8,
}
