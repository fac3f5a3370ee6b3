//! SQLite, and nothing else in the engine names it.

mod carve;
pub mod catalog;
mod finding;
pub mod learner;
pub mod lessons;
mod salvage;

pub use carrel_sqlite::{DbError, Disk};
pub use salvage::{set_aside, unused_name};
