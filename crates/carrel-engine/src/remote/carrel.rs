//! [`Provider`] over the Carrel protocol: receipts, cursors, gzip.

use super::wire::{Http, Wire};
use super::{classify, client, courier, guide, oauth};
use async_trait::async_trait;
use bytes::Bytes;
use carrel_domain::pack::{Manifest, PackFile};
use carrel_domain::{Operation, ProgramId};
use carrel_protocol::{
    Account, AuthorizationGrant, Carried, CatalogMark, CatalogPage, Change, ContentStream, CourierDevice, CourierKeys,
    DISCOVERY_PATH, Delivery, Described, Discovery, Endpoints, Exchange, ExchangeRequest, Failure, FetchedGuide,
    GuideTag, LaterReason, MAX_OPS, PROTOCOL, Provider, Pulled, Receipt, Secret, SignIn, SyncRequestRef, SyncResponse,
    Tokens,
};
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::StreamExt;
use reqwest::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_NONE_MATCH, IF_RANGE, RANGE,
};
use reqwest::{RequestBuilder, StatusCode};
use std::io::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use url::Url;

/// A whole answer takes no longer than this; downloads are bounded between reads instead.
pub(super) const ANSWER_WITHIN: Duration = Duration::from_secs(60);
/// Below this, compressing costs more than it saves.
const COMPRESS_FROM_BYTES: usize = 1024;

pub struct CarrelProvider {
    base: Url,
    /// Builds requests; `wire` carries them.
    http: reqwest::Client,
    wire: Arc<dyn Wire>,
    most_ops: usize,
    endpoints: Endpoints,
    /// The last catalog answer's ETag, with the mark it was asked for.
    catalog_etag: Mutex<Option<(Option<CatalogMark>, String)>>,
}

impl CarrelProvider {
    pub fn new(base: Url) -> Result<Self, Failure> {
        let http = client::build()?;
        Ok(Self::over(base, http.clone(), Arc::new(Http::new(http))))
    }

    /// The same over another wire; `http` only builds the requests.
    pub fn over(base: Url, http: reqwest::Client, wire: Arc<dyn Wire>) -> Self {
        Self { base, http, wire, most_ops: MAX_OPS, endpoints: Endpoints::default(), catalog_etag: Mutex::new(None) }
    }

    /// With smaller requests than the protocol allows.
    pub fn in_portions_of(mut self, most_ops: usize) -> Self {
        self.most_ops = most_ops.clamp(1, MAX_OPS);
        self
    }

    pub(super) async fn send(&self, request: RequestBuilder) -> Result<reqwest::Response, Failure> {
        self.wire.carry(request.build().map_err(|error| classify::transport(&error))?).await
    }

    fn url(&self, path: &str) -> Result<Url, Failure> {
        self.base.join(path).map_err(|_| Failure::ours("An endpoint is not an address"))
    }

    pub(super) fn get(&self, path: &str) -> Result<RequestBuilder, Failure> {
        Ok(self.http.get(self.url(path)?))
    }

    pub(super) fn post(&self, path: &str) -> Result<RequestBuilder, Failure> {
        Ok(self.http.post(self.url(path)?))
    }

    async fn post_sync(&self, access: &Secret, request: &SyncRequestRef<'_>) -> Result<SyncResponse, Failure> {
        let body = serde_json::to_vec(request).map_err(|_| Failure::ours("A sync request could not be written"))?;
        let post = self
            .http
            .post(self.url(&self.endpoints.sync)?)
            .bearer_auth(access.expose())
            .timeout(ANSWER_WITHIN)
            .header(CONTENT_TYPE, "application/json");
        let post = if body.len() < COMPRESS_FROM_BYTES {
            post.body(body)
        } else {
            post.header(CONTENT_ENCODING, "gzip").body(gzip(&body)?)
        };
        classify::json(self.send(post).await?).await
    }
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>, Failure> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::fast());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).map_err(|_| Failure::ours("Compression failed"))
}

#[async_trait]
impl Provider for CarrelProvider {
    async fn describe(&self) -> Result<Described, Failure> {
        let response = self.send(self.get(DISCOVERY_PATH)?.timeout(ANSWER_WITHIN)).await?;
        let found: Discovery = classify::json(response).await?;
        if found.protocol > PROTOCOL {
            return Err(Failure::NeedsYou { text: format!("{} needs a newer version of Carrel.", found.school.name) });
        }
        Ok(Described { school: found.school, server_time: Some(found.server_time) })
    }

    async fn catalog(&self, since: Option<&CatalogMark>) -> Result<Option<CatalogPage>, Failure> {
        let mut request = self.get(&self.endpoints.catalog)?.timeout(ANSWER_WITHIN);
        if let Some(mark) = since {
            request = request.query(&[("since", &mark.0)]);
        }
        let known = self.catalog_etag.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, etag)) = known.filter(|(mark, _)| mark.as_ref() == since) {
            request = request.header(IF_NONE_MATCH, etag);
        }
        let response = self.send(request).await?;
        if response.status() == StatusCode::NOT_MODIFIED {
            return Ok(None);
        }
        let etag = response.headers().get(ETAG).and_then(|tag| tag.to_str().ok()).map(str::to_owned);
        let page: CatalogPage = classify::json(response).await?;
        if let Some(etag) = etag {
            let asked = (since.cloned(), etag);
            *self.catalog_etag.lock().unwrap_or_else(PoisonError::into_inner) = Some(asked);
        }
        Ok(Some(page))
    }

    async fn guide(&self, known: Option<&GuideTag>) -> Result<Option<FetchedGuide>, Failure> {
        match &self.endpoints.guide {
            Some(path) => guide::fetch(self, path, known).await,
            None => Ok(None),
        }
    }

    fn most_ops(&self) -> usize {
        self.most_ops
    }

    async fn exchange(&self, access: &Secret, request: ExchangeRequest<'_>) -> Result<Exchange, Failure> {
        let (cursor, anew_cursor) =
            if request.anew.is_none() { (request.cursor, None) } else { (None, request.cursor) };
        let body = SyncRequestRef {
            device: Some(request.device),
            device_name: request.device_name,
            ops: request.ops,
            cursor,
            want_digests: request.want_digests,
            anew: request.anew,
            anew_cursor,
        };
        let answer = self.post_sync(access, &body).await?;
        Ok(Exchange {
            deliveries: deliveries(request.ops, answer.receipts),
            changes: answer.changes.into_iter().filter_map(pulled).collect(),
            cursor: answer.cursor,
            more: answer.more,
            server_time: Some(answer.server_time),
            digest: Some(answer.digest),
            digests: answer.digests,
        })
    }

    async fn manifest(&self, access: &Secret, program: &ProgramId) -> Result<Manifest, Failure> {
        let path = format!("{}/{program}", self.endpoints.packs);
        classify::json(self.send(self.get(&path)?.bearer_auth(access.expose()).timeout(ANSWER_WITHIN)).await?).await
    }

    async fn content(&self, access: &Secret, file: &PackFile, from: u64) -> Result<ContentStream, Failure> {
        let path = format!("{}/{}", self.endpoints.content, file.sha256);
        // Compressed bytes could not be resumed: offsets would count something else.
        let mut request = self.get(&path)?.bearer_auth(access.expose()).header(ACCEPT_ENCODING, "identity");
        if from > 0 {
            request = request.header(RANGE, format!("bytes={from}-")).header(IF_RANGE, format!("\"{}\"", file.sha256));
        }
        let response = classify::success(self.send(request).await?).await?;
        let from = match response.status() {
            StatusCode::PARTIAL_CONTENT => {
                let range =
                    response.headers().get(CONTENT_RANGE).and_then(|range| range.to_str().ok()).and_then(range_start);
                range.ok_or(Failure::later(LaterReason::Garbled))?
            }
            _ => 0,
        };
        let bytes = response.bytes_stream().map(|part| part.map_err(|error| classify::transport(&error)));
        Ok(ContentStream { from, bytes: bytes.boxed() })
    }

    fn sign_in(&self) -> SignIn {
        let url = self.base.join(&self.endpoints.authorize).map(String::from).unwrap_or_default();
        SignIn::Browser { authorize_url: url, client_id: oauth::CLIENT_ID.to_owned() }
    }

    async fn redeem(&self, grant: AuthorizationGrant) -> Result<Tokens, Failure> {
        oauth::redeem(self.wire.as_ref(), self.url(&self.endpoints.token)?, grant).await
    }

    async fn refresh(&self, refresh: &Secret) -> Result<Tokens, Failure> {
        oauth::refresh(self.wire.as_ref(), self.url(&self.endpoints.token)?, refresh).await
    }

    async fn revoke(&self, refresh: &Secret) -> Result<(), Failure> {
        let form = [("token", refresh.expose()), ("client_id", oauth::CLIENT_ID)];
        let request = self.http.post(self.url(&self.endpoints.revoke)?).form(&form).timeout(ANSWER_WITHIN);
        classify::success(self.send(request).await?).await.map(drop)
    }

    async fn account(&self, access: &Secret) -> Result<Account, Failure> {
        let request = self.get(&self.endpoints.account)?.bearer_auth(access.expose()).timeout(ANSWER_WITHIN);
        classify::json(self.send(request).await?).await
    }

    async fn courier_keys(&self) -> Result<Option<CourierKeys>, Failure> {
        courier::keys(self).await
    }

    async fn register_courier(&self, access: &Secret, device: &CourierDevice) -> Result<Option<CourierKeys>, Failure> {
        courier::register(self, access, device).await
    }

    async fn carry_parcel(&self, parcel: Bytes) -> Result<Carried, Failure> {
        courier::carry(self, parcel).await
    }
}

/// `bytes 500-999/1000` begins at 500.
fn range_start(text: &str) -> Option<u64> {
    text.strip_prefix("bytes ")?.split('-').next()?.parse().ok()
}

/// Runs of receipts back into one delivery per operation.
fn deliveries(ops: &[Arc<Operation>], receipts: Vec<Receipt>) -> Vec<Delivery> {
    let mut deliveries = Vec::with_capacity(ops.len());
    for receipt in receipts {
        let covered = ops.iter().filter(|op| (receipt.first..=receipt.last).contains(&op.seq));
        deliveries.extend(covered.map(|op| Delivery { op: op.id.clone(), answer: receipt.answer.clone() }));
    }
    deliveries
}

fn pulled(change: Change) -> Option<Pulled> {
    match change {
        Change::Operation { op } => Some(Pulled::Operation(op)),
        Change::Enrollment { enrollment } => Some(Pulled::Enrollment(enrollment)),
        Change::Unknown => None,
    }
}
