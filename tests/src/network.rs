//! The way to the school, with faults on command. It stands where the engine makes its connection, so everything above and
//! below it is real.

use async_trait::async_trait;
use bytes::Bytes;
use carrel_domain::ProgramId;
use carrel_domain::pack::{Manifest, PackFile};
use carrel_engine::Connect;
use carrel_engine::remote::CarrelProvider;
use carrel_engine::remote::network::Follow;
use carrel_protocol::{
    Account, AuthorizationGrant, Carried, CatalogMark, CatalogPage, ContentStream, CourierDevice, CourierKeys,
    Described, Exchange, ExchangeRequest, Failure, FetchedGuide, GuideTag, LaterReason, Provider, Secret, SignIn,
    Tokens,
};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;
use tokio::sync::{Notify, watch};

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
    /// The school takes an exchange, and its answer hangs until the network is mended. Other calls go through.
    AnswerHangs,
}

/// One computer's way to the school.
#[derive(Default)]
pub struct Network {
    fault: Mutex<Fault>,
    mended: Notify,
    pub exchanges: AtomicU32,
    pub hanging: Notify,
    asked: Mutex<Vec<Instant>>,
    files: Mutex<Vec<String>>,
    guides: Mutex<Option<Failure>>,
    address: watch::Sender<Option<IpAddr>>,
}

/// Where every computer of the tests is at first, and where it comes to.
const HOME: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 10);
const ELSEWHERE: Ipv4Addr = Ipv4Addr::new(198, 51, 100, 20);

impl Network {
    pub fn new() -> Arc<Self> {
        Arc::new(Self { address: watch::Sender::new(Some(HOME.into())), ..Self::default() })
    }

    /// The computer is carried out of reach, and the system says so.
    pub fn leaves(&self) {
        self.set(Fault::Offline);
        self.address.send_replace(None);
    }

    /// It comes to a network that leads to the school, and the system says so.
    pub fn arrives(&self) {
        self.set(Fault::None);
        self.moves();
    }

    /// It is on another network, whatever becomes of calls there.
    pub fn moves(&self) {
        self.address.send_replace(Some(ELSEWHERE.into()));
    }

    /// For `Host::follow`.
    pub fn follow(&self) -> Follow {
        let address = self.address.clone();
        Arc::new(move || address.subscribe())
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

    async fn wait_until_mended(&self) {
        let mended = self.mended.notified();
        self.hanging.notify_one();
        mended.await;
    }

    /// The paths of the files asked for, oldest first.
    pub fn files(&self) -> Vec<String> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What becomes of calls for the career guide, whatever becomes of the others.
    pub fn fail_guides(&self, failure: Option<Failure>) {
        *self.guides.lock().unwrap_or_else(PoisonError::into_inner) = failure;
    }

    /// When a call was begun, whatever became of it; oldest first.
    pub fn asked(&self) -> Vec<Instant> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
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
        self.network.asked.lock().unwrap_or_else(PoisonError::into_inner).push(Instant::now());
        loop {
            match self.network.fault() {
                Fault::None | Fault::AnswerHangs => return call.await,
                Fault::Offline => return Err(Failure::Offline),
                Fault::Fails(failure) => return Err(failure),
                Fault::AnswerLost => {
                    call.await?;
                    return Err(Failure::later(LaterReason::Garbled));
                }
                Fault::Hangs => self.network.wait_until_mended().await,
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
    async fn guide(&self, known: Option<&GuideTag>) -> Result<Option<FetchedGuide>, Failure> {
        let failure = self.network.guides.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match failure {
            Some(failure) => Err(failure),
            None => self.through(self.inner.guide(known)).await,
        }
    }
    fn most_ops(&self) -> usize {
        self.inner.most_ops()
    }
    async fn exchange(&self, access: &Secret, request: ExchangeRequest<'_>) -> Result<Exchange, Failure> {
        self.network.exchanges.fetch_add(1, Ordering::SeqCst);
        if matches!(self.network.fault(), Fault::AnswerHangs) {
            let answer = self.inner.exchange(access, request).await;
            self.network.wait_until_mended().await;
            return answer;
        }
        self.through(self.inner.exchange(access, request)).await
    }
    async fn manifest(&self, access: &Secret, program: &ProgramId) -> Result<Manifest, Failure> {
        self.through(self.inner.manifest(access, program)).await
    }
    async fn content(&self, access: &Secret, file: &PackFile, from: u64) -> Result<ContentStream, Failure> {
        self.network.files.lock().unwrap_or_else(PoisonError::into_inner).push(file.path.clone());
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
