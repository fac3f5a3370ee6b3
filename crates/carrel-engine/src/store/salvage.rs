//! A damaged database is set aside, never deleted, and read row by row for what it still holds.

use super::DbError;
use super::learner::Answered;
use carrel_domain::enrollment::Refusal;
use carrel_domain::{Operation, Timestamp};
use carrel_protocol::Answer;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};

/// A name beside `path` that nothing uses: `NAME.WORD-1`, `NAME.WORD-2`, …
pub fn unused_name(path: &Path, word: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut number = 1u32;
    loop {
        let candidate = path.with_file_name(format!("{name}.{word}-{number}"));
        if !candidate.exists() {
            return candidate;
        }
        number += 1;
    }
}

/// Moves a damaged database and its write-ahead log out of the way; returns where it is kept.
pub fn set_aside(path: &Path) -> Result<PathBuf, DbError> {
    let kept = unused_name(path, "damaged");
    std::fs::rename(path, &kept)?;
    for suffix in ["-wal", "-shm"] {
        let side = with_suffix(path, suffix);
        if side.exists() {
            std::fs::rename(side, with_suffix(&kept, suffix))?;
        }
    }
    Ok(kept)
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// What could still be read of a damaged `learner.db`. The mirror is not among it: it is pulled anew.
#[derive(Debug, Default)]
pub struct Salvaged {
    pub journal: Vec<Operation>,
    pub answers: Vec<Answered>,
    pub meta: Vec<(String, String)>,
}

/// Reads a damaged file as far as it goes. Rows are looked up one by one, so that a bad page costs only its own.
pub fn read_what_is_left(path: &Path) -> Salvaged {
    let Ok(conn) =
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)
    else {
        return Salvaged::default();
    };
    let journal = readable_rows(&conn);
    let known = journal.iter().map(|op| op.seq).max().unwrap_or(0);
    Salvaged {
        answers: readable_answers(&conn).into_iter().filter(|run| run.last <= known).collect(),
        meta: readable_meta(&conn),
        journal,
    }
}

fn readable_rows(conn: &Connection) -> Vec<Operation> {
    // The highest number may itself be unreadable; a long run of misses ends the search.
    const MISSES_AT_THE_END: u32 = 10_000;
    let Ok(mut statement) = conn.prepare(
        "SELECT seq, op_id, device, program, kind, payload, seen, occurred_at, uncertainty_ms FROM journal WHERE seq = ?1",
    ) else {
        return Vec::new();
    };
    let last: Option<i64> = conn.query_row("SELECT MAX(seq) FROM journal", [], |row| row.get(0)).ok().flatten();
    let mut rows = Vec::new();
    let mut misses = 0;
    let mut seq = 1;
    while last.map_or(misses < MISSES_AT_THE_END, |last| seq <= last) {
        match statement.query_row([seq], super::learner::read_operation) {
            Ok(op) => {
                rows.push(op);
                misses = 0;
            }
            Err(_) => misses += 1,
        }
        seq += 1;
    }
    rows
}

fn readable_answers(conn: &Connection) -> Vec<Answered> {
    let Ok(mut statement) = conn.prepare("SELECT first, last, answer, at, answered_by, detail FROM answers") else {
        return Vec::new();
    };
    let Ok(mut rows) = statement.query([]) else { return Vec::new() };
    let mut answers = Vec::new();
    while let Ok(Some(row)) = rows.next() {
        if let Ok(answered) = read_answer(row) {
            answers.push(answered);
        }
    }
    answers
}

fn read_answer(row: &rusqlite::Row<'_>) -> rusqlite::Result<Answered> {
    let (name, at, detail): (String, Timestamp, String) = (row.get(2)?, Timestamp(row.get(3)?), row.get(5)?);
    let answer = match name.as_str() {
        "accepted" => Answer::Accepted { at, by: row.get(4)? },
        "refused" => Answer::Refused {
            refusal: serde_json::from_str::<Refusal>(&detail).map_err(|_| rusqlite::Error::InvalidQuery)?,
        },
        "waits" => Answer::Waits { text: detail },
        _ => Answer::NeedsYou { text: detail },
    };
    Ok(Answered { first: row.get(0)?, last: row.get(1)?, at, answer })
}

/// Identity and account survive; the cursor does not, so that everything is pulled anew.
fn readable_meta(conn: &Connection) -> Vec<(String, String)> {
    let Ok(mut statement) =
        conn.prepare("SELECT key, value FROM meta WHERE key NOT IN ('cursor', 'lease', 'generation')")
    else {
        return Vec::new();
    };
    let Ok(rows) = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))) else { return Vec::new() };
    rows.filter_map(Result::ok).collect()
}
