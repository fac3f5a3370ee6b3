//! What an answer of the provider changes: pure, from the mirrors as they are and the answer as it came.

use crate::store::learner::{Answered, AppliedPage, KnownActs, Lost};
use carrel_domain::view::Mirror;
use carrel_domain::{DeviceId, Operation, OperationId, ProgramId, Timestamp};
use carrel_protocol::{Answer, Delivery, Exchange, Pulled};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// Receipts, changes and cursor as one page, to be applied in one transaction.
///
/// Accepted operations move from the journal's side into the mirror; refused ones leave the view by having an answer;
/// an operation without a delivery stays pending. `heard` names the acts of other computers that are known already, and
/// whether the school had lost them.
pub fn resolve<'m>(
    mirror_of: impl Fn(&ProgramId) -> Option<&'m Mirror>,
    device: &DeviceId,
    ops: &[Arc<Operation>],
    exchange: &Exchange,
    heard: &HashMap<OperationId, bool>,
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
    let mut new: Vec<Operation> = Vec::new();
    let mut seen: HashSet<&OperationId> = HashSet::new();
    for change in &exchange.changes {
        match change {
            // Our own come home as receipts; taking them twice would count them twice.
            Pulled::Operation(op) if &op.device == device => {}
            // Two answers may bring the same act.
            Pulled::Operation(op) if heard.get(&op.id) == Some(&false) || !seen.insert(&op.id) => {}
            Pulled::Operation(op) => {
                touch(&op.program, &|mirror| mirror.accept(op));
                new.push(op.clone());
            }
            Pulled::Enrollment(said) => touch(&said.program, &|mirror| mirror.enrollment = Some((**said).clone())),
            Pulled::Snapshot(program, record) => touch(program, &|mirror| mirror.record = (**record).clone()),
        }
    }
    let returned = new.iter().filter(|op| heard.contains_key(&op.id)).map(|op| op.id.clone()).collect();
    AppliedPage {
        answers: runs(&answered, now),
        mirrors,
        cursor: exchange.cursor.clone(),
        heard: new,
        returned,
        ..AppliedPage::default()
    }
}

/// What the school answered to acts of other computers that this one sent again: accepted ones are in its record once more.
pub fn resolve_carried<'m>(
    mirror_of: impl Fn(&ProgramId) -> Option<&'m Mirror>,
    ops: &[Arc<Operation>],
    exchange: &Exchange,
) -> AppliedPage {
    let mut page = AppliedPage::default();
    for (op, answer) in answers_in_order(ops, &exchange.deliveries) {
        if matches!(answer, Answer::Accepted { .. }) {
            let known = || mirror_of(&op.program).cloned().unwrap_or_default();
            page.mirrors.entry(op.program.clone()).or_insert_with(known).accept(op);
        }
        // A refusal is told on the computer that did the act; here it just leaves the view.
        if answer.is_final() {
            page.returned.push(op.id.clone());
        }
    }
    page
}

/// One program as the school has it, and what this computer knows of it besides.
pub fn compare(pulled: Rebuilt, known: &KnownActs, program: &ProgramId, at: Timestamp) -> AppliedPage {
    let Rebuilt { mirror, ops } = pulled;
    let there: HashSet<&OperationId> = ops.iter().map(|op| &op.id).collect();
    let mut own: Vec<i64> = known
        .own
        .iter()
        .filter(|(id, (_, confirmed))| *confirmed && !there.contains(id))
        .map(|(_, act)| act.0)
        .collect();
    own.sort_unstable();
    // What is there and still open here lost its receipt: seen at the school is as good, and counting it twice would not be.
    let mut there_and_open: Vec<i64> = known
        .own
        .iter()
        .filter(|(id, (_, confirmed))| !*confirmed && there.contains(id))
        .map(|(_, act)| act.0)
        .collect();
    there_and_open.sort_unstable();
    let answer = || Answer::Accepted { at, by: known.school.clone() };
    let answers =
        there_and_open.into_iter().map(|seq| Answered { first: seq, last: seq, at, answer: answer() }).collect();
    let heard = known.heard.iter().filter(|id| !there.contains(id)).cloned().collect();
    let lost = Lost { own, heard };
    let heard = ops.into_iter().filter(|op| !known.own.contains_key(&op.id)).collect();
    let mirrors = [(program.clone(), mirror)].into_iter().collect();
    AppliedPage { answers, mirrors, heard, lost, ..AppliedPage::default() }
}

/// A program as its pages say it, from nothing.
#[derive(Debug, Default)]
pub struct Rebuilt {
    pub mirror: Mirror,
    pub ops: Vec<Operation>,
}

/// A program pulled anew: takes in one more page.
pub fn rebuild(rebuilt: &mut Rebuilt, exchange: Exchange, program: &ProgramId) {
    for change in exchange.changes {
        match change {
            Pulled::Operation(op) if &op.program == program => {
                rebuilt.mirror.accept(&op);
                rebuilt.ops.push(op);
            }
            Pulled::Enrollment(said) if &said.program == program => rebuilt.mirror.enrollment = Some(*said),
            Pulled::Snapshot(of, record) if &of == program => rebuilt.mirror.record = *record,
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
