//! Speaking HTTP to a school. Nothing else in the engine names reqwest.

mod carrel;
mod classify;
mod client;
mod courier;
mod guide;
pub mod network;
mod oauth;
mod wire;

pub use carrel::CarrelProvider;
pub use client::{AddressFault, build as client, parse_address};
pub use wire::Wire;
