//! The simulated school: the real server's store and routes on a folder in memory, with a plug that can be pulled.

use super::clock::elapsed_ms;
use super::fate::SimFate;
use crate::clocks::START;
use crate::files::{copy_folder, copy_folder_but};
use axum::Router;
use carrel_domain::Timestamp;
use carrel_provider::config::{ACCESS_TOKEN_SECS, Clock};
use carrel_provider::{Config, Store};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

pub struct SimSchool {
    folder: PathBuf,
    clock: Clock,
    running: Mutex<Running>,
}

#[derive(Clone)]
pub struct Running {
    pub store: Store,
    pub router: Router,
    pub fate: Arc<SimFate>,
    pub data: PathBuf,
}

impl SimSchool {
    /// Opens a copy of `template` below `folder`.
    pub async fn open(template: &Path, folder: PathBuf, begun: Instant) -> Self {
        copy_folder(template, &folder.join("school-1"));
        let clock: Clock = Arc::new(move || Timestamp(START.0 + elapsed_ms(begun)));
        let running = run(folder.join("school-1"), &clock).await;
        Self { folder, clock, running: Mutex::new(running) }
    }

    pub fn running(&self) -> Running {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub fn is_up(&self) -> bool {
        !carrel_sqlite::Fate::is_off(self.running().fate.as_ref())
    }

    /// Starts again, on what was on the disk when the plug was pulled.
    pub async fn start_again(&self) {
        self.start_from(&self.running().data).await;
    }

    /// Starts on a copy of other data, such as a backup.
    pub async fn start_from(&self, data: &Path) {
        self.running().fate.end();
        // Nothing restarts within a millisecond, and what was said before must be older than the start.
        tokio::time::sleep(Duration::from_millis(2)).await;
        let next = unused(&self.folder, "school");
        copy_without_shm(data, &next);
        let running = run(next, &self.clock).await;
        *self.running.lock().unwrap_or_else(PoisonError::into_inner) = running;
    }

    /// A copy of the data as it is now.
    pub fn back_up(&self) -> PathBuf {
        let kept = unused(&self.folder, "backup");
        copy_without_shm(&self.running().data, &kept);
        kept
    }
}

async fn run(data: PathBuf, clock: &Clock) -> Running {
    let fate = Arc::<SimFate>::default();
    let disk = fate.disk(None);
    let store = Store::open_on(disk, &data, clock.clone(), ACCESS_TOKEN_SECS).await.expect("the school opens");
    let router = carrel_provider::router(store.clone(), &Config { clock: clock.clone(), ..Config::new(&data) });
    Running { store, router, fate, data }
}

/// A name below `folder` that nothing uses.
pub fn unused(folder: &Path, word: &str) -> PathBuf {
    (1..).map(|number| folder.join(format!("{word}-{number}"))).find(|path| !path.exists()).expect("a free name")
}

/// What a disk holds: SQLite's shared memory lives in the machine's own.
pub fn copy_without_shm(from: &Path, to: &Path) {
    copy_folder_but(from, to, &|name| name.ends_with("-shm"));
}
