//! A damaged database is set aside, never deleted. Of a damaged `learner.db` everything is read that is still what was written:
//! what SQLite can reach, and what lies in the bytes ([`super::carve`]).

use super::DbError;
use super::carve;
use super::learner::{Answered, of_act, of_answer, of_mirror, read_operation};
use carrel_domain::enrollment::Refusal;
use carrel_domain::view::Mirror;
use carrel_domain::{Operation, ProgramId, Timestamp};
use carrel_protocol::Answer;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, Row, Statement};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A name beside `path` that nothing uses: `NAME.WORD-1`, `NAME.WORD-2`, …
pub fn unused_name(path: &Path, word: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut number = 1u32;
    loop {
        let candidate = path.with_file_name(format!("{name}.{word}-{number}"));
        if !candidate.exists() && !with_suffix(&candidate, "-wal").exists() {
            return candidate;
        }
        number += 1;
    }
}

/// Moves a damaged database and its write-ahead log out of the way; returns where it is kept.
///
/// The log first: left behind, SQLite would take it for that of the next file of this name.
pub fn set_aside(path: &Path) -> Result<PathBuf, DbError> {
    let kept = unused_name(path, "damaged");
    for suffix in ["-wal", "-shm", ""] {
        let part = with_suffix(path, suffix);
        if part.exists() {
            std::fs::rename(part, with_suffix(&kept, suffix))?;
        }
    }
    Ok(kept)
}

pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// What could still be read of a damaged `learner.db`.
#[derive(Debug, Default)]
pub struct Salvaged {
    pub journal: Vec<Operation>,
    pub answers: Vec<Answered>,
    pub meta: Vec<(String, String)>,
    /// The school's word, so that studying goes on without a network. It is pulled anew all the same: there is no cursor.
    pub mirrors: Vec<(ProgramId, Mirror)>,
    /// Rows of the small private tables.
    pub private: Vec<(&'static str, Vec<Value>)>,
}

/// Private to this computer, so nobody else has them.
const PRIVATE: [&str; 4] = ["drafts", "places", "put_away", "sittings"];

/// Reads a damaged file as far as it goes, and leaves it as it is.
pub fn read_what_is_left(path: &Path) -> Salvaged {
    let carved = carve::acts(path, &with_suffix(path, "-wal"));
    let mut left = read_copy(path).unwrap_or_default();
    let mut acts: BTreeMap<i64, Operation> =
        std::mem::take(&mut left.journal).into_iter().map(|op| (op.seq, op)).collect();
    for (seq, op) in carved {
        acts.entry(seq).or_insert(op);
    }
    let mut ids = BTreeSet::new();
    acts.retain(|_, op| ids.insert(op.id.clone()));
    let known = acts.keys().next_back().copied().unwrap_or(0);
    left.answers.retain(|run| run.first <= known);
    left.answers.iter_mut().for_each(|run| run.last = run.last.min(known));
    if let Some(newest) = acts.values().next_back() {
        // The acts know which computer they are of.
        left.meta.retain(|(key, _)| key != "device");
        left.meta.push(("device".to_owned(), newest.device.to_string()));
    }
    left.journal = acts.into_values().collect();
    left
}

/// What SQLite reads. It gets a copy, because it would write to the file it opens.
fn read_copy(path: &Path) -> Option<Salvaged> {
    let folder = tempfile::tempdir_in(path.parent()?).ok()?;
    let copy = folder.path().join("damaged.db");
    std::fs::copy(path, &copy).ok()?;
    let log = with_suffix(path, "-wal");
    if log.exists() {
        std::fs::copy(log, with_suffix(&copy, "-wal")).ok()?;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(&copy, flags).ok()?;
    Some(Salvaged {
        journal: readable_acts(&conn).into_values().collect(),
        answers: readable(&conn, "SELECT first, last, answer, at, answered_by, detail, sum FROM answers", read_answer),
        // Identity and account survive; the cursor does not, so that everything is pulled anew.
        meta: readable(
            &conn,
            "SELECT key, value FROM meta WHERE key NOT IN ('cursor', 'lease', 'generation')",
            |row| Ok((row.get(0)?, row.get(1)?)),
        ),
        mirrors: readable(&conn, "SELECT program, mirror, sum FROM mirror", read_mirror),
        private: PRIVATE.iter().flat_map(|table| readable_table(&conn, table)).collect(),
    })
}

fn readable_table(conn: &Connection, table: &'static str) -> Vec<(&'static str, Vec<Value>)> {
    readable(conn, &format!("SELECT * FROM {table}"), |row| {
        let columns = row.as_ref().column_count();
        Ok((table, (0..columns).map(|at| row.get(at)).collect::<Result<_, _>>()?))
    })
}

/// The rows of a query up to the first that cannot be reached; those that do not read are left out.
fn readable<T>(conn: &Connection, sql: &str, read: impl Fn(&Row<'_>) -> rusqlite::Result<T>) -> Vec<T> {
    let Ok(mut statement) = conn.prepare(sql) else { return Vec::new() };
    let Ok(mut rows) = statement.query([]) else { return Vec::new() };
    let mut found = Vec::new();
    while let Ok(Some(row)) = rows.next() {
        found.extend(read(row));
    }
    found
}

/// From both ends to the first page that cannot be read, and between them one by one, so that a bad page costs only its own.
fn readable_acts(conn: &Connection) -> BTreeMap<i64, Operation> {
    // A number that cannot be right must not send us looking for ever.
    const MOST_MISSES: u32 = 100_000;
    // Before the third version there were no sums.
    let columns = "seq, op_id, device, program, kind, payload, seen, occurred_at, uncertainty_ms";
    let sum = if conn.prepare("SELECT sum FROM journal").is_ok() { "sum" } else { "NULL" };
    let sql = format!("SELECT {columns}, {sum} FROM journal");
    let mut acts = BTreeMap::new();
    for order in ["ASC", "DESC"] {
        let found = readable(conn, &format!("{sql} ORDER BY seq {order}"), read_act);
        acts.extend(found.into_iter().map(|op| (op.seq, op)));
    }
    let Ok(mut one) = conn.prepare(&format!("{sql} WHERE seq = ?1")) else { return acts };
    let mut misses = 0;
    let mut seq = 1;
    while misses < MOST_MISSES && acts.range(seq..).next().is_some() {
        if let Entry::Vacant(gap) = acts.entry(seq) {
            match probe(&mut one, seq) {
                Some(op) => drop(gap.insert(op)),
                None => misses += 1,
            }
        }
        seq += 1;
    }
    acts
}

fn probe(one: &mut Statement<'_>, seq: i64) -> Option<Operation> {
    one.query_row([seq], read_act).ok()
}

/// An act as it was written: a row whose sum is wrong is none.
fn read_act(row: &Row<'_>) -> rusqlite::Result<Operation> {
    let (op, seen): (Operation, String) = (read_operation(row)?, row.get(6)?);
    match row.get::<_, Option<i64>>(9)? {
        Some(sum) if sum != of_act(&op, &seen) => Err(rusqlite::Error::InvalidQuery),
        _ if op.seq < 1 => Err(rusqlite::Error::InvalidQuery),
        _ => Ok(op),
    }
}

fn read_mirror(row: &Row<'_>) -> rusqlite::Result<(ProgramId, Mirror)> {
    let (program, text): (String, String) = (row.get(0)?, row.get(1)?);
    if row.get::<_, Option<i64>>(2)? != Some(of_mirror(&program, &text)) {
        return Err(rusqlite::Error::InvalidQuery);
    }
    let mirror = serde_json::from_str(&text).map_err(|_| rusqlite::Error::InvalidQuery)?;
    Ok((ProgramId(program), mirror))
}

/// Only with its sum: an act without its answer is sent again and answered the same, one with a wrong answer never.
fn read_answer(row: &Row<'_>) -> rusqlite::Result<Answered> {
    let (first, last, name, at) = (row.get(0)?, row.get(1)?, row.get::<_, String>(2)?, row.get(3)?);
    let (by, detail): (String, String) = (row.get(4)?, row.get(5)?);
    if row.get::<_, Option<i64>>(6)? != Some(of_answer(first, last, &name, at, &by, &detail)) {
        return Err(rusqlite::Error::InvalidQuery);
    }
    let at = Timestamp(at);
    let answer = match name.as_str() {
        "accepted" => Answer::Accepted { at, by },
        "refused" => Answer::Refused {
            refusal: serde_json::from_str::<Refusal>(&detail).map_err(|_| rusqlite::Error::InvalidQuery)?,
        },
        "waits" => Answer::Waits { text: detail },
        _ => Answer::NeedsYou { text: detail },
    };
    Ok(Answered { first, last, at, answer })
}
