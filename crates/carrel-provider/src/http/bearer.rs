//! Who is asking, by access token.

use super::App;
use super::problem::Fault;
use crate::store::accounts::Learner;
use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

/// The learner whose access token came with the request.
pub struct Bearer(pub Learner);

impl FromRequestParts<App> for Bearer {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let (scheme, token) = header.split_once(' ').unwrap_or_default();
        if !scheme.eq_ignore_ascii_case("bearer") || token.is_empty() {
            return Err(Fault::invalid_token());
        }
        app.store.bearer(token.trim()).await?.map(Self).ok_or_else(Fault::invalid_token)
    }
}
