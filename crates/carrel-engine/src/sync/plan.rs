//! What to send next. Pure.

use carrel_domain::{Operation, ProgramId};
use carrel_protocol::{MAX_OPS, MAX_OPS_BYTES};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The next request's operations, oldest first, and whether more wait behind them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batch {
    pub ops: Vec<Arc<Operation>>,
    pub more: bool,
}

/// Takes what may be sent of the open acts: whole, in order, within the size of one request.
///
/// An act that waits for the learner stays behind, and with it the later acts of its program: they depend on it. Acts of
/// every other program go on (invariant I6). A fresh enrollment request is what the learner was asked for: it goes, and
/// takes the waiting one along to be answered again.
///
/// Acts up to `after` are on their way already.
pub fn plan(
    open: &[&Arc<Operation>],
    needs_you: &BTreeSet<i64>,
    after: i64,
    may_ask_again: impl Fn(&ProgramId) -> bool,
) -> Batch {
    let stuck = stuck_programs(open, needs_you, may_ask_again);
    let mut batch = Batch::default();
    let mut bytes = 0;
    let first = open.partition_point(|op| op.seq <= after);
    for op in open.iter().skip(first) {
        let waits = stuck.get(op.program.as_str()).is_some_and(|first| op.seq >= *first);
        if waits {
            continue;
        }
        bytes += op.payload.text().len() + 256;
        if batch.ops.len() == MAX_OPS || (bytes > MAX_OPS_BYTES && !batch.ops.is_empty()) {
            batch.more = true;
            break;
        }
        batch.ops.push(Arc::clone(op));
    }
    batch
}

/// Per program, the first act that waits for the learner, unless the learner has answered with a new request.
fn stuck_programs<'a>(
    open: &[&'a Arc<Operation>],
    needs_you: &BTreeSet<i64>,
    may_ask_again: impl Fn(&ProgramId) -> bool,
) -> BTreeMap<&'a str, i64> {
    let mut stuck = BTreeMap::new();
    // The common case, and the one in which a journal grows long.
    if needs_you.is_empty() {
        return stuck;
    }
    for op in open {
        let program = op.program.as_str();
        if needs_you.contains(&op.seq) && !may_ask_again(&op.program) {
            stuck.entry(program).or_insert(op.seq);
        } else if op.kind == "enrollment_requested" {
            stuck.remove(program);
        }
    }
    stuck
}
