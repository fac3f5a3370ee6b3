//! The practice exam: what it is, a sitting of it, and its report.

use super::{DeliveryView, ItemResult, QuizItem};
use carrel_domain::exam::DomainScore;
use carrel_domain::quiz::{Answer, ItemKey};
use carrel_domain::{LessonId, OperationId, ProgramId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ExamPage {
    pub program: ProgramId,
    pub program_title: String,
    pub title: String,
    /// What it is and what it is not, in the school's words.
    pub about: String,
    pub source: String,
    pub as_of: String,
    /// Of a sitting as this course can draw it.
    pub minutes: u32,
    pub questions: u32,
    /// What the blueprint asks for; more than `questions` where the course has too few.
    pub wanted: u32,
    pub pass_percent: Option<u32>,
    pub domains: Vec<ExamDomainView>,
    /// A sitting under way on this computer.
    pub under_way: Option<ExamUnderWay>,
    /// Oldest first.
    pub results: Vec<ExamResultView>,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ExamDomainView {
    pub id: String,
    pub name: String,
    pub questions: u32,
    pub wanted: u32,
    /// How many questions the course has to draw from.
    pub bank: u32,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ExamUnderWay {
    pub started: Timestamp,
    pub answered: u32,
    pub questions: u32,
    #[cfg_attr(feature = "bindings", ts(type = "number"))]
    pub left_ms: i64,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ExamResultView {
    pub act: OperationId,
    pub at: Timestamp,
    pub right: u32,
    pub total: u32,
    pub percent: u32,
    /// Where the school draws a line.
    pub passed: Option<bool>,
    pub minutes: u32,
    pub out_of_time: bool,
    /// In the order of the blueprint.
    pub domains: Vec<DomainScore>,
    pub delivery: DeliveryView,
}

/// A sitting as it stands. A question's id is its key in the course.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ExamSitting {
    pub program: ProgramId,
    pub title: String,
    pub items: Vec<QuizItem>,
    pub answers: BTreeMap<ItemKey, Answer>,
    pub flagged: BTreeSet<ItemKey>,
    /// The question the learner was at, from 0.
    pub at: u32,
    #[cfg_attr(feature = "bindings", ts(type = "number"))]
    pub left_ms: i64,
}

/// Everything of a sitting that a learner changes. The screen sends it with each change, and every few seconds while it is open.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ExamSaveArgs {
    pub program: ProgramId,
    pub answers: BTreeMap<ItemKey, Answer>,
    pub flagged: BTreeSet<ItemKey>,
    pub at: u32,
    /// The learner leaves: the clock stands still until they come back.
    pub leaving: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ExamClock {
    #[cfg_attr(feature = "bindings", ts(type = "number"))]
    pub left_ms: i64,
    /// The time was up, and what was answered is handed in.
    pub handed_in: Option<OperationId>,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ExamHandedIn {
    pub act: OperationId,
}

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ExamReportArgs {
    pub program: ProgramId,
    pub act: OperationId,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ExamReport {
    pub program: ProgramId,
    pub program_title: String,
    pub title: String,
    pub pass_percent: Option<u32>,
    pub domains: Vec<ExamDomainView>,
    pub result: ExamResultView,
    /// Every sitting up to this one, oldest first: the picture over time.
    pub history: Vec<ExamResultView>,
    /// Questions that the course still has, in the order in which they were asked.
    pub items: Vec<ExamReportItem>,
    /// Questions that the course no longer has.
    pub gone: u32,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ExamReportItem {
    pub domain: String,
    pub item: QuizItem,
    pub answer: Option<Answer>,
    pub result: ItemResult,
    pub place: Option<TaughtAt>,
}

/// Where to read about a question: a lesson, the first of its module where the author names none.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct TaughtAt {
    pub module_title: String,
    pub lesson: LessonId,
    pub lesson_title: String,
    /// The author names this lesson for the question, and not only its module.
    pub exact: bool,
}
