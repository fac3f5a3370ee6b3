//! Words a school must not use: nobody can promise a job, a placement or an exam.

const PROMISES: [&str; 18] = [
    "guaranteed job",
    "job guarantee",
    "guaranteed employment",
    "employment guarantee",
    "guaranteed placement",
    "placement guarantee",
    "job placement guaranteed",
    "job is guaranteed",
    "guarantee a job",
    "guarantee you a job",
    "guarantees you a job",
    "guaranteed to pass",
    "guaranteed pass",
    "pass guarantee",
    "guaranteed exam seat",
    "100% job placement",
    "100 percent job placement",
    "you will get a job",
];

pub const REMEDY: &str =
    "Say what the program teaches and what others decide; never promise a job, a placement or an exam seat";

/// Promises in a text, with the line (from 0) each stands on. A sentence that denies one is no promise.
pub fn promises(text: &str) -> Vec<(usize, &'static str)> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.to_lowercase();
        for promise in PROMISES {
            if line.match_indices(promise).any(|(at, _)| !is_denied(line.get(..at).unwrap_or_default())) {
                found.push((number, promise));
            }
        }
    }
    found
}

/// Whether one of the few words before says no.
fn is_denied(before: &str) -> bool {
    let denials = ["no", "not", "never", "nor", "without", "cannot", "neither", "nobody"];
    before
        .split_whitespace()
        .rev()
        .take(4)
        .any(|word| denials.contains(&word.trim_matches(|c: char| !c.is_alphabetic())))
}

#[cfg(test)]
mod tests {
    use super::promises;

    #[test]
    fn a_promise_is_found_and_a_denial_is_not() {
        assert_eq!(promises("First line\nA guaranteed job waits"), [(1, "guaranteed job")]);
        assert_eq!(promises("This is not a guaranteed job, and there is no job guarantee."), []);
    }
}
