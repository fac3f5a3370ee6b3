//! Two secret keys, one to open and one to sign: what a school and a device each have of their own.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use carrel_protocol::{CourierKeys, FileFault, PublicKey, Secret};
use ed25519_dalek::SigningKey;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable as _, Kem, Serializable as _};
use std::fmt;

/// How the secret halves are written where they are kept; what follows is the base64 of their 64 bytes.
const FORM: &str = "carrel-courier-1:";

pub(crate) type PrivateKey = <X25519HkdfSha256 as Kem>::PrivateKey;
pub(crate) type SealingKey = <X25519HkdfSha256 as Kem>::PublicKey;

/// The operating system gave no random bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The operating system gave no random bytes")]
pub struct NoRandomness;

/// Both halves of both keys. Two keys and not one: a signature and a seal must never be able to stand in for each other.
pub struct Keys {
    pub(crate) open: PrivateKey,
    pub(crate) sign: SigningKey,
}

impl Keys {
    pub fn generate() -> Result<Self, NoRandomness> {
        let mut bytes = [0; 64];
        getrandom::fill(&mut bytes).map_err(|_| NoRandomness)?;
        Self::from_bytes(&bytes).ok_or(NoRandomness)
    }

    /// Reads what [`Keys::to_secret`] wrote.
    pub fn from_secret(secret: &Secret) -> Option<Self> {
        let text = secret.expose().trim().strip_prefix(FORM)?;
        Self::from_bytes(&STANDARD.decode(text).ok()?)
    }

    /// For the keyring of a device or the key file of a school, nothing else.
    pub fn to_secret(&self) -> Secret {
        let bytes = [&self.open.to_bytes()[..], &self.sign.to_bytes()[..]].concat();
        Secret::new(format!("{FORM}{}", STANDARD.encode(bytes)))
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (open, sign) = bytes.split_at_checked(32)?;
        let sign: &[u8; 32] = sign.try_into().ok()?;
        Some(Self { open: PrivateKey::from_bytes(open).ok()?, sign: SigningKey::from_bytes(sign) })
    }

    pub fn public(&self) -> CourierKeys {
        let mut seal = [0; 32];
        seal.copy_from_slice(&X25519HkdfSha256::sk_to_pk(&self.open).to_bytes());
        CourierKeys { seal: PublicKey(seal), sign: PublicKey(self.sign.verifying_key().to_bytes()) }
    }
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(…)")
    }
}

pub(crate) fn sealing_key(key: &PublicKey) -> Result<SealingKey, FileFault> {
    SealingKey::from_bytes(&key.0).map_err(|_| FileFault::Damaged)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_back_from_where_they_are_kept_and_are_never_printed() {
        let keys = Keys::generate().expect("random bytes");
        let again = Keys::from_secret(&keys.to_secret()).expect("the same keys");
        assert_eq!(keys.public(), again.public());
        assert_ne!(keys.public(), Keys::generate().expect("random bytes").public());
        assert_eq!(format!("{keys:?}"), "Keys(…)");
        for text in ["", "carrel-courier-1:", "carrel-courier-1:AAAA", "carrel-courier-2:AAAA", "no base64"] {
            assert!(Keys::from_secret(&Secret::new(text)).is_none(), "{text}");
        }
    }
}
