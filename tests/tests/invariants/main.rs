//! The invariants of the design, by number: real engines, a real school, real files.

mod activity;
mod bad_days;
mod converge;
mod courier;
mod crash;
mod cut_off;
mod damage;
mod delivery;
mod durable;
mod elsewhere;
mod fold;
mod guide;
mod keyring;
mod life;
mod long_journal;
mod restored;
mod schema;
mod secrets;
mod shared;
mod simulated;
