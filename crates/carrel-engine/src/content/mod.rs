//! Course packs on this computer: fetched, verified, kept once, read, removed.
//!
//! * [`Library`] holds the packs of one school. "Complete" means that every byte is here and was verified (invariant I10).
//! * [`LessonServer`] shows lessons on an origin of their own, away from the app and its commands (invariant I15).
//! * What a school wrote becomes HTML that can only be read in `carrel-text`.
//!
//! Files in the order a download goes: `download` (one pack) → `fetch` (one file) → `part` (its bytes) → `shelf` (the disk).

mod address;
mod announcer;
mod download;
mod entry;
mod fetch;
mod index;
mod library;
mod page;
mod part;
mod patience;
mod print;
mod range;
mod server;
mod shelf;
mod tally;

#[cfg(test)]
mod tests_download;
#[cfg(test)]
mod tests_index;
#[cfg(test)]
mod tests_library;
#[cfg(test)]
mod tests_server;
#[cfg(test)]
mod tests_world;

pub use index::{LessonIndex, blocks_of};
pub use library::Library;
pub use print::{Printed, printable};
pub use server::{FindLibrary, LessonServer};
pub use shelf::ChangedLesson;

use async_trait::async_trait;
use carrel_domain::pack::{Manifest, PackFile};
use carrel_domain::{ProgramId, Timestamp};
use carrel_protocol::{ContentStream, Failure};

/// Where packs come from: the provider with a live session.
#[async_trait]
pub trait PackSource: Send + Sync {
    async fn manifest(&self, program: &ProgramId) -> Result<Manifest, Failure>;

    /// One file, from byte `from` on.
    async fn content(&self, file: &PackFile, from: u64) -> Result<ContentStream, Failure>;

    /// The best estimate of the time, where the source has one.
    fn now(&self) -> Option<Timestamp> {
        None
    }
}

#[derive(Debug, thiserror::Error)]
pub enum ContentError {
    #[error("The folder of course packs cannot be used")]
    Disk(#[from] std::io::Error),
    #[error("Lessons cannot be served on this computer")]
    Listen(#[source] std::io::Error),
    #[error("This computer gives no random numbers")]
    Random,
}
