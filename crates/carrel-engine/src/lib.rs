//! Carrel without a window: the product itself, for the desktop shell, the terminal and the tests alike.
//!
//! Layers, checked by `tests/tidy`: only `store/` names rusqlite, only `remote/` names reqwest, only `secrets.rs` names
//! keyring, only `sync/cycle.rs` touches both a learner's store and the provider. The pure parts name none of them.

pub mod api;
pub mod chance;
pub mod clock;
mod commands;
pub mod content;
mod courier;
mod engine;
pub mod events;
mod guide;
pub mod learner;
pub mod ledger;
mod readiness;
mod recall;
mod record_page;
mod registry;
pub mod remote;
mod school;
pub mod secrets;
pub mod session;
mod sign_in;
pub mod store;
pub mod sync;
mod waiting;

pub use engine::{Connect, Engine, EngineError, Host};
pub use school::Surroundings;

/// The data folder of this user: `CARREL_DATA_DIR`, or the platform's place for application data.
pub fn default_data_dir() -> std::path::PathBuf {
    if let Some(path) = std::env::var_os("CARREL_DATA_DIR") {
        return path.into();
    }
    let dirs = directories::ProjectDirs::from("app", "Carrel", "carrel");
    dirs.map_or_else(|| ".carrel".into(), |dirs| dirs.data_dir().to_owned())
}

/// Where a learner looks for a file they asked for.
pub fn default_export_dir() -> Option<std::path::PathBuf> {
    let dirs = directories::UserDirs::new()?;
    dirs.download_dir().or(dirs.document_dir()).map(std::path::Path::to_owned)
}
