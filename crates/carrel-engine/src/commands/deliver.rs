//! Where an act is, as the learner reads it.

use crate::api::{ApiError, DeliveryView};
use crate::learner::Learner;
use crate::store::learner::{JournalRow, read_refusal};
use carrel_domain::{OperationId, Timestamp};
use std::collections::BTreeMap;

/// Looks deliveries up for a set of acts at once.
pub(super) struct Deliveries {
    rows: BTreeMap<String, JournalRow>,
    sent: Sent,
    school: String,
}

/// Up to which act everything has left this computer.
#[derive(Clone, Copy, Default)]
pub(super) struct Sent {
    through: i64,
    at: Timestamp,
}

impl Sent {
    pub(super) async fn of(learner: &Learner) -> Result<Self, ApiError> {
        let meta = learner.store.meta().await?;
        Ok(Self {
            through: meta.number("sent_through").unwrap_or(0),
            at: meta.timestamp("sent_at").unwrap_or_default(),
        })
    }

    pub(super) fn delivery(&self, row: &JournalRow) -> DeliveryView {
        match &row.answer {
            None => self.unanswered(row),
            // The learner has asked anew, and this one goes along to be answered again.
            Some((answer, ..)) if answer == "needs_you" && !row.needs_learner => self.unanswered(row),
            Some((answer, at, by, detail)) => match answer.as_str() {
                "accepted" => DeliveryView::Confirmed { at: *at, by: by.clone() },
                "refused" => DeliveryView::Refused { at: *at, refusal: read_refusal(detail) },
                "waits" => DeliveryView::WaitsForSchool { text: detail.clone() },
                _ => DeliveryView::NeedsYou { text: detail.clone() },
            },
        }
    }

    fn unanswered(&self, row: &JournalRow) -> DeliveryView {
        if row.op.seq <= self.through { DeliveryView::Sent { at: self.at } } else { DeliveryView::OnThisComputer }
    }
}

impl Deliveries {
    pub(super) async fn of(
        learner: &Learner,
        school: &str,
        acts: impl IntoIterator<Item = &OperationId>,
    ) -> Result<Self, ApiError> {
        let ids = acts.into_iter().map(|id| id.0.clone()).collect();
        Ok(Self { rows: learner.store.rows(ids).await?, sent: Sent::of(learner).await?, school: school.to_owned() })
    }

    /// An act of another computer is here because the school has it.
    pub(super) fn get(&self, act: &OperationId, happened: Timestamp) -> DeliveryView {
        match self.rows.get(act.as_str()) {
            Some(row) => self.sent.delivery(row),
            None => DeliveryView::Confirmed { at: happened, by: self.school.clone() },
        }
    }

    /// Whether the act was done on this computer.
    pub(super) fn is_own(&self, act: &OperationId) -> bool {
        self.rows.contains_key(act.as_str())
    }
}
