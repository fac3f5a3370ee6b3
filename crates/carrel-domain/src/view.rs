//! The view: what a screen shows of one program. `overlay(mirror, pending journal)`, and nothing else (invariant I4).

use crate::digest::Digest;
use crate::enrollment::{Enrollment, EnrollmentLabel, label};
use crate::record::{Record, apply};
use crate::{Operation, OperationId, Timestamp};
use serde::{Deserialize, Serialize};

/// What the provider said about one learner in one program. Written only by pull and by receipts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Mirror {
    pub enrollment: Option<Enrollment>,
    pub record: Record,
    pub digest: Digest,
}

impl Mirror {
    /// Takes in one operation the provider has accepted. The caller sees to it that each comes once.
    pub fn accept(&mut self, op: &Operation) {
        apply(&mut self.record, op);
        self.digest.add(op);
    }
}

/// What is on screen: the provider's word with the learner's unsent acts on top.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    pub enrollment: Option<Enrollment>,
    pub record: Record,
    /// The learner's own request that the provider has not answered.
    pub request_waiting: Option<OperationId>,
    pub pending: usize,
}

/// Lays pending operations over the mirror. Pure; a refused operation is simply not among `pending`.
pub fn overlay<'a>(mirror: &Mirror, pending: impl IntoIterator<Item = &'a Operation>) -> View {
    let mut view = View { enrollment: mirror.enrollment.clone(), record: mirror.record.clone(), ..View::default() };
    for op in pending {
        add_pending(&mut view, op);
    }
    view
}

/// Lays one more pending operation over a view.
pub fn add_pending(view: &mut View, op: &Operation) {
    apply(&mut view.record, op);
    view.pending += 1;
    if op.kind == "enrollment_requested" {
        view.request_waiting = Some(op.id.clone());
    }
}

impl View {
    /// The enrollment's label; a waiting request shows unless the school has already let the learner in.
    pub fn label(&self, now: Timestamp) -> Option<EnrollmentLabel> {
        let said = self.enrollment.as_ref().map(|enrollment| label(enrollment, now));
        match said {
            Some(EnrollmentLabel::Active | EnrollmentLabel::OnHold | EnrollmentLabel::Completed) => said,
            _ if self.request_waiting.is_some() => Some(EnrollmentLabel::RequestedHere),
            _ => said,
        }
    }
}
