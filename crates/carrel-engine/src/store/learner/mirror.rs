//! The mirror table: what the school said, whole, per program.

use super::{DbError, sums};
use carrel_domain::ProgramId;
use carrel_domain::view::Mirror;
use rusqlite::{Connection, Transaction, params};
use std::collections::BTreeMap;

pub(super) fn all(conn: &Connection) -> Result<BTreeMap<ProgramId, Mirror>, DbError> {
    let mut statement = conn.prepare_cached("SELECT program, mirror FROM mirror")?;
    let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    let mut mirrors = BTreeMap::new();
    for row in rows {
        let (program, text) = row?;
        // A mirror this version cannot read is as good as none: its digest will differ and it is pulled anew.
        mirrors.insert(ProgramId(program), serde_json::from_str(&text).unwrap_or_default());
    }
    Ok(mirrors)
}

pub(super) fn put(tx: &Transaction<'_>, program: &ProgramId, mirror: &Mirror) -> Result<(), DbError> {
    let text = serde_json::to_string(mirror).unwrap_or_else(|_| "{}".to_owned());
    tx.prepare_cached(
        "INSERT INTO mirror (program, mirror, sum) VALUES (?1, ?2, ?3)
         ON CONFLICT (program) DO UPDATE SET mirror = excluded.mirror, sum = excluded.sum",
    )?
    .execute(params![program.as_str(), text, sums::of_mirror(program.as_str(), &text)])?;
    Ok(())
}
