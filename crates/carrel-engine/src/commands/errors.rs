//! Every error of the engine as one of the codes the screens have words for.

use crate::api::{ApiError, ErrorCode};
use crate::content::ContentError;
use crate::school::OpenSchoolError;
use crate::store::DbError;
use carrel_protocol::{Failure, LaterReason};

impl ApiError {
    pub(crate) fn of(code: ErrorCode) -> Self {
        Self { code, detail: None }
    }
    pub(crate) fn with(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self { code, detail: Some(detail.into()) }
    }
}

impl From<DbError> for ApiError {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Full => Self::of(ErrorCode::DiskFull),
            DbError::Newer { .. } => Self::of(ErrorCode::NewerData),
            DbError::Io(io) if io.kind() == std::io::ErrorKind::StorageFull => Self::of(ErrorCode::DiskFull),
            other => {
                tracing::error!(error = %chain(&other), "The database refused.");
                Self::with(ErrorCode::Ours, chain(&other))
            }
        }
    }
}

impl From<ContentError> for ApiError {
    fn from(error: ContentError) -> Self {
        if let ContentError::Disk(error) = error {
            return error.into();
        }
        tracing::error!(error = %chain(&error), "A course pack could not be handled.");
        Self::with(ErrorCode::Ours, chain(&error))
    }
}

impl From<OpenSchoolError> for ApiError {
    fn from(error: OpenSchoolError) -> Self {
        match error {
            OpenSchoolError::Database(error) => error.into(),
            OpenSchoolError::Content(error) => error.into(),
        }
    }
}

impl From<std::io::Error> for ApiError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::of(ErrorCode::DiskFull),
            _ => Self::with(ErrorCode::Ours, error.to_string()),
        }
    }
}

impl From<Failure> for ApiError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Offline => Self::of(ErrorCode::Offline),
            Failure::Later { reason: LaterReason::NotTheSchool | LaterReason::Garbled, .. } => {
                Self::of(ErrorCode::NotTheSchool)
            }
            Failure::Later { .. } => Self::of(ErrorCode::Busy),
            Failure::SignInAgain => Self::of(ErrorCode::SignInAgain),
            Failure::NeedsYou { text } => Self::with(ErrorCode::NoAccess, text),
            Failure::Ours { what } => Self::with(ErrorCode::Ours, what),
            Failure::KeyringLocked => Self::with(ErrorCode::Ours, failure.to_string()),
            Failure::Cancelled => Self::with(ErrorCode::Ours, "Cancelled"),
        }
    }
}

/// An error with its causes: each layer says only its own part.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}
