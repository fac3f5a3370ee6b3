//! Why talking to a provider did not work: one closed list, decided in one place per connector.
//!
//! None of these ends an operation. Only an explained, permanent answer to that operation does (invariant I3), and that is
//! a [`crate::Answer::Refused`], a value and not an error.

use std::time::Duration;

#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Failure {
    /// No way to the school: normal, silent.
    #[error("No network")]
    Offline,
    /// The school or the way to it is in trouble; try again.
    #[error("The school could not answer now ({reason:?})")]
    Later { reason: LaterReason, retry_after: Option<Duration> },
    /// The session is over. The journal keeps growing; study goes on.
    #[error("The school asks to sign in again")]
    SignInAgain,
    /// There may be a session, and this computer's keyring does not give it: locked. No connector says this.
    #[error("The keyring of this computer is locked")]
    KeyringLocked,
    /// The school refuses this account or this file until somebody does something. `text` is the school's explanation.
    #[error("{text}")]
    NeedsYou { text: String },
    /// A mistake in Carrel, or in the school's server: keep everything, log, report.
    #[error("Unexpected answer: {what}")]
    Ours { what: String },
    #[error("Cancelled")]
    Cancelled,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LaterReason {
    Busy,
    Unavailable,
    Timeout,
    Tls,
    /// Cut off, or not what the protocol says.
    Garbled,
    /// A web page where data should be: a captive portal, a proxy, a wrong address.
    NotTheSchool,
    Maintenance,
}

impl Failure {
    pub fn later(reason: LaterReason) -> Self {
        Self::Later { reason, retry_after: None }
    }
    pub fn ours(what: impl Into<String>) -> Self {
        Self::Ours { what: what.into() }
    }
}
