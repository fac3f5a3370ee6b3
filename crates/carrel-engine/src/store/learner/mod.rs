//! `learner.db`: one learner's journal, the school's answers, the mirror, and a few facts. Every commit survives a power cut.

mod activity;
mod answers;
mod check;
mod heard;
mod journal;
mod meta;
mod mirror;
mod private;
mod rescue;
mod sitting;
mod sums;

use super::{DbError, Disk};
use carrel_domain::view::Mirror;
use carrel_domain::{Operation, OperationId, ProgramId};
use carrel_protocol::Cursor;
use carrel_sqlite::{Database, Durability, OpenOptions};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub use activity::{Standing, Wanted};
pub use answers::Answered;
pub use answers::read_refusal;
pub use heard::KnownActs;
pub(crate) use journal::operation as read_operation;
pub use journal::{JournalRow, NewOperation};
pub use meta::{Lease, Meta};
pub use sitting::Sitting;
pub(crate) use sums::{of_act, of_answer, of_mirror};

mod embedded {
    refinery::embed_migrations!("../../migrations/learner");
}

/// The migrations of `learner.db`, oldest first.
pub fn migrations() -> refinery::Runner {
    embedded::migrations::runner().set_grouped(true)
}

#[derive(Clone)]
pub struct LearnerStore {
    db: Database,
}

/// What opening found, beside the store itself.
#[derive(Debug, Default)]
pub struct Opening {
    /// A damaged file was set aside here, and this many acts were carried over from it.
    pub salvaged: Option<(PathBuf, u32)>,
}

/// One applied answer of the provider: everything in it becomes true together.
#[derive(Debug, Default)]
pub struct AppliedPage {
    pub answers: Vec<Answered>,
    /// Whole new mirrors of the programs the page touched.
    pub mirrors: BTreeMap<ProgramId, Mirror>,
    pub cursor: Option<Cursor>,
    pub meta: Vec<(&'static str, String)>,
    /// Acts of other computers that come for the first time, or again after the school had lost them.
    pub heard: Vec<Operation>,
    /// Heard acts that the school had lost and has answered again.
    pub returned: Vec<OperationId>,
    pub lost: Lost,
}

/// What the school had confirmed and has no more, since it came back from a backup.
#[derive(Debug, Default)]
pub struct Lost {
    /// Numbers of this computer's acts: no longer confirmed, hence open again.
    pub own: Vec<i64>,
    /// Acts of other computers, to be sent again from here.
    pub heard: Vec<OperationId>,
}

impl Lost {
    pub fn count(&self) -> usize {
        self.own.len() + self.heard.len()
    }
}

impl LearnerStore {
    /// Opens or makes the file. A damaged one is set aside, never deleted, and every act that can still be read is carried
    /// over into a fresh one.
    pub async fn open(disk: &Disk, path: PathBuf) -> Result<(Self, Opening), DbError> {
        if rescue::is_ready(&path) {
            return Self::rescue(disk, &path).await;
        }
        match Self::open_checked(disk, &path).await {
            Ok(store) => Ok((store, Opening::default())),
            Err(error) if check::means_damage(&error) => Self::rescue(disk, &path).await,
            Err(error) => Err(error),
        }
    }

    async fn open_checked(disk: &Disk, path: &Path) -> Result<Self, DbError> {
        let store = Self::open_file(disk, path).await?;
        match store.db.read(check::whole).await {
            Ok(()) => Ok(store),
            Err(error) => {
                store.close().await;
                Err(error)
            }
        }
    }

    async fn open_file(disk: &Disk, path: &Path) -> Result<Self, DbError> {
        let options = OpenOptions {
            path: path.to_owned(),
            durability: Durability::Full,
            migrations: migrations(),
            readers: 3,
            disk: disk.clone(),
        };
        Ok(Self { db: Database::open(options).await? })
    }

    /// Closes the file; later calls fail.
    pub async fn close(&self) {
        self.db.close().await;
    }

    /// Appends one act; durable when this returns. Returns the operation as written, or `None` without writing anything
    /// where the record is no longer as the act was decided on.
    pub async fn append(&self, new: NewOperation, decided_on: Version) -> Result<Option<Operation>, DbError> {
        self.db
            .write(move |tx| {
                if version(tx)? != decided_on {
                    return Ok(None);
                }
                let op = journal::append(tx, vec![new])?.pop();
                op.iter().try_for_each(|op| private::drop_handed_in(tx, op))?;
                Ok(op)
            })
            .await
    }

    /// Appends many acts in one transaction, in order.
    pub async fn append_all(&self, new: Vec<NewOperation>) -> Result<Vec<Operation>, DbError> {
        self.db.write(move |tx| journal::append(tx, new)).await
    }

    /// Everything needed to show and to sync: mirrors, unanswered acts, and where this stands.
    pub async fn load(&self) -> Result<Loaded, DbError> {
        self.db
            .read(|conn| {
                // One transaction: a page applied by another process shows wholly or not at all.
                let tx = conn.unchecked_transaction()?;
                Ok(Loaded {
                    mirrors: mirror::all(&tx)?,
                    open: journal::open(&tx)?,
                    needs_you: answers::answered(&tx, "needs_you")?,
                    waits: answers::answered(&tx, "waits")?,
                    missing: heard::missing(&tx)?,
                    version: version(&tx)?,
                })
            })
            .await
    }

    pub async fn version(&self) -> Result<Version, DbError> {
        self.db.glance(version).await
    }

    /// Applies one page of the provider's answer in one transaction.
    ///
    /// Gives the page back once it is true. One that says nothing new does not wait for the disk.
    pub async fn apply(&self, page: AppliedPage) -> Result<AppliedPage, DbError> {
        if page.is_quiet() {
            return self.db.note(move |tx| apply(tx, &page).map(|()| page)).await;
        }
        self.db.write(move |tx| apply(tx, &page).map(|()| page)).await
    }

    /// Journal rows newest first, each with its answer.
    pub async fn journal_page(
        &self,
        before: Option<i64>,
        limit: u32,
        only: JournalFilter,
    ) -> Result<Vec<JournalRow>, DbError> {
        self.db.read(move |conn| journal::page(conn, before, limit, only)).await
    }

    /// How many rows [`JournalFilter::NeedsYou`] shows.
    pub async fn needing_learner(&self) -> Result<u32, DbError> {
        self.db.read(journal::needing_learner).await
    }

    /// The whole journal, oldest first, in pages: for export and digests.
    pub async fn journal_from(&self, after: i64, limit: u32) -> Result<Vec<JournalRow>, DbError> {
        self.db.read(move |conn| journal::from(conn, after, limit)).await
    }

    /// The rows of these operations, by id; those of other computers are not in this journal.
    pub async fn rows(&self, ids: Vec<String>) -> Result<BTreeMap<String, JournalRow>, DbError> {
        self.db
            .read(move |conn| {
                let mut rows = BTreeMap::new();
                for id in ids {
                    if let Some(row) = journal::by_id(conn, &id)? {
                        rows.insert(id, row);
                    }
                }
                Ok(rows)
            })
            .await
    }

    /// The latest enrollment request for a program, answered or not.
    pub async fn latest_request(&self, program: ProgramId) -> Result<Option<JournalRow>, DbError> {
        self.db.read(move |conn| journal::latest_request(conn, &program)).await
    }

    /// Programs with an enrollment request of this computer.
    pub async fn requested_programs(&self) -> Result<Vec<ProgramId>, DbError> {
        self.db
            .read(|conn| {
                let mut statement =
                    conn.prepare_cached("SELECT DISTINCT program FROM journal WHERE kind = 'enrollment_requested'")?;
                let rows = statement.query_map([], |row| row.get(0).map(ProgramId))?;
                Ok(rows.collect::<Result<_, _>>()?)
            })
            .await
    }
}

/// Which journal rows to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JournalFilter {
    All,
    Unanswered,
    /// Waiting for the learner, or refused with a reason the learner should read and not asked for again.
    NeedsYou,
}

/// What [`LearnerStore::load`] reads.
#[derive(Debug)]
pub struct Loaded {
    pub mirrors: BTreeMap<ProgramId, Mirror>,
    /// Acts without a final answer, oldest first; those that wait for the learner included.
    pub open: Vec<Operation>,
    /// Sequence numbers that wait for the learner.
    pub needs_you: Vec<i64>,
    /// Sequence numbers that wait for the school's own decision.
    pub waits: Vec<i64>,
    /// Acts of other computers that the school had once and has no more.
    pub missing: Vec<Operation>,
    pub version: Version,
}

/// Changes whenever another process wrote: compared before what is in memory is trusted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Version {
    pub last_seq: i64,
    pub generation: i64,
}

impl AppliedPage {
    pub(crate) fn is_quiet(&self) -> bool {
        let heard = self.heard.is_empty() && self.returned.is_empty();
        self.answers.is_empty() && self.mirrors.is_empty() && heard && self.lost.count() == 0
    }
}

fn apply(tx: &rusqlite::Transaction<'_>, page: &AppliedPage) -> Result<(), DbError> {
    answers::withdraw(tx, &page.lost.own)?;
    answers::record(tx, &page.answers)?;
    heard::keep(tx, &page.heard)?;
    heard::set_missing(tx, &page.returned, false)?;
    heard::set_missing(tx, &page.lost.heard, true)?;
    for (program, mirror) in &page.mirrors {
        mirror::put(tx, program, mirror)?;
    }
    if let Some(cursor) = &page.cursor {
        meta::set(tx, "cursor", &cursor.0)?;
    }
    for (key, value) in &page.meta {
        meta::set(tx, key, value)?;
    }
    if page.is_quiet() { Ok(()) } else { meta::bump_generation(tx) }
}

fn version(conn: &rusqlite::Connection) -> Result<Version, DbError> {
    let last_seq = conn.prepare_cached("SELECT COALESCE(MAX(seq), 0) FROM journal")?.query_row([], |row| row.get(0))?;
    Ok(Version { last_seq, generation: meta::generation(conn)? })
}
