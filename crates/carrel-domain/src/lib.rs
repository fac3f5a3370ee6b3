//! What a learning record *is*, with no word about where it is kept or how it travels.
//!
//! Everything here is pure: no I/O, no clock, no randomness. The client and the provider fold the same operations with the
//! same functions, so they cannot drift apart.

pub mod catalog;
pub mod digest;
pub mod eligibility;
pub mod enrollment;
pub mod exam;
pub mod glossary;
pub mod goal;
pub mod guide;
pub mod identifiers;
pub mod ids;
pub mod money;
pub mod operation;
pub mod pace;
pub mod pack;
pub mod practice;
pub mod quiz;
pub mod record;
pub mod refund;
pub mod time;
pub mod view;

pub use ids::*;
pub use money::Money;
pub use operation::{Action, Operation, Payload};
pub use time::{Occurred, Timestamp};
