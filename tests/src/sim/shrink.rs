//! A failing story made shorter: steps are left out as long as it still fails.

use super::census::Census;
use super::story::Story;
use super::{Template, Violation, tell};
use std::sync::Arc;

/// The shortest story found that still fails, and how.
pub fn shrink(template: &Template, story: &Story, violation: Violation) -> (Story, Violation) {
    let (mut best, mut why) = (story.clone(), violation);
    let mut piece = best.steps.len().div_ceil(2);
    while piece > 0 {
        let mut from = 0;
        while from < best.steps.len() {
            let mut shorter = best.clone();
            shorter.steps.drain(from..(from + piece).min(best.steps.len()));
            match tell(template, &shorter, &Arc::new(Census::default())) {
                Err(violation) if violation.kind() == why.kind() => (best, why) = (shorter, violation),
                _ => from += piece,
            }
        }
        piece /= 2;
    }
    (best, why)
}
