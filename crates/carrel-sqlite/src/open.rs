//! Opening: check, back up, migrate, or refuse.

use crate::{DbError, Disk};
use refinery::Runner;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::time::Duration;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// A commit survives a power cut.
    Full,
    /// A commit survives a crash of the program; the last ones may go with the power. For what can be fetched again.
    Normal,
}

/// How to open one database file.
pub struct OpenOptions {
    pub path: PathBuf,
    pub durability: Durability,
    /// Grouped: all of them in one transaction with their entries in the history. Apart, a kill between the two would leave a
    /// file that can be opened by nobody.
    pub migrations: Runner,
    pub readers: usize,
    pub disk: Disk,
}

/// One connection with the settings every connection of ours has.
pub fn connect(path: &Path, durability: Durability) -> Result<Connection, DbError> {
    connect_on(&Disk::default(), path, durability)
}

/// The same on another disk.
pub fn connect_on(disk: &Disk, path: &Path, durability: Durability) -> Result<Connection, DbError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = match disk.vfs {
        Some(vfs) => Connection::open_with_flags_and_vfs(path, flags, vfs)?,
        None => Connection::open_with_flags(path, flags)?,
    };
    conn.busy_timeout(Duration::from_secs(5))?;
    conn.pragma_update(None, "journal_mode", "WAL")?;
    set_durability(&conn, durability)?;
    conn.pragma_update(None, "foreign_keys", true)?;
    conn.pragma_update(None, "temp_store", "MEMORY")?;
    // Or SQLite plans a cached statement anew each time it is given other values.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.set_prepared_statement_cache_capacity(64);
    Ok(conn)
}

/// From the next transaction on.
pub(crate) fn set_durability(conn: &Connection, durability: Durability) -> Result<(), DbError> {
    let synchronous = match durability {
        Durability::Full => "FULL",
        Durability::Normal => "NORMAL",
    };
    Ok(conn.pragma_update(None, "synchronous", synchronous)?)
}

/// Opens for writing: refuses a damaged or a newer file, backs up an older one, and brings it up to date.
pub(crate) fn open_writer(options: &OpenOptions) -> Result<Connection, DbError> {
    let mut conn = connect_on(&options.disk, &options.path, options.durability)?;
    quick_check(&conn)?;
    migrate_in_place(&mut conn, &options.path, &options.migrations)?;
    Ok(conn)
}

fn quick_check(conn: &Connection) -> Result<(), DbError> {
    let verdict: String = conn.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" { Ok(()) } else { Err(DbError::Corrupt(None)) }
}

/// The newest schema version these migrations lead to.
pub fn latest_version(migrations: &Runner) -> i32 {
    migrations.get_migrations().iter().map(|m| m.version()).max().unwrap_or(0)
}

/// Runs what is missing, after a backup beside the file (`NAME.before-vN`) if it held anything.
pub fn migrate_in_place(conn: &mut Connection, path: &Path, migrations: &Runner) -> Result<(), DbError> {
    let known = latest_version(migrations);
    let found = schema_version(conn, known)?;
    if found > known {
        return Err(DbError::Newer { found, known });
    }
    if found == known {
        return Ok(());
    }
    if found > 0 {
        back_up(conn, path, known)?;
    }
    match migrations.run(conn) {
        Ok(_) => Ok(()),
        // Window and terminal started at once, and the other one was first.
        Err(_) if schema_version(conn, known)? == known => Ok(()),
        Err(error) => Err(DbError::Migration(Box::new(error))),
    }
}

fn schema_version(conn: &Connection, known: i32) -> Result<i32, DbError> {
    let has_history: bool = conn.query_row(
        "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'refinery_schema_history')",
        [],
        |row| row.get(0),
    )?;
    if !has_history {
        return Ok(0);
    }
    let sql = "SELECT COALESCE(MAX(version), 0), COUNT(*) FROM refinery_schema_history";
    let (newest, count): (i32, i32) = conn.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
    // They are numbered from 1 without gaps, and a newer program has more of them than we know: a bit that flipped in a
    // number must not look like one.
    if newest == count || count > known { Ok(newest) } else { Err(DbError::Corrupt(None)) }
}

fn back_up(conn: &Connection, path: &Path, version: i32) -> Result<(), DbError> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".before-v{version}"));
    let mut copy = Connection::open(path.with_file_name(name))?;
    let backup = rusqlite::backup::Backup::new(conn, &mut copy)?;
    backup.run_to_completion(1024, Duration::ZERO, None)?;
    Ok(())
}

/// The schema as text, for comparing a fresh database with an upgraded one (invariant I19).
pub fn schema_text(conn: &Connection) -> Result<String, DbError> {
    let mut statement = conn.prepare(
        "SELECT sql FROM sqlite_schema
         WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'refinery_%'
         ORDER BY type, name",
    )?;
    let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
    let parts = rows.collect::<Result<Vec<_>, _>>()?;
    Ok(parts.join(";\n\n") + ";\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::StatementStatus;

    #[test]
    fn a_cached_statement_is_planned_once_whatever_values_it_is_given() {
        let conn = connect(Path::new(":memory:"), Durability::Normal).expect("a database opens");
        conn.execute_batch("CREATE TABLE t (a TEXT); CREATE INDEX t_x ON t (a) WHERE a = 'x';")
            .expect("the table is made");
        let mut statement = conn.prepare_cached("SELECT 1 FROM t WHERE a = ?1").expect("the statement prepares");
        for value in ["x", "y", "x"] {
            assert!(!statement.exists([value]).expect("the statement runs"));
        }
        assert_eq!(statement.get_status(StatementStatus::RePrepare), 0);
    }
}
