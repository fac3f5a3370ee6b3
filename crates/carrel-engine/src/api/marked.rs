//! What a learner left in the lessons of a course, to be found again.

use carrel_domain::record::Colour;
use carrel_domain::{LessonId, ProgramId};
use serde::Serialize;

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct MarkedPage {
    pub program: ProgramId,
    pub program_title: String,
    /// Lessons with a bookmark, a marked passage or a note, in the order of the course; last those no longer part of it.
    pub lessons: Vec<MarkedLesson>,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct MarkedLesson {
    pub lesson: LessonId,
    /// Unknown where the course has no such lesson any more.
    pub title: Option<String>,
    pub module_title: Option<String>,
    /// It can be opened on this computer now.
    pub here: bool,
    pub bookmarked: bool,
    /// In the order of the text; last those whose words are no longer in it.
    pub marks: Vec<MarkedPassage>,
    /// The lesson's note; several where two computers wrote without knowing of each other.
    pub notes: Vec<String>,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct MarkedPassage {
    /// The block it stands in now, where the lesson is here and has its words.
    pub anchor: Option<String>,
    pub quote: String,
    pub colour: Colour,
    pub note: String,
}
