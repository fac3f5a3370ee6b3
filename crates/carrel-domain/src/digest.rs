//! A count and a hash of a set of operations, the same whatever their order: how both sides see that they agree.

use crate::{Operation, OperationId};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// Sums over a set of operations. Adding the same one twice shows in the count; two sets that differ differ in the hash.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest {
    pub count: i64,
    /// The first 16 bytes of each operation's SHA-256, combined by exclusive or. Written as 32 hex digits; empty for none.
    #[serde(with = "hex")]
    hash: u128,
}

impl Digest {
    /// As it was written down.
    pub fn read(count: i64, hash: &str) -> Self {
        Self { count, hash: hex::read(hash) }
    }

    /// The hash as it is written down.
    pub fn hash(&self) -> String {
        hex::write(self.hash)
    }

    pub fn add(&mut self, op: &Operation) {
        self.count += 1;
        self.hash ^= fingerprint(op);
    }

    /// The digest of the union of two sets that share nothing.
    pub fn join(&mut self, other: &Self) {
        self.count += other.count;
        self.hash ^= other.hash;
    }
}

mod hex {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub fn write(hash: u128) -> String {
        if hash == 0 { String::new() } else { format!("{hash:032x}") }
    }

    /// What is no hash agrees with nothing but an empty record, and is pulled anew.
    pub fn read(text: &str) -> u128 {
        u128::from_str_radix(text, 16).unwrap_or(0)
    }

    pub fn serialize<S: Serializer>(hash: &u128, serializer: S) -> Result<S::Ok, S::Error> {
        write(*hash).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u128, D::Error> {
        String::deserialize(deserializer).map(|text| read(&text))
    }
}

fn fingerprint(op: &Operation) -> u128 {
    // Hashed in one piece: a dozen small ones take twice as long.
    let mut text = Vec::with_capacity(op.payload.text().len() + 256);
    let seq = op.seq.to_string();
    let at = op.occurred.at.0.to_string();
    let named = op.seen.iter().map(OperationId::as_str);
    // What it replaces decides what a reopening and a note mean, so it counts as much as the payload.
    let parts = [op.id.as_str(), op.device.as_str(), &seq, op.program.as_str(), &at, &op.kind, op.payload.text()];
    for part in parts.into_iter().chain(named) {
        text.extend_from_slice(part.as_bytes());
        text.push(0);
    }
    let bytes: [u8; 32] = Sha256::digest(&text).into();
    bytes[..16].iter().fold(0, |bits, byte| bits << 8 | u128::from(*byte))
}

/// A short name for all that stands in a value, for telling whether it is still the same: another content is another name.
pub fn name_of(value: &impl Serialize) -> String {
    // Strings, numbers and maps with string keys always serialise.
    let text = serde_json::to_vec(value).unwrap_or_default();
    Sha256::digest(text).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_written_as_32_hex_digits_and_as_nothing_for_an_empty_set() {
        let text = r#"{"count":2,"hash":"000000000000000000000000000000ff"}"#;
        let digest: Digest = serde_json::from_str(text).expect("a digest");
        assert_eq!(digest, Digest::read(2, "ff"));
        assert_eq!(serde_json::to_string(&digest).expect("JSON"), text);
        assert_eq!(serde_json::to_string(&Digest::default()).expect("JSON"), r#"{"count":0,"hash":""}"#);
        assert_ne!(Digest::read(2, "no hash"), digest);
    }
}
