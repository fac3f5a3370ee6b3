//! SQLite as Carrel uses it, on both sides: one writer thread that takes closures, a few query-only readers, and an opener
//! that refuses what it must not touch.
//!
//! Closures are synchronous and get a plain `rusqlite` transaction, so no transaction can live across an await
//! (invariant I13). A write returns only after its commit: with [`Durability::Full`] it survives a power cut.

mod aside;
mod disk;
mod error;
mod open;
mod pool;

pub use aside::{aside, nothing_aside};
pub use disk::{Disk, Fate};
pub use error::{DbError, classify};
pub use open::{Durability, OpenOptions, connect, connect_on, latest_version, migrate_in_place, schema_text};
pub use pool::Database;
pub use {refinery, rusqlite};
