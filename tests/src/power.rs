//! A disk that loses what was not synced: a SQLite VFS under the name [`NAME`], and [`cut`], which takes the power away.
//!
//! Everything is handed to SQLite's own VFS. Beside it, each file's writes since its last sync are remembered with the bytes
//! they replaced. A cut takes them all back and puts a random part of them in again, in their order, torn at sectors of 512
//! bytes: what a disk with a cache may hold afterwards. Files are judged one by one, for a disk keeps no order between them.
//!
//! What it does not do: creating, deleting and renaming a file lasts at once, and what SQLite keeps in memory for its readers
//! (`-shm`) goes with the power. Every connection to a database below the folder must use this VFS.
//!
//! Handles that were open when the power went are dead: they answer with errors and touch nothing, as a program that is gone.

mod kept;
mod vfs;

use crate::dice::Dice;
use kept::{Kept, same_file};
use std::collections::HashMap;
use std::io::Result;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

/// The name to open a database with.
pub const NAME: &str = "carrel-power";

pub use vfs::install;

/// What one cut did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cut {
    /// Files that were open or held something that was not synced.
    pub files: usize,
    /// Writes and truncations that were not synced.
    pub unsynced: usize,
    /// Files whose content is not what the program believed it to be.
    pub changed: usize,
}

type Tracked = Arc<Mutex<Kept>>;

static FILES: LazyLock<Mutex<HashMap<PathBuf, Tracked>>> = LazyLock::new(Mutex::default);

fn files() -> MutexGuard<'static, HashMap<PathBuf, Tracked>> {
    FILES.lock().unwrap_or_else(PoisonError::into_inner)
}

fn locked(tracked: &Mutex<Kept>) -> MutexGuard<'_, Kept> {
    tracked.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The file as it is known, or as one that was just opened.
fn track(path: &Path) -> Tracked {
    let mut files = files();
    let known = files.get(path).filter(|known| same_file(path, &locked(known))).cloned();
    let tracked = known.unwrap_or_else(|| {
        let new = Arc::new(Mutex::new(Kept::of(path)));
        files.insert(path.to_owned(), Arc::clone(&new));
        new
    });
    locked(&tracked).handles += 1;
    tracked
}

/// A handle closes. The file is remembered as long as something of it is not synced.
fn close(tracked: &Tracked) {
    let mut files = files();
    let mut kept = locked(tracked);
    kept.handles -= 1;
    if kept.handles == 0 && kept.is_synced() && files.get(&kept.path).is_some_and(|known| Arc::ptr_eq(known, tracked)) {
        files.remove(&kept.path);
    }
}

fn forget(path: &Path) {
    files().remove(path);
}

/// Takes the power away from every database below `folder`, at one moment for all of them.
pub fn cut(folder: &Path, seed: u64) -> Result<Cut> {
    let folder = folder.canonicalize()?;
    let mut files = files();
    let mut hit: Vec<Tracked> =
        files.iter().filter(|(path, _)| path.starts_with(&folder)).map(|(_, tracked)| Arc::clone(tracked)).collect();
    files.retain(|path, _| !path.starts_with(&folder));
    // In the order of their names, so that a seed means the same each time.
    hit.sort_by_cached_key(|tracked| locked(tracked).path.clone());
    let mut held: Vec<MutexGuard<'_, Kept>> = hit.iter().map(|tracked| locked(tracked)).collect();
    let mut dice = Dice::new(seed);
    let mut what = Cut::default();
    for kept in &mut held {
        what.files += 1;
        what.unsynced += kept.unsynced();
        what.changed += usize::from(kept.lose_power(&mut dice)?);
    }
    Ok(what)
}

#[cfg(test)]
mod tests;
