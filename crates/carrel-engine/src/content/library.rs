//! The course packs of one school: what is here, what is coming, and the one place that starts, stops and removes them.
//!
//! Answers come from memory. Every change goes to the disk first, one at a time (`order`), so that a removal and a download
//! that share a file cannot pass each other.

use super::announcer::Announcer;
use super::download::{Stop, Work, fetch_files, fetch_manifest, lacking_bytes};
use super::entry::{Entry, Run};
use super::patience::Patience;
use super::shelf::{ChangedLesson, FreeSpace, Record, Shelf, Wanted};
use super::{ContentError, PackSource};
use crate::api::{PackState, PauseReason, Topic};
use crate::clock::Clock;
use crate::events::Events;
use carrel_domain::pack::{Manifest, PackFile};
use carrel_domain::{LessonId, ProgramId, Timestamp};
use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// One per school, shared by all its learners on this computer. A clone is the same library.
#[derive(Clone)]
pub struct Library {
    inner: Arc<Inner>,
}

struct Inner {
    shelf: Arc<Shelf>,
    announcer: Arc<Announcer>,
    patience: Patience,
    packs: Mutex<BTreeMap<ProgramId, Entry>>,
    /// Held while records on the disk and files without an owner change.
    order: tokio::sync::Mutex<()>,
    closed: AtomicBool,
    /// Counts the changes of what can be read.
    changes: watch::Sender<u64>,
}

impl Library {
    /// Opens the folder and takes stock. A pack whose files are gone or have another size is not complete any more; a
    /// download that was cut off shows as interrupted.
    pub fn open(root: PathBuf, events: Arc<dyn Events>, clock: Arc<dyn Clock>) -> Result<Self, ContentError> {
        Self::open_with(root, events, clock, Patience::default(), |root| fs4::available_space(root))
    }

    pub(super) fn open_with(
        root: PathBuf,
        events: Arc<dyn Events>,
        clock: Arc<dyn Clock>,
        patience: Patience,
        free_space: FreeSpace,
    ) -> Result<Self, ContentError> {
        let shelf = Shelf::open(root, free_space)?;
        shelf.sweep()?;
        let (records, _) = shelf.records()?;
        let packs = records.into_iter().map(|record| (record.program.clone(), Entry::found(&shelf, record))).collect();
        let announcer = Arc::new(Announcer::new(events, clock));
        let inner = Inner {
            shelf: Arc::new(shelf),
            announcer,
            patience,
            packs: Mutex::new(packs),
            order: tokio::sync::Mutex::new(()),
            closed: AtomicBool::new(false),
            changes: watch::Sender::new(0),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// What a learner has of the course. An update on its way does not change `Complete`; see [`Library::update`].
    pub fn state(&self, program: &ProgramId) -> PackState {
        self.packs_locked().get(program).map_or(PackState::None, |entry| entry.state(self.inner.announcer.now_ms()))
    }

    /// The state of a newer version being fetched while the older one stays readable.
    pub fn update(&self, program: &ProgramId) -> Option<PackState> {
        let packs = self.packs_locked();
        let entry = packs.get(program).filter(|entry| entry.record.complete.is_some())?;
        entry.record.wanted.as_ref().map(|_| entry.progress(self.inner.announcer.now_ms()))
    }

    pub fn packs(&self) -> Vec<(ProgramId, PackState)> {
        let now_ms = self.inner.announcer.now_ms();
        self.packs_locked().iter().map(|(program, entry)| (program.clone(), entry.state(now_ms))).collect()
    }

    /// The table of contents: of the pack that can be read, or else of the one that is coming.
    pub fn manifest(&self, program: &ProgramId) -> Option<Arc<Manifest>> {
        let packs = self.packs_locked();
        let record = &packs.get(program)?.record;
        let complete = record.complete.as_ref().map(|complete| &complete.manifest);
        complete.or_else(|| record.wanted.as_ref()?.manifest.as_ref()).cloned()
    }

    /// A file of a complete pack, if the manifest lists it.
    pub fn file(&self, program: &ProgramId, path: &str) -> Option<(PathBuf, PackFile)> {
        let manifest = self.complete_manifest(program)?;
        let file = manifest.file(path)?;
        Some((self.inner.shelf.file_path(&file.sha256), file.clone()))
    }

    pub(super) fn complete_manifest(&self, program: &ProgramId) -> Option<Arc<Manifest>> {
        let packs = self.packs_locked();
        packs.get(program)?.record.complete.as_ref().map(|complete| Arc::clone(&complete.manifest))
    }

    pub(super) fn complete_manifests(&self) -> Vec<Arc<Manifest>> {
        let packs = self.packs_locked();
        packs.values().filter_map(|entry| Some(Arc::clone(&entry.record.complete.as_ref()?.manifest))).collect()
    }

    /// Where a file of a complete pack lies.
    pub(super) fn path_of(&self, file: &PackFile) -> PathBuf {
        self.inner.shelf.file_path(&file.sha256)
    }

    /// Wakes when a pack is complete, updated or removed.
    pub(super) fn changes(&self) -> watch::Receiver<u64> {
        self.inner.changes.subscribe()
    }

    /// What to take up again without being asked, when the program starts or the network returns.
    pub fn interrupted(&self) -> Vec<ProgramId> {
        let resumes = |reason: &PauseReason| {
            matches!(reason, PauseReason::Interrupted | PauseReason::Offline | PauseReason::SchoolBusy)
        };
        let packs = self.packs_locked();
        let waiting = packs.iter().filter(|(_, entry)| {
            entry.running.is_none() && entry.record.wanted.as_ref().is_some_and(|wanted| resumes(&wanted.reason))
        });
        waiting.map(|(program, _)| program.clone()).collect()
    }

    /// What updates changed last, by lesson, of a course that can be read.
    pub fn changed_lessons(&self, program: &ProgramId) -> BTreeMap<LessonId, ChangedLesson> {
        let packs = self.packs_locked();
        let record = packs.get(program).map(|entry| &entry.record).filter(|record| record.complete.is_some());
        record.map(|record| record.changed.clone()).unwrap_or_default()
    }

    /// Whether a complete pack is not `version`, nothing is under way about it, and this was not found out before. A school
    /// whose catalog and courses disagree is asked once, not for ever.
    pub fn should_look_for(&self, program: &ProgramId, version: &str) -> bool {
        let mut packs = self.packs_locked();
        let Some(entry) = packs.get_mut(program) else { return false };
        let Some(complete) = &entry.record.complete else { return false };
        if complete.manifest.version == version || entry.record.wanted.is_some() || entry.running.is_some() {
            return false;
        }
        entry.looked_for.replace(version.to_owned()).as_deref() != Some(version)
    }

    pub fn used_bytes(&self) -> u64 {
        self.inner.shelf.used_bytes()
    }

    pub fn free_bytes(&self) -> Option<u64> {
        self.inner.shelf.free_bytes().ok()
    }

    /// Starts, takes up again or updates a download. Does nothing if it runs already. Must be called within a tokio runtime.
    pub fn start(&self, program: ProgramId, source: Arc<dyn PackSource>) {
        if self.inner.closed.load(Ordering::SeqCst) {
            return;
        }
        let run = {
            let mut packs = self.packs_locked();
            let entry = packs.entry(program.clone()).or_insert_with(|| Entry::blank(program.clone()));
            if entry.running.is_some() {
                return;
            }
            entry.running.insert(Run::new(entry.done_bytes, entry.total_bytes)).clone()
        };
        self.inner.announcer.changed(&[Topic::Downloads]);
        tokio::spawn(self.clone().carry_out(program, source, run));
    }

    pub fn is_running(&self, program: &ProgramId) -> bool {
        self.packs_locked().get(program).is_some_and(|entry| entry.running.is_some())
    }

    /// Stops a download and waits until it stands still. It does not go on by itself.
    pub async fn pause(&self, program: &ProgramId) {
        self.stop(program).await;
        let _order = self.inner.order.lock().await;
        let Some(mut record) = self.record(program) else { return };
        let Some(wanted) = record.wanted.as_mut().filter(|wanted| wanted.reason != PauseReason::ByLearner) else {
            return;
        };
        wanted.reason = PauseReason::ByLearner;
        self.write_or_log(&record).await;
        self.update_entry(program, |entry| entry.record = record);
        self.inner.announcer.changed(&[Topic::Downloads]);
    }

    /// Removes a pack, but no file that another pack needs. Returns the bytes this freed.
    pub async fn remove(&self, program: &ProgramId) -> Result<u64, ContentError> {
        self.stop(program).await;
        let _order = self.inner.order.lock().await;
        let Some(record) = self.record(program) else { return Ok(0) };
        let stays = record.without_files();
        let left = stays.clone();
        let freed = self.on_shelf(move |shelf| shelf.let_go(&record, stays.as_ref())).await;
        if freed.is_ok() {
            let mut packs = self.packs_locked();
            // It may have been started again while this waited for its turn.
            let running = packs.remove(program).and_then(|entry| entry.running);
            if running.is_some() || left.is_some() {
                let record = left.unwrap_or_else(|| Record::blank(program.clone()));
                packs.insert(program.clone(), Entry { running, record, ..Entry::blank(program.clone()) });
            }
        }
        self.inner.changes.send_modify(|changes| *changes += 1);
        self.inner.announcer.changed(&[Topic::Downloads, Topic::Learning]);
        Ok(freed?)
    }

    /// Stops everything and waits. What was on its way goes on at the next start.
    pub async fn shut_down(&self) {
        self.inner.closed.store(true, Ordering::SeqCst);
        let runs: Vec<Run> = self.packs_locked().values().filter_map(|entry| entry.running.clone()).collect();
        runs.iter().for_each(|run| run.cancel.cancel());
        for run in runs {
            run.ended.cancelled().await;
        }
    }
}

/// A download from start to end.
impl Library {
    async fn carry_out(self, program: ProgramId, source: Arc<dyn PackSource>, run: Run) {
        let work = Work {
            shelf: Arc::clone(&self.inner.shelf),
            source,
            tally: Arc::clone(&run.tally),
            cancel: run.cancel.clone(),
            patience: self.inner.patience,
            announcer: Arc::clone(&self.inner.announcer),
        };
        let end = match self.bring(&program, &work).await {
            Ok(Some(manifest)) => {
                let at = work.source.now().unwrap_or_else(|| self.inner.announcer.now());
                self.complete(&program, manifest, at).await
            }
            Ok(None) => Ok(()),
            Err(stop) => Err(stop),
        };
        match end {
            Ok(()) => self.ended(&program, &[Topic::Downloads, Topic::Learning]),
            Err(stop) => self.stand_still(&program, &run, stop).await,
        }
        run.ended.cancel();
    }

    /// `None`: what is here is what the school has.
    async fn bring(&self, program: &ProgramId, work: &Work) -> Result<Option<Arc<Manifest>>, Stop> {
        let manifest = Arc::new(fetch_manifest(work, program).await?);
        if !self.claim(program, &manifest).await? {
            return Ok(None);
        }
        fetch_files(work, &manifest).await?;
        Ok(Some(manifest))
    }

    /// Puts on record what is wanted, before a byte of it comes. `false`: it is complete already.
    async fn claim(&self, program: &ProgramId, manifest: &Arc<Manifest>) -> io::Result<bool> {
        let _order = self.inner.order.lock().await;
        let mut record = self.record_or_blank(program);
        let wanted = Arc::clone(manifest);
        let record = self
            .on_shelf(move |shelf| {
                record.complete = record.complete.filter(|complete| shelf.has_all(&complete.manifest));
                let current = record.complete.as_ref().is_some_and(|complete| complete.manifest == wanted);
                let wanted = Wanted { manifest: Some(wanted), reason: PauseReason::Interrupted };
                record.wanted = (!current).then_some(wanted);
                shelf.write_record(&record)?;
                Ok(record)
            })
            .await?;
        let is_new = record.wanted.is_some();
        self.update_entry(program, |entry| entry.set_record(record));
        Ok(is_new)
    }

    /// Declares the pack complete, having looked once more that every file is here, and drops what only the old one needed.
    async fn complete(&self, program: &ProgramId, manifest: Arc<Manifest>, at: Timestamp) -> Result<(), Stop> {
        let _order = self.inner.order.lock().await;
        let mut record = self.record_or_blank(program);
        let record = self
            .on_shelf(move |shelf| {
                if !shelf.has_all(&manifest) {
                    return Err(io::Error::other("a verified file has disappeared"));
                }
                let before = record.hashes();
                record.replace(manifest, at);
                shelf.write_record(&record)?;
                if let Err(error) = shelf.discard(before) {
                    tracing::warn!(%error, "files of the older version stay until the next start");
                }
                Ok(record)
            })
            .await?;
        self.update_entry(program, |entry| entry.set_record(record));
        self.inner.changes.send_modify(|changes| *changes += 1);
        Ok(())
    }

    async fn stand_still(&self, program: &ProgramId, run: &Run, stop: Stop) {
        let _order = self.inner.order.lock().await;
        let reason = self.reason(run, stop);
        let mut record = self.record_or_blank(program);
        match record.wanted.as_mut() {
            Some(wanted) => wanted.reason = reason,
            // Only looking for an update failed: there is nothing to take up again.
            None if record.complete.is_some() => {}
            None => record.wanted = Some(Wanted { manifest: None, reason }),
        }
        self.write_or_log(&record).await;
        self.update_entry(program, |entry| {
            entry.record = record;
            entry.done_bytes = run.tally.done();
        });
        self.ended(program, &[Topic::Downloads]);
    }

    fn reason(&self, run: &Run, stop: Stop) -> PauseReason {
        match stop {
            Stop::Because(reason) => reason,
            Stop::Cancelled if run.by_learner.load(Ordering::SeqCst) => PauseReason::ByLearner,
            Stop::Cancelled => PauseReason::Interrupted,
            Stop::DiskFull => {
                let to_fetch = run.tally.total() - run.tally.done();
                // The disk may have got room since; what was refused still counts as lacking something.
                PauseReason::DiskFull { missing_bytes: lacking_bytes(&self.inner.shelf, to_fetch).unwrap_or(1) }
            }
        }
    }

    async fn stop(&self, program: &ProgramId) {
        let run = self.packs_locked().get(program).and_then(|entry| entry.running.clone());
        if let Some(run) = run {
            run.by_learner.store(true, Ordering::SeqCst);
            run.cancel.cancel();
            run.ended.cancelled().await;
        }
    }

    fn ended(&self, program: &ProgramId, topics: &[Topic]) {
        self.update_entry(program, |entry| entry.running = None);
        self.inner.announcer.changed(topics);
    }
}

impl Library {
    fn packs_locked(&self) -> MutexGuard<'_, BTreeMap<ProgramId, Entry>> {
        self.inner.packs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn record(&self, program: &ProgramId) -> Option<Record> {
        self.packs_locked().get(program).map(|entry| entry.record.clone())
    }

    fn record_or_blank(&self, program: &ProgramId) -> Record {
        self.record(program).unwrap_or_else(|| Record::blank(program.clone()))
    }

    fn update_entry(&self, program: &ProgramId, change: impl FnOnce(&mut Entry)) {
        change(self.packs_locked().entry(program.clone()).or_insert_with(|| Entry::blank(program.clone())));
    }

    async fn write_or_log(&self, record: &Record) {
        let record = record.clone();
        // Without it the reason is forgotten at the next start, and the download counts as interrupted.
        if let Err(error) = self.on_shelf(move |shelf| shelf.write_record(&record)).await {
            tracing::warn!(%error, "why a download stands still could not be written down");
        }
    }

    async fn on_shelf<T: Send + 'static>(
        &self,
        act: impl FnOnce(&Shelf) -> io::Result<T> + Send + 'static,
    ) -> io::Result<T> {
        let shelf = Arc::clone(&self.inner.shelf);
        carrel_sqlite::aside(move || act(&shelf)).await.map_err(io::Error::other)?
    }
}
