//! The glossary of a course: words, what they mean there, and where they are taught.

use crate::LessonId;
use serde::{Deserialize, Serialize};

/// One word or phrase with its meaning, all of it plain text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    pub term: String,
    pub meaning: String,
    /// Where it is taught.
    pub lesson: LessonId,
    /// Other words for the same: abbreviations, second names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
}

impl Term {
    /// Everything it is called by, its own name first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.term.as_str()).chain(self.also.iter().map(String::as_str))
    }
}

/// What two names must share to be one: case and the kind of a space do not count.
pub fn key(name: &str) -> String {
    name.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_differ_in_case_or_spaces_are_one() {
        assert_eq!(key("Order  of\u{a0}Draw"), key("order of draw"));
        assert_ne!(key("carry-over"), key("carry over"));
    }
}
