//! Keeps the public catalog current: page by page, each one transaction with its mark.

use super::cycle::CycleError;
use crate::store::catalog::CatalogStore;
use carrel_domain::Timestamp;
use carrel_protocol::{Failure, Provider};
use tokio_util::sync::CancellationToken;

/// Pulls what changed since the last mark. Returns whether anything did.
pub async fn refresh(
    store: &CatalogStore,
    provider: &dyn Provider,
    now: Timestamp,
    cancel: &CancellationToken,
) -> Result<bool, CycleError> {
    let mut changed = false;
    let mut first = true;
    loop {
        let mark = store.mark().await?;
        let page = tokio::select! {
            biased;
            page = provider.catalog(mark.as_ref()) => page?,
            () = cancel.cancelled() => return Err(Failure::Cancelled.into()),
        };
        let Some(page) = page else {
            store.touched(now).await?;
            return Ok(changed);
        };
        let more = page.more && Some(&page.mark) != mark.as_ref();
        changed |= store.apply(page, first, now).await?;
        first = false;
        if !more {
            return Ok(changed);
        }
    }
}
