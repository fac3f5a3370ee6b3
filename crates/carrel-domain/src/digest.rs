//! A count and a hash of a set of operations, the same whatever their order: how both sides see that they agree.

use crate::{Operation, OperationId};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// Sums over a set of operations. Adding the same one twice shows in the count; two sets that differ differ in the hash.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest {
    pub count: i64,
    /// 32 hex digits: the first 16 bytes of each operation's SHA-256, combined by exclusive or. Empty for none.
    pub hash: String,
}

impl Digest {
    pub fn add(&mut self, op: &Operation) {
        self.combine(1, fingerprint(op));
    }

    /// The digest of the union of two sets that share nothing.
    pub fn join(&mut self, other: &Self) {
        self.combine(other.count, other.bits());
    }

    fn combine(&mut self, count: i64, bits: u128) {
        self.count += count;
        self.hash = format!("{:032x}", self.bits() ^ bits);
    }

    fn bits(&self) -> u128 {
        u128::from_str_radix(&self.hash, 16).unwrap_or(0)
    }
}

fn fingerprint(op: &Operation) -> u128 {
    // Hashed in one piece: a dozen small ones take twice as long.
    let mut text = Vec::with_capacity(op.payload.0.len() + 256);
    let seq = op.seq.to_string();
    let at = op.occurred.at.0.to_string();
    let named = op.seen.iter().map(OperationId::as_str);
    // What it replaces decides what a reopening and a note mean, so it counts as much as the payload.
    let parts = [op.id.as_str(), op.device.as_str(), &seq, op.program.as_str(), &at, &op.kind, &op.payload.0];
    for part in parts.into_iter().chain(named) {
        text.extend_from_slice(part.as_bytes());
        text.push(0);
    }
    let bytes: [u8; 32] = Sha256::digest(&text).into();
    bytes[..16].iter().fold(0, |bits, byte| bits << 8 | u128::from(*byte))
}
