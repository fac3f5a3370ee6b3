//! Is this file what was written? Asked once, when it is opened: SQLite's own check sees damaged pages, not a changed letter.

use super::{DbError, journal, migrations, sums};
use carrel_sqlite::{Durability, connect, migrate_in_place, schema_text};
use rusqlite::Connection;
use rusqlite::types::Value;
use std::path::Path;
use std::sync::OnceLock;

/// Whole, with the schema of this version, and every row as its sum says. Otherwise [`DbError::Corrupt`].
pub(super) fn whole(conn: &Connection) -> Result<(), DbError> {
    if schema_text(conn)? != expected_schema()? {
        return Err(DbError::Corrupt(None));
    }
    // Unlike `quick_check` it holds the indices against their tables: acts are looked up by their ids.
    let verdict: String = conn.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    let sound = verdict == "ok" && acts(conn)? && answers(conn)? && mirrors(conn)? && texts(conn)?;
    if sound { Ok(()) } else { Err(DbError::Corrupt(None)) }
}

/// A flipped bit in the schema may take a rule away without anything looking damaged.
fn expected_schema() -> Result<&'static str, DbError> {
    static EXPECTED: OnceLock<String> = OnceLock::new();
    if let Some(known) = EXPECTED.get() {
        return Ok(known);
    }
    let memory = Path::new(":memory:");
    let mut conn = connect(memory, Durability::Normal)?;
    migrate_in_place(&mut conn, memory, &migrations())?;
    let text = schema_text(&conn)?;
    Ok(EXPECTED.get_or_init(|| text))
}

/// Rows of before there were sums stand at the beginning; behind the first sum each row has one.
fn acts(conn: &Connection) -> Result<bool, DbError> {
    let mut statement = conn.prepare(journal::WITH_SUMS)?;
    let mut rows = statement.query([])?;
    let mut summed = false;
    while let Some(row) = rows.next()? {
        match (row.get::<_, Option<i64>>(9)?, journal::operation(row)) {
            (Some(sum), Ok(op)) if sums::of_act(&op, &row.get::<_, String>(6)?) == sum => summed = true,
            (None, Ok(_)) if !summed => {}
            _ => return Ok(false),
        }
    }
    Ok(true)
}

fn answers(conn: &Connection) -> Result<bool, DbError> {
    let mut statement = conn.prepare("SELECT first, last, answer, at, answered_by, detail, sum FROM answers")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (answer, by, detail): (String, String, String) = (row.get(2)?, row.get(4)?, row.get(5)?);
        let sum = sums::of_answer(row.get(0)?, row.get(1)?, &answer, row.get(3)?, &by, &detail);
        if row.get::<_, Option<i64>>(6)?.is_some_and(|known| known != sum) {
            return Ok(false);
        }
    }
    Ok(true)
}

fn mirrors(conn: &Connection) -> Result<bool, DbError> {
    let mut statement = conn.prepare("SELECT program, mirror, sum FROM mirror")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let sum = sums::of_mirror(&row.get::<_, String>(0)?, &row.get::<_, String>(1)?);
        if row.get::<_, Option<i64>>(2)?.is_some_and(|known| known != sum) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The small tables have no sums; that their texts are texts keeps every later question from failing.
fn texts(conn: &Connection) -> Result<bool, DbError> {
    for table in ["meta", "drafts", "places", "heard", "put_away", "sittings"] {
        let mut statement = conn.prepare(&format!("SELECT * FROM {table}"))?;
        let columns = statement.column_count();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if (0..columns).any(|at| row.get::<_, Value>(at).is_err()) {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

/// An error while opening that a flipped bit can be the cause of. Setting the file aside for another cause loses nothing.
pub(super) fn means_damage(error: &DbError) -> bool {
    match error {
        DbError::Corrupt(_) => true,
        DbError::Sql(error) => !matches!(
            error.sqlite_error_code(),
            Some(
                rusqlite::ErrorCode::CannotOpen
                    | rusqlite::ErrorCode::OutOfMemory
                    | rusqlite::ErrorCode::PermissionDenied
                    | rusqlite::ErrorCode::SystemIoFailure
                    | rusqlite::ErrorCode::FileLockingProtocolFailed
                    | rusqlite::ErrorCode::OperationInterrupted
            )
        ),
        _ => false,
    }
}
