//! Work that waits for a disk, off the async threads.
//!
//! Which of two such works ends first is for the system to say. A simulation must be able to repeat itself, so on its thread
//! they are done right where they are asked for.

use std::cell::Cell;
use tokio::task::JoinError;

thread_local! {
    static HERE: Cell<bool> = const { Cell::new(false) };
}

/// From here on, whether this thread does everything itself.
pub fn nothing_aside(here: bool) {
    HERE.set(here);
}

/// # Errors
/// The work has panicked.
pub async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, JoinError> {
    if HERE.get() {
        return Ok(work());
    }
    tokio::task::spawn_blocking(work).await
}
