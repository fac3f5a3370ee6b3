//! A device's own keys, one pair of pairs per learner: in the keyring like the session, or in this run's memory where there
//! is none. Learners of one computer share nothing, so the school cannot tell that they do.

use crate::secrets::{Kept, SecretStore};
use carrel_courier::{Keys, NoRandomness};
use carrel_domain::SchoolId;

// Looked up once and taken apart at once: a box would only move the bytes.
#[allow(clippy::large_enum_variant)]
pub(crate) enum Identity {
    Here(Keys),
    Nothing,
    Locked,
}

/// The name of the keys in the keyring.
pub(crate) fn name(school: &SchoolId, learner_key: &str) -> String {
    format!("{school}/{learner_key}/courier")
}

pub(crate) async fn find(secrets: &dyn SecretStore, name: &str) -> Identity {
    match secrets.get(name).await {
        Kept::Here(secret) => Keys::from_secret(&secret).map_or(Identity::Nothing, Identity::Here),
        Kept::Nothing => Identity::Nothing,
        Kept::Locked => Identity::Locked,
    }
}

pub(crate) async fn make(secrets: &dyn SecretStore, name: &str) -> Result<Keys, NoRandomness> {
    let keys = Keys::generate()?;
    secrets.set(name, &keys.to_secret()).await;
    Ok(keys)
}
