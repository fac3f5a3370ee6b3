//! The catalog of one school on this computer: everything the school offers, found while it is typed, with no network.
//!
//! **Why the index is not an FTS5 table.** Each keystroke needs all matches, with the best field of each, for exact totals,
//! facets and order. With 100,000 programs a plain FTS5 table takes 94 ms (p99 over keystrokes) for the first 50 by rank
//! alone; postings of two bytes a program, in chunks, give all of it in 7 ms (`examples/bench_catalog.rs` measures both).
//! The price is filling: a millisecond a program. FTS5's `unicode61` still decides what a word is (`finding::words`).
//!
//! - `write` applies the provider's pages, rows and index and mark in one transaction;
//! - `finding::postings` is the index, `columns` what facets and orders need, in memory;
//! - `search` ranks, `facets` counts, `finding::spelling` forgives a slip.
//!
//! The window and `carrelctl` may share the file. Every search reads one snapshot and compares its generation with that of
//! the columns in memory, so what another process wrote shows with the next keystroke.

mod columns;
mod facets;
mod guide;
mod search;
#[cfg(test)]
mod tests;
mod words;
mod write;

pub use guide::GuideStanding;

use super::finding::words::Splitter;
use super::{Disk, set_aside};
use crate::api::{CatalogQuery, CatalogResults};
use crate::guide::Prepared;
use carrel_domain::catalog::Program;
use carrel_domain::{ProgramId, Timestamp};
use carrel_protocol::catalog::{CatalogMark, CatalogPage};
use carrel_sqlite::{Database, DbError, Durability, OpenOptions};
use columns::Columns;
use rusqlite::{Connection, OptionalExtension};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

mod embedded {
    refinery::embed_migrations!("../../migrations/catalog");
}

const READERS: usize = 2;

/// The schema of this version.
pub fn migrations() -> refinery::Runner {
    embedded::migrations::runner().set_grouped(true)
}

/// One school's catalog; clones share it.
#[derive(Clone)]
pub struct CatalogStore {
    db: Database,
    memory: Arc<Memory>,
}

struct Memory {
    columns: RwLock<Arc<Columns>>,
    guide: RwLock<Option<Arc<Prepared>>>,
    /// Two, so that typing does not wait for a page being applied.
    typed: Mutex<Splitter>,
    applied: Mutex<Splitter>,
}

impl CatalogStore {
    /// Opens the catalog at `path`. A damaged file is set aside, never deleted, and an empty one begun: the path is where.
    pub async fn open(path: PathBuf) -> Result<(Self, Option<PathBuf>), DbError> {
        Self::open_on(&Disk::default(), path).await
    }

    /// The same on another disk.
    pub async fn open_on(disk: &Disk, path: PathBuf) -> Result<(Self, Option<PathBuf>), DbError> {
        let (db, damaged) = match open_database(disk, &path).await {
            Err(DbError::Corrupt(_)) => {
                let aside = set_aside(&path)?;
                (open_database(disk, &path).await?, Some(aside))
            }
            opened => (opened?, None),
        };
        let memory = Memory {
            columns: RwLock::new(Arc::new(Columns { generation: -1, ..Columns::default() })),
            guide: RwLock::new(None),
            typed: Mutex::new(Splitter::default()),
            applied: Mutex::new(Splitter::default()),
        };
        Ok((Self { db, memory: Arc::new(memory) }, damaged))
    }

    /// Where this catalog stands in the provider's; `None` before the first page.
    pub async fn mark(&self) -> Result<Option<CatalogMark>, DbError> {
        let query = |conn: &Connection| -> Result<Option<String>, DbError> {
            Ok(conn.query_row("SELECT mark FROM catalog_state", [], |row| row.get(0))?)
        };
        Ok(self.db.read(query).await?.map(CatalogMark))
    }

    /// Applies one page, all of it or nothing; `first` if it was asked for without a mark. Whether anything changed.
    pub async fn apply(&self, page: CatalogPage, first: bool, fetched_at: Timestamp) -> Result<bool, DbError> {
        let memory = Arc::clone(&self.memory);
        let last = !page.more;
        let apply = move |tx: &rusqlite::Transaction<'_>| {
            let splitter = memory.applied.lock().unwrap_or_else(PoisonError::into_inner);
            write::apply(tx, &splitter, &page, first, fetched_at)
        };
        let changed = self.db.write(apply).await?;
        if last {
            // Now rather than with the learner's next keystroke.
            let memory = Arc::clone(&self.memory);
            self.db.read(move |conn| memory.refresh(conn)).await?;
        }
        Ok(changed)
    }

    /// Closes the file; later calls fail.
    pub async fn close(&self) {
        self.db.close().await;
    }

    /// The provider said that nothing changed.
    pub async fn touched(&self, fetched_at: Timestamp) -> Result<(), DbError> {
        let touch = move |tx: &rusqlite::Transaction<'_>| -> Result<(), DbError> {
            tx.execute("UPDATE catalog_state SET fetched_at = ?1", [fetched_at.0])?;
            Ok(())
        };
        self.db.write(touch).await
    }

    /// When the catalog was last known to be whole and current.
    pub async fn fetched_at(&self) -> Result<Option<Timestamp>, DbError> {
        self.db.read(search::fetched_at).await
    }

    /// One program, also where it is no longer offered: somebody may be enrolled in it.
    pub async fn program(&self, id: ProgramId) -> Result<Option<Program>, DbError> {
        self.db.read(move |conn| read_program(conn, &id)).await
    }

    /// The titles of `ids`, withdrawn ones too; unknown ids are left out.
    pub async fn titles(&self, ids: Vec<ProgramId>) -> Result<BTreeMap<ProgramId, String>, DbError> {
        self.db.read(move |conn| read_titles(conn, ids)).await
    }

    /// What is offered and matches, best first; every `label` is `None`, for the caller to fill.
    pub async fn search(&self, query: CatalogQuery, my_state: Option<String>) -> Result<CatalogResults, DbError> {
        let memory = Arc::clone(&self.memory);
        let search = move |conn: &Connection| {
            // One snapshot: the columns, the index and the cards belong together.
            let snapshot = conn.unchecked_transaction()?;
            let columns = memory.current_columns(&snapshot)?;
            let words = memory.typed.lock().unwrap_or_else(PoisonError::into_inner).query(&query.text)?;
            search::run(&snapshot, &columns, &words, &query, my_state.as_deref())
        };
        self.db.read(search).await
    }
}

impl Memory {
    fn refresh(&self, conn: &Connection) -> Result<(), DbError> {
        let snapshot = conn.unchecked_transaction()?;
        self.current_columns(&snapshot)?;
        Ok(())
    }

    /// The columns of the generation `snapshot` sees.
    fn current_columns(&self, snapshot: &Connection) -> Result<Arc<Columns>, DbError> {
        let generation = columns::generation(snapshot)?;
        let known = Arc::clone(&self.columns.read().unwrap_or_else(PoisonError::into_inner));
        if known.generation == generation {
            return Ok(known);
        }
        let loaded = Arc::new(Columns::load(snapshot)?);
        let mut shared = self.columns.write().unwrap_or_else(PoisonError::into_inner);
        if shared.generation < generation {
            *shared = Arc::clone(&loaded);
        }
        Ok(loaded)
    }
}

async fn open_database(disk: &Disk, path: &Path) -> Result<Database, DbError> {
    Database::open(OpenOptions {
        path: path.to_owned(),
        durability: Durability::Normal,
        migrations: migrations(),
        readers: READERS,
        disk: disk.clone(),
    })
    .await
}

/// A document that this version cannot read counts as not there: the provider has it, and it will be fetched again.
fn read_program(conn: &Connection, id: &ProgramId) -> Result<Option<Program>, DbError> {
    let mut select = conn.prepare_cached("SELECT json FROM programs JOIN documents ON program = key WHERE id = ?1")?;
    let json: Option<String> = select.query_row([id.as_str()], |row| row.get(0)).optional()?;
    Ok(json.and_then(|json| serde_json::from_str(&json).ok()))
}

fn read_titles(conn: &Connection, ids: Vec<ProgramId>) -> Result<BTreeMap<ProgramId, String>, DbError> {
    let mut select = conn.prepare_cached("SELECT title FROM programs WHERE id = ?1")?;
    let mut titles = BTreeMap::new();
    for id in ids {
        if let Some(title) = select.query_row([id.as_str()], |row| row.get(0)).optional()? {
            titles.insert(id, title);
        }
    }
    Ok(titles)
}
