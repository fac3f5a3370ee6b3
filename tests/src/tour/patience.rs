//! Waiting for something to become true, never for time to pass.

use anyhow::{Result, bail};
use std::time::{Duration, Instant};

/// Long for a person, short for a slow machine that does other things besides.
pub const PATIENCE: Duration = Duration::from_secs(30);
const ASK_EVERY: Duration = Duration::from_millis(40);

/// Asks until there is an answer. `what` names it in the complaint; an error of one question is kept for that too.
pub async fn until<T>(what: &str, mut ask: impl AsyncFnMut() -> Result<Option<T>>) -> Result<T> {
    let deadline = Instant::now() + PATIENCE;
    let mut complaint = None;
    loop {
        match ask().await {
            Ok(Some(found)) => return Ok(found),
            Ok(None) => {}
            Err(error) => complaint = Some(error),
        }
        if Instant::now() > deadline {
            let why = complaint.map(|error| format!(" ({error:#})")).unwrap_or_default();
            bail!("Waited {} s in vain: {what}{why}", PATIENCE.as_secs());
        }
        tokio::time::sleep(ASK_EVERY).await;
    }
}
