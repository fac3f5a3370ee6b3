//! What can go wrong with a database, sorted once.

use rusqlite::ErrorCode;

#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The file is damaged. The caller sets it aside; nothing here deletes.
    #[error("The database file is damaged")]
    Corrupt(#[source] Option<rusqlite::Error>),
    /// No room on the disk. Nothing of the transaction was kept.
    #[error("The disk is full")]
    Full,
    #[error("Another program holds the database for too long")]
    Busy,
    /// Written by a later version of Carrel; left as it was.
    #[error("This data was written by a newer version (schema {found}; this version knows {known})")]
    Newer { found: i32, known: i32 },
    #[error("Database statement failed")]
    Sql(#[source] rusqlite::Error),
    #[error("Database migration failed")]
    Migration(#[source] Box<refinery::Error>),
    #[error("File operation on the database failed")]
    Io(#[from] std::io::Error),
    #[error("The database is closed")]
    Closed,
}

/// Sorts a SQLite error into the few kinds somebody acts on.
pub fn classify(error: rusqlite::Error) -> DbError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => DbError::Corrupt(Some(error)),
        Some(ErrorCode::DiskFull) => DbError::Full,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => DbError::Busy,
        _ => DbError::Sql(error),
    }
}

impl From<rusqlite::Error> for DbError {
    fn from(error: rusqlite::Error) -> Self {
        classify(error)
    }
}
