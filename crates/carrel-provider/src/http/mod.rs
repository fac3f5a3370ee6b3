//! The protocol over HTTP: routes, and what holds for every request.

mod account;
mod bearer;
mod catalog;
mod content;
mod courier;
mod discovery;
mod guide;
mod oauth;
mod packs;
mod pages;
mod problem;
mod sync;
mod watch;

use crate::store::Store;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn;
use axum::routing::{get, post};
use carrel_protocol::{COURIER_DEVICE_PATH, COURIER_PARCELS_PATH, DISCOVERY_PATH, Endpoints};
use std::sync::Arc;
use tokio::sync::Semaphore;
use tower_http::compression::predicate::{DefaultPredicate, Predicate, SizeAbove};
use tower_http::compression::{CompressionLayer, CompressionLevel};
use tower_http::decompression::RequestDecompressionLayer;

/// A form or a token request is never larger.
const MAX_FORM_BYTES: usize = 64 * 1024;
/// A page of operations, unpacked: far above the protocol's own limit, far below what would hurt.
const MAX_SYNC_BYTES: usize = 4 * 1024 * 1024;

/// Parcels that are read and opened at one time.
const PARCELS_AT_ONCE: usize = 8;

/// Below this, compressing costs more than it saves.
const COMPRESS_FROM_BYTES: u64 = 1024;

/// What every handler can reach.
#[derive(Clone)]
pub struct App {
    store: Store,
    limits: Arc<oauth::limits::Limits>,
    parcel_turns: Arc<Semaphore>,
    behind_https: bool,
}

pub fn router(store: Store, behind_https: bool) -> Router {
    let app =
        App { store, limits: Arc::default(), parcel_turns: Arc::new(Semaphore::new(PARCELS_AT_ONCE)), behind_https };
    let paths = Endpoints::default();
    let sync = Router::new()
        .route(&paths.sync, post(sync::sync))
        .layer(DefaultBodyLimit::max(MAX_SYNC_BYTES))
        .layer(RequestDecompressionLayer::new());
    let worthwhile = DefaultPredicate::new().and(SizeAbove::new(COMPRESS_FROM_BYTES));
    let packed = Router::new()
        .route(DISCOVERY_PATH, get(discovery::describe))
        .route(&paths.catalog, get(catalog::changes))
        .route(&format!("{}/{{program}}", paths.packs), get(packs::manifest))
        .route(&paths.account, get(account::show))
        .route(paths.guide.as_deref().unwrap_or("/v1/guide"), get(guide::show))
        .merge(sync)
        // The fastest level: on two cores, time is dearer than the last bytes.
        .layer(CompressionLayer::new().gzip(true).quality(CompressionLevel::Fastest).compress_when(worthwhile));
    let plain = Router::new()
        .route(COURIER_DEVICE_PATH, post(courier::register))
        .route(COURIER_PARCELS_PATH, post(courier::parcel))
        .route(&format!("{}/{{sha256}}", paths.content), get(content::file))
        .route(&paths.authorize, get(oauth::authorize::show))
        .route("/oauth/sign-in", post(oauth::authorize::sign_in))
        .route("/oauth/create-account", get(oauth::authorize::show_create).post(oauth::authorize::create))
        .route("/oauth/consent", post(oauth::authorize::consent))
        .route("/oauth/sign-out", post(oauth::authorize::sign_out))
        .route(&paths.token, post(oauth::token::token))
        .route(&paths.revoke, post(oauth::token::revoke));
    packed
        .merge(plain)
        .fallback(problem::no_such_address)
        .layer(DefaultBodyLimit::max(MAX_FORM_BYTES))
        .layer(from_fn(watch::explain_errors))
        .layer(from_fn(watch::limit_time))
        .layer(from_fn(watch::log))
        .with_state(app)
}
