//! SQLite, and nothing else in the engine names it.

mod carve;
pub mod catalog;
pub mod learner;
mod salvage;

pub use carrel_sqlite::{DbError, Disk};
pub use salvage::{set_aside, unused_name};
