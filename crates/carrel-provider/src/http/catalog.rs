//! `GET /v1/catalog/changes?since=MARK`: public, and the same for everybody, so any cache may keep it a minute.

use super::App;
use super::problem::Fault;
use axum::Json;
use axum::extract::{Query, State};
use axum::http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Since {
    since: Option<String>,
}

pub async fn changes(
    State(app): State<App>,
    Query(query): Query<Since>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let since = query.since.unwrap_or_default();
    let (tag, page) = app.store.catalog_page(&since, move |tag| names(&headers, tag)).await?;
    let head = [(ETAG, tag), (CACHE_CONTROL, "public, max-age=60".to_owned())];
    Ok(match page {
        Some(page) => (head, Json(page)).into_response(),
        None => (StatusCode::NOT_MODIFIED, head).into_response(),
    })
}

/// Whether `If-None-Match` names this tag.
pub fn names(headers: &HeaderMap, tag: &str) -> bool {
    let listed = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut tags = listed.flat_map(|list| list.split(',')).map(|one| one.trim().trim_start_matches("W/"));
    tags.any(|one| one == tag || one == "*")
}
