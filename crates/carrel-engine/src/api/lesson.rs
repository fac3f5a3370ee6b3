//! A lesson and a quiz.

use super::{DeliveryView, LessonLink};
use carrel_domain::quiz::{Answers, Score, Scoring};
use carrel_domain::record::{Colour, Mark};
use carrel_domain::{LessonId, OperationId, ProgramId, QuizId, Timestamp};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct LessonArgs {
    pub program: ProgramId,
    pub lesson: LessonId,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct LessonPage {
    pub program: ProgramId,
    pub program_title: String,
    pub module_title: String,
    pub lesson: LessonId,
    pub title: String,
    pub minutes: u32,
    pub objectives: Vec<String>,
    pub sources: Vec<String>,
    pub reviewed: Option<String>,
    /// Address of the lesson's text for the sandboxed frame; a fragment leads to a block. What the frame says and hears is in
    /// `ui/src/features/lesson/frame.ts`.
    pub address: String,
    pub done: bool,
    pub done_at: Option<Timestamp>,
    pub delivery: Option<DeliveryView>,
    pub position_permille: u16,
    pub bookmarked: bool,
    /// Usually one; more where two computers wrote without knowing of each other.
    pub notes: Vec<NoteView>,
    /// In the order of the lesson; those whose words are no longer in it come last.
    pub highlights: Vec<HighlightView>,
    /// How far each film was watched on this computer.
    pub films: Vec<FilmPlace>,
    pub previous: Option<LessonLink>,
    pub next: Option<LessonLink>,
    /// The module's quiz, after its last lesson.
    pub quiz: Option<QuizLink>,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct NoteView {
    pub id: OperationId,
    pub text: String,
    pub at: Timestamp,
    pub this_computer: bool,
    pub delivery: DeliveryView,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct HighlightView {
    pub id: OperationId,
    /// Where the words stand now; `None`: the lesson was changed and does not have them any more.
    pub anchor: Option<String>,
    pub quote: String,
    pub colour: Colour,
    pub note: String,
    pub at: Timestamp,
    pub this_computer: bool,
    pub delivery: DeliveryView,
}

/// Marks a passage, or changes or takes away the mark that is there.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct HighlightArgs {
    pub program: ProgramId,
    pub lesson: LessonId,
    /// `None`: what it replaces goes.
    pub mark: Option<Mark>,
    /// The versions it takes the place of: what the learner had on screen.
    pub replaces: Vec<OperationId>,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct FilmPlace {
    /// The block the film stands in.
    pub anchor: String,
    pub permille: u16,
}

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct FilmPlaceArgs {
    pub program: ProgramId,
    pub lesson: LessonId,
    pub anchor: String,
    pub permille: u16,
}

/// A lesson as one page to print.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct LessonPrinted {
    pub path: String,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct QuizLink {
    pub quiz: QuizId,
    pub title: String,
}

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PositionArgs {
    pub program: ProgramId,
    pub lesson: LessonId,
    pub permille: u16,
}

/// `active_ms` of real study ended just now. The UI counts only time in which the learner did something.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct StudyArgs {
    pub program: ProgramId,
    pub lesson: LessonId,
    #[cfg_attr(feature = "bindings", ts(type = "number"))]
    pub active_ms: i64,
}

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct NoteArgs {
    pub program: ProgramId,
    pub lesson: LessonId,
    /// Empty: the note goes.
    pub text: String,
    /// The versions this text takes the place of: those the learner had on screen. A version that is not named stays beside it.
    pub replaces: Vec<OperationId>,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct NoteSaved {
    /// The version just written; the next save replaces it.
    pub id: OperationId,
}

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct BookmarkArgs {
    pub program: ProgramId,
    pub lesson: LessonId,
    pub on: bool,
}

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct QuizArgs {
    pub program: ProgramId,
    pub quiz: QuizId,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct QuizPage {
    pub program: ProgramId,
    pub program_title: String,
    pub module_title: String,
    pub quiz: QuizId,
    pub title: String,
    /// Names the questions as they are here.
    pub edition: String,
    pub pass_percent: u32,
    pub scoring: Scoring,
    pub items: Vec<QuizItem>,
    /// What the learner had answered and not handed in.
    pub draft: Answers,
    /// Oldest first.
    pub attempts: Vec<AttemptView>,
    /// `None`: as many as the learner likes.
    pub attempts_left: Option<u32>,
}

/// A question as shown: no answer travels to the window before the attempt is handed in.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct QuizItem {
    pub id: String,
    pub prompt: String,
    pub kind: QuizItemKind,
    /// Shuffled where order would give the answer away.
    pub choices: Vec<QuizChoice>,
    /// For matching: the left sides; `choices` are the right ones.
    pub lefts: Vec<QuizChoice>,
    /// For numeric.
    pub unit: Option<String>,
    /// For hot spots: `choices` name the areas.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(optional))]
    pub picture: Option<QuizPicture>,
}

/// The picture of a question, and where its areas are.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct QuizPicture {
    /// On the loopback server, for an `<img>`; `None` while the picture is not on this computer.
    pub address: Option<String>,
    pub alt: String,
    pub areas: Vec<QuizArea>,
}

/// In percent of the picture, from its upper left corner. Its words are in `choices`.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct QuizArea {
    pub id: String,
    pub x: f64,
    pub y: f64,
    pub w: f64,
    pub h: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum QuizItemKind {
    Single,
    Multiple,
    Ordering,
    Matching,
    Numeric,
    Hotspot,
    /// Of a newer version: it can be said that it is there, no more.
    Unknown,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct QuizChoice {
    pub id: String,
    pub text: String,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct AttemptView {
    pub at: Timestamp,
    pub score: Score,
    /// The school has given this score; before that it is this computer's.
    pub is_final: bool,
    pub counts: bool,
    pub delivery: DeliveryView,
}

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct QuizAnswersArgs {
    pub program: ProgramId,
    pub quiz: QuizId,
    pub answers: Answers,
    /// The questions that were answered, as [`QuizPage`] names them; none: those that are there now.
    #[serde(default)]
    #[cfg_attr(feature = "bindings", ts(optional))]
    pub edition: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct QuizResult {
    pub score: Score,
    pub percent: u32,
    pub items: Vec<ItemResult>,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ItemResult {
    pub id: String,
    pub right: bool,
    /// The right answer in words, in order.
    pub solution: Vec<String>,
    pub explain: String,
    /// What the author says about the choices the learner took.
    pub feedback: Vec<String>,
}
