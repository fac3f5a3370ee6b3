//! A damaged `learner.db` is replaced by a fresh one with everything that could be read of it.
//!
//! The fresh file is finished under another name before the damaged one is moved: whatever moment the power goes, there is
//! the damaged file to read again or the finished one to put in its place.

use super::{DbError, Disk, LearnerStore, Opening, answers, journal, meta, mirror};
use crate::store::salvage::{Salvaged, read_what_is_left, set_aside, with_suffix};
use rusqlite::{ErrorCode, Transaction, params_from_iter};
use std::path::{Path, PathBuf};

/// Finished, and not yet in its place.
fn ready(path: &Path) -> PathBuf {
    with_suffix(path, ".salvaged")
}

pub(super) fn is_ready(path: &Path) -> bool {
    ready(path).exists()
}

impl LearnerStore {
    pub(super) async fn rescue(disk: &Disk, path: &Path) -> Result<(Self, Opening), DbError> {
        if !is_ready(path) {
            Self::build(disk, path).await?;
        }
        let kept = set_aside(path)?;
        std::fs::rename(ready(path), path)?;
        sync_folder(path)?;
        let store = Self::open_file(disk, path).await?;
        let acts = store
            .db
            .read(|conn| Ok::<_, DbError>(conn.query_row("SELECT COUNT(*) FROM journal", [], |row| row.get(0))?));
        let acts = acts.await?;
        Ok((store, Opening { salvaged: Some((kept, acts)) }))
    }

    async fn build(disk: &Disk, path: &Path) -> Result<(), DbError> {
        let from = path.to_owned();
        let left = carrel_sqlite::aside(move || read_what_is_left(&from)).await.map_err(|_| DbError::Closed)?;
        let unfinished = with_suffix(path, ".salvaging");
        for suffix in ["-wal", "-shm", ""] {
            let _ = std::fs::remove_file(with_suffix(&unfinished, suffix));
        }
        let store = Self::open_file(disk, &unfinished).await?;
        store.db.write(move |tx| restore(tx, &left)).await?;
        store.close().await;
        // Closing put everything into the one file; a log would be lost with the new name.
        if with_suffix(&unfinished, "-wal").exists() {
            return Err(DbError::Busy);
        }
        std::fs::rename(&unfinished, ready(path))?;
        Ok(sync_folder(path)?)
    }
}

#[cfg_attr(not(unix), allow(unused_variables))]
fn sync_folder(path: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    std::fs::File::open(path.parent().unwrap_or(Path::new(".")))?.sync_all()?;
    Ok(())
}

fn restore(tx: &Transaction<'_>, left: &Salvaged) -> Result<(), DbError> {
    for op in &left.journal {
        unless_impossible(journal::insert(tx, op))?;
    }
    for run in &left.answers {
        unless_impossible(answers::record(tx, std::slice::from_ref(run)))?;
    }
    for (key, value) in &left.meta {
        meta::set(tx, key, value)?;
    }
    for (program, school_says) in &left.mirrors {
        unless_impossible(mirror::put(tx, program, school_says))?;
    }
    for (table, values) in &left.private {
        let places = vec!["?"; values.len()].join(", ");
        let sql = format!("INSERT OR IGNORE INTO {table} VALUES ({places})");
        unless_impossible(tx.execute(&sql, params_from_iter(values)).map(drop).map_err(DbError::from))?;
    }
    Ok(())
}

/// A row that a rule of the table forbids was not written like that. The others must not go with it.
fn unless_impossible(done: Result<(), DbError>) -> Result<(), DbError> {
    match done {
        Err(DbError::Sql(error)) if forbidden(&error) => Ok(()),
        other => other,
    }
}

fn forbidden(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::ConstraintViolation | ErrorCode::TypeMismatch | ErrorCode::Unknown)
    )
}
