//! Words a school must not use: nobody can promise a job, a placement or an exam.

const PROMISES: [&str; 26] = [
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
    "placement guaranteed",
    "placement is guaranteed",
    "guaranteed externship",
    "guaranteed interview",
    "guaranteed certification",
    "guarantee employment",
    "guarantees employment",
    "exam seat guaranteed",
];

pub const REMEDY: &str =
    "Say what the program teaches and what others decide; never promise a job, a placement or an exam seat";

/// Promises in a text, with the line (from 0) each begins on. A sentence that denies one is no promise; neither a line's end nor
/// bold letters hide one.
pub fn promises(text: &str) -> Vec<(usize, &'static str)> {
    let (plain, lines) = plain(text);
    let mut found = Vec::new();
    for promise in PROMISES {
        for (at, _) in plain.match_indices(promise) {
            if !is_denied(plain.get(..at).unwrap_or_default()) {
                found.push((lines.get(at).copied().unwrap_or(0), promise));
            }
        }
    }
    found.sort_unstable();
    found
}

/// The words in lower case with one space between them, and of each byte the line it stands on.
fn plain(text: &str) -> (String, Vec<usize>) {
    let (mut plain, mut lines) = (String::with_capacity(text.len()), Vec::with_capacity(text.len()));
    for (number, line) in text.lines().enumerate() {
        for word in line.split_whitespace() {
            let word: String = word.chars().filter(|c| !matches!(c, '*' | '_')).flat_map(char::to_lowercase).collect();
            plain.push_str(&word);
            plain.push(' ');
            lines.resize(plain.len(), number);
        }
    }
    (plain, lines)
}

/// Whether one of the few words before, in the same sentence, says no.
fn is_denied(before: &str) -> bool {
    let denials = ["no", "not", "never", "nor", "without", "cannot", "neither", "nobody"];
    before
        .split_whitespace()
        .rev()
        .take_while(|word| !word.ends_with(['.', '!', '?']))
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
        assert_eq!(promises("What others say is not so. A guaranteed job waits."), [(0, "guaranteed job")]);
    }

    #[test]
    fn neither_a_line_break_nor_bold_letters_hide_a_promise() {
        assert_eq!(promises("One line\nwith a **Guaranteed**\n  job in it"), [(1, "guaranteed job")]);
        assert_eq!(
            promises("Guaranteed job placement?\nJob is\nguaranteed!"),
            [(0, "guaranteed job"), (1, "job is guaranteed")]
        );
    }
}
