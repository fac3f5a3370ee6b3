//! What becomes of the commits of one simulated machine: they hold, find the disk full, or are the last thing it did.

use carrel_sqlite::{DbError, Disk, Fate};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Notify;

#[derive(Default)]
pub struct SimFate {
    state: Mutex<State>,
    /// The machine has gone off.
    pub off: Notify,
}

#[derive(Default)]
struct State {
    off: bool,
    /// Commits until the end, and whether the last of them still holds.
    ends_in: Option<(u32, bool)>,
    /// Commits that find the disk full.
    full_for: u32,
    pub commits: u64,
    pub refused: u64,
}

impl SimFate {
    /// A disk with this fate; `vfs` may lose what is not synced.
    pub fn disk(self: &Arc<Self>, vfs: Option<&'static str>) -> Disk {
        Disk { vfs, fate: Some(Arc::clone(self) as Arc<dyn Fate>) }
    }

    /// The machine ends with one of its next commits; `kept`: right behind it, else right before it.
    pub fn end_in(&self, commits: u32, kept: bool) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).ends_in = Some((commits, kept));
    }

    pub fn fill_for(&self, commits: u32) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).full_for = commits;
    }

    /// The end, here and now.
    pub fn end(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).off = true;
        self.off.notify_waiters();
    }

    /// How many commits found the disk full.
    pub fn refused(&self) -> u64 {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).refused
    }
}

impl Fate for SimFate {
    fn before_commit(&self, _path: &Path) -> Result<(), DbError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.off {
            return Err(DbError::Closed);
        }
        if state.full_for > 0 {
            state.full_for -= 1;
            state.refused += 1;
            return Err(DbError::Full);
        }
        if state.ends_in == Some((0, false)) {
            drop(state);
            self.end();
            return Err(DbError::Closed);
        }
        Ok(())
    }

    fn after_commit(&self, _path: &Path) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.commits += 1;
        match &mut state.ends_in {
            Some((0, _)) => {
                drop(state);
                self.end();
            }
            Some((left, _)) => *left -= 1,
            None => {}
        }
    }

    fn is_off(&self) -> bool {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).off
    }
}
