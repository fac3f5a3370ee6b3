//! What to send next. Pure.

use carrel_domain::Operation;
use carrel_protocol::MAX_OPS_BYTES;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The next request's operations, oldest first, and whether more wait behind them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batch {
    pub ops: Vec<Arc<Operation>>,
    pub more: bool,
}

impl Batch {
    /// The number behind which more waits; `None`: nothing does.
    pub fn behind(&self) -> Option<i64> {
        self.ops.last().filter(|_| self.more).map(|op| op.seq)
    }
}

/// Takes what may be sent of the open acts: whole, in order, within the size of one request.
///
/// An act of `stuck` waits for somebody and stays behind, and with it the later acts of its program: they depend on it. Acts
/// of every other program go on (invariant I6). A fresh enrollment request goes, with what was done after it; what waited
/// before it follows once the school has the enrollment. It must not go along: it may be more than fits in a request, and
/// the one act that everybody waits for would never be reached.
///
/// Acts up to `after` are on their way already; at most `most` go now.
pub fn plan(open: &[&Arc<Operation>], stuck: &BTreeSet<i64>, after: i64, most: usize) -> Batch {
    let held = held_back(open, stuck);
    let mut batch = Batch::default();
    let mut bytes = 0;
    let first = open.partition_point(|op| op.seq <= after);
    for op in open.iter().skip(first).filter(|op| !held.contains_key(&op.seq)) {
        bytes += op.payload.text().len() + 256;
        if batch.ops.len() == most || (bytes > MAX_OPS_BYTES && !batch.ops.is_empty()) {
            batch.more = true;
            break;
        }
        batch.ops.push(Arc::clone(op));
    }
    batch
}

/// The acts that stay behind, each with the act of its program that holds it back: itself, or an earlier one.
pub fn held_back(open: &[&Arc<Operation>], stuck: &BTreeSet<i64>) -> BTreeMap<i64, i64> {
    let mut held = BTreeMap::new();
    // The common case, and the one in which a journal grows long.
    if stuck.is_empty() {
        return held;
    }
    let mut holders: BTreeMap<&str, i64> = BTreeMap::new();
    for op in open {
        let program = op.program.as_str();
        if stuck.contains(&op.seq) {
            holders.entry(program).or_insert(op.seq);
        } else if op.kind == "enrollment_requested" {
            holders.remove(program);
        }
        if let Some(holder) = holders.get(program) {
            held.insert(op.seq, *holder);
        }
    }
    held
}

/// Acts of one other computer in portions of one request each. Two acts with one number (its disk was restored from an image)
/// never travel together: answers name numbers.
pub fn portions(ops: &[Arc<Operation>], most: usize) -> Vec<&[Arc<Operation>]> {
    let mut portions = Vec::new();
    let mut rest = ops;
    while !rest.is_empty() {
        let mut bytes = 0;
        let fits = rest.iter().enumerate().take_while(|(n, op)| {
            bytes += op.payload.text().len() + 256;
            *n == 0 || (*n < most && bytes <= MAX_OPS_BYTES && rest[n - 1].seq < op.seq)
        });
        let (portion, behind) = rest.split_at(fits.count());
        portions.push(portion);
        rest = behind;
    }
    portions
}
