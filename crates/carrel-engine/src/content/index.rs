//! Keeps the index of the lessons true to the course packs that are here.
//!
//! What is indexed is compared with what is here by names of contents, so an unchanged lesson costs one comparison. It happens
//! at the start and whenever a pack is complete, updated or removed, in the background and a few lessons at a time: a search
//! meanwhile finds what is there and says that more is coming. Nothing here can be lost: a damaged index is made again.

use super::Library;
use super::page::read_text;
use super::part::hex;
use crate::api::Topic;
use crate::events::Events;
use crate::store::lessons::{LessonStore, LessonText, Matches, TextBlock};
use crate::store::{DbError, Disk, set_aside};
use carrel_domain::pack::{Lesson, Manifest};
use carrel_domain::{LessonId, ProgramId};
use carrel_text::lesson_media;
use carrel_text::{READING, text_blocks};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::{Mutex, Notify, RwLock};
use tokio_util::sync::CancellationToken;

/// After a failure it is tried again, first so soon and then ever more seldom: a full disk gets room when it gets it.
const FIRST_RETRY: Duration = Duration::from_secs(30);
const LAST_RETRY: Duration = Duration::from_secs(15 * 60);
/// Lessons of one transaction: a search between two of them waits for none.
const BATCH: usize = 32;
const NEVER: u64 = u64::MAX;

/// The index of one school's lessons, opened when it is first needed. A clone is the same index.
#[derive(Clone)]
pub struct LessonIndex(Arc<Inner>);

struct Inner {
    path: PathBuf,
    disk: Disk,
    library: Library,
    events: Arc<dyn Events>,
    store: RwLock<Option<LessonStore>>,
    /// One hand at a time.
    writing: Mutex<()>,
    /// Which state of the library it stands for.
    indexed: AtomicU64,
    /// Somebody was told that more is coming.
    awaited: AtomicBool,
    again: Notify,
}

/// A lesson that is here.
struct Wanted {
    manifest: Arc<Manifest>,
    lesson: Lesson,
    content: String,
}

impl LessonIndex {
    pub fn new(path: PathBuf, disk: Disk, library: Library, events: Arc<dyn Events>) -> Self {
        Self(Arc::new(Inner {
            path,
            disk,
            library,
            events,
            store: RwLock::default(),
            writing: Mutex::default(),
            indexed: AtomicU64::new(NEVER),
            awaited: AtomicBool::new(false),
            again: Notify::new(),
        }))
    }

    /// Whether everything that is here can be found. Whoever hears no is told when it can.
    fn is_current(&self) -> bool {
        let is_current = || self.0.indexed.load(Ordering::SeqCst) == *self.0.library.changes().borrow();
        if is_current() {
            return true;
        }
        self.0.awaited.store(true, Ordering::SeqCst);
        // It may have become so before it could be told.
        is_current()
    }

    /// Follows the library until `cancel`.
    pub async fn follow(self, cancel: CancellationToken) {
        self.follow_with(cancel, FIRST_RETRY).await;
    }

    pub(super) async fn follow_with(self, cancel: CancellationToken, first_retry: Duration) {
        let mut changes = self.0.library.changes();
        let following = async {
            let mut retry = first_retry;
            loop {
                let done = self.catch_up().await;
                if let Err(error) = &done {
                    tracing::warn!(%error, "the index of the lessons is not up to date");
                }
                let failed = done.is_err();
                tokio::select! {
                    changed = changes.changed() => if changed.is_err() { return },
                    () = self.0.again.notified() => {}
                    () = tokio::time::sleep(retry), if failed => {}
                }
                retry = if failed { LAST_RETRY.min(retry * 2) } else { first_retry };
            }
        };
        cancel.run_until_cancelled(following).await;
    }

    /// Brings the index up to the packs that are here.
    pub async fn catch_up(&self) -> Result<(), DbError> {
        let _writing = self.0.writing.lock().await;
        let version = *self.0.library.changes().borrow();
        if self.0.indexed.load(Ordering::SeqCst) == version {
            return Ok(());
        }
        match self.bring_up().await {
            Err(DbError::Corrupt(_)) => {
                self.renew().await?;
                self.bring_up().await?;
            }
            done => done?,
        }
        // Not after a failure: what is there can be searched, and whoever does is told that more is coming until it is here.
        self.0.indexed.store(version, Ordering::SeqCst);
        if self.0.awaited.swap(false, Ordering::SeqCst) {
            self.0.events.changed(&[Topic::Downloads]);
        }
        Ok(())
    }

    async fn bring_up(&self) -> Result<(), DbError> {
        let store = self.store().await?;
        let known = store.known().await?;
        let wanted = self.wanted();
        let here: BTreeSet<_> = wanted.iter().map(Wanted::name).collect();
        let gone: Vec<_> = known.keys().filter(|name| !here.contains(*name)).cloned().collect();
        let new: Vec<Wanted> =
            wanted.into_iter().filter(|lesson| known.get(&lesson.name()) != Some(&lesson.content)).collect();
        if !gone.is_empty() {
            store.apply(gone, Vec::new()).await?;
        }
        let mut rest = new.into_iter();
        loop {
            let batch: Vec<Wanted> = rest.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                return Ok(());
            }
            let library = self.0.library.clone();
            let read = move || batch.iter().map(|lesson| lesson.read(&library)).collect::<Vec<_>>();
            let texts = carrel_sqlite::aside(read).await.map_err(|error| DbError::Io(std::io::Error::other(error)))?;
            store.apply(Vec::new(), texts).await?;
        }
    }

    /// In the order of their courses.
    fn wanted(&self) -> Vec<Wanted> {
        let mut wanted = Vec::new();
        for manifest in self.0.library.complete_manifests() {
            let spoken = spoken(&manifest);
            for (_, lesson) in manifest.lessons() {
                let file = lesson.path.as_deref().and_then(|path| manifest.file(path));
                let Some(file) = file else { continue };
                let mut hash = Sha256::new();
                hash.update(format!("{READING}\n{}\n{}", lesson.title, file.sha256));
                spoken.get(folder(&file.path)).into_iter().flatten().for_each(|sha256| hash.update(sha256));
                let content = hex(&hash.finalize());
                wanted.push(Wanted { manifest: Arc::clone(&manifest), lesson: lesson.clone(), content });
            }
        }
        wanted
    }

    /// What is found in the lessons of `among`, and whether more is coming; whoever hears so is told when it is here.
    pub async fn search(&self, text: String, among: BTreeSet<ProgramId>) -> Result<(Matches, bool), DbError> {
        // Before the question: what becomes true while it is answered, is asked for again.
        let preparing = !self.is_current();
        match self.store().await?.search(text, among).await {
            Err(DbError::Corrupt(_)) => {
                let _writing = self.0.writing.lock().await;
                self.renew().await?;
                self.0.awaited.store(true, Ordering::SeqCst);
                self.0.indexed.store(NEVER, Ordering::SeqCst);
                self.0.again.notify_one();
                Ok((Matches::default(), true))
            }
            found => Ok((found?, preparing)),
        }
    }

    async fn store(&self) -> Result<LessonStore, DbError> {
        if let Some(store) = &*self.0.store.read().await {
            return Ok(store.clone());
        }
        let mut slot = self.0.store.write().await;
        if let Some(store) = &*slot {
            return Ok(store.clone());
        }
        let store = LessonStore::open_on(&self.0.disk, &self.0.path).await?;
        Ok(slot.insert(store).clone())
    }

    /// Puts a file that turned out to be damaged aside; the next to need one begins it.
    async fn renew(&self) -> Result<(), DbError> {
        let mut slot = self.0.store.write().await;
        if let Some(store) = slot.take() {
            store.close().await;
        }
        set_aside(&self.0.path).map(drop)
    }

    /// Closes the file.
    pub async fn close(&self) {
        if let Some(store) = self.0.store.write().await.take() {
            store.close().await;
        }
    }
}

impl Wanted {
    fn name(&self) -> (ProgramId, LessonId) {
        (self.manifest.program.clone(), self.lesson.id.clone())
    }

    fn read(&self, library: &Library) -> LessonText {
        LessonText {
            program: self.manifest.program.clone(),
            lesson: self.lesson.id.clone(),
            content: self.content.clone(),
            title: self.lesson.title.clone(),
            blocks: blocks_of(library, &self.manifest, &self.lesson),
        }
    }
}

/// The words of a lesson that is here, block by block. A file that cannot be read has none.
pub fn blocks_of(library: &Library, manifest: &Manifest, lesson: &Lesson) -> Vec<TextBlock> {
    let read = |path: &str| read_text(library, manifest, path);
    let path = lesson.path.as_deref().unwrap_or_default();
    let find = |address: &str| lesson_media(manifest, path, address, &|_| String::new(), &read);
    text_blocks(&read(path).unwrap_or_default(), &find)
}

/// The hashes of all transcripts, by the folder of their module: they are words of its lessons.
fn spoken(manifest: &Manifest) -> BTreeMap<&str, Vec<&str>> {
    let mut spoken: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for file in manifest.files.iter().filter(|file| file.path.ends_with(".txt")) {
        spoken.entry(folder(&file.path)).or_default().push(&file.sha256);
    }
    spoken
}

fn folder(path: &str) -> &str {
    path.split('/').next().unwrap_or_default()
}
