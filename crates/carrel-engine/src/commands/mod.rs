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
mod find;
mod glossary;
mod learning;
mod lesson;
mod outside;
mod passages;
mod quiz;
mod readiness;
mod schools;
mod state;
