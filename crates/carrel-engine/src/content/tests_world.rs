//! A school that can be cut, corrupted and slow, and a folder to download into. Nothing here sleeps: tests await events.

#![allow(clippy::unwrap_used)]

use super::patience::Patience;
use super::shelf::FreeSpace;
use super::{Library, PackSource};
use crate::api::{PackState, PauseReason, Topic};
use crate::clock::Clock;
use crate::events::Events;
use async_trait::async_trait;
use bytes::Bytes;
use carrel_domain::pack::{Lesson, Manifest, Module, PackFile};
use carrel_domain::time::ClockReading;
use carrel_domain::{LessonId, ProgramId, Timestamp};
use carrel_protocol::{ContentStream, Failure, LaterReason};
use futures_util::{StreamExt as _, stream};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::task::Poll;
use std::time::Duration;
use tokio::sync::Notify;

pub(super) const CHUNK: usize = 16 * 1024;
/// Long enough for the slowest machine; a test that needs it has failed.
const GIVE_UP: Duration = Duration::from_secs(60);

pub(super) fn sha(bytes: &[u8]) -> String {
    super::part::hex(&Sha256::digest(bytes))
}

/// Bytes that differ everywhere, so that a hole or a shift cannot go unseen.
pub(super) fn film(seed: u32, len: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(1);
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    (0..len).map(|_| next()).collect()
}

pub(super) fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("md") => "text/markdown",
        Some("svg") => "image/svg+xml",
        Some("mp4") => "video/mp4",
        Some("vtt") => "text/vtt",
        _ => "application/octet-stream",
    }
}

/// How the school answers one request for a file; without orders it behaves.
pub(super) enum Serve {
    Whole,
    CutAfter(usize, Failure),
    /// Ends as if that were all.
    EndAfter(usize),
    /// Sends so much and then nothing more.
    HangAfter(usize),
    Corrupt,
    TooMuch,
    FromZero,
    Fail(Failure),
}

#[derive(Default)]
pub(super) struct School {
    manifests: Mutex<BTreeMap<String, Manifest>>,
    files: Mutex<BTreeMap<String, Bytes>>,
    pub(super) orders: Mutex<VecDeque<Serve>>,
    pub(super) manifest_failures: Mutex<VecDeque<Failure>>,
    pub(super) manifest_requests: Mutex<u32>,
    /// Path and first byte of every request for content.
    pub(super) requests: Mutex<Vec<(String, u64)>>,
    /// Told once everything before the silence has been taken.
    pub(super) hanging: Arc<Notify>,
}

impl School {
    /// Publishes a pack; every `.md` file becomes a lesson.
    pub(super) fn publish(&self, program: &str, version: &str, files: &[(&str, &[u8])]) {
        let mut lessons = Vec::new();
        let mut listed = Vec::new();
        for (path, bytes) in files {
            let sha256 = sha(bytes);
            self.files.lock().unwrap().insert(sha256.clone(), Bytes::copy_from_slice(bytes));
            listed.push(PackFile {
                path: (*path).to_owned(),
                size: bytes.len() as u64,
                sha256,
                media_type: media_type(path).to_owned(),
            });
            if path.ends_with(".md") {
                lessons.push(lesson(path));
            }
        }
        let manifest = Manifest {
            program: program.into(),
            version: version.to_owned(),
            modules: vec![Module { id: "m01".to_owned(), title: "One".to_owned(), lessons, quiz: None }],
            quizzes: Vec::new(),
            practice_exam: None,
            files: listed,
            glossary: Vec::new(),
            practice: None,
        };
        self.answer_with(program, manifest);
    }

    pub(super) fn answer_with(&self, program: &str, manifest: Manifest) {
        self.manifests.lock().unwrap().insert(program.to_owned(), manifest);
    }

    pub(super) fn order(&self, orders: impl IntoIterator<Item = Serve>) {
        self.orders.lock().unwrap().extend(orders);
    }

    pub(super) fn requests(&self) -> Vec<(String, u64)> {
        self.requests.lock().unwrap().clone()
    }
}

fn lesson(path: &str) -> Lesson {
    Lesson {
        id: LessonId::new(path.trim_end_matches(".md").replace('/', "-")),
        title: "Where <blood> goes".to_owned(),
        minutes: 5,
        objectives: Vec::new(),
        sources: Vec::new(),
        reviewed: None,
        path: Some(path.to_owned()),
    }
}

pub(super) fn garbled() -> Failure {
    Failure::later(LaterReason::Garbled)
}

#[async_trait]
impl PackSource for School {
    async fn manifest(&self, program: &ProgramId) -> Result<Manifest, Failure> {
        *self.manifest_requests.lock().unwrap() += 1;
        if let Some(failure) = self.manifest_failures.lock().unwrap().pop_front() {
            return Err(failure);
        }
        self.manifests.lock().unwrap().get(program.as_str()).cloned().ok_or_else(|| Failure::ours("no such pack"))
    }

    async fn content(&self, file: &PackFile, from: u64) -> Result<ContentStream, Failure> {
        self.requests.lock().unwrap().push((file.path.clone(), from));
        let order = self.orders.lock().unwrap().pop_front().unwrap_or(Serve::Whole);
        let whole = self.files.lock().unwrap().get(&file.sha256).cloned().ok_or_else(|| Failure::ours("no file"))?;
        let rest = whole.slice(from as usize..);
        let good = |from, bytes| Ok(ContentStream { from, bytes: chunks(bytes).boxed() });
        match order {
            Serve::Whole => good(from, rest),
            Serve::FromZero => good(0, whole),
            Serve::Fail(failure) => Err(failure),
            Serve::CutAfter(n, failure) => {
                let bytes = chunks(rest.slice(..n)).chain(stream::once(async { Err(failure) })).boxed();
                Ok(ContentStream { from, bytes })
            }
            Serve::EndAfter(n) => good(from, rest.slice(..n)),
            Serve::HangAfter(n) => {
                let hanging = Arc::clone(&self.hanging);
                let never = stream::poll_fn(move |_| {
                    hanging.notify_one();
                    Poll::Pending
                });
                Ok(ContentStream { from, bytes: chunks(rest.slice(..n)).chain(never).boxed() })
            }
            Serve::Corrupt => {
                let mut bad = rest.to_vec();
                bad[0] ^= 1;
                good(from, bad.into())
            }
            Serve::TooMuch => {
                let mut long = rest.to_vec();
                long.push(0);
                good(from, long.into())
            }
        }
    }
}

fn chunks(bytes: Bytes) -> impl futures_util::Stream<Item = Result<Bytes, Failure>> + Send + 'static {
    let starts = (0..bytes.len()).step_by(CHUNK);
    stream::iter(starts.map(move |at| Ok(bytes.slice(at..bytes.len().min(at + CHUNK)))))
}

/// Stands still, so that throttling is exact.
pub(super) struct StoppedClock;

impl Clock for StoppedClock {
    fn read(&self) -> ClockReading {
        ClockReading { wall: Timestamp(1_700_000_000_000), monotonic_ms: 5_000, boot: "boot".to_owned() }
    }
}

#[derive(Default)]
pub(super) struct Heard {
    pub(super) topics: Mutex<Vec<Vec<Topic>>>,
    news: Notify,
}

impl Events for Heard {
    fn changed(&self, topics: &[Topic]) {
        self.topics.lock().unwrap().push(topics.to_vec());
        self.news.notify_one();
    }
}

pub(super) struct World {
    pub(super) folder: tempfile::TempDir,
    pub(super) school: Arc<School>,
    pub(super) heard: Arc<Heard>,
    pub(super) library: Library,
}

pub(super) const ROOMY: FreeSpace = |_| Ok(1 << 50);

impl World {
    pub(super) fn new() -> Self {
        Self::with_space(ROOMY)
    }

    pub(super) fn with_space(space: FreeSpace) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let heard = Arc::new(Heard::default());
        let library = open(folder.path().to_owned(), &heard, space);
        Self { folder, school: Arc::new(School::default()), heard, library }
    }

    /// As after a restart of the program.
    pub(super) fn reopen(&mut self) {
        self.heard = Arc::new(Heard::default());
        self.library = open(self.folder.path().to_owned(), &self.heard, ROOMY);
    }

    pub(super) fn start(&self, program: &str) {
        self.library.start(program.into(), Arc::<School>::clone(&self.school));
    }

    pub(super) fn state(&self, program: &str) -> PackState {
        self.library.state(&program.into())
    }

    /// Starts and waits until the download stands still.
    pub(super) async fn run(&self, program: &str) -> PackState {
        self.start(program);
        self.still(program).await
    }

    pub(super) async fn still(&self, program: &str) -> PackState {
        let program = program.into();
        self.until(|| !self.library.is_running(&program)).await;
        self.library.state(&program)
    }

    pub(super) async fn until(&self, mut holds: impl FnMut() -> bool) {
        let wait = async {
            while !holds() {
                self.heard.news.notified().await;
            }
        };
        tokio::time::timeout(GIVE_UP, wait).await.expect("never came true");
    }

    pub(super) async fn until_hanging(&self) {
        tokio::time::timeout(GIVE_UP, self.school.hanging.notified()).await.expect("never asked");
    }

    pub(super) fn part_path(&self, bytes: &[u8]) -> PathBuf {
        self.folder.path().join("partial").join(format!("{}.part", sha(bytes)))
    }

    pub(super) fn file_path(&self, bytes: &[u8]) -> PathBuf {
        let sha = sha(bytes);
        self.folder.path().join("files").join(&sha[..2]).join(sha)
    }

    /// Reads a pack's file as a lesson would.
    pub(super) fn read(&self, program: &str, path: &str) -> Option<Vec<u8>> {
        let (path, _) = self.library.file(&program.into(), path)?;
        std::fs::read(path).ok()
    }
}

pub(super) fn open(root: PathBuf, heard: &Arc<Heard>, space: FreeSpace) -> Library {
    let patience = Patience { tries: 4, first_wait: Duration::from_millis(1) };
    Library::open_with(root, Arc::<Heard>::clone(heard), Arc::new(StoppedClock), patience, space).unwrap()
}

#[track_caller]
pub(super) fn assert_complete(state: &PackState) {
    assert!(matches!(state, PackState::Complete { .. }), "{state:?}");
}

#[track_caller]
pub(super) fn assert_paused(state: &PackState, want: &PauseReason) {
    assert!(matches!(state, PackState::Paused { reason, .. } if reason == want), "{state:?}, not {want:?}");
}
