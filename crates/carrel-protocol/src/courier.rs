//! What travels as a file where no network is: a *parcel* carries a device's waiting operations to the school, a *reply*
//! carries the school's answers back. The formats only; `carrel-courier` seals and opens them.
//!
//! A file begins with two lines that anybody may read, and an empty one: what it is, and for which school. Everything else
//! is sealed. See `docs/courier.md`.

use crate::{Answer, shared};
use carrel_domain::{DeviceId, Operation, OperationId, SchoolId};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::sync::Arc;

/// At most this many operations in one parcel …
pub const MAX_PARCEL_OPS: usize = 10_000;
/// … and at most this many bytes of contents in any file, unpacked.
pub const MAX_CONTENTS_BYTES: usize = 8 * 1024 * 1024;
/// No file is larger: contents that cannot be packed, and what surrounds them.
pub const MAX_FILE_BYTES: usize = MAX_CONTENTS_BYTES + 64 * 1024;
/// `POST` [`CourierDevice`], signed in; answers [`CourierKeys`].
pub const COURIER_DEVICE_PATH: &str = "/v1/courier/device";
/// `POST` a parcel, by anybody; answers a reply.
pub const COURIER_PARCELS_PATH: &str = "/v1/courier/parcels";
pub const COURIER_MEDIA_TYPE: &str = "application/octet-stream";

const VERSION: &str = "1";
const LONGEST_SCHOOL_ID: usize = 200;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    Parcel,
    Reply,
}

impl FileKind {
    fn word(self) -> &'static str {
        match self {
            Self::Parcel => "carrel-parcel",
            Self::Reply => "carrel-reply",
        }
    }
}

/// What anybody may read of a file. Its very bytes are bound to the sealed rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileHead {
    pub kind: FileKind,
    pub school: SchoolId,
}

/// Why a file is not taken, whoever looks at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileFault {
    #[error("This is not the kind of file it should be")]
    NotOurs,
    #[error("A later version made this file")]
    Newer,
    #[error("This file is larger than such a file can be")]
    TooLarge,
    /// Cut off or changed on the way, or sealed to other keys.
    #[error("This file cannot be opened")]
    Damaged,
    #[error("This file was signed by somebody else")]
    Forged,
}

impl FileHead {
    /// # Errors
    /// [`FileFault::NotOurs`] for a school whose id does not fit on a line.
    pub fn write(&self) -> Result<String, FileFault> {
        let school = self.school.as_str();
        if school.is_empty() || school.len() > LONGEST_SCHOOL_ID || school.chars().any(char::is_control) {
            return Err(FileFault::NotOurs);
        }
        Ok(format!("{} {VERSION}\nschool: {school}\n\n", self.kind.word()))
    }

    /// The head of a file, and the bytes behind it.
    pub fn read(file: &[u8]) -> Result<(Self, &[u8]), FileFault> {
        if file.len() > MAX_FILE_BYTES {
            return Err(FileFault::TooLarge);
        }
        let (first, rest) = line(file)?;
        let (word, version) = first.split_once(' ').ok_or(FileFault::NotOurs)?;
        let kinds = [FileKind::Parcel, FileKind::Reply];
        let kind = kinds.into_iter().find(|kind| kind.word() == word).ok_or(FileFault::NotOurs)?;
        if version != VERSION {
            let later = version.parse::<u32>().is_ok_and(|version| version > 1);
            return Err(if later { FileFault::Newer } else { FileFault::NotOurs });
        }
        let (second, rest) = line(rest)?;
        let school = second.strip_prefix("school: ").filter(|id| !id.is_empty()).ok_or(FileFault::NotOurs)?;
        let rest = rest.strip_prefix(b"\n").ok_or(FileFault::NotOurs)?;
        Ok((Self { kind, school: SchoolId::new(school) }, rest))
    }
}

/// The first line as text, and what follows its end.
fn line(bytes: &[u8]) -> Result<(&str, &[u8]), FileFault> {
    let longest = LONGEST_SCHOOL_ID + 32;
    let end = bytes.iter().take(longest).position(|byte| *byte == b'\n').ok_or(FileFault::NotOurs)?;
    let text = std::str::from_utf8(&bytes[..end]).map_err(|_| FileFault::NotOurs)?;
    Ok((text, &bytes[end + 1..]))
}

/// A public key of 32 bytes; as hexadecimal digits in JSON.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicKey(pub [u8; 32]);

/// The public halves of somebody who sends and receives such files: the school, or one learner's device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourierKeys {
    /// Files for them are sealed to this one (X25519).
    pub seal: PublicKey,
    /// Files of theirs are signed by this one (Ed25519).
    pub sign: PublicKey,
}

/// Makes a learner's device known to the school.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CourierDevice {
    pub device: DeviceId,
    pub keys: CourierKeys,
}

/// What a parcel holds. Whose it is, the school knows from the key that signed it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct ParcelContents {
    pub device: DeviceId,
    #[serde(default)]
    pub device_name: String,
    pub ops: Vec<Operation>,
}

/// The same as its sender holds it.
#[derive(Clone, Debug, Serialize)]
pub struct ParcelContentsRef<'a> {
    pub device: &'a DeviceId,
    pub device_name: &'a str,
    #[serde(serialize_with = "shared")]
    pub ops: &'a [Arc<Operation>],
}

/// What a reply holds. Operations are named by their ids: a sequence number could mean another act after a disk was restored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReplyContents {
    pub device: DeviceId,
    pub answers: Vec<ParcelAnswer>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ParcelAnswer {
    #[serde(flatten)]
    pub answer: Answer,
    pub ops: Vec<OperationId>,
}

/// What became of a parcel that was carried to a school.
#[derive(Clone, Debug, PartialEq)]
pub enum Carried {
    Reply(bytes::Bytes),
    Refused(ParcelRefusal),
}

/// Why a school does not take a parcel. Nothing of it was written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParcelRefusal {
    /// This backend takes none at all.
    NoCourier,
    NotAParcel,
    Newer,
    TooLarge,
    OtherSchool,
    Damaged,
    UnknownDevice,
    Forged,
}

impl From<FileFault> for ParcelRefusal {
    fn from(fault: FileFault) -> Self {
        match fault {
            FileFault::NotOurs => Self::NotAParcel,
            FileFault::Newer => Self::Newer,
            FileFault::TooLarge => Self::TooLarge,
            FileFault::Damaged => Self::Damaged,
            FileFault::Forged => Self::Forged,
        }
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for PublicKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PublicKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        read_key(&text).ok_or_else(|| D::Error::custom("no key of 32 bytes as 64 hexadecimal digits"))
    }
}

fn read_key(text: &str) -> Option<PublicKey> {
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let mut key = [0; 32];
    for (at, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(PublicKey(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_says_what_the_file_is_and_for_whom_and_nothing_else() {
        let head = FileHead { kind: FileKind::Parcel, school: SchoolId::new("small-school") };
        let text = head.write().expect("a plain id");
        assert_eq!(text, "carrel-parcel 1\nschool: small-school\n\n");
        let file = [text.as_bytes(), b"sealed"].concat();
        assert_eq!(FileHead::read(&file), Ok((head, &b"sealed"[..])));
    }

    #[test]
    fn what_is_no_such_file_is_told_apart_from_one_of_tomorrow() {
        let read = |file: &[u8]| FileHead::read(file).map(drop);
        assert_eq!(read(b""), Err(FileFault::NotOurs));
        assert_eq!(read(b"%PDF-1.7\n"), Err(FileFault::NotOurs));
        assert_eq!(read(b"carrel-parcel one\nschool: s\n\n"), Err(FileFault::NotOurs));
        assert_eq!(read(b"carrel-parcel 2\nanything"), Err(FileFault::Newer));
        assert_eq!(read(b"carrel-parcel 1\nschool: s"), Err(FileFault::NotOurs));
        assert_eq!(read(&vec![b'x'; MAX_FILE_BYTES + 1]), Err(FileFault::TooLarge));
        let two_lines = FileHead { kind: FileKind::Reply, school: SchoolId::new("a\nschool: b") };
        assert_eq!(two_lines.write(), Err(FileFault::NotOurs));
    }

    #[test]
    fn a_key_is_sixty_four_digits_and_nothing_else() {
        let key = PublicKey([0xa1; 32]);
        let text = serde_json::to_string(&key).expect("JSON");
        assert_eq!(serde_json::from_str::<PublicKey>(&text).expect("a key"), key);
        assert!(serde_json::from_str::<PublicKey>("\"a1\"").is_err());
        assert!(serde_json::from_str::<PublicKey>(&format!("\"{}\"", "+1".repeat(32))).is_err());
    }
}
