//! Sealed and signed files: how a parcel and a reply are kept from everybody but the one they are for, and how that one
//! knows whom they are from. The formats are in `carrel_protocol::courier`; both school and device use this crate.
//!
//! Nothing here is invented: sealing is HPKE (RFC 9180: X25519, HKDF-SHA256, ChaCha20-Poly1305), signing is Ed25519
//! (RFC 8032), packing is gzip. This crate only puts them together, and takes them apart with limits.

mod envelope;
mod keys;
mod pack;

pub use envelope::{Opened, open, seal};
pub use keys::{Keys, NoRandomness};

/// Eight digits that tell one file from another: the names of a parcel and of its reply carry the parcel's.
pub fn tag(file: &[u8]) -> String {
    use sha2::{Digest as _, Sha256};
    let hash: [u8; 32] = Sha256::digest(file).into();
    hash[..4].iter().map(|byte| format!("{byte:02x}")).collect()
}
