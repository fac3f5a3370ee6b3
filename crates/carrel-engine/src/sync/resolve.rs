//! What an answer of the provider changes: pure, from the mirrors as they are and the answer as it came.

use crate::store::learner::{Answered, AppliedPage};
use carrel_domain::view::Mirror;
use carrel_domain::{DeviceId, Operation, ProgramId, Timestamp};
use carrel_protocol::{Answer, Delivery, Exchange, Pulled};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Receipts, changes and cursor as one page, to be applied in one transaction.
///
/// Accepted operations move from the journal's side into the mirror; refused ones leave the view by having an answer;
/// an operation without a delivery stays pending.
pub fn resolve<'m>(
    mirror_of: impl Fn(&ProgramId) -> Option<&'m Mirror>,
    device: &DeviceId,
    ops: &[Arc<Operation>],
    exchange: &Exchange,
    now: Timestamp,
) -> AppliedPage {
    let mut mirrors: BTreeMap<ProgramId, Mirror> = BTreeMap::new();
    let mut touch = |program: &ProgramId, change: &dyn Fn(&mut Mirror)| {
        if !mirrors.contains_key(program) {
            mirrors.insert(program.clone(), mirror_of(program).cloned().unwrap_or_default());
        }
        if let Some(mirror) = mirrors.get_mut(program) {
            change(mirror);
        }
    };
    let answered = answers_in_order(ops, &exchange.deliveries);
    for (op, answer) in &answered {
        if matches!(answer, Answer::Accepted { .. }) {
            touch(&op.program, &|mirror| mirror.accept(op));
        }
    }
    for change in &exchange.changes {
        match change {
            // Our own come home as receipts; taking them twice would count them twice.
            Pulled::Operation(op) if &op.device == device => {}
            Pulled::Operation(op) => touch(&op.program, &|mirror| mirror.accept(op)),
            Pulled::Enrollment(said) => touch(&said.program, &|mirror| mirror.enrollment = Some((**said).clone())),
            Pulled::Snapshot(program, record) => touch(program, &|mirror| mirror.record = (**record).clone()),
        }
    }
    AppliedPage { answers: runs(&answered, now), mirrors, cursor: exchange.cursor.clone(), meta: Vec::new() }
}

/// A program pulled anew: everything its pages say, from nothing.
pub fn rebuild(mirror: &mut Mirror, exchange: &Exchange, program: &ProgramId) {
    for change in &exchange.changes {
        match change {
            Pulled::Operation(op) if &op.program == program => mirror.accept(op),
            Pulled::Enrollment(said) if &said.program == program => mirror.enrollment = Some((**said).clone()),
            Pulled::Snapshot(of, record) if of == program => mirror.record = (**record).clone(),
            _ => {}
        }
    }
}

fn answers_in_order<'a>(ops: &'a [Arc<Operation>], deliveries: &'a [Delivery]) -> Vec<(&'a Operation, &'a Answer)> {
    let by_id: HashMap<&str, &Answer> = deliveries.iter().map(|d| (d.op.as_str(), &d.answer)).collect();
    ops.iter().filter_map(|op| by_id.get(op.id.as_str()).map(|answer| (&**op, *answer))).collect()
}

/// Joins equal answers to neighbouring acts.
fn runs(answered: &[(&Operation, &Answer)], now: Timestamp) -> Vec<Answered> {
    let mut runs: Vec<Answered> = Vec::new();
    for (op, answer) in answered {
        match runs.last_mut() {
            Some(run) if run.last + 1 == op.seq && &run.answer == *answer => run.last = op.seq,
            _ => runs.push(Answered { first: op.seq, last: op.seq, at: now, answer: (*answer).clone() }),
        }
    }
    runs
}
