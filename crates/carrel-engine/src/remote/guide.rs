//! The career guide over HTTP: asked for by its tag, and never more of it than there may be.

use super::carrel::{ANSWER_WITHIN, CarrelProvider};
use super::classify;
use carrel_protocol::{Failure, FetchedGuide, GuideTag, LaterReason, MAX_GUIDE_BYTES};
use futures_util::StreamExt;
use reqwest::StatusCode;
use reqwest::header::{ETAG, IF_NONE_MATCH};

pub(super) async fn fetch(
    school: &CarrelProvider,
    path: &str,
    known: Option<&GuideTag>,
) -> Result<Option<FetchedGuide>, Failure> {
    let mut request = school.get(path)?.timeout(ANSWER_WITHIN);
    if let Some(known) = known {
        request = request.header(IF_NONE_MATCH, format!("\"{}\"", known.0));
    }
    let response = school.send(request).await?;
    if response.status() == StatusCode::NOT_MODIFIED {
        return Ok(None);
    }
    let response = classify::success(response).await?;
    let tag = response.headers().get(ETAG).and_then(|tag| tag.to_str().ok()).map(named);
    let tag = tag.ok_or(Failure::later(LaterReason::NotTheSchool))?;
    let mut json = Vec::new();
    let mut bytes = response.bytes_stream();
    while let Some(part) = bytes.next().await {
        json.extend_from_slice(&part.map_err(|error| classify::transport(&error))?);
        if json.len() > MAX_GUIDE_BYTES {
            return Err(Failure::ours("The career guide is larger than one may be"));
        }
    }
    let guide = serde_json::from_slice(&json).map_err(|_| Failure::later(LaterReason::Garbled))?;
    Ok(Some(FetchedGuide { tag, guide }))
}

/// An entity tag without its quotes, weak or strong: a proxy that packs the answer may have weakened it.
fn named(tag: &str) -> GuideTag {
    GuideTag(tag.trim_start_matches("W/").trim_matches('"').to_owned())
}
