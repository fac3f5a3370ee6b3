//! `GET /v1/content/SHA256`: one file, from any byte on, streamed from the disk as it is.
//!
//! The name is the hash, so a file never changes and its tag is its name. No compression: byte offsets must mean bytes.

use super::App;
use super::bearer::Bearer;
use super::catalog::names;
use super::problem::Fault;
use crate::store::StoreError;
use crate::store::content::{Access, StoredFile};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    HeaderName, IF_RANGE, RANGE,
};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use std::io::SeekFrom;
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use tokio_util::io::ReaderStream;

const CHUNK_BYTES: usize = 64 * 1024;

pub async fn file(
    State(app): State<App>,
    Bearer(learner): Bearer,
    Path(sha256): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let file = match app.store.content(learner.key, &sha256).await? {
        Access::Granted(file) => file,
        Access::NoAccess => return Err(Fault::no_access()),
        Access::Unknown => return Err(Fault::not_found("The school has no such file")),
    };
    let tag = format!("\"{sha256}\"");
    if names(&headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, always(&tag)).into_response());
    }
    let wanted = if range_applies(&headers, &tag) { wanted(&headers, file.size) } else { Wanted::Whole };
    match wanted {
        Wanted::Whole => send(&file, &tag, StatusCode::OK, 0, file.size).await,
        Wanted::Part { from, to } => send(&file, &tag, StatusCode::PARTIAL_CONTENT, from, to - from + 1).await,
        Wanted::Nothing => {
            let whole = [(CONTENT_RANGE, format!("bytes */{}", file.size)), (ACCEPT_RANGES, "bytes".to_owned())];
            Ok((whole, Fault::bare(StatusCode::RANGE_NOT_SATISFIABLE)).into_response())
        }
    }
}

fn always(tag: &str) -> [(HeaderName, String); 4] {
    [
        (ETAG, tag.to_owned()),
        (ACCEPT_RANGES, "bytes".to_owned()),
        (CACHE_CONTROL, "private, max-age=31536000, immutable".to_owned()),
        // A picture opened by itself may do nothing either.
        (CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'; sandbox".to_owned()),
    ]
}

async fn send(file: &StoredFile, tag: &str, status: StatusCode, from: u64, length: u64) -> Result<Response, Fault> {
    let mut opened = File::open(&file.path).await.map_err(StoreError::from)?;
    if from > 0 {
        opened.seek(SeekFrom::Start(from)).await.map_err(StoreError::from)?;
    }
    let body = Body::from_stream(ReaderStream::with_capacity(opened.take(length), CHUNK_BYTES));
    let own = [(CONTENT_TYPE, file.media_type.clone()), (CONTENT_LENGTH, length.to_string())];
    let mut response = (status, always(tag), own, body).into_response();
    if status == StatusCode::PARTIAL_CONTENT {
        let range = format!("bytes {from}-{}/{}", from + length - 1, file.size);
        if let Ok(value) = range.parse() {
            response.headers_mut().insert(CONTENT_RANGE, value);
        }
    }
    Ok(response)
}

/// `If-Range` with another tag asks for the whole file: the part on the caller's disk is of something else.
fn range_applies(headers: &HeaderMap, tag: &str) -> bool {
    headers.get(IF_RANGE).is_none_or(|value| value.as_bytes() == tag.as_bytes())
}

#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    Whole,
    Part {
        from: u64,
        to: u64,
    },
    /// A range that begins behind the end.
    Nothing,
}

/// A single byte range; anything else is answered whole, as RFC 9110 allows.
fn wanted(headers: &HeaderMap, size: u64) -> Wanted {
    let Some(header) = headers.get(RANGE).and_then(|value| value.to_str().ok()) else { return Wanted::Whole };
    let Some((from, to)) = header.strip_prefix("bytes=").and_then(|range| range.trim().split_once('-')) else {
        return Wanted::Whole;
    };
    let last = size.checked_sub(1);
    match (from.trim(), to.trim(), last) {
        ("", suffix, _) => match suffix.parse::<u64>() {
            Ok(0) => Wanted::Nothing,
            Ok(length) => last.map_or(Wanted::Nothing, |to| Wanted::Part { from: size.saturating_sub(length), to }),
            Err(_) => Wanted::Whole,
        },
        (from, to, last) => match (from.parse::<u64>(), to.parse::<u64>(), to.is_empty()) {
            (Ok(from), Ok(to), _) if from > to => Wanted::Whole,
            (Ok(from), Ok(to), _) => part(from, Some(to), last),
            (Ok(from), Err(_), true) => part(from, None, last),
            _ => Wanted::Whole,
        },
    }
}

fn part(from: u64, to: Option<u64>, last: Option<u64>) -> Wanted {
    match last.filter(|last| from <= *last) {
        Some(last) => Wanted::Part { from, to: to.map_or(last, |to| to.min(last)) },
        None => Wanted::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_cut_out_and_anything_else_is_whole() {
        let asked = |range: &'static str, size| {
            let mut headers = HeaderMap::new();
            headers.insert(RANGE, axum::http::HeaderValue::from_static(range));
            wanted(&headers, size)
        };
        assert_eq!(asked("bytes=0-3", 10), Wanted::Part { from: 0, to: 3 });
        assert_eq!(asked("bytes=4-", 10), Wanted::Part { from: 4, to: 9 });
        assert_eq!(asked("bytes=4-99", 10), Wanted::Part { from: 4, to: 9 });
        assert_eq!(asked("bytes=-3", 10), Wanted::Part { from: 7, to: 9 });
        assert_eq!(asked("bytes=-30", 10), Wanted::Part { from: 0, to: 9 });
        assert_eq!(asked("bytes=10-", 10), Wanted::Nothing);
        assert_eq!(asked("bytes=0-", 0), Wanted::Nothing);
        assert_eq!(asked("bytes=0-1,4-5", 10), Wanted::Whole);
        assert_eq!(asked("bytes=5-1", 10), Wanted::Whole);
        assert_eq!(asked("items=0-1", 10), Wanted::Whole);
    }
}
