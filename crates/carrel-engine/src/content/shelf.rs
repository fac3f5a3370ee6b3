//! The folder of course packs, and nothing above it.
//!
//! ```text
//! packs/<program>.json      what is complete and what is wanted; replaced whole, never edited
//! files/ab/<sha256>         verified files, one copy for all packs
//! partial/<sha256>.part     a file on its way; its length is where it goes on
//! ```
//!
//! A file reaches `files/` only by a rename after its hash was right, so whatever lies there is whole. A record is on the
//! disk before the first byte of its files: what no record names belongs to nobody and may go.

use crate::api::PauseReason;
use carrel_domain::pack::{LessonChange, Manifest, PackFile, changes};
use carrel_domain::{LessonId, ProgramId, Timestamp, ids};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What is known of one program's pack.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Record {
    pub(super) program: ProgramId,
    /// The pack a learner can read, every file of it verified.
    pub(super) complete: Option<Complete>,
    /// The pack that is being fetched. Beside a complete one it is an update.
    pub(super) wanted: Option<Wanted>,
    /// What updates changed last, by lesson.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) changed: BTreeMap<LessonId, ChangedLesson>,
    /// The lessons of the pack that was removed last: when the course is fetched again, what changed meanwhile is told. None of
    /// its files is kept for it.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "shared_option")]
    pub(super) removed: Option<Arc<Manifest>>,
}

/// What an update did to a lesson, and when it came to this computer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangedLesson {
    pub title: String,
    pub what: LessonChange,
    pub at: Timestamp,
}

#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Complete {
    #[serde(with = "shared")]
    pub(super) manifest: Arc<Manifest>,
    pub(super) downloaded_at: Timestamp,
}

#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Wanted {
    #[serde(with = "shared_option")]
    pub(super) manifest: Option<Arc<Manifest>>,
    /// Why it stands still. While it runs this says `Interrupted`, which is what it is if nobody comes back to change it.
    pub(super) reason: PauseReason,
}

impl Record {
    fn manifests(&self) -> impl Iterator<Item = &Arc<Manifest>> {
        let wanted = self.wanted.as_ref().and_then(|wanted| wanted.manifest.as_ref());
        self.complete.as_ref().map(|complete| &complete.manifest).into_iter().chain(wanted)
    }

    /// The newer version becomes the one that is read.
    pub(super) fn replace(&mut self, manifest: Arc<Manifest>, at: Timestamp) {
        if let Some(before) = self.removed.take().or(self.complete.take().map(|complete| complete.manifest)) {
            for (lesson, what) in changes(&before, &manifest) {
                let change = ChangedLesson { title: lesson.title.clone(), what, at };
                self.changed.insert(lesson.id.clone(), change);
            }
        }
        self.complete = Some(Complete { manifest, downloaded_at: at });
        self.wanted = None;
    }

    /// What stays on record once the files are gone; `None`: nothing.
    pub(super) fn without_files(&self) -> Option<Self> {
        let lessons_of = |complete: &Complete| Manifest {
            quizzes: Vec::new(),
            practice_exam: None,
            glossary: Vec::new(),
            practice: None,
            ..Manifest::clone(&complete.manifest)
        };
        let complete = self.complete.as_ref().map(|complete| Arc::new(lessons_of(complete)));
        let removed = Some(complete.or_else(|| self.removed.clone())?);
        Some(Self {
            program: self.program.clone(),
            complete: None,
            wanted: None,
            changed: self.changed.clone(),
            removed,
        })
    }

    pub(super) fn hashes(&self) -> BTreeSet<String> {
        self.manifests().flat_map(|m| m.files.iter()).map(|f| f.sha256.clone()).collect()
    }
}

pub(super) type FreeSpace = fn(&Path) -> io::Result<u64>;

pub(super) struct Shelf {
    root: PathBuf,
    free_space: FreeSpace,
}

impl Shelf {
    pub(super) fn open(root: PathBuf, free_space: FreeSpace) -> io::Result<Self> {
        for folder in ["packs", "files", "partial"] {
            fs::create_dir_all(root.join(folder))?;
        }
        Ok(Self { root, free_space })
    }

    pub(super) fn file_path(&self, sha256: &str) -> PathBuf {
        self.root.join("files").join(sha256.get(..2).unwrap_or("__")).join(sha256)
    }

    pub(super) fn part_path(&self, sha256: &str) -> PathBuf {
        self.root.join("partial").join(format!("{sha256}.part"))
    }

    /// Whether the file is here. Its content was verified before it got its name; its size shows later mischief.
    pub(super) fn has(&self, file: &PackFile) -> bool {
        fs::metadata(self.file_path(&file.sha256)).is_ok_and(|found| found.is_file() && found.len() == file.size)
    }

    pub(super) fn has_all(&self, manifest: &Manifest) -> bool {
        unique_files(manifest).iter().all(|file| self.has(file))
    }

    pub(super) fn part_len(&self, file: &PackFile) -> u64 {
        fs::metadata(self.part_path(&file.sha256)).map_or(0, |found| found.len()).min(file.size)
    }

    /// Bytes of the pack that are here, verified or on their way.
    pub(super) fn done_bytes(&self, manifest: &Manifest) -> u64 {
        let here = |file: &&PackFile| if self.has(file) { file.size } else { self.part_len(file) };
        unique_files(manifest).iter().map(here).sum()
    }

    /// Gives a verified part its name among the files.
    pub(super) fn keep(&self, sha256: &str) -> io::Result<()> {
        let target = self.file_path(sha256);
        let folder = target.parent().unwrap_or(&self.root);
        if !folder.is_dir() {
            fs::create_dir_all(folder)?;
            sync_folder(&self.root.join("files"))?;
        }
        fs::rename(self.part_path(sha256), &target)?;
        sync_folder(folder)
    }

    pub(super) fn free_bytes(&self) -> io::Result<u64> {
        (self.free_space)(&self.root)
    }

    pub(super) fn used_bytes(&self) -> u64 {
        let lengths = self.named_files().into_iter().map(|(_, path)| path);
        lengths.filter_map(|path| fs::metadata(path).ok()).map(|found| found.len()).sum()
    }

    /// All records, and whether every one of them could be read.
    pub(super) fn records(&self) -> io::Result<(Vec<Record>, bool)> {
        let mut records = Vec::new();
        let mut all_readable = true;
        for entry in fs::read_dir(self.root.join("packs"))? {
            let path = entry?.path();
            if path.extension().is_none_or(|ext| ext != "json") {
                continue;
            }
            match read_record(&path) {
                Some(record) => records.push(record),
                None => {
                    tracing::warn!(path = %path.display(), "a course pack's record cannot be read");
                    all_readable = false;
                }
            }
        }
        Ok((records, all_readable))
    }

    pub(super) fn write_record(&self, record: &Record) -> io::Result<()> {
        let folder = self.root.join("packs");
        let mut new = tempfile::NamedTempFile::new_in(&folder)?;
        serde_json::to_writer(io::BufWriter::new(new.as_file_mut()), record)?;
        new.as_file_mut().flush()?;
        new.as_file().sync_all()?;
        new.persist(folder.join(record_name(&record.program))).map_err(|failed| failed.error)?;
        sync_folder(&folder)
    }

    /// Frees the files of a record: first it names them no more, so that the next opening sweeps them after a crash in between.
    pub(super) fn let_go(&self, record: &Record, stays: Option<&Record>) -> io::Result<u64> {
        let written = stays.is_some_and(|stays| self.write_record(stays).is_ok());
        if !written {
            // A full disk is a reason to remove a course and must not stand in the way of it.
            self.remove_record(&record.program)?;
        }
        self.discard(record.hashes())
    }

    fn remove_record(&self, program: &ProgramId) -> io::Result<()> {
        let folder = self.root.join("packs");
        match fs::remove_file(folder.join(record_name(program))) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => sync_folder(&folder),
        }
    }

    /// Removes those of the files that no record names; returns the bytes this freed.
    ///
    /// The records are read here and not remembered: another Carrel on the same computer may have added one.
    pub(super) fn discard(&self, mut hashes: BTreeSet<String>) -> io::Result<u64> {
        let (records, _) = self.records()?;
        for record in &records {
            record.manifests().flat_map(|m| m.files.iter()).for_each(|file| {
                hashes.remove(&file.sha256);
            });
        }
        let paths = hashes.iter().flat_map(|hash| [self.file_path(hash), self.part_path(hash)]);
        Ok(paths.map(|path| remove_unless_busy(&path)).sum())
    }

    /// Removes what a crash between two steps left behind.
    pub(super) fn sweep(&self) -> io::Result<()> {
        // The list is made before the records are read, so a file in it cannot be newer than its record.
        let found: BTreeSet<String> = self.named_files().into_iter().map(|(hash, _)| hash).collect();
        if self.records()?.1 {
            self.discard(found)?;
        }
        Ok(())
    }

    fn named_files(&self) -> Vec<(String, PathBuf)> {
        let folders = entries(&self.root.join("files")).chain([self.root.join("partial")]);
        let files = folders.flat_map(|folder| entries(&folder).collect::<Vec<_>>());
        files.filter_map(|path| Some((path.file_stem()?.to_str()?.to_owned(), path))).collect()
    }
}

/// The files of a pack, each content once.
pub(super) fn unique_files(manifest: &Manifest) -> Vec<&PackFile> {
    let mut seen = BTreeSet::new();
    manifest.files.iter().filter(|file| seen.insert(&file.sha256)).collect()
}

/// A record that breaks the rules for manifests is as good as none: its paths and hashes name places on this disk.
fn read_record(path: &Path) -> Option<Record> {
    let record: Record = serde_json::from_reader(io::BufReader::new(File::open(path).ok()?)).ok()?;
    let sound = record.manifests().all(|manifest| manifest.check().is_ok());
    sound.then_some(record)
}

/// A program's id becomes a file name only if it cannot mean anything else; other ids are hashed.
fn record_name(program: &ProgramId) -> String {
    if ids::is_slug(program.as_str()) {
        return format!("{program}.json");
    }
    let hash = <sha2::Sha256 as sha2::Digest>::digest(program.as_str());
    format!("id_{}.json", super::part::hex(&hash))
}

/// Bytes freed. A part that another Carrel is writing stays.
fn remove_unless_busy(path: &Path) -> u64 {
    let Ok(file) = File::open(path) else { return 0 };
    let length = file.metadata().map_or(0, |found| found.len());
    if matches!(file.try_lock(), Err(TryLockError::WouldBlock)) || fs::remove_file(path).is_err() {
        return 0;
    }
    length
}

fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()))
}

/// Makes a rename survive a power cut. Windows keeps its folders by itself and cannot open them.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

mod shared {
    use super::*;

    pub(super) fn serialize<S: serde::Serializer>(manifest: &Arc<Manifest>, to: S) -> Result<S::Ok, S::Error> {
        manifest.as_ref().serialize(to)
    }

    pub(super) fn deserialize<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Arc<Manifest>, D::Error> {
        Manifest::deserialize(from).map(Arc::new)
    }
}

mod shared_option {
    use super::*;

    pub(super) fn serialize<S: serde::Serializer>(manifest: &Option<Arc<Manifest>>, to: S) -> Result<S::Ok, S::Error> {
        manifest.as_deref().serialize(to)
    }

    pub(super) fn deserialize<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Arc<Manifest>>, D::Error> {
        Ok(Option::<Manifest>::deserialize(from)?.map(Arc::new))
    }
}
