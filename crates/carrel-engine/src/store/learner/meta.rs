//! Facts with one value each, and the lease that keeps two programs from syncing one record at once.

use super::{DbError, LearnerStore};
use carrel_domain::Timestamp;
use carrel_domain::time::{ClockReading, TimeAnchor};
use carrel_protocol::Cursor;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Everything in `meta`, read at once.
#[derive(Clone, Debug, Default)]
pub struct Meta(BTreeMap<String, String>);

impl Meta {
    pub fn text(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }
    pub fn cursor(&self) -> Option<Cursor> {
        self.text("cursor").map(|text| Cursor(text.to_owned()))
    }
    pub fn anchor(&self) -> Option<TimeAnchor> {
        serde_json::from_str(self.text("anchor")?).ok()
    }
    pub fn number(&self, key: &str) -> Option<i64> {
        self.text(key)?.parse().ok()
    }
    pub fn timestamp(&self, key: &str) -> Option<Timestamp> {
        self.number(key).map(Timestamp)
    }
}

pub(super) fn set(tx: &Transaction<'_>, key: &str, value: &str) -> Result<(), DbError> {
    tx.prepare_cached(
        "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    )?
    .execute(params![key, value])?;
    Ok(())
}

pub(super) fn generation(conn: &Connection) -> Result<i64, DbError> {
    let mut statement = conn.prepare_cached("SELECT value FROM meta WHERE key = 'generation'")?;
    let text: Option<String> = statement.query_row([], |row| row.get(0)).optional()?;
    Ok(text.and_then(|text| text.parse().ok()).unwrap_or(0))
}

pub(super) fn bump_generation(tx: &Transaction<'_>) -> Result<(), DbError> {
    let next = generation(tx)? + 1;
    set(tx, "generation", &next.to_string())
}

/// Who syncs this record, and until when at the latest. Window and terminal may run at once; only one of them syncs.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Lease {
    pub owner: String,
    pub boot: String,
    pub until_monotonic_ms: i64,
}

impl LearnerStore {
    pub async fn meta(&self) -> Result<Meta, DbError> {
        self.db
            .read(|conn| {
                let mut statement = conn.prepare_cached("SELECT key, value FROM meta")?;
                let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
                Ok(Meta(rows.collect::<Result<_, _>>()?))
            })
            .await
    }

    /// Facts that may go with the power: see [`carrel_sqlite::Database::note`].
    pub async fn note(&self, entries: Vec<(&'static str, String)>) -> Result<(), DbError> {
        self.db.note(move |tx| entries.iter().try_for_each(|(key, value)| set(tx, key, value))).await
    }

    pub async fn set_meta(&self, entries: Vec<(&'static str, String)>) -> Result<(), DbError> {
        self.db.write(move |tx| entries.iter().try_for_each(|(key, value)| set(tx, key, value))).await
    }

    /// Takes or renews the sync lease; `false` while another program of this boot holds one that has not run out.
    ///
    /// It ends with the boot, so it need not survive a power cut.
    pub async fn take_lease(&self, owner: String, now: ClockReading, for_ms: i64) -> Result<bool, DbError> {
        self.db
            .note(move |tx| {
                let held: Option<String> = tx
                    .prepare_cached("SELECT value FROM meta WHERE key = 'lease'")?
                    .query_row([], |row| row.get(0))
                    .optional()?;
                let held: Option<Lease> = held.and_then(|text| serde_json::from_str(&text).ok());
                let taken = held.is_some_and(|lease| {
                    lease.owner != owner && lease.boot == now.boot && lease.until_monotonic_ms > now.monotonic_ms
                });
                if taken {
                    return Ok(false);
                }
                let lease = Lease { owner, boot: now.boot, until_monotonic_ms: now.monotonic_ms + for_ms };
                set(tx, "lease", &serde_json::to_string(&lease).unwrap_or_default())?;
                Ok(true)
            })
            .await
    }

    pub async fn release_lease(&self, owner: String) -> Result<(), DbError> {
        self.db
            .note(move |tx| {
                tx.execute("DELETE FROM meta WHERE key = 'lease' AND json_extract(value, '$.owner') = ?1", [owner])?;
                Ok(())
            })
            .await
    }
}
