//! The product as a screen or a terminal sees it: one table of commands, and the types that cross to the window.
//!
//! `commands!` makes both the dispatcher the shell calls and the TypeScript table the UI calls through, so the two cannot
//! disagree. Types carry ids, numbers and states; the words for them live in the UI's Fluent files. Moments are
//! milliseconds since 1970-01-01 UTC.

mod activity;
mod bindings;
mod catalog;
mod courier;
mod eligibility;
mod exam;
mod find;
mod glossary;
mod guide;
mod learning;
mod lesson;
mod marked;
mod practice;
mod readiness;
mod recall;
mod state;
mod table;

pub use activity::*;
pub use bindings::typescript;
pub use catalog::*;
pub use courier::*;
pub use eligibility::*;
pub use exam::*;
pub use find::*;
pub use glossary::*;
pub use guide::*;
pub use learning::*;
pub use lesson::*;
pub use marked::*;
pub use practice::*;
pub use readiness::*;
pub use recall::*;
pub use state::*;
pub use table::dispatch;
