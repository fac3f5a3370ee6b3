//! What is remembered beside a record, so that a parcel can be made without a network: public keys only.

use crate::learner::Learner;
use crate::store::DbError;
use carrel_protocol::CourierKeys;
use serde::{Deserialize, Serialize};

const META: &str = "courier";

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Known {
    /// The school's keys; `None`: it takes no parcels.
    pub school: Option<CourierKeys>,
    /// The keys of this device that the school knows.
    pub device: Option<CourierKeys>,
}

/// `None`: the school was never asked.
pub(crate) async fn recall(learner: &Learner) -> Result<Option<Known>, DbError> {
    let meta = learner.store.meta().await?;
    Ok(meta.text(META).and_then(|text| serde_json::from_str(text).ok()))
}

pub(crate) async fn keep(learner: &Learner, known: Option<&Known>) -> Result<(), DbError> {
    let text = known.and_then(|known| serde_json::to_string(known).ok()).unwrap_or_default();
    learner.store.set_meta(vec![(META, text)]).await
}
