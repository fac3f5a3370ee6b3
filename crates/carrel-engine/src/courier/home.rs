//! The school's answers out of a reply, settled like those of a sync: same page, same transaction, same effect on a second
//! time, which is none.

use crate::api::Topic;
use crate::learner::Learner;
use crate::store::DbError;
use crate::sync::resolve::resolve;
use carrel_domain::Operation;
use carrel_protocol::{Answer, Delivery, Exchange, ReplyContents};
use std::collections::HashMap;
use std::sync::Arc;

const LEASE_MS: i64 = 60_000;

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Settled {
    pub confirmed: u32,
    pub refused: u32,
    /// Answered, and not final: somebody has to do something first.
    pub waiting: u32,
    /// Settled before, on whatever way.
    pub known_before: u32,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum NotSettled {
    /// Another program of this computer is sending this very record now.
    #[error("This record is being sent by another program")]
    InUse,
    #[error(transparent)]
    Record(#[from] DbError),
}

pub(crate) async fn settle(learner: &Learner, reply: &ReplyContents) -> Result<Settled, NotSettled> {
    // Not beside a sync: it holds acts whose answers are on their way, and each must be counted once.
    let _single_flight = learner.syncing.lock().await;
    let owner = crate::chance::name();
    if !learner.store.take_lease(owner.clone(), learner.clock.read(), LEASE_MS).await? {
        return Err(NotSettled::InUse);
    }
    let settled = settle_open(learner, reply).await;
    learner.store.release_lease(owner).await?;
    Ok(settled?)
}

async fn settle_open(learner: &Learner, reply: &ReplyContents) -> Result<Settled, DbError> {
    let mut by_id: HashMap<&str, &Answer> = HashMap::new();
    for run in &reply.answers {
        by_id.extend(run.ops.iter().map(|id| (id.as_str(), &run.answer)));
    }
    let now = learner.now().at;
    let mut settled = Settled::default();
    learner
        .settle(|ledger| {
            // Only what still waits: an act that was confirmed meanwhile is in the mirror already.
            let open = ledger.open_acts().into_iter();
            let ops: Vec<Arc<Operation>> =
                open.filter(|op| by_id.contains_key(op.id.as_str())).map(Arc::clone).collect();
            let deliveries: Vec<Delivery> = ops.iter().filter_map(|op| delivery(op, &by_id)).collect();
            settled = count(&deliveries, by_id.len());
            let exchange = Exchange { deliveries, ..Exchange::default() };
            resolve(|program| ledger.mirror(program), &learner.device, &ops, &exchange, &HashMap::new(), now)
        })
        .await?;
    learner.events.changed(&[Topic::Learning, Topic::Sync]);
    Ok(settled)
}

fn delivery(op: &Operation, by_id: &HashMap<&str, &Answer>) -> Option<Delivery> {
    let answer = by_id.get(op.id.as_str())?;
    Some(Delivery { op: op.id.clone(), answer: (*answer).clone() })
}

fn count(deliveries: &[Delivery], in_reply: usize) -> Settled {
    let mut settled = Settled::default();
    for delivery in deliveries {
        match delivery.answer {
            Answer::Accepted { .. } => settled.confirmed += 1,
            Answer::Refused { .. } => settled.refused += 1,
            Answer::NeedsYou { .. } | Answer::Waits { .. } => settled.waiting += 1,
        }
    }
    settled.known_before = u32::try_from(in_reply.saturating_sub(deliveries.len())).unwrap_or(u32::MAX);
    settled
}
