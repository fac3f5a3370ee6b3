//! Sync: carries the journal out and the school's answers home.
//!
//! `plan`, `resolve` and `backoff` decide and are pure; `cycle` does; `schedule` says when.

pub mod backoff;
pub mod catalog;
pub mod cycle;
pub mod held;
pub mod plan;
pub mod resolve;
pub mod schedule;
