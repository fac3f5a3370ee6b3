//! The school's answers, kept as runs: ten thousand confirmations are ten rows, and the journal itself never changes.

use super::{DbError, sums};
use carrel_domain::Timestamp;
use carrel_domain::enrollment::Refusal;
use carrel_protocol::Answer;
use rusqlite::{Connection, Transaction, params};

/// One answer to the acts `first..=last` of this computer.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    pub first: i64,
    pub last: i64,
    pub at: Timestamp,
    pub answer: Answer,
}

/// Writes answers down. Runs never overlap: a final answer stands whatever comes later, one that waits for somebody gives way.
pub(super) fn record(tx: &Transaction<'_>, answers: &[Answered]) -> Result<(), DbError> {
    for run in answers {
        let (name, at, by, detail) = columns(run);
        let row =
            Row { first: run.first, last: run.last, answer: name.to_owned(), at: at.0, by: by.to_owned(), detail };
        let mut free = vec![(run.first, run.last)];
        for old in touching(tx, run.first, run.last)? {
            if old.is_final() {
                free = free.into_iter().flat_map(|span| without(span, (old.first, old.last))).collect();
            } else {
                cut(tx, &old, run.first, run.last)?;
            }
        }
        for (first, last) in free {
            row.between(first, last).insert(tx)?;
        }
    }
    Ok(())
}

/// Takes back the confirmation of these acts: the school no longer has them. They are open again.
pub(super) fn withdraw(tx: &Transaction<'_>, seqs: &[i64]) -> Result<(), DbError> {
    for &seq in seqs {
        for old in touching(tx, seq, seq)? {
            cut(tx, &old, seq, seq)?;
        }
    }
    Ok(())
}

/// A run as it stands in the table.
struct Row {
    first: i64,
    last: i64,
    answer: String,
    at: i64,
    by: String,
    detail: String,
}

impl Row {
    fn is_final(&self) -> bool {
        matches!(self.answer.as_str(), "accepted" | "refused")
    }

    /// The same answer to other acts.
    fn between(&self, first: i64, last: i64) -> Self {
        let (answer, by, detail) = (self.answer.clone(), self.by.clone(), self.detail.clone());
        Self { first, last, answer, at: self.at, by, detail }
    }

    fn insert(&self, tx: &Transaction<'_>) -> Result<(), DbError> {
        let Self { first, last, answer, at, by, detail } = self;
        tx.prepare_cached(
            "INSERT INTO answers (first, last, answer, at, answered_by, detail, sum) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?
        .execute(params![first, last, answer, at, by, detail, sums::of_answer(*first, *last, answer, *at, by, detail)])?;
        Ok(())
    }
}

/// The runs that share a number with `first..=last`, in order.
fn touching(tx: &Transaction<'_>, first: i64, last: i64) -> Result<Vec<Row>, DbError> {
    let mut statement = tx.prepare_cached(
        "SELECT first, last, answer, at, answered_by, detail FROM answers
         WHERE first BETWEEN COALESCE((SELECT MAX(first) FROM answers WHERE first <= ?1), ?1) AND ?2 AND last >= ?1
         ORDER BY first",
    )?;
    let rows = statement.query_map([first, last], |row| {
        Ok(Row {
            first: row.get(0)?,
            last: row.get(1)?,
            answer: row.get(2)?,
            at: row.get(3)?,
            by: row.get(4)?,
            detail: row.get(5)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Takes `first..=last` out of a run; what stands before and behind it stays.
fn cut(tx: &Transaction<'_>, old: &Row, first: i64, last: i64) -> Result<(), DbError> {
    tx.prepare_cached("DELETE FROM answers WHERE first = ?1")?.execute([old.first])?;
    for (first, last) in without((old.first, old.last), (first, last)) {
        old.between(first, last).insert(tx)?;
    }
    Ok(())
}

/// What is left of a span without another: nothing, one part or two.
fn without((first, last): (i64, i64), (from, to): (i64, i64)) -> Vec<(i64, i64)> {
    let before = (first, last.min(from - 1));
    let behind = (first.max(to + 1), last);
    [before, behind].into_iter().filter(|(first, last)| first <= last).collect()
}

fn columns(run: &Answered) -> (&'static str, Timestamp, &str, String) {
    match &run.answer {
        Answer::Accepted { at, by } => ("accepted", *at, by, String::new()),
        Answer::Refused { refusal } => ("refused", run.at, "", serde_json::to_string(refusal).unwrap_or_default()),
        Answer::NeedsYou { text } => ("needs_you", run.at, "", text.clone()),
        Answer::Waits { text } => ("waits", run.at, "", text.clone()),
    }
}

/// A refusal as it was kept.
pub fn read_refusal(detail: &str) -> Refusal {
    serde_json::from_str(detail).unwrap_or(Refusal {
        code: carrel_domain::enrollment::RefusalCode::Other,
        text: detail.to_owned(),
        remedy: String::new(),
    })
}

/// The acts with an answer of this kind: `needs_you` or `waits`.
pub(super) fn answered(conn: &Connection, answer: &str) -> Result<Vec<i64>, DbError> {
    let mut statement = conn.prepare_cached("SELECT first, last FROM answers WHERE answer = ?1")?;
    let runs = statement.query_map([answer], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))?;
    let mut seqs = Vec::new();
    for run in runs {
        let (first, last) = run?;
        seqs.extend(first..=last);
    }
    Ok(seqs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use carrel_domain::enrollment::{Refusal, RefusalCode};
    use proptest::collection::vec;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn answer(kind: u8) -> Answer {
        match kind {
            0 => Answer::Accepted { at: Timestamp(1), by: "school".into() },
            1 => Answer::Refused {
                refusal: Refusal { code: RefusalCode::Other, text: "no".into(), remedy: "ask".into() },
            },
            2 => Answer::NeedsYou { text: "sign".into() },
            _ => Answer::Waits { text: "wait".into() },
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        /// Against one entry per act, the plainest way to keep answers.
        #[test]
        fn i2_runs_say_what_single_answers_would_say(
            steps in vec((1..40i64, 0..12i64, 0..5u8), 1..40),
        ) {
            let mut conn = Connection::open_in_memory().expect("a database");
            crate::store::learner::migrations().run(&mut conn).expect("the migrations run");
            let mut plain: BTreeMap<i64, u8> = BTreeMap::new();
            for (first, more, kind) in steps {
                let last = first + more;
                let tx = conn.transaction().expect("a transaction");
                if kind == 4 {
                    withdraw(&tx, &(first..=last).collect::<Vec<_>>()).expect("it is withdrawn");
                    plain.retain(|seq, _| !(first..=last).contains(seq));
                } else {
                    let run = Answered { first, last, at: Timestamp(1), answer: answer(kind) };
                    record(&tx, &[run]).expect("it is recorded");
                    for seq in first..=last {
                        let known = plain.entry(seq).or_insert(kind);
                        if *known > 1 {
                            *known = kind;
                        }
                    }
                }
                tx.commit().expect("it commits");
            }
            for (kind, name) in ["accepted", "refused", "needs_you", "waits"].into_iter().enumerate() {
                let mut said = answered(&conn, name).expect("the runs read");
                said.sort_unstable();
                let wanted: Vec<i64> =
                    plain.iter().filter(|(_, known)| usize::from(**known) == kind).map(|(seq, _)| *seq).collect();
                prop_assert_eq!(said, wanted, "{}", name);
            }
        }
    }
}
