//! Acts of the learner's other computers, kept as they came: what the school forgets, any computer that heard it sends again.

use super::{DbError, LearnerStore};
use carrel_domain::{Operation, OperationId, ProgramId};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use std::collections::HashMap;

/// What is kept of one program: by this computer's own journal, and of other computers.
#[derive(Debug, Default)]
pub struct KnownActs {
    /// Number in the journal, and whether the school has confirmed it.
    pub own: HashMap<OperationId, (i64, bool)>,
    pub heard: Vec<OperationId>,
    /// Who confirmed acts here so far, in the school's own word.
    pub school: String,
}

pub(super) fn keep(tx: &Transaction<'_>, ops: &[Operation]) -> Result<(), DbError> {
    let mut insert = tx.prepare_cached(
        "INSERT INTO heard (op_id, program, operation) VALUES (?1, ?2, ?3)
         ON CONFLICT (op_id) DO UPDATE SET missing = 0",
    )?;
    for op in ops {
        let text = serde_json::to_string(op).unwrap_or_else(|_| "null".to_owned());
        insert.execute(params![op.id.as_str(), op.program.as_str(), text])?;
    }
    Ok(())
}

pub(super) fn set_missing(tx: &Transaction<'_>, ids: &[OperationId], missing: bool) -> Result<(), DbError> {
    let mut update = tx.prepare_cached("UPDATE heard SET missing = ?2 WHERE op_id = ?1")?;
    for id in ids {
        update.execute(params![id.as_str(), missing])?;
    }
    Ok(())
}

/// What the school had once and has no more, in the order in which it happened.
pub(super) fn missing(conn: &Connection) -> Result<Vec<Operation>, DbError> {
    let mut statement = conn.prepare_cached("SELECT operation FROM heard WHERE missing = 1 ORDER BY op_id")?;
    let texts = statement.query_map([], |row| row.get::<_, String>(0))?;
    let mut ops: Vec<Operation> = Vec::new();
    for text in texts {
        // What does not read any more cannot be sent; it stays where it is.
        ops.extend(serde_json::from_str::<Operation>(&text?));
    }
    ops.sort_by(|a, b| (a.device.as_str(), a.seq, &a.id).cmp(&(b.device.as_str(), b.seq, &b.id)));
    Ok(ops)
}

impl LearnerStore {
    /// Which of these acts were heard before, and whether the school had lost them.
    pub async fn heard_among(&self, ids: Vec<OperationId>) -> Result<HashMap<OperationId, bool>, DbError> {
        // The common case asks nobody.
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        self.db
            .read(move |conn| {
                let mut statement = conn.prepare_cached("SELECT missing FROM heard WHERE op_id = ?1")?;
                let mut known = HashMap::new();
                for id in ids {
                    let mut rows = statement.query([id.as_str()])?;
                    if let Some(row) = rows.next()? {
                        known.insert(id, row.get(0)?);
                    }
                }
                Ok(known)
            })
            .await
    }

    /// An act of this or another computer, as it was written.
    pub async fn act(&self, id: OperationId) -> Result<Option<Operation>, DbError> {
        self.db
            .read(move |conn| {
                if let Some(row) = super::journal::by_id(conn, id.as_str())? {
                    return Ok(Some(row.op));
                }
                let mut heard = conn.prepare_cached("SELECT operation FROM heard WHERE op_id = ?1")?;
                let text: Option<String> = heard.query_row([id.as_str()], |row| row.get(0)).optional()?;
                Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
            })
            .await
    }

    /// Everything known of one program, to compare with what the school says it has.
    pub async fn known_acts(&self, program: ProgramId) -> Result<KnownActs, DbError> {
        self.db
            .read(move |conn| {
                let mut own = conn.prepare_cached(
                    "SELECT j.op_id, j.seq, EXISTS (SELECT 1 FROM answers a WHERE a.answer = 'accepted'
                         AND a.first = (SELECT MAX(first) FROM answers WHERE first <= j.seq) AND a.last >= j.seq)
                     FROM journal j WHERE j.program = ?1",
                )?;
                let mut heard = conn.prepare_cached("SELECT op_id FROM heard WHERE program = ?1")?;
                let own_act = |row: &Row<'_>| Ok((OperationId(row.get(0)?), (row.get(1)?, row.get(2)?)));
                let own = own.query_map([program.as_str()], own_act)?.collect::<Result<_, _>>()?;
                let heard = heard.query_map([program.as_str()], |row| row.get(0).map(OperationId))?;
                let mut by =
                    conn.prepare_cached("SELECT answered_by FROM answers WHERE answer = 'accepted' LIMIT 1")?;
                let school = by.query_row([], |row| row.get(0)).optional()?.unwrap_or_default();
                Ok(KnownActs { own, heard: heard.collect::<Result<_, _>>()?, school })
            })
            .await
    }
}
