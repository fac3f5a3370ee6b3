//! What the catalog and the lessons are both searched with: what a word is, who has it, and which word was meant.

pub(super) mod marks;
pub(super) mod postings;
pub(super) mod spelling;
pub(super) mod words;
