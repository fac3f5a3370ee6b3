//! The disk under a database. In the product it is the computer's own; tests put one here that fails on command, so that
//! every commit point can be where the power went.

use crate::DbError;
use std::path::Path;
use std::sync::Arc;

/// How files are reached. The default is what the product uses.
#[derive(Clone, Default)]
pub struct Disk {
    /// A SQLite VFS by name, for a disk that loses what was not synced.
    pub vfs: Option<&'static str>,
    /// What becomes of each commit. With one, everything runs on the caller's thread: a simulation must be able to repeat
    /// itself, and threads do not.
    pub fate: Option<Arc<dyn Fate>>,
}

/// Decides what becomes of commits.
pub trait Fate: Send + Sync {
    /// Asked before a commit to `path`; an error, such as [`DbError::Full`], undoes the transaction.
    fn before_commit(&self, path: &Path) -> Result<(), DbError>;
    /// The commit is on its way to the disk.
    fn after_commit(&self, path: &Path);
    /// The computer is off: whoever waits for this disk waits for ever.
    fn is_off(&self) -> bool;
}

impl Disk {
    pub(crate) fn is_off(&self) -> bool {
        self.fate.as_ref().is_some_and(|fate| fate.is_off())
    }

    pub(crate) fn before_commit(&self, path: &Path) -> Result<(), DbError> {
        self.fate.as_ref().map_or(Ok(()), |fate| fate.before_commit(path))
    }

    pub(crate) fn after_commit(&self, path: &Path) {
        if let Some(fate) = &self.fate {
            fate.after_commit(path);
        }
    }
}
