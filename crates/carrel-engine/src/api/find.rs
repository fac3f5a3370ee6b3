//! Words in the lessons on this computer.

use carrel_domain::{LessonId, ProgramId};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(default)]
pub struct SearchLessonsArgs {
    pub text: String,
    /// Only this course.
    pub program: Option<ProgramId>,
}

/// What was found in the lessons of the learner's courses that are here.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct LessonsFound {
    /// Lessons found, also those not listed.
    pub total: u32,
    /// What was searched for instead, where the words typed find nothing.
    pub corrected: Option<String>,
    /// Lessons that can be searched.
    pub searched: u32,
    /// More lessons are being read; asking again later may find more.
    pub preparing: bool,
    /// The best.
    pub lessons: Vec<FoundLesson>,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct FoundLesson {
    pub program: ProgramId,
    pub program_title: String,
    pub module_title: String,
    pub lesson: LessonId,
    pub title: Vec<TextPart>,
    pub passages: Vec<FoundPassage>,
    /// Further passages of this lesson.
    pub more: u32,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct FoundPassage {
    /// The fragment of the lesson's page that leads here.
    pub anchor: String,
    pub parts: Vec<TextPart>,
}

/// A piece of a text; the pieces together are the text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct TextPart {
    pub text: String,
    /// One of the words looked for.
    pub found: bool,
}
