//! The main job in the real window: the built app under WebKitWebDriver, the real provider, the real keyring, and a real
//! browser for the school's pages. No step waits a fixed time; each waits for what it is about, up to a limit.

pub mod attacks;
pub mod browser;
pub mod driver;
pub mod hostile;
pub mod log;
pub mod patience;
pub mod probes;
pub mod process;
pub mod school;
pub mod screen;
pub mod second_start;
pub mod story;
pub mod studies;
pub mod window;
pub mod witness;

use std::path::PathBuf;

/// What the tour is given.
pub struct Setting {
    /// Where pictures and tour.json go.
    pub out: PathBuf,
    pub carrel: PathBuf,
    pub provider: PathBuf,
    pub campus: PathBuf,
    /// axe-core's source.
    pub axe: String,
    /// An empty folder for data.
    pub room: PathBuf,
}
