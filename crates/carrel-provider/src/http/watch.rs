//! What surrounds every request: a time limit, an explained error, and one line in the log that names no one.

use super::problem::Fault;
use axum::extract::Request;
use axum::http::header::{CONTENT_TYPE, HeaderName, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::time::{Duration, Instant};
use uuid::Uuid;

/// Until the answer begins; a download may take as long as it takes.
const TIME_LIMIT: Duration = Duration::from_secs(60);
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Method, path, status, time and a number to find it by. No query, no header, no body: those may hold secrets.
pub async fn log(request: Request, next: Next) -> Response {
    let id = Uuid::new_v4().simple().to_string();
    let (method, path, begun) = (request.method().clone(), request.uri().path().to_owned(), Instant::now());
    let mut response = next.run(request).await;
    let ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    let status = response.status().as_u16();
    if response.status().is_server_error() {
        tracing::warn!(request = id, %method, path, status, ms, "answered");
    } else {
        tracing::info!(request = id, %method, path, status, ms, "answered");
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response.headers_mut().insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

pub async fn limit_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(TIME_LIMIT, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Fault::maintenance("The school took too long to answer").into_response(),
    }
}

/// Turns the bare errors of the layers below us into problems.
pub async fn explain_errors(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let status = response.status();
    let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if status.as_u16() < 400 || !(kind.is_empty() || kind.starts_with("text/plain")) {
        return response;
    }
    Fault::bare(status).into_response()
}
