//! Keeps the public catalog current: page by page, each one transaction with its mark; and behind it the career guide, which
//! is asked for only where the catalog's last page names another one than is here.

use super::cycle::CycleError;
use crate::store::catalog::CatalogStore;
use carrel_domain::Timestamp;
use carrel_protocol::{Failure, Provider};
use tokio_util::sync::CancellationToken;

/// Pulls what changed since the last mark, and the guide if it did. Returns whether anything a learner can see changed.
pub async fn refresh(
    store: &CatalogStore,
    provider: &dyn Provider,
    now: Timestamp,
    cancel: &CancellationToken,
) -> Result<bool, CycleError> {
    let programs = refresh_programs(store, provider, now, cancel).await?;
    let guide = match refresh_guide(store, provider, now, cancel).await {
        Err(CycleError::Remote(failure)) if failure != Failure::Cancelled => {
            // Asked for again with the next look at the catalog: nobody's record waits for something to read.
            tracing::debug!(error = %failure, "The career guide did not come.");
            false
        }
        outcome => outcome?,
    };
    Ok(programs || guide)
}

async fn refresh_guide(
    store: &CatalogStore,
    provider: &dyn Provider,
    now: Timestamp,
    cancel: &CancellationToken,
) -> Result<bool, CycleError> {
    let standing = store.guide_standing().await?;
    if !standing.is_behind() {
        return Ok(false);
    }
    let fetched = tokio::select! {
        biased;
        fetched = provider.guide(standing.here.as_ref()) => fetched?,
        () = cancel.cancelled() => return Err(Failure::Cancelled.into()),
    };
    match fetched {
        Some(guide) => store.keep_guide(guide, now).await.map(|()| true).map_err(CycleError::from),
        None => Ok(false),
    }
}

async fn refresh_programs(
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
