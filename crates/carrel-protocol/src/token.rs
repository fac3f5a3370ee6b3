//! Tokens and who they belong to. `Debug` never shows a secret (invariant I14).

use carrel_domain::LearnerId;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A secret that cannot be printed by accident.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
    /// The secret itself: for a header or the keyring, nothing else.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A token endpoint's answer (RFC 6749 section 5.1). A provider without refresh gives none.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Tokens {
    pub access_token: Secret,
    pub refresh_token: Option<Secret>,
    /// Seconds from now; measured on the monotonic clock.
    pub expires_in: Option<u64>,
}

/// `GET /v1/account`: who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    pub learner: LearnerId,
    pub name: String,
    pub email: String,
}
