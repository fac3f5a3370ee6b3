//! What the benches share: realistic acts, the bare cost to stand beside, a way that counts bytes, and one JSON line each.

pub mod acts;
pub mod bare;
pub mod counting;

use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Medians of several runs, printed in the form `cargo xtask bench` reads.
pub struct Measured {
    line: serde_json::Map<String, Value>,
}

impl Measured {
    pub fn new(name: impl Into<String>, runs: usize) -> Self {
        let mut line = serde_json::Map::new();
        line.insert("name".into(), json!(name.into()));
        line.insert("runs".into(), json!(runs));
        Self { line }
    }

    /// Something that says what was measured, like a size.
    pub fn about(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.line.insert(key.into(), value.into());
        self
    }

    pub fn value(mut self, key: &str, value: f64) -> Self {
        self.line.insert(key.into(), json!(round(value)));
        self
    }

    /// A measure beside its baseline; the ratio of the two is in the line as well.
    pub fn beside(self, key: &str, value: f64, baseline: f64) -> Self {
        self.value(key, value).part("baseline", key, round(baseline)).part("ratio", key, round(value / baseline))
    }

    pub fn goal(self, key: &str, at_most: f64) -> Self {
        self.part("goal", key, at_most)
    }

    pub fn goal_ratio(self, key: &str, at_most: f64) -> Self {
        self.part("goal_ratio", key, at_most)
    }

    fn part(mut self, part: &str, key: &str, value: f64) -> Self {
        let group = self.line.entry(part).or_insert_with(|| json!({}));
        group[key] = json!(value);
        self
    }

    pub fn print(self) {
        println!("{}", Value::Object(self.line));
    }
}

fn round(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0
}

/// The value below which `share` of the samples lie.
pub fn quantile(samples: &[f64], share: f64) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(((sorted.len().max(1) - 1) as f64 * share).round() as usize).copied().unwrap_or(f64::NAN)
}

pub fn median(samples: &[f64]) -> f64 {
    quantile(samples, 0.5)
}

pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Milliseconds since `started`.
pub fn since(started: Instant) -> f64 {
    ms(started.elapsed())
}
