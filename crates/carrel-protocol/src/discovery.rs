//! How a client that knows only an address learns what stands there.

use crate::CourierKeys;
use carrel_domain::{SchoolId, Timestamp};
use serde::{Deserialize, Serialize};

/// Path of the discovery document, below the school's address.
pub const DISCOVERY_PATH: &str = "/.well-known/carrel";
/// The protocol this build speaks. A school that speaks only a later one is refused politely.
pub const PROTOCOL: u32 = 1;

/// `GET /.well-known/carrel`. All addresses are absolute paths on the same origin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Discovery {
    pub protocol: u32,
    pub school: SchoolInfo,
    pub server_time: Timestamp,
    pub endpoints: Endpoints,
    /// Where the school takes parcels: see [`crate::courier`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub courier: Option<CourierKeys>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SchoolInfo {
    pub id: SchoolId,
    pub name: String,
    /// A school for trying things out: nothing it shows can be bought.
    pub sample: bool,
    pub notice: String,
    pub about: String,
    pub support_email: String,
    pub support_hours: String,
    pub support_reply_hours: u32,
    pub time_zone: String,
    pub currency: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Endpoints {
    /// `GET ?since=MARK`
    pub catalog: String,
    /// `POST` [`crate::SyncRequest`]
    pub sync: String,
    /// `GET {packs}/PROGRAM` gives a [`carrel_domain::pack::Manifest`]
    pub packs: String,
    /// `GET {content}/SHA256`, with Range
    pub content: String,
    /// Browser page: OAuth 2.1 authorization
    pub authorize: String,
    pub token: String,
    pub revoke: String,
    /// `GET` [`crate::Account`]
    pub account: String,
    /// `GET` [`carrel_domain::guide::Guide`]: see [`crate::guide`]. `None`: this school publishes no career guide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guide: Option<String>,
}

impl Default for Endpoints {
    fn default() -> Self {
        Self {
            catalog: "/v1/catalog/changes".into(),
            sync: "/v1/record/sync".into(),
            packs: "/v1/packs".into(),
            content: "/v1/content".into(),
            authorize: "/oauth/authorize".into(),
            token: "/oauth/token".into(),
            revoke: "/oauth/revoke".into(),
            account: "/v1/account".into(),
            guide: Some("/v1/guide".into()),
        }
    }
}
