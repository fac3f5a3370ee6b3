//! One pack: its manifest, the room for it, its files, and the proof that all are here.

use super::fetch::fetch_file;
use super::part::is_disk_full;
use super::patience::{Attempts, Patience};
use super::shelf::{Shelf, unique_files};
use super::tally::Tally;
use super::{PackSource, announcer::Announcer};
use crate::api::PauseReason;
use carrel_domain::ProgramId;
use carrel_domain::pack::{Manifest, PackFile};
use futures_util::{StreamExt as _, stream};
use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;

const FILES_AT_ONCE: usize = 3;
/// Left free for the learner's own record and for everybody else.
const MARGIN_BYTES: u64 = 64 * 1024 * 1024;

/// Everything one running download needs.
pub(super) struct Work {
    pub(super) shelf: Arc<Shelf>,
    pub(super) source: Arc<dyn PackSource>,
    pub(super) tally: Arc<Tally>,
    pub(super) cancel: CancellationToken,
    pub(super) patience: Patience,
    pub(super) announcer: Arc<Announcer>,
}

impl Work {
    pub(super) fn announce_progress(&self) {
        self.announcer.progress(&self.tally);
    }
}

/// Why a download stands still.
#[derive(Debug, PartialEq)]
pub(super) enum Stop {
    Cancelled,
    DiskFull,
    Because(PauseReason),
}

impl Stop {
    pub(super) fn damaged() -> Self {
        Self::Because(PauseReason::Damaged)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        if is_disk_full(&error) {
            return Self::DiskFull;
        }
        tracing::error!(%error, "the folder of course packs gives trouble");
        Self::Because(PauseReason::Interrupted)
    }
}

/// Asks for the table of contents and refuses one that breaks the rules, before a byte is fetched.
pub(super) async fn fetch_manifest(work: &Work, program: &ProgramId) -> Result<Manifest, Stop> {
    let mut attempts = Attempts::new(work.patience);
    let manifest = loop {
        let answer = tokio::select! {
            biased;
            () = work.cancel.cancelled() => return Err(Stop::Cancelled),
            answer = work.source.manifest(program) => answer,
        };
        match answer {
            Ok(manifest) => break manifest,
            Err(failure) => attempts.wait(failure, &work.cancel).await?,
        }
    };
    let fault = manifest.check().err().map(|fault| format!("{fault:?}"));
    let fault = fault.or_else(|| (manifest.program != *program).then(|| "another program".to_owned()));
    match fault.or_else(|| two_sizes(&manifest)) {
        None => Ok(manifest),
        Some(fault) => {
            tracing::warn!(%program, %fault, "the school's course pack is refused");
            Err(Stop::damaged())
        }
    }
}

/// The same content cannot have two sizes.
fn two_sizes(manifest: &Manifest) -> Option<String> {
    let mut sizes = BTreeMap::new();
    let liar = manifest.files.iter().find(|file| *sizes.entry(&file.sha256).or_insert(file.size) != file.size);
    liar.map(|file| format!("two sizes of {}", file.path))
}

/// Fetches what is missing. On `Ok`, every file of the pack has been verified and is here.
pub(super) async fn fetch_files(work: &Work, manifest: &Arc<Manifest>) -> Result<(), Stop> {
    let missing = plan(work, manifest).await?;
    let mut fetches = stream::iter(missing)
        .map(|(file, counted)| async move { fetch_file(work, &file, counted).await })
        .buffer_unordered(FILES_AT_ONCE);
    let mut first = Ok(());
    // The first trouble stops the others, and all of them end properly: each has a thread that writes.
    while let Some(done) = fetches.next().await {
        if let Err(stop) = done {
            work.cancel.cancel();
            first = first.and(Err(stop));
        }
    }
    first
}

/// The missing files with the bytes of them that are here, provided that there is room for the rest.
async fn plan(work: &Work, manifest: &Arc<Manifest>) -> Result<Vec<(PackFile, u64)>, Stop> {
    let (shelf, manifest, tally) = (Arc::clone(&work.shelf), Arc::clone(manifest), Arc::clone(&work.tally));
    let (missing, fits) = carrel_sqlite::aside(move || {
        let all = unique_files(&manifest);
        let missing: Vec<_> =
            all.into_iter().filter(|f| !shelf.has(f)).map(|f| (f.clone(), shelf.part_len(f))).collect();
        let to_fetch: u64 = missing.iter().map(|(file, here)| file.size - here).sum();
        let total = manifest.total_bytes();
        tally.begin(total - to_fetch, total);
        (missing, lacking_bytes(&shelf, to_fetch).is_none())
    })
    .await
    .map_err(io::Error::other)?;
    work.announce_progress();
    if fits { Ok(missing) } else { Err(Stop::DiskFull) }
}

/// What would have to be freed first; `None` if it fits or nobody knows.
pub(super) fn lacking_bytes(shelf: &Shelf, to_fetch: u64) -> Option<u64> {
    let needed = if to_fetch == 0 { 0 } else { to_fetch.saturating_add(MARGIN_BYTES) };
    let free = shelf.free_bytes().ok()?;
    needed.checked_sub(free).filter(|lacking| *lacking > 0)
}
