//! The invariants of the design, by number: real engines, a real school, real files.

mod activity;
mod bad_days;
mod converge;
mod cut_off;
mod delivery;
mod durable;
mod keyring;
mod life;
mod long_journal;
mod schema;
mod secrets;
