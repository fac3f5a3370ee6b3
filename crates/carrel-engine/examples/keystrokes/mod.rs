//! How long a search takes while somebody types: what both search benches report.

use std::time::Duration;

/// The median of the runs for each keystroke, then p50, p99 and the slowest keystroke.
pub fn quantiles(runs: &[Vec<Duration>], typed: &[String]) -> (f64, f64, f64, String) {
    let mut medians: Vec<(Duration, &str)> = Vec::new();
    for (at, text) in typed.iter().enumerate() {
        let mut times: Vec<Duration> = runs.iter().map(|run| run[at]).collect();
        times.sort_unstable();
        medians.push((times[times.len() / 2], text));
    }
    medians.sort_unstable();
    let at = |share: f64| ms(medians[((medians.len() - 1) as f64 * share).round() as usize].0);
    let slowest = medians.last().map(|(_, text)| (*text).to_owned()).unwrap_or_default();
    (at(0.5), at(0.99), at(1.0), slowest)
}

pub fn ms(time: Duration) -> f64 {
    (time.as_secs_f64() * 100_000.0).round() / 100.0
}
