//! Everything the school remembers: one SQLite file and a folder of content named by hash.
//!
//! Each file here holds one part and its SQL. Functions that take a connection are synchronous; async enters only through
//! `Database::read` and `Database::write`, so no transaction lives across an await (invariant I13).

pub mod accounts;
pub mod catalog;
mod changes;
pub mod content;
pub mod courier;
pub mod enrollments;
mod guide;
pub mod record;
pub mod tokens;

use crate::config::Clock;
use carrel_courier::Keys;
use carrel_domain::pack::Manifest;
use carrel_domain::{ProgramId, Timestamp};
use carrel_protocol::{CourierKeys, SchoolInfo};
use carrel_sqlite::{Database, DbError, Disk, Durability, OpenOptions};
use rusqlite::{Connection, OptionalExtension};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use uuid::Uuid;

mod embedded {
    refinery::embed_migrations!("../../migrations/provider/sqlite");
}

/// The migrations of the server's database, oldest first.
pub fn migrations() -> refinery::Runner {
    embedded::migrations::runner().set_grouped(true)
}

const READERS: usize = 4;

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error(transparent)]
    Db(#[from] DbError),
    #[error("A stored document cannot be read")]
    Json(#[from] serde_json::Error),
    #[error("Reading or writing course content failed")]
    Io(#[from] std::io::Error),
    #[error("No school has been imported yet")]
    NoSchool,
    #[error("No learner has this email address")]
    UnknownLearner,
    #[error("An account with this email address exists already")]
    EmailTaken,
    #[error("{0}")]
    BadAccount(&'static str),
    #[error("This learner has not asked for a place in this program")]
    NoEnrollment,
    #[error("The request is already {0}")]
    AlreadyDecided(&'static str),
    #[error("The operating system gave no random bytes")]
    Randomness,
    #[error(
        "courier.key cannot be read: restore it from a backup, or remove it to make a new one (parcels under way must then be made again)"
    )]
    CourierKey,
    #[error("Hashing a password failed")]
    Hashing,
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Db(DbError::from(error))
    }
}

/// A handle to the school's memory; clones share it.
#[derive(Clone)]
pub struct Store {
    pub(crate) db: Database,
    content: Arc<Path>,
    clock: Clock,
    /// Names this database, see `V1__init.sql`.
    epoch: Arc<str>,
    access_token_secs: u64,
    /// Manifests by program and version, for scoring: parsing one for every quiz would cost more than the scoring.
    packs: PackCache,
    /// Opens parcels and signs replies.
    pub(crate) courier: Arc<Keys>,
    hashing: Arc<tokio::sync::Semaphore>,
}

pub(crate) type PackCache = Arc<Mutex<BTreeMap<ProgramId, Arc<Manifest>>>>;

impl Store {
    /// Opens or makes the store below `data`.
    pub async fn open(data: &Path, clock: Clock, access_token_secs: u64) -> Result<Self, StoreError> {
        Self::open_on(Disk::default(), data, clock, access_token_secs).await
    }

    /// The same on another disk.
    pub async fn open_on(disk: Disk, data: &Path, clock: Clock, access_token_secs: u64) -> Result<Self, StoreError> {
        let content = data.join("content");
        carrel_sqlite::aside(move || std::fs::create_dir_all(content)).await.map_err(std::io::Error::other)??;
        let db = Database::open(OpenOptions {
            path: data.join("provider.db"),
            durability: Durability::Full,
            migrations: migrations(),
            readers: READERS,
            disk,
        })
        .await?;
        let folder = data.to_owned();
        let keys = carrel_sqlite::aside(move || crate::courier::keys_in(&folder)).await;
        let started = clock();
        let epoch = db.write(move |tx| claim_epoch(tx, started)).await?;
        Ok(Self {
            db,
            content: PathBuf::from(data).join("content").into(),
            clock,
            epoch: epoch.into(),
            access_token_secs,
            packs: PackCache::default(),
            courier: Arc::new(keys.map_err(std::io::Error::other)??),
            // Each hash takes 19 MiB and a core for a moment: a crowd at the door waits in line.
            hashing: Arc::new(tokio::sync::Semaphore::new(2)),
        })
    }

    /// Writes what is queued and closes the file; nothing is answered afterwards.
    pub async fn close(&self) {
        self.db.close().await;
    }

    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// The public halves of the keys for parcels.
    pub fn courier_keys(&self) -> CourierKeys {
        self.courier.public()
    }

    /// Who this school is; [`StoreError::NoSchool`] before the first import.
    pub async fn school(&self) -> Result<SchoolInfo, StoreError> {
        self.db.read(school).await
    }
}

fn claim_epoch(conn: &Connection, started: Timestamp) -> Result<String, StoreError> {
    conn.execute("INSERT INTO starts (at) VALUES (?1) ON CONFLICT (at) DO NOTHING", [started.0])?;
    conn.execute(
        "INSERT INTO server (only, epoch, school) VALUES (1, ?1, '') ON CONFLICT (only) DO NOTHING",
        [Uuid::new_v4().simple().to_string()],
    )?;
    Ok(conn.query_row("SELECT epoch FROM server", [], |row| row.get(0))?)
}

pub(crate) fn school(conn: &Connection) -> Result<SchoolInfo, StoreError> {
    let sql = "SELECT school FROM server";
    let json: Option<String> = conn.prepare_cached(sql)?.query_row([], |row| row.get(0)).optional()?;
    match json.filter(|json| !json.is_empty()) {
        Some(json) => Ok(serde_json::from_str(&json)?),
        None => Err(StoreError::NoSchool),
    }
}
