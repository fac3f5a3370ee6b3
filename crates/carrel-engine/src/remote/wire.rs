//! What carries a request to the school and its answer back: HTTP in the product. A simulation puts a network here that
//! loses, repeats and garbles, so that everything above it is the real connector.

use super::{classify, client, network};
use async_trait::async_trait;
use carrel_protocol::Failure;
use reqwest::{Client, Request, Response};
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

#[async_trait]
pub trait Wire: Send + Sync {
    /// Carries one request, no longer than [`Request::timeout`] says.
    async fn carry(&self, request: Request) -> Result<Response, Failure>;
}

/// The real network. A connection kept from another network leads nowhere and would only be given up after half a minute, so
/// on each network the client is a new one.
pub(super) struct Http(Mutex<(Option<IpAddr>, Client)>);

impl Http {
    pub fn new(client: Client) -> Self {
        Self(Mutex::new((network::local_address(), client)))
    }

    fn client(&self) -> Result<Client, Failure> {
        let here = network::local_address();
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if held.0 != here {
            *held = (here, client::build()?);
        }
        Ok(held.1.clone())
    }
}

#[async_trait]
impl Wire for Http {
    async fn carry(&self, request: Request) -> Result<Response, Failure> {
        self.client()?.execute(request).await.map_err(|error| classify::transport(&error))
    }
}
