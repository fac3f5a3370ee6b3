//! The school's answers, kept as runs: ten thousand confirmations are ten rows, and the journal itself never changes.

use super::DbError;
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

pub(super) fn record(tx: &Transaction<'_>, answers: &[Answered]) -> Result<(), DbError> {
    let mut insert = tx.prepare_cached(
        "INSERT OR IGNORE INTO answers (first, last, answer, at, answered_by, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    // Only an answer that waits for somebody may be followed by another; a final one stands.
    let mut superseded =
        tx.prepare_cached("DELETE FROM answers WHERE answer IN ('needs_you', 'waits') AND first BETWEEN ?1 AND ?2")?;
    for run in answers {
        superseded.execute(params![run.first, run.last])?;
        let (name, at, by, detail) = columns(run);
        insert.execute(params![run.first, run.last, name, at.0, by, detail])?;
    }
    Ok(())
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

pub(super) fn needing_you(conn: &Connection) -> Result<Vec<i64>, DbError> {
    let mut statement = conn.prepare_cached("SELECT first, last FROM answers WHERE answer IN ('needs_you', 'waits')")?;
    let runs = statement.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))?;
    let mut seqs = Vec::new();
    for run in runs {
        let (first, last) = run?;
        seqs.extend(first..=last);
    }
    Ok(seqs)
}
