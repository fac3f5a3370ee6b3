//! The words of the lessons on this computer: found while they are typed, down to the paragraph, with no network.
//!
//! **Why not one FTS5 row a paragraph.** 5,000 lessons are 200,000 paragraphs, and a keystroke must rank all of them: the
//! catalog measured what that costs (`store/catalog`). So lessons are found by the same two-byte postings as programs, and only
//! of the few that are shown is looked which paragraph to open: each lesson keeps its own list of words and their blocks.
//!
//! A rank says where the words stand: in the title, in a heading, often in the text, in the text. Ties go to the lesson that has
//! more of the words in one paragraph, then to the order of the course.
//!
//! All of it is made from the course packs. A damaged file is set aside and made anew.

mod search;
#[cfg(test)]
mod tests;
mod write;

use super::finding::marks::Marker;
use super::finding::spelling::{Entry, vocabulary};
use super::finding::words::Splitter;
use super::{Disk, set_aside};
use crate::api::TextPart;
use carrel_domain::{LessonId, ProgramId};
use carrel_sqlite::{Database, DbError, Durability, OpenOptions};
pub use carrel_text::TextBlock;
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

mod embedded {
    refinery::embed_migrations!("../../migrations/content");
}

const READERS: usize = 2;

/// The schema of this version.
pub fn migrations() -> refinery::Runner {
    embedded::migrations::runner().set_grouped(true)
}

/// A lesson as it is read: its title, and its blocks in order.
#[derive(Clone, Debug)]
pub struct LessonText {
    pub program: ProgramId,
    pub lesson: LessonId,
    /// Names this text and this way of reading it.
    pub content: String,
    pub title: String,
    pub blocks: Vec<TextBlock>,
}

/// What was found, best first.
#[derive(Debug, Default)]
pub struct Matches {
    /// Lessons, also those not among `lessons`.
    pub total: u32,
    /// The words that were searched for instead, where those typed find nothing.
    pub corrected: Option<String>,
    /// Lessons that were searched.
    pub searched: u32,
    pub lessons: Vec<Match>,
}

#[derive(Debug)]
pub struct Match {
    pub program: ProgramId,
    pub lesson: LessonId,
    pub title: Vec<TextPart>,
    pub passages: Vec<(String, Vec<TextPart>)>,
    /// Further passages of this lesson.
    pub more: u32,
}

/// The index of one school's lessons; clones share it.
#[derive(Clone)]
pub struct LessonStore {
    db: Database,
    memory: Arc<Memory>,
}

struct Memory {
    columns: RwLock<Arc<Columns>>,
    typed: Mutex<(Splitter, Marker)>,
    applied: Mutex<Splitter>,
}

/// What every search needs of all lessons, of one generation.
struct Columns {
    generation: i64,
    /// By key.
    rows: Vec<Row>,
    programs: Vec<ProgramId>,
    keys_end: usize,
    vocabulary: Vec<Entry>,
}

struct Row {
    key: u32,
    /// An index of `programs`.
    program: usize,
    lesson: LessonId,
}

impl LessonStore {
    /// Opens the index at `path`. A damaged file is set aside and an empty one begun.
    pub async fn open_on(disk: &Disk, path: &Path) -> Result<Self, DbError> {
        let db = match open_database(disk, path).await {
            Err(DbError::Corrupt(_)) => {
                let kept = set_aside(path)?;
                tracing::warn!(kept = %kept.display(), "the index of the lessons was damaged and is made anew");
                open_database(disk, path).await?
            }
            opened => opened?,
        };
        let memory = Memory {
            columns: RwLock::new(Arc::new(Columns::none())),
            typed: Mutex::new((Splitter::default(), Marker::new()?)),
            applied: Mutex::new(Splitter::default()),
        };
        Ok(Self { db, memory: Arc::new(memory) })
    }

    /// What is in the index, and the text it was made from.
    pub async fn known(&self) -> Result<BTreeMap<(ProgramId, LessonId), String>, DbError> {
        self.db.read(write::known).await
    }

    /// Takes `gone` out and puts `news` in, all of it or nothing.
    pub async fn apply(&self, gone: Vec<(ProgramId, LessonId)>, news: Vec<LessonText>) -> Result<(), DbError> {
        let memory = Arc::clone(&self.memory);
        self.db
            .write(move |tx| {
                let splitter = memory.applied.lock().unwrap_or_else(PoisonError::into_inner);
                write::apply(tx, &splitter, &gone, &news)
            })
            .await
    }

    /// Lessons of the programs in `among` that have all the words of `text`, the last of which may be unfinished.
    pub async fn search(&self, text: String, among: BTreeSet<ProgramId>) -> Result<Matches, DbError> {
        let memory = Arc::clone(&self.memory);
        self.db
            .read(move |conn| {
                // One snapshot: rows, index and blocks belong together.
                let snapshot = conn.unchecked_transaction()?;
                let columns = memory.current_columns(&snapshot)?;
                let typed = memory.typed.lock().unwrap_or_else(PoisonError::into_inner);
                let words = typed.0.query(&text)?;
                search::run(&snapshot, &columns, &typed.1, &words, &among)
            })
            .await
    }

    /// Closes the file; later calls fail.
    pub async fn close(&self) {
        self.db.close().await;
    }
}

impl Memory {
    /// The columns of the generation `snapshot` sees.
    fn current_columns(&self, snapshot: &Connection) -> Result<Arc<Columns>, DbError> {
        let generation = snapshot.query_row("SELECT generation FROM index_state", [], |row| row.get(0))?;
        let known = Arc::clone(&self.columns.read().unwrap_or_else(PoisonError::into_inner));
        if known.generation == generation {
            return Ok(known);
        }
        let loaded = Arc::new(Columns::load(snapshot, generation)?);
        let mut shared = self.columns.write().unwrap_or_else(PoisonError::into_inner);
        if shared.generation < generation {
            *shared = Arc::clone(&loaded);
        }
        Ok(loaded)
    }
}

impl Columns {
    fn none() -> Self {
        Self { generation: -1, rows: Vec::new(), programs: Vec::new(), keys_end: 0, vocabulary: Vec::new() }
    }

    fn load(conn: &Connection, generation: i64) -> Result<Self, DbError> {
        let mut columns = Self { generation, ..Self::none() };
        let mut numbers: BTreeMap<ProgramId, usize> = BTreeMap::new();
        let mut select = conn.prepare("SELECT key, program, lesson FROM lessons ORDER BY key")?;
        let mut found = select.query([])?;
        while let Some(row) = found.next()? {
            let (key, next) = (row.get(0)?, numbers.len());
            let program = *numbers.entry(ProgramId(row.get(1)?)).or_insert(next);
            columns.rows.push(Row { key, program, lesson: LessonId(row.get(2)?) });
            columns.keys_end = key as usize + 1;
        }
        let mut programs: Vec<(ProgramId, usize)> = numbers.into_iter().collect();
        programs.sort_by_key(|(_, number)| *number);
        columns.programs = programs.into_iter().map(|(program, _)| program).collect();
        columns.vocabulary = vocabulary(conn)?;
        Ok(columns)
    }
}

async fn open_database(disk: &Disk, path: &Path) -> Result<Database, DbError> {
    Database::open(OpenOptions {
        path: PathBuf::from(path),
        durability: Durability::Normal,
        migrations: migrations(),
        readers: READERS,
        disk: disk.clone(),
    })
    .await
}
