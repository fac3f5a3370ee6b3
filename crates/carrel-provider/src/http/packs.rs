//! `GET /v1/packs/PROGRAM`: the table of contents of a course pack, for those who have access now.

use super::App;
use super::bearer::Bearer;
use super::catalog::names;
use super::problem::Fault;
use crate::store::content::Access;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, ETAG};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use carrel_domain::ProgramId;

pub async fn manifest(
    State(app): State<App>,
    Bearer(learner): Bearer,
    Path(program): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Fault> {
    let manifest = match app.store.pack(learner.key, &ProgramId(program)).await? {
        Access::Granted(manifest) => manifest,
        Access::NoAccess => return Err(Fault::no_access()),
        Access::Unknown => return Err(Fault::not_found("This program has no course to download")),
    };
    let tag = format!("\"{}\"", manifest.version);
    let head = [(ETAG, tag.clone()), (CACHE_CONTROL, "private, no-cache".to_owned())];
    if names(&headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, head).into_response());
    }
    Ok((head, Json(manifest.as_ref())).into_response())
}
