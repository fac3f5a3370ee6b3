//! How often and how long a download tries again by itself before it pauses and says why.

use super::download::Stop;
use crate::api::PauseReason;
use carrel_protocol::Failure;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// A school that asks for more time than this gets it: the download pauses instead of holding on.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

#[derive(Clone, Copy)]
pub(super) struct Patience {
    pub(super) tries: u32,
    pub(super) first_wait: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { tries: 4, first_wait: Duration::from_secs(1) }
    }
}

/// Failures in a row of one request.
pub(super) struct Attempts {
    patience: Patience,
    failed: u32,
}

impl Attempts {
    pub(super) fn new(patience: Patience) -> Self {
        Self { patience, failed: 0 }
    }

    /// Something useful came, so what follows is a new trouble.
    pub(super) fn forget(&mut self) {
        self.failed = 0;
    }

    /// Waits before the next try, or says why there is none.
    pub(super) async fn wait(&mut self, failure: Failure, cancel: &CancellationToken) -> Result<(), Stop> {
        let Failure::Later { retry_after, reason } = failure else { return Err(reason_for(failure)) };
        self.failed += 1;
        let backoff = self.patience.first_wait * 2u32.saturating_pow(self.failed - 1);
        let wait = retry_after.unwrap_or_default().max(backoff + jitter(backoff));
        if self.failed >= self.patience.tries || wait > LONGEST_WAIT {
            tracing::info!(?reason, "the school cannot send course files now");
            return Err(Stop::Because(PauseReason::SchoolBusy));
        }
        tokio::select! {
            biased;
            () = cancel.cancelled() => Err(Stop::Cancelled),
            () = tokio::time::sleep(wait) => Ok(()),
        }
    }
}

fn reason_for(failure: Failure) -> Stop {
    Stop::Because(match failure {
        Failure::Offline => PauseReason::Offline,
        Failure::Later { .. } => PauseReason::SchoolBusy,
        Failure::SignInAgain => PauseReason::SignInAgain,
        Failure::NeedsYou { text } => PauseReason::NoAccess { text },
        Failure::Ours { what } => {
            tracing::error!(%what, "a course file could not be fetched");
            PauseReason::Damaged
        }
        // It goes on by itself with the first sync after the keyring is open.
        Failure::KeyringLocked => PauseReason::Interrupted,
        Failure::Cancelled => return Stop::Cancelled,
    })
}

/// Up to a quarter more, so that a classroom of laptops does not come back in step.
fn jitter(wait: Duration) -> Duration {
    wait.mul_f64(crate::chance::share() / 4.0)
}
