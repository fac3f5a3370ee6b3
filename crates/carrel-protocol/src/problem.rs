//! Problems as RFC 9457 `application/problem+json`, with a closed list of codes.

use serde::{Deserialize, Serialize};

pub const PROBLEM_MEDIA_TYPE: &str = "application/problem+json";

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// `https://carrel.example/problems/CODE`: names the kind, need not resolve.
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    pub detail: String,
    pub code: ProblemCode,
    /// What the caller can do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    BadRequest,
    InvalidToken,
    NoAccess,
    NotFound,
    TooLarge,
    TooManyRequests,
    Maintenance,
    Internal,
    NotAParcel,
    NewerParcel,
    OtherSchool,
    DamagedParcel,
    UnknownDevice,
    ForgedParcel,
    /// From a later version.
    #[serde(other)]
    Unknown,
}

impl ProblemCode {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BadRequest => "bad_request",
            Self::InvalidToken => "invalid_token",
            Self::NoAccess => "no_access",
            Self::NotFound => "not_found",
            Self::TooLarge => "too_large",
            Self::TooManyRequests => "too_many_requests",
            Self::Maintenance => "maintenance",
            Self::Internal => "internal",
            Self::NotAParcel => "not_a_parcel",
            Self::NewerParcel => "newer_parcel",
            Self::OtherSchool => "other_school",
            Self::DamagedParcel => "damaged_parcel",
            Self::UnknownDevice => "unknown_device",
            Self::ForgedParcel => "forged_parcel",
            Self::Unknown => "unknown",
        }
    }
}
