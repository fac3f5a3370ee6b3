//! What travels between a learner's computer and a school: requests, receipts, changes and problems, and the
//! [`Provider`] trait that every kind of backend is spoken to through.

pub mod catalog;
pub mod courier;
pub mod discovery;
pub mod failure;
pub mod guide;
pub mod problem;
pub mod provider;
pub mod sync;
pub mod token;

pub use catalog::*;
pub use courier::*;
pub use discovery::*;
pub use failure::*;
pub use guide::*;
pub use problem::*;
pub use provider::*;
pub(crate) use sync::shared;
pub use sync::*;
pub use token::*;
