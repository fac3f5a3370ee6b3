//! Parcels and replies: work that travels as a file.

use serde::{Deserialize, Serialize};

/// What the page shows before anything is done.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct CourierPage {
    pub readiness: CourierReadiness,
    /// Acts a parcel made now would carry.
    pub waiting: u32,
    /// Without a keyring the keys last until Carrel closes, and with them the way home of a parcel made now.
    pub this_run_only: bool,
    pub school_name: String,
    /// For whoever carries the parcel and does not have the school yet.
    pub school_address: String,
    pub folder: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum CourierReadiness {
    Ready,
    /// Nobody's record is open; carrying for somebody works.
    NobodySignedIn,
    /// The school does not know this computer's keys yet: one sync while signed in.
    NotYet,
    /// This school takes no parcels.
    NotOffered,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ParcelMade {
    pub path: String,
    pub acts: u32,
    /// Acts that did not fit and go with the next one.
    pub left: u32,
    pub this_run_only: bool,
}

/// A file the learner chose.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct FileArgs {
    /// Its bytes, in base64.
    pub file: String,
}

/// Delivered; how much was in it is nobody's business but its maker's.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ParcelCarried {
    pub school_name: String,
    /// The reply to bring back.
    pub path: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ReplyBroughtHome {
    pub confirmed: u32,
    pub refused: u32,
    /// Answered, and not final: see Activity.
    pub waiting: u32,
    /// Had been answered before.
    pub known_before: u32,
}
