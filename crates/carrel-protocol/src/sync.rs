//! The private record: one round trip carries acts out and answers home.

use carrel_domain::digest::Digest;
use carrel_domain::enrollment::{Enrollment, Refusal};
use carrel_domain::{DeviceId, Operation, OperationId, ProgramId, Timestamp};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use std::sync::Arc;

/// At most this many operations in one request …
pub const MAX_OPS: usize = 1000;
/// … and at most this many bytes of them, before compression. A larger single operation travels alone.
pub const MAX_OPS_BYTES: usize = 512 * 1024;
/// At most this many changes in one answer.
pub const MAX_CHANGES: usize = 1000;

/// Where a device stands in the provider's log of one learner. Opaque: only the provider reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(pub String);

/// `POST /v1/record/sync`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SyncRequest {
    pub device: Option<DeviceId>,
    /// Shown to the learner's other computers, e.g. "Ana's laptop".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub device_name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ops: Vec<Operation>,
    /// `None`: from the beginning.
    pub cursor: Option<Cursor>,
    /// Ask for every program's digest, to name a difference.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub want_digests: bool,
    /// Ask for one program anew, from its first operation, those of this device included.
    /// The answer's cursor is a cursor within that program only, to be sent back in `anew_cursor`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anew: Option<ProgramId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anew_cursor: Option<Cursor>,
}

/// The same request as its sender holds it: a full batch is not copied to be written out.
#[derive(Clone, Debug, Serialize)]
pub struct SyncRequestRef<'a> {
    pub device: Option<&'a DeviceId>,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub device_name: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty", serialize_with = "shared")]
    pub ops: &'a [Arc<Operation>],
    pub cursor: Option<&'a Cursor>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub want_digests: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anew: Option<&'a ProgramId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anew_cursor: Option<&'a Cursor>,
}

pub(crate) fn shared<S: Serializer>(ops: &[Arc<Operation>], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(ops.iter().map(Arc::as_ref))
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SyncResponse {
    /// Answers to the request's operations, as runs over this device's sequence numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub receipts: Vec<Receipt>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// For a request with `anew`: the position within that program's operations.
    pub cursor: Option<Cursor>,
    pub more: bool,
    pub server_time: Timestamp,
    /// Over all operations of the learner that the provider has accepted, as of `cursor`. For a request with `anew`:
    /// over that program's alone.
    pub digest: Digest,
    /// With `want_digests`: the same, per program.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub digests: Vec<(ProgramId, Digest)>,
}

/// The provider's answer to the operations `first..=last` of the asking device.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Receipt {
    pub first: i64,
    pub last: i64,
    #[serde(flatten)]
    pub answer: Answer,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum Answer {
    /// Written down by `by` at `at`. Said again, with the first time's moment, for an operation sent twice.
    Accepted {
        at: Timestamp,
        by: String,
    },
    Refused {
        refusal: Refusal,
    },
    /// Waits for the learner, e.g. an acknowledgment. Blocks only what depends on it.
    NeedsYou {
        text: String,
    },
    /// Waits for the school itself, e.g. until it has decided about the enrollment. Not final: it is sent again once the
    /// enrollment gives access. Blocks only what depends on it.
    Waits {
        text: String,
    },
}

impl Answer {
    /// Whether it ends the operation: accepted, or refused for good.
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Accepted { .. } | Self::Refused { .. })
    }
}

/// Something the provider knows that this device may not.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum Change {
    /// An operation of another device of the same learner.
    Operation { op: Operation },
    /// The provider's word on an enrollment, whole.
    Enrollment { enrollment: Box<Enrollment> },
    /// A kind of change this version does not know. Skipped; a later version pulls anew.
    Unknown,
}

// Not derived: a derived tagged enum buffers its content, and a payload must be taken from the text, byte for byte.
impl<'de> Deserialize<'de> for Change {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Wire {
            change: String,
            op: Option<Box<RawValue>>,
            enrollment: Option<Box<RawValue>>,
        }
        let wire = Wire::deserialize(deserializer)?;
        match (wire.change.as_str(), wire.op, wire.enrollment) {
            ("operation", Some(op), _) => {
                serde_json::from_str(op.get()).map(|op| Self::Operation { op }).map_err(D::Error::custom)
            }
            ("enrollment", _, Some(one)) => serde_json::from_str(one.get())
                .map(|enrollment| Self::Enrollment { enrollment })
                .map_err(D::Error::custom),
            ("operation" | "enrollment", _, _) => Err(D::Error::custom("a change without its content")),
            _ => Ok(Self::Unknown),
        }
    }
}

/// What became of one pushed operation, whatever the backend.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    pub op: OperationId,
    pub answer: Answer,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_reads_the_same_whoever_holds_it() {
        let text = r#"{"device":"d","device_name":"n","ops":[{"id":"i","device":"d","seq":1,"program":"p","occurred":{"at":1,"uncertainty_ms":0},"kind":"k","payload":{}}],"cursor":null,"want_digests":true,"anew":"p","anew_cursor":"c"}"#;
        let own: SyncRequest = serde_json::from_str(text).expect("a sync request");
        let ops: Vec<_> = own.ops.iter().cloned().map(Arc::new).collect();
        let lent = SyncRequestRef {
            device: own.device.as_ref(),
            device_name: &own.device_name,
            ops: &ops,
            cursor: own.cursor.as_ref(),
            want_digests: own.want_digests,
            anew: own.anew.as_ref(),
            anew_cursor: own.anew_cursor.as_ref(),
        };
        assert_eq!(serde_json::to_string(&lent).expect("JSON"), text);
        assert_eq!(serde_json::to_string(&own).expect("JSON"), text);
    }

    #[test]
    fn a_change_keeps_its_payload_byte_for_byte_and_an_unknown_one_is_skipped() {
        let text = r#"{"changes":[{"change":"operation","op":{"id":"i","device":"d","seq":1,"program":"p","occurred":{"at":1,"uncertainty_ms":0},"kind":"k","payload":{"b": 1,  "a":2}}},{"change":"later","x":1}],"cursor":null,"more":false,"server_time":0,"digest":{"count":0,"hash":""}}"#;
        let response: SyncResponse = serde_json::from_str(text).expect("a sync response");
        let Some(Change::Operation { op }) = response.changes.first() else { panic!("an operation") };
        assert_eq!(op.payload.text(), r#"{"b": 1,  "a":2}"#);
        assert_eq!(response.changes.last(), Some(&Change::Unknown));
        let again: SyncResponse =
            serde_json::from_str(&serde_json::to_string(&response).expect("JSON")).expect("a sync response");
        assert_eq!(again, response);
    }
}
