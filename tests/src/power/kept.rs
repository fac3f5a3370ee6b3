//! One file as the disk has it: what was written since the last sync, and what stood there before.

use crate::dice::Dice;
use std::io::Result;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// A disk writes so many bytes whole or not at all.
const SECTOR: usize = 512;

pub struct Kept {
    pub path: PathBuf,
    pub handles: usize,
    pub dead: bool,
    /// Device and number: a file that was renamed and made anew under the same name is another one.
    inode: Option<(u64, u64)>,
    changes: Vec<Change>,
}

enum Change {
    Write { at: usize, old: Vec<u8>, new: Vec<u8>, length_before: usize },
    Truncate { tail: Vec<u8>, length: usize },
}

fn inode(path: &Path) -> Option<(u64, u64)> {
    std::fs::metadata(path).ok().map(|file| (file.dev(), file.ino()))
}

pub fn same_file(path: &Path, kept: &Kept) -> bool {
    kept.inode.is_some() && inode(path) == kept.inode
}

impl Kept {
    pub fn of(path: &Path) -> Self {
        Self { path: path.to_owned(), handles: 0, dead: false, inode: inode(path), changes: Vec::new() }
    }

    pub fn is_synced(&self) -> bool {
        self.changes.is_empty()
    }

    pub fn unsynced(&self) -> usize {
        self.changes.len()
    }

    pub fn synced(&mut self) {
        self.changes.clear();
    }

    /// `old`: what stood there; shorter where the file ended before.
    pub fn wrote(&mut self, at: usize, old: Vec<u8>, new: Vec<u8>, length_before: usize) {
        self.changes.push(Change::Write { at, old, new, length_before });
    }

    /// `tail`: what stood behind the new end.
    pub fn truncated(&mut self, tail: Vec<u8>, length: usize) {
        self.changes.push(Change::Truncate { tail, length });
    }

    /// Leaves what the disk may have kept. In a file of its own, so that whoever still holds the old one holds nothing.
    /// Says whether that is something else than what was there.
    pub fn lose_power(&mut self, dice: &mut Dice) -> Result<bool> {
        self.dead = true;
        if !same_file(&self.path, self) {
            return Ok(false);
        }
        let before = std::fs::read(&self.path)?;
        let mut image = before.clone();
        self.changes.iter().rev().for_each(|change| change.undo(&mut image));
        let chance = *dice.pick(&[0, 10, 50, 90, 100]);
        self.changes.iter().for_each(|change| change.redo_partly(&mut image, chance, dice));
        self.changes.clear();
        let new = beside(&self.path, "-after-the-cut");
        std::fs::write(&new, &image)?;
        std::fs::set_permissions(&new, std::fs::metadata(&self.path)?.permissions())?;
        std::fs::rename(&new, &self.path)?;
        let _ = std::fs::remove_file(beside(&self.path, "-shm"));
        Ok(image != before)
    }
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

impl Change {
    fn undo(&self, image: &mut Vec<u8>) {
        match self {
            Self::Write { at, old, length_before, .. } => {
                image[*at..*at + old.len()].copy_from_slice(old);
                image.truncate(*length_before);
            }
            Self::Truncate { tail, length } => {
                image.truncate(*length);
                image.extend_from_slice(tail);
            }
        }
    }

    fn redo_partly(&self, image: &mut Vec<u8>, chance: u64, dice: &mut Dice) {
        match self {
            Self::Write { at, new, .. } => {
                let mut from = 0;
                while from < new.len() {
                    let end = new.len().min(from + SECTOR - (at + from) % SECTOR);
                    if dice.percent(chance) {
                        put(image, at + from, &new[from..end]);
                    }
                    from = end;
                }
            }
            Self::Truncate { length, .. } => {
                if dice.percent(chance) {
                    image.truncate(*length);
                }
            }
        }
    }
}

/// What was never written between the old end and `at` reads as zeros, as in any file system.
fn put(image: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    if image.len() < at + bytes.len() {
        image.resize(at + bytes.len(), 0);
    }
    image[at..at + bytes.len()].copy_from_slice(bytes);
}
