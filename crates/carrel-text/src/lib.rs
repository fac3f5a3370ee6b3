//! Course text: what a school writes in Markdown, as HTML that can be read and do nothing else (invariant I15).
//!
//! One reader for everybody: the learner's window, the printed page, the index of words, and the school's own preview.

mod blocks;
mod figure;
mod markdown;
mod media;
pub mod outside;
mod sanitise;
mod terms;

#[cfg(test)]
mod tests_render;
#[cfg(test)]
mod tests_terms;

pub use blocks::{READING, TextBlock};
pub use figure::Media;
pub use markdown::{
    FindMedia, FindPlace, escape, heading_names, render_guide, render_lesson, render_markdown, text_blocks,
};
pub use media::lesson_media;

/// How a lesson looks, in light and dark and on paper.
pub const LESSON_STYLE: &str = include_str!("lesson.css");
