//! The one door to a backend. It fits a provider with cursors, receipts and client timestamps (our own) and one without
//! any of them (Moodle web services, which stamps everything with its own clock, has no catalog delta and no receipts):
//!
//! * marks and cursors are opaque strings the connector makes up (a hash of what it last read will do);
//! * [`CatalogPage::complete`](crate::CatalogPage) stands in for tombstones;
//! * [`Exchange`] returns one [`Delivery`] per operation: the connector that gets no receipts writes, reads back, and answers
//!   `Accepted` only when it has *seen* the effect; an operation it could not settle is simply not in `deliveries`;
//! * [`Pulled::Snapshot`] replaces a program's mirrored record for backends that keep a state and not a log.

use crate::{
    Account, Carried, CatalogMark, CatalogPage, CourierDevice, CourierKeys, Cursor, Delivery, Failure, FetchedGuide,
    GuideTag, ParcelRefusal, SchoolInfo, Secret, Tokens,
};
use async_trait::async_trait;
use bytes::Bytes;
use carrel_domain::digest::Digest;
use carrel_domain::enrollment::Enrollment;
use carrel_domain::pack::{Manifest, PackFile};
use carrel_domain::record::Record;
use carrel_domain::{DeviceId, Operation, ProgramId, Timestamp};
use futures_util::stream::BoxStream;
use std::sync::Arc;

#[async_trait]
pub trait Provider: Send + Sync {
    /// Who stands at this address, and what time it is there.
    async fn describe(&self) -> Result<Described, Failure>;

    /// The next page of the public catalog after `since`. `None`: nothing has changed.
    async fn catalog(&self, since: Option<&CatalogMark>) -> Result<Option<CatalogPage>, Failure>;

    /// The public career guide, unless it is the one `known` names. `None`: nothing else is there, or this backend has none.
    async fn guide(&self, _known: Option<&GuideTag>) -> Result<Option<FetchedGuide>, Failure> {
        Ok(None)
    }

    /// So many operations travel in one exchange at the most.
    fn most_ops(&self) -> usize {
        crate::MAX_OPS
    }

    /// Sends operations and takes the provider's changes, in as few round trips as the backend allows.
    async fn exchange(&self, access: &Secret, request: ExchangeRequest<'_>) -> Result<Exchange, Failure>;

    /// The table of contents of a program's course pack.
    async fn manifest(&self, access: &Secret, program: &ProgramId) -> Result<Manifest, Failure>;

    /// One file of a pack, from byte `from` on.
    async fn content(&self, access: &Secret, file: &PackFile, from: u64) -> Result<ContentStream, Failure>;

    /// How a learner signs in.
    fn sign_in(&self) -> SignIn;

    /// Trades an authorization code for tokens. Only for [`SignIn::Browser`].
    async fn redeem(&self, grant: AuthorizationGrant) -> Result<Tokens, Failure>;

    /// A new access token. A backend without refresh answers [`Failure::SignInAgain`].
    async fn refresh(&self, refresh: &Secret) -> Result<Tokens, Failure>;

    async fn revoke(&self, refresh: &Secret) -> Result<(), Failure>;

    async fn account(&self, access: &Secret) -> Result<Account, Failure>;

    /// The keys parcels are sealed to. `None`: this backend takes no parcels.
    async fn courier_keys(&self) -> Result<Option<CourierKeys>, Failure> {
        Ok(None)
    }

    /// Makes this device known, so that its parcels are believed later. Answers like [`Provider::courier_keys`].
    async fn register_courier(&self, _: &Secret, _: &CourierDevice) -> Result<Option<CourierKeys>, Failure> {
        Ok(None)
    }

    /// Hands in a parcel, of whomever. A refusal is a value, never an error.
    async fn carry_parcel(&self, _: Bytes) -> Result<Carried, Failure> {
        Ok(Carried::Refused(ParcelRefusal::NoCourier))
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Described {
    pub school: SchoolInfo,
    pub server_time: Option<Timestamp>,
}

/// How signing in works here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignIn {
    /// In the system browser; the answer comes back to a loopback address (RFC 8252).
    Browser { authorize_url: String, client_id: String },
}

/// What came back to the loopback address.
#[derive(Clone, Debug)]
pub struct AuthorizationGrant {
    pub code: Secret,
    pub verifier: Secret,
    pub redirect_uri: String,
}

/// What one exchange carries out.
#[derive(Clone, Debug)]
pub struct ExchangeRequest<'a> {
    pub device: &'a DeviceId,
    pub device_name: &'a str,
    pub ops: &'a [Arc<Operation>],
    pub cursor: Option<&'a Cursor>,
    pub want_digests: bool,
    /// Pull this one program from its beginning; `cursor` then counts within it.
    pub anew: Option<&'a ProgramId>,
}

/// What one exchange brings home.
#[derive(Clone, Debug, Default)]
pub struct Exchange {
    pub deliveries: Vec<Delivery>,
    pub changes: Vec<Pulled>,
    pub cursor: Option<Cursor>,
    pub more: bool,
    pub server_time: Option<Timestamp>,
    /// `None` where the backend cannot say.
    pub digest: Option<Digest>,
    pub digests: Vec<(ProgramId, Digest)>,
}

#[derive(Clone, Debug)]
pub enum Pulled {
    Operation(Operation),
    Enrollment(Box<Enrollment>),
    Snapshot(ProgramId, Box<Record>),
}

/// Bytes of one file, as they arrive.
pub struct ContentStream {
    /// Where the bytes begin. A server that ignores ranges answers 0 whatever was asked.
    pub from: u64,
    pub bytes: BoxStream<'static, Result<Bytes, Failure>>,
}
