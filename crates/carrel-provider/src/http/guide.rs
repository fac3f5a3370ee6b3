//! `GET /v1/guide`: the career guide, public and the same for everybody, so any cache may keep it a minute.

use super::App;
use super::catalog::names;
use super::problem::{self, Fault};
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

pub async fn show(State(app): State<App>, headers: HeaderMap) -> Result<Response, Fault> {
    let asked = move |tag: &str| names(&headers, &format!("\"{tag}\""));
    let Some((tag, json)) = app.store.guide(asked).await? else {
        return Ok(problem::no_such_address().await.into_response());
    };
    let head = [(ETAG, format!("\"{}\"", tag.0)), (CACHE_CONTROL, "public, max-age=60".to_owned())];
    Ok(match json {
        Some(json) => (head, [(CONTENT_TYPE, "application/json")], json).into_response(),
        None => (StatusCode::NOT_MODIFIED, head).into_response(),
    })
}
