//! `GET /.well-known/carrel`: what stands at this address.

use super::App;
use super::problem::Fault;
use axum::Json;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, HeaderName};
use carrel_protocol::{Discovery, Endpoints, PROTOCOL};

pub async fn describe(State(app): State<App>) -> Result<([(HeaderName, &'static str); 1], Json<Discovery>), Fault> {
    let school = app.store.school().await?;
    let mut endpoints = Endpoints::default();
    if app.store.guide(|_| true).await?.is_none() {
        endpoints.guide = None;
    }
    let discovery = Discovery {
        protocol: PROTOCOL,
        school,
        server_time: app.store.now(),
        endpoints,
        courier: Some(app.store.courier_keys()),
    };
    // It tells the time, so no cache may keep it.
    Ok(([(CACHE_CONTROL, "no-store")], Json(discovery)))
}
