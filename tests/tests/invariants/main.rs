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
mod exam;
mod fold;
mod guide;
mod keyring;
mod life;
mod long_journal;
mod practice;
mod reading;
mod recall;
mod restored;
mod schema;
mod secrets;
mod shared;
mod simulated;
mod updates;
mod words_and_pictures;
