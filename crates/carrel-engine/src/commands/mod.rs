//! The commands of [`crate::api`], screen by screen.

mod account;
mod activity;
mod catalog;
mod courier;
mod course;
mod deliver;
mod downloads;
mod errors;
mod export;
mod guide;
mod learning;
mod lesson;
mod outside;
mod quiz;
mod readiness;
mod schools;
mod state;
