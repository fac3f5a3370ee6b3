//! The waiting acts of a record as one parcel. Nothing about them changes: they go by network as well, if one comes.

use crate::learner::Learner;
use crate::store::DbError;
use carrel_domain::Operation;
use carrel_protocol::{MAX_CONTENTS_BYTES, MAX_PARCEL_OPS};
use std::sync::Arc;

/// Left for the names around the acts.
const ROOM_BYTES: usize = 16 * 1024;

/// The oldest waiting acts, as many as one parcel may hold, and how many stay behind.
pub(crate) async fn waiting(learner: &Learner) -> Result<(Vec<Arc<Operation>>, usize), DbError> {
    let ledger = learner.ledger().await?;
    let open = ledger.open_acts();
    let mut bytes = 0;
    let fits = open.iter().take(MAX_PARCEL_OPS).take_while(|op| {
        bytes += serde_json::to_vec(op.as_ref()).map_or(MAX_CONTENTS_BYTES, |json| json.len() + 1);
        bytes <= MAX_CONTENTS_BYTES - ROOM_BYTES
    });
    let fits: Vec<Arc<Operation>> = fits.map(|op| Arc::clone(op)).collect();
    let left = open.len() - fits.len();
    Ok((fits, left))
}
