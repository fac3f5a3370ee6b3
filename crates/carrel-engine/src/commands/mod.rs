//! The commands of [`crate::api`], screen by screen.

mod account;
mod activity;
mod catalog;
mod courier;
mod course;
mod deliver;
mod downloads;
mod eligibility;
mod errors;
mod exam;
mod exam_report;
mod export;
mod find;
mod glossary;
mod guide;
mod learning;
mod lesson;
mod marked;
mod outside;
mod passages;
mod practice;
mod quiz;
mod readiness;
mod recall;
mod schools;
mod state;
