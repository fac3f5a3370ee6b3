//! Ids, each its own type so that one cannot stand where another is meant.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    };
}

text_id!(
    /// A school as it names itself, e.g. `sample-school`.
    SchoolId
);
text_id!(
    /// A program within a school, e.g. `phlebotomy-technician`.
    ProgramId
);
text_id!(
    /// A lesson within a program, e.g. `m01-l02`.
    LessonId
);
text_id!(
    /// A quiz within a program, e.g. `m01-quiz`.
    QuizId
);
text_id!(
    /// A learner as the school names them.
    LearnerId
);
text_id!(
    /// One installation of one learner's record on one computer; a random UUID.
    DeviceId
);
text_id!(
    /// A UUIDv7 made on the learner's computer: the idempotency key of one act.
    OperationId
);

/// Whether a text can be an id of the campus format: lower case letters, digits and hyphens, 1 to 80 of them.
pub fn is_slug(text: &str) -> bool {
    (1..=80).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}
