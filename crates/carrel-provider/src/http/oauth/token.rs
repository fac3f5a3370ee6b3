//! `POST /oauth/token` and `/oauth/revoke`, with the errors of RFC 6749 section 5.2.

use super::CLIENT_ID;
use crate::http::App;
use crate::store::StoreError;
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, PRAGMA};
use axum::response::{IntoResponse, Response};
use carrel_protocol::Tokens;
use serde_json::json;
use std::collections::HashMap;

type Params = HashMap<String, String>;

pub async fn token(State(app): State<App>, body: Bytes) -> Response {
    let params = params(&body);
    let get = |name: &str| params.get(name).map(String::as_str).unwrap_or_default();
    if wrong_client(&params) {
        return refused("invalid_client", "This client is not known here");
    }
    let granted = match get("grant_type") {
        "authorization_code" => {
            app.store.redeem_code(get("code"), get("code_verifier"), &normal(get("redirect_uri"))).await
        }
        "refresh_token" => app.store.refresh(get("refresh_token")).await,
        _ => return refused("unsupported_grant_type", "Use authorization_code or refresh_token"),
    };
    match granted {
        Ok(Ok(tokens)) => granted_tokens(&tokens),
        Ok(Err(_)) => refused("invalid_grant", "It is unknown, expired, revoked or was used before; sign in again"),
        Err(error) => failed(&error),
    }
}

/// Ends a sign-in. Whatever the token was, afterwards it is worth nothing (RFC 7009).
pub async fn revoke(State(app): State<App>, body: Bytes) -> Response {
    let params = params(&body);
    if wrong_client(&params) {
        return refused("invalid_client", "This client is not known here");
    }
    let Some(token) = params.get("token") else { return refused("invalid_request", "`token` is missing") };
    match app.store.revoke(token).await {
        Ok(()) => (StatusCode::OK, [(CACHE_CONTROL, "no-store")]).into_response(),
        Err(error) => failed(&error),
    }
}

fn params(body: &[u8]) -> Params {
    url::form_urlencoded::parse(body).into_owned().collect()
}

fn wrong_client(params: &Params) -> bool {
    params.get("client_id").is_some_and(|id| id != CLIENT_ID)
}

/// The address as it was when the code was bound to it.
fn normal(redirect_uri: &str) -> String {
    url::Url::parse(redirect_uri).map_or_else(|_| redirect_uri.to_owned(), |url| url.to_string())
}

fn granted_tokens(tokens: &Tokens) -> Response {
    let body = json!({
        "access_token": tokens.access_token.expose(),
        "refresh_token": tokens.refresh_token.as_ref().map(|token| token.expose()),
        "token_type": "Bearer",
        "expires_in": tokens.expires_in,
    });
    secret(StatusCode::OK, body)
}

fn refused(error: &str, description: &str) -> Response {
    secret(StatusCode::BAD_REQUEST, json!({ "error": error, "error_description": description }))
}

fn failed(error: &StoreError) -> Response {
    tracing::error!(%error, "token endpoint failed");
    let body = json!({ "error": "temporarily_unavailable", "error_description": "Try again later" });
    secret(StatusCode::SERVICE_UNAVAILABLE, body)
}

fn secret(status: StatusCode, body: serde_json::Value) -> Response {
    (status, [(CACHE_CONTROL, "no-store"), (PRAGMA, "no-cache")], Json(body)).into_response()
}
