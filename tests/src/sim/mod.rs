//! The whole system in one process, on virtual time, out of a seed: one school, one to four machines of two learners, and
//! everything that goes wrong between them. The same seed is the same story.
//!
//! Real are the engine with its scheduler, the connector, the server's routes and store, and SQLite's files; they lie in
//! memory. Simulated are the clocks, the wire, the keyring, and the fate of each commit. Everything runs on one thread, and
//! tokio's paused clock moves on when nobody has anything to do.

mod act;
pub mod census;
mod clock;
mod disk;
mod fate;
mod machine;
mod oracle;
mod school;
pub mod shrink;
pub mod story;
mod template;
mod wire;
mod world;

pub use oracle::Violation;
pub use story::Story;
pub use template::Template;

use census::Census;
use std::sync::Arc;

/// Longer than any story; one that is longer hangs.
const HANGS_AFTER: std::time::Duration = std::time::Duration::from_secs(2 * 24 * 3600);

/// What every story begins with. Made once for many.
pub fn prepare() -> Template {
    runtime(false).block_on(Template::make())
}

/// Tells one story; what happened is added to `census`.
pub fn tell(template: &Template, story: &Story, census: &Arc<Census>) -> Result<(), Violation> {
    carrel_engine::chance::seed_this_thread(Some(story.seed));
    carrel_sqlite::nothing_aside(true);
    let folder = template::in_memory();
    let runtime = runtime(true);
    let told = runtime.block_on(async {
        let telling = world::tell(template, story, folder.path(), Arc::clone(census));
        let told = tokio::time::timeout(HANGS_AFTER, telling).await;
        told.unwrap_or_else(|_| Err(Violation::of("it hangs")))
    });
    // With the runtime goes everything that dead machines still hold.
    drop(runtime);
    carrel_sqlite::nothing_aside(false);
    carrel_engine::chance::seed_this_thread(None);
    told
}

fn runtime(paused: bool) -> tokio::runtime::Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_all().start_paused(paused).build().expect("a runtime")
}
