//! A course's glossary.

use super::LessonLink;
use carrel_domain::ProgramId;
use serde::Serialize;

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct GlossaryPage {
    pub program: ProgramId,
    pub program_title: String,
    /// By their names, as a dictionary has them.
    pub terms: Vec<GlossaryTerm>,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct GlossaryTerm {
    pub term: String,
    pub meaning: String,
    /// Other words for the same.
    pub also: Vec<String>,
    /// Where it is taught.
    pub lesson: Option<LessonLink>,
}
