//! The way to the school, with faults on command. It stands where the engine makes its connection, so everything above and
//! below it is real.

use async_trait::async_trait;
use bytes::Bytes;
use carrel_domain::ProgramId;
use carrel_domain::pack::{Manifest, PackFile};
use carrel_engine::Connect;
use carrel_engine::remote::CarrelProvider;
use carrel_protocol::{
    Account, AuthorizationGrant, Carried, CatalogMark, CatalogPage, ContentStream, CourierDevice, CourierKeys,
    Described, Exchange, ExchangeRequest, Failure, LaterReason, Provider, Secret, SignIn, Tokens,
};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Notify;

/// What happens to every call from now on.
#[derive(Clone, Debug, Default)]
pub enum Fault {
    #[default]
    None,
    /// No way to the school.
    Offline,
    /// The school gets the call; its answer is lost.
    AnswerLost,
    /// The call fails like this before it reaches the school.
    Fails(Failure),
    /// The call hangs until the network is mended.
    Hangs,
}

/// One computer's way to the school.
#[derive(Default)]
pub struct Network {
    fault: Mutex<Fault>,
    mended: Notify,
    pub exchanges: AtomicU32,
    pub hanging: Notify,
}

impl Network {
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    pub fn set(&self, fault: Fault) {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = fault;
        self.mended.notify_waiters();
    }

    /// For `Host::connect`.
    pub fn connect(self: &Arc<Self>) -> Connect {
        let network = Arc::clone(self);
        Arc::new(move |address| {
            let inner = CarrelProvider::new(address.clone())?;
            Ok(Arc::new(Faulty { inner, network: Arc::clone(&network) }))
        })
    }

    fn fault(&self) -> Fault {
        self.fault.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

struct Faulty {
    inner: CarrelProvider,
    network: Arc<Network>,
}

impl Faulty {
    async fn through<T>(&self, call: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
        loop {
            match self.network.fault() {
                Fault::None => return call.await,
                Fault::Offline => return Err(Failure::Offline),
                Fault::Fails(failure) => return Err(failure),
                Fault::AnswerLost => {
                    call.await?;
                    return Err(Failure::later(LaterReason::Garbled));
                }
                Fault::Hangs => {
                    let mended = self.network.mended.notified();
                    self.network.hanging.notify_one();
                    mended.await;
                }
            }
        }
    }
}

#[async_trait]
impl Provider for Faulty {
    async fn describe(&self) -> Result<Described, Failure> {
        self.through(self.inner.describe()).await
    }
    async fn catalog(&self, since: Option<&CatalogMark>) -> Result<Option<CatalogPage>, Failure> {
        self.through(self.inner.catalog(since)).await
    }
    async fn exchange(&self, access: &Secret, request: ExchangeRequest<'_>) -> Result<Exchange, Failure> {
        self.network.exchanges.fetch_add(1, Ordering::SeqCst);
        self.through(self.inner.exchange(access, request)).await
    }
    async fn manifest(&self, access: &Secret, program: &ProgramId) -> Result<Manifest, Failure> {
        self.through(self.inner.manifest(access, program)).await
    }
    async fn content(&self, access: &Secret, file: &PackFile, from: u64) -> Result<ContentStream, Failure> {
        self.through(self.inner.content(access, file, from)).await
    }
    fn sign_in(&self) -> SignIn {
        self.inner.sign_in()
    }
    async fn redeem(&self, grant: AuthorizationGrant) -> Result<Tokens, Failure> {
        self.through(self.inner.redeem(grant)).await
    }
    async fn refresh(&self, refresh: &Secret) -> Result<Tokens, Failure> {
        self.through(self.inner.refresh(refresh)).await
    }
    async fn revoke(&self, refresh: &Secret) -> Result<(), Failure> {
        self.through(self.inner.revoke(refresh)).await
    }
    async fn account(&self, access: &Secret) -> Result<Account, Failure> {
        self.through(self.inner.account(access)).await
    }
    async fn courier_keys(&self) -> Result<Option<CourierKeys>, Failure> {
        self.through(self.inner.courier_keys()).await
    }
    async fn register_courier(&self, access: &Secret, device: &CourierDevice) -> Result<Option<CourierKeys>, Failure> {
        self.through(self.inner.register_courier(access, device)).await
    }
    async fn carry_parcel(&self, parcel: Bytes) -> Result<Carried, Failure> {
        self.through(self.inner.carry_parcel(parcel)).await
    }
}
