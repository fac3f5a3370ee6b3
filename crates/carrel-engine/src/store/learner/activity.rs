//! The journal as the activity shows it: narrowed down, counted, and a refusal put away.

use super::journal::{FROM_RUNS, JournalRow, NEEDS_LEARNER, WITH_ANSWER, journal_row, row_columns, settled_through};
use super::{DbError, LearnerStore};
use carrel_domain::{OperationId, ProgramId, Timestamp};
use rusqlite::{Connection, params};

/// Which acts to show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    #[default]
    Any,
    /// Without a final answer, and not the learner's to look at.
    Waiting,
    NeedsLearner,
    Confirmed,
    Refused,
}

/// A page of the journal, newest first.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub standing: Standing,
    pub program: Option<ProgramId>,
    /// Acts older than this number.
    pub before: Option<i64>,
    pub limit: u32,
}

impl LearnerStore {
    pub async fn acts(&self, wanted: Wanted) -> Result<Vec<JournalRow>, DbError> {
        self.db.read(move |conn| acts(conn, &wanted)).await
    }

    /// Of the acts without a final answer, how many need the learner; the others wait.
    pub async fn open_and_needing_learner(&self) -> Result<u32, DbError> {
        let sql = format!("SELECT COUNT(*) {FROM_RUNS} WHERE a.answer = 'needs_you' AND {NEEDS_LEARNER}");
        self.db.read(move |conn| Ok(conn.prepare_cached(&sql)?.query_row([], |row| row.get(0))?)).await
    }

    /// Puts a refusal away that the learner has read. `false`: there is no such refusal.
    pub async fn put_away(&self, id: OperationId, at: Timestamp) -> Result<bool, DbError> {
        let refused = format!("SELECT j.op_id, ?2 {WITH_ANSWER} WHERE j.op_id = ?1 AND a.answer = 'refused'");
        let sql = format!("INSERT INTO put_away (op_id, at) {refused} ON CONFLICT (op_id) DO NOTHING");
        self.db
            .write(move |tx| {
                tx.execute(&sql, params![id.as_str(), at.0])?;
                let known = "SELECT EXISTS (SELECT 1 FROM put_away WHERE op_id = ?1)";
                Ok(tx.query_row(known, [id.as_str()], |row| row.get(0))?)
            })
            .await
    }
}

fn acts(conn: &Connection, wanted: &Wanted) -> Result<Vec<JournalRow>, DbError> {
    // A filter that few acts of a long journal pass begins where those few are.
    let (from, filter, behind) = match wanted.standing {
        Standing::Any => (WITH_ANSWER, "TRUE".to_owned(), 0),
        Standing::Waiting => {
            let open = "(a.answer IS NULL OR a.answer IN ('waits', 'needs_you'))";
            (WITH_ANSWER, format!("{open} AND NOT COALESCE({NEEDS_LEARNER}, 0)"), settled_through(conn)?)
        }
        Standing::NeedsLearner => (FROM_RUNS, format!("a.answer <> 'accepted' AND {NEEDS_LEARNER}"), 0),
        Standing::Confirmed => (WITH_ANSWER, "a.answer = 'accepted'".to_owned(), 0),
        Standing::Refused => (FROM_RUNS, "a.answer = 'refused'".to_owned(), 0),
    };
    let sql = format!(
        "SELECT {} {from} WHERE j.seq > ?1 AND j.seq < ?2 AND (?3 IS NULL OR j.program = ?3) AND {filter}
         ORDER BY j.seq DESC LIMIT ?4",
        row_columns()
    );
    let before = wanted.before.unwrap_or(i64::MAX);
    let mut statement = conn.prepare_cached(&sql)?;
    let program = wanted.program.as_ref().map(ProgramId::as_str);
    let rows = statement.query_map(params![behind, before, program, wanted.limit], journal_row)?;
    Ok(rows.collect::<Result<_, _>>()?)
}
