//! The kit of the tests: a real school on a loopback port, devices with real databases, a network that fails on command,
//! and clocks turned by hand. Nothing sleeps.

pub mod bench;
pub mod clocks;
pub mod crash;
pub mod desk;
pub mod device;
pub mod dice;
pub mod files;
pub mod gate;
pub mod keyring;
pub mod network;
pub mod power;
pub mod school;
pub mod sim;

pub use clocks::TurnedClock;
pub use device::Device;
pub use network::{Fault, Network};
pub use school::School;

/// The main job in the real window.
pub mod tour;
