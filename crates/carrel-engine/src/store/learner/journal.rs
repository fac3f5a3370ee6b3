//! The journal table: append, and read.

use super::{DbError, JournalFilter, sums};
use carrel_domain::{DeviceId, Occurred, Operation, OperationId, Payload, ProgramId, Timestamp};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, Statement, Transaction, params};

/// An act about to be written; its sequence number is given by the journal.
#[derive(Clone, Debug)]
pub struct NewOperation {
    pub id: OperationId,
    pub device: DeviceId,
    pub program: ProgramId,
    pub occurred: Occurred,
    pub seen: Vec<OperationId>,
    pub kind: &'static str,
    pub payload: Payload,
}

/// A journal row with what the school answered to it.
#[derive(Clone, Debug)]
pub struct JournalRow {
    pub op: Operation,
    /// `accepted`, `refused`, `needs_you`, `waits`; `None`: no answer yet.
    pub answer: Option<(String, Timestamp, String, String)>,
    /// It is the learner's to look at, by the one definition there is.
    pub needs_learner: bool,
    /// Refused, read and put away.
    pub put_away: bool,
}

impl NewOperation {
    /// The operation it becomes at this place of the journal.
    pub fn numbered(self, seq: i64) -> Operation {
        Operation {
            id: self.id,
            device: self.device,
            seq,
            program: self.program,
            occurred: self.occurred,
            seen: self.seen,
            kind: self.kind.to_owned(),
            payload: self.payload,
        }
    }
}

/// Appends acts in order; they get the numbers after the last one.
pub(super) fn append(tx: &Transaction<'_>, new: Vec<NewOperation>) -> Result<Vec<Operation>, DbError> {
    let last: i64 = tx.prepare_cached("SELECT COALESCE(MAX(seq), 0) FROM journal")?.query_row([], |row| row.get(0))?;
    let ops: Vec<Operation> = new.into_iter().zip(last + 1..).map(|(new, seq)| new.numbered(seq)).collect();
    let mut statement = tx.prepare_cached(INSERT)?;
    ops.iter().try_for_each(|op| insert_with(&mut statement, op))?;
    Ok(ops)
}

const INSERT: &str =
    "INSERT INTO journal (seq, op_id, device, program, kind, payload, seen, occurred_at, uncertainty_ms, sum)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";

/// Every row, oldest first, with its sum as the last column.
pub(super) const WITH_SUMS: &str = "SELECT seq, op_id, device, program, kind, payload, seen, occurred_at, uncertainty_ms, sum FROM journal ORDER BY seq";

pub(super) fn insert(tx: &Transaction<'_>, op: &Operation) -> Result<(), DbError> {
    let mut statement = tx.prepare_cached(INSERT)?;
    insert_with(&mut statement, op)
}

fn insert_with(statement: &mut Statement<'_>, op: &Operation) -> Result<(), DbError> {
    let seen = serde_json::to_string(&op.seen).unwrap_or_else(|_| "[]".to_owned());
    statement.execute(params![
        op.seq,
        op.id.as_str(),
        op.device.as_str(),
        op.program.as_str(),
        op.kind,
        op.payload.text(),
        seen,
        op.occurred.at.0,
        op.occurred.uncertainty_ms,
        sums::of_act(op, &seen)
    ])?;
    Ok(())
}

const COLUMNS: &str = "j.seq, j.op_id, j.device, j.program, j.kind, j.payload, j.seen, j.occurred_at, j.uncertainty_ms";

/// What [`journal_row`] reads of an act `j` with answer `a`.
pub(super) fn row_columns() -> String {
    format!(
        "{COLUMNS}, a.answer, a.at, a.answered_by, a.detail, COALESCE({NEEDS_LEARNER}, 0),
         a.answer IS 'refused' AND EXISTS (SELECT 1 FROM put_away WHERE put_away.op_id = j.op_id)"
    )
}

/// The run that covers a row, if any. Runs never overlap, so it is the last one that begins at or before it.
pub(super) const WITH_ANSWER: &str = "FROM journal j LEFT JOIN answers a
    ON a.first = (SELECT MAX(first) FROM answers WHERE first <= j.seq) AND a.last >= j.seq";

/// An act `j` with answer `a` that is the learner's to look at: the school waits for them, or did not take it. A request made
/// again takes the place of the one before it, and a refusal that was put away has been looked at.
pub(super) const NEEDS_LEARNER: &str = "(a.answer IN ('needs_you', 'refused') AND NOT EXISTS (
    SELECT 1 FROM journal later WHERE later.kind = 'enrollment_requested' AND j.kind = later.kind
    AND later.program = j.program AND later.seq > j.seq)
    AND NOT (a.answer = 'refused' AND EXISTS (SELECT 1 FROM put_away WHERE put_away.op_id = j.op_id)))";

/// From the runs to their rows, never the other way: a long journal has few runs that are not confirmations.
pub(super) const FROM_RUNS: &str = "FROM answers a CROSS JOIN journal j ON j.seq BETWEEN a.first AND a.last";

/// How many acts need the learner.
pub(super) fn needing_learner(conn: &Connection) -> Result<u32, DbError> {
    let sql = format!("SELECT COUNT(*) {FROM_RUNS} WHERE a.answer <> 'accepted' AND {NEEDS_LEARNER}");
    Ok(conn.prepare_cached(&sql)?.query_row([], |row| row.get(0))?)
}

/// Acts without a final answer, oldest first.
pub(super) fn open(conn: &Connection) -> Result<Vec<Operation>, DbError> {
    let settled = settled_through(conn)?;
    let sql = format!(
        "SELECT {COLUMNS} {WITH_ANSWER} WHERE j.seq > ?1 AND (a.answer IS NULL OR a.answer IN ('needs_you', 'waits')) ORDER BY j.seq"
    );
    let mut statement = conn.prepare_cached(&sql)?;
    let rows = statement.query_map([settled], operation)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Everything up to here has a final answer: keeps a long history out of every start.
pub(super) fn settled_through(conn: &Connection) -> Result<i64, DbError> {
    let mut statement =
        conn.prepare_cached("SELECT first, last FROM answers WHERE answer IN ('accepted', 'refused') ORDER BY first")?;
    let mut rows = statement.query([])?;
    let mut through = 0;
    while let Some(row) = rows.next()? {
        let (first, last): (i64, i64) = (row.get(0)?, row.get(1)?);
        if first > through + 1 {
            break;
        }
        through = through.max(last);
    }
    Ok(through)
}

pub(super) fn page(
    conn: &Connection,
    before: Option<i64>,
    limit: u32,
    only: JournalFilter,
) -> Result<Vec<JournalRow>, DbError> {
    let filter = match only {
        JournalFilter::All => "TRUE",
        JournalFilter::Unanswered => "a.answer IS NULL",
        JournalFilter::NeedsYou => NEEDS_LEARNER,
    };
    let sql =
        format!("SELECT {} {WITH_ANSWER} WHERE j.seq < ?1 AND {filter} ORDER BY j.seq DESC LIMIT ?2", row_columns());
    rows_with_answers(conn, &sql, before.unwrap_or(i64::MAX), limit)
}

pub(super) fn from(conn: &Connection, after: i64, limit: u32) -> Result<Vec<JournalRow>, DbError> {
    let sql = format!("SELECT {} {WITH_ANSWER} WHERE j.seq > ?1 ORDER BY j.seq LIMIT ?2", row_columns());
    rows_with_answers(conn, &sql, after, limit)
}

fn rows_with_answers(conn: &Connection, sql: &str, bound: i64, limit: u32) -> Result<Vec<JournalRow>, DbError> {
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map(params![bound, limit], journal_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn by_id(conn: &Connection, op_id: &str) -> Result<Option<JournalRow>, DbError> {
    let sql = format!("SELECT {} {WITH_ANSWER} WHERE j.op_id = ?1", row_columns());
    Ok(conn.prepare_cached(&sql)?.query_row([op_id], journal_row).optional()?)
}

pub(super) fn latest_request(conn: &Connection, program: &ProgramId) -> Result<Option<JournalRow>, DbError> {
    let sql = format!(
        "SELECT {} {WITH_ANSWER}
         WHERE j.program = ?1 AND j.kind = 'enrollment_requested' ORDER BY j.seq DESC LIMIT 1",
        row_columns()
    );
    Ok(conn.prepare_cached(&sql)?.query_row([program.as_str()], journal_row).optional()?)
}

pub(super) fn journal_row(row: &Row<'_>) -> rusqlite::Result<JournalRow> {
    let answer: Option<String> = row.get(9)?;
    let answer = match answer {
        Some(answer) => Some((answer, Timestamp(row.get(10)?), row.get(11)?, row.get(12)?)),
        None => None,
    };
    Ok(JournalRow { op: operation(row)?, answer, needs_learner: row.get(13)?, put_away: row.get(14)? })
}

fn payload(row: &Row<'_>, column: usize) -> rusqlite::Result<Payload> {
    let no_json = |error| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error));
    Payload::new(row.get(column)?).map_err(no_json)
}

pub(crate) fn operation(row: &Row<'_>) -> rusqlite::Result<Operation> {
    let seen: String = row.get(6)?;
    Ok(Operation {
        seq: row.get(0)?,
        id: OperationId(row.get(1)?),
        device: DeviceId(row.get(2)?),
        program: ProgramId(row.get(3)?),
        kind: row.get(4)?,
        payload: payload(row, 5)?,
        seen: serde_json::from_str(&seen).unwrap_or_default(),
        occurred: Occurred { at: Timestamp(row.get(7)?), uncertainty_ms: row.get(8)? },
    })
}
