//! Speaking HTTP to a school. Nothing else in the engine names reqwest.

mod carrel;
mod classify;
mod client;
mod courier;
pub mod network;
mod oauth;

pub use carrel::CarrelProvider;
pub use client::{AddressFault, parse_address};
