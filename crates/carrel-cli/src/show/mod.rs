//! The engine's answers in words for a terminal: calm, aligned, and saying whose truth it is.

pub mod catalog;
pub mod exam;
pub mod glossary;
pub mod journal;
pub mod learning;
pub mod quiz;
pub mod readiness;
pub mod state;

use carrel_domain::Timestamp;
use jiff::tz::TimeZone;

/// A moment in this computer's time zone.
pub fn moment(at: Timestamp) -> String {
    written(at, "%a %Y-%m-%d %H:%M")
}

pub fn day(at: Timestamp) -> String {
    written(at, "%a %Y-%m-%d")
}

fn written(at: Timestamp, format: &str) -> String {
    match jiff::Timestamp::from_millisecond(at.0) {
        Ok(at) => at.to_zoned(TimeZone::system()).strftime(format).to_string(),
        Err(_) => "at no known time".into(),
    }
}

/// As people say it: 3.4 MB.
pub fn size(bytes: u64) -> String {
    let units = ["bytes", "kB", "MB", "GB", "TB"];
    let mut value = bytes as f64;
    let mut unit = 0;
    while value >= 1000.0 && unit + 1 < units.len() {
        value /= 1000.0;
        unit += 1;
    }
    if unit == 0 { format!("{bytes} bytes") } else { format!("{value:.1} {}", units[unit]) }
}

pub fn yes(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

/// The variant's own name as words: `waiting_for_school` becomes `waiting for school`.
pub fn spoken(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name.replace('_', " "),
        _ => String::new(),
    }
}
