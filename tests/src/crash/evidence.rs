//! What the files themselves say, read with plain SQL behind the programs' backs.

use super::Census;
use crate::files::below;
use anyhow::{Context, Result};
use carrel_domain::digest::Digest;
use carrel_domain::view::Mirror;
use carrel_domain::{DeviceId, Occurred, Operation, OperationId, Payload, ProgramId, Timestamp};
use rusqlite::{Connection, OpenFlags, Row};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Opens a file as any program would, its log included.
pub fn open(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags).with_context(|| format!("{} does not open", path.display()))?;
    conn.busy_timeout(Duration::from_secs(10))?;
    Ok(conn)
}

pub fn named(folder: &Path, name: &str) -> Option<PathBuf> {
    below(folder).into_iter().find(|path| path.file_name().is_some_and(|found| found == name))
}

/// `PRAGMA integrity_check` on every database below `folder`.
pub fn check_all(folder: &Path, census: &mut Census) -> Result<()> {
    for path in below(folder).iter().filter(|path| path.extension().is_some_and(|ending| ending == "db")) {
        let conn = open(path)?;
        let mut statement = conn.prepare("PRAGMA integrity_check")?;
        let verdict: Vec<String> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        census.databases_checked += 1;
        census.expect(verdict == ["ok"], || format!("{} is damaged: {verdict:?}", path.display()));
    }
    let aside = below(folder).into_iter().find(|path| path.to_string_lossy().contains(".damaged-"));
    census.expect(aside.is_none(), || format!("a database was set aside: {aside:?}"));
    Ok(())
}

/// The journal, oldest first.
pub fn journal(path: &Path) -> Result<Vec<Operation>> {
    let conn = open(path)?;
    let mut statement = conn.prepare(
        "SELECT seq, op_id, device, program, kind, payload, seen, occurred_at, uncertainty_ms FROM journal ORDER BY seq",
    )?;
    let rows = statement.query_map([], operation)?.collect::<Result<_, _>>()?;
    Ok(rows)
}

fn operation(row: &Row<'_>) -> rusqlite::Result<Operation> {
    let (payload, seen): (String, String) = (row.get(5)?, row.get(6)?);
    let broken = |_| rusqlite::Error::InvalidQuery;
    Ok(Operation {
        seq: row.get(0)?,
        id: OperationId(row.get(1)?),
        device: DeviceId(row.get(2)?),
        program: ProgramId(row.get(3)?),
        kind: row.get(4)?,
        payload: Payload::new(payload).map_err(broken)?,
        seen: serde_json::from_str(if seen.is_empty() { "[]" } else { &seen }).map_err(broken)?,
        occurred: Occurred { at: Timestamp(row.get(7)?), uncertainty_ms: row.get(8)? },
    })
}

/// Sequence numbers with this answer.
pub fn answered(path: &Path, answer: &str) -> Result<BTreeSet<i64>> {
    let conn = open(path)?;
    let mut statement = conn.prepare("SELECT first, last FROM answers WHERE answer = ?1")?;
    let runs = statement.query_map([answer], |row| Ok(row.get::<_, i64>(0)?..=row.get(1)?))?;
    let runs: Vec<_> = runs.collect::<Result<_, _>>()?;
    Ok(runs.into_iter().flatten().collect())
}

/// What the school has in its log of one device, in the order it came.
pub fn school_log(path: &Path, device: &str) -> Result<Vec<Operation>> {
    let conn = open(path)?;
    let mut statement = conn.prepare(
        "SELECT seq, lower(hex(op_id)), device, program, kind, payload, seen, at, uncertainty
         FROM (SELECT l.seq, l.op_id, d.device, l.program, l.kind, l.payload, l.seen, l.at, l.uncertainty, l.position
               FROM log l JOIN devices d ON d.key = l.device WHERE d.device = ?1) ORDER BY position",
    )?;
    let mut rows: Vec<Operation> = statement.query_map([device], operation)?.collect::<Result<_, _>>()?;
    for row in &mut rows {
        row.id = OperationId(with_dashes(row.id.as_str()));
    }
    Ok(rows)
}

fn with_dashes(hex: &str) -> String {
    uuid::Uuid::parse_str(hex).map_or_else(|_| hex.to_owned(), |id| id.to_string())
}

/// The digests this computer holds, by program.
pub fn digests_here(path: &Path) -> Result<BTreeMap<String, Digest>> {
    let conn = open(path)?;
    let mut statement = conn.prepare("SELECT program, mirror FROM mirror")?;
    let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    let mut digests = BTreeMap::new();
    for row in rows {
        let (program, text) = row?;
        digests.insert(program, serde_json::from_str::<Mirror>(&text)?.digest);
    }
    digests.retain(|_, digest| *digest != Digest::default());
    Ok(digests)
}

/// The digests the school holds of the learner with this email address.
pub fn digests_there(path: &Path, email: &str) -> Result<BTreeMap<String, Digest>> {
    let conn = open(path)?;
    let mut statement = conn.prepare(
        "SELECT program, count, hash FROM digests JOIN learners ON learners.key = digests.learner WHERE email = ?1",
    )?;
    let rows = statement.query_map([email], |row| {
        Ok((row.get::<_, String>(0)?, Digest::read(row.get(1)?, &row.get::<_, String>(2)?)))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The rows of a query as text, to compare before and after.
pub fn rows(path: &Path, sql: &str) -> Result<Vec<String>> {
    let conn = open(path)?;
    let mut statement = conn.prepare(sql)?;
    let columns = statement.column_count();
    let rows = statement.query_map([], |row| {
        let values: Result<Vec<_>, _> = (0..columns).map(|at| row.get::<_, rusqlite::types::Value>(at)).collect();
        Ok(format!("{:?}", values?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Two operations that are the same act, byte for byte.
pub fn same(one: &Operation, other: &Operation) -> bool {
    one == other && one.payload.text() == other.payload.text()
}
