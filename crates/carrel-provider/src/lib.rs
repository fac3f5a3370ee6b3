//! The reference provider server of Carrel: a school as one program and one folder of data.
//!
//! `campus` reads a school from plain files, `store` remembers it and its learners, `fold` decides what to answer to an
//! operation, `http` speaks the protocol. Tests of every crate run it in their own process:
//!
//! ```no_run
//! # async fn example(folder: &std::path::Path) -> Result<(), Box<dyn std::error::Error>> {
//! use carrel_provider::{Config, start};
//!
//! let running = start(Config { campus: Some(folder.join("campus")), ..Config::new(folder.join("data")) }).await?;
//! println!("{}", running.url);
//! running.stop().await;
//! # Ok(())
//! # }
//! ```

pub mod campus;
pub mod config;
pub mod courier;
pub mod fold;
mod http;
pub mod preview;
mod server;
pub mod store;
#[cfg(feature = "testkit")]
pub mod testkit;

pub use config::{Clock, Config, system_clock};
pub use server::{Running, StartError, import, router, start};
pub use store::{Store, StoreError};
