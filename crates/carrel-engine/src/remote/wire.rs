//! What carries a request to the school and its answer back: HTTP in the product. A simulation puts a network here that
//! loses, repeats and garbles, so that everything above it is the real connector.

use super::classify;
use async_trait::async_trait;
use carrel_protocol::Failure;
use reqwest::{Request, Response};

#[async_trait]
pub trait Wire: Send + Sync {
    /// Carries one request, no longer than [`Request::timeout`] says.
    async fn carry(&self, request: Request) -> Result<Response, Failure>;
}

#[async_trait]
impl Wire for reqwest::Client {
    async fn carry(&self, request: Request) -> Result<Response, Failure> {
        self.execute(request).await.map_err(|error| classify::transport(&error))
    }
}
