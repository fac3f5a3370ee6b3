//! An enrollment is an order, not a button: five independent axes and one label derived from them.
//!
//! The provider owns every axis. What a learner does is a *request*, an operation that waits for the provider's answer.

use crate::catalog::{Policy, PrerequisiteKind, Program, StateEnrollment};
use crate::eligibility::state_answer;
use crate::goal::EligibilityShown;
use crate::quiz::Score;
use crate::{Money, OperationId, ProgramId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Application {
    Submitted,
    NeedsInfo,
    Accepted,
    Declined,
    Cancelled,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    None,
    Presented,
    SignedPendingReceipt,
    Countersigned,
    Void,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Funding {
    None,
    Pending,
    Paid,
    Overdue,
    Refunded,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Access {
    NotStarted,
    Active { starts: Timestamp, ends: Timestamp },
    OnHold { ends: Timestamp },
    Closed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    InProgress,
    RequirementsMet,
    Completed,
    CertificateIssued,
    Withdrawn,
    Dismissed,
}

/// What the provider says about one learner in one program. Only the provider ever changes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Enrollment {
    pub program: ProgramId,
    pub program_version: u32,
    pub requested_by: OperationId,
    pub application: Application,
    pub agreement: Agreement,
    pub funding: Funding,
    pub access: Access,
    pub outcome: Outcome,
    pub price: Money,
    pub state: Option<String>,
    /// Why it was held or declined, in the school's words.
    pub reason: Option<String>,
    pub decided_at: Option<Timestamp>,
    pub decided_by: Option<String>,
    /// The provider's final scores, by the operation that submitted the attempt.
    pub grades: BTreeMap<OperationId, Score>,
    /// What the learner had been shown and acknowledged about their goal when they asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(optional))]
    pub eligibility: Option<EligibilityShown>,
}

impl Enrollment {
    /// Whether course content may be handed out at `now`.
    pub fn gives_access(&self, now: Timestamp) -> bool {
        self.application == Application::Accepted
            && matches!(self.access, Access::Active { starts, ends } if starts <= now && now < ends)
    }

    /// Whether the school has said yes or no.
    pub fn is_decided(&self) -> bool {
        !matches!(self.application, Application::Submitted | Application::NeedsInfo)
    }

    /// Whether the learner was ever let in: what they did then is kept, whatever happened since.
    pub fn ever_gave_access(&self) -> bool {
        self.application == Application::Accepted && self.access != Access::NotStarted
    }
}

/// The one word a screen shows, derived from the axes and the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum EnrollmentLabel {
    /// Asked for on this computer, not sent yet.
    RequestedHere,
    /// At the school, waiting for a person there.
    WaitingForSchool,
    NeedsInfo,
    Declined,
    Cancelled,
    Active,
    OnHold,
    AccessEnded,
    Completed,
    Withdrawn,
}

impl EnrollmentLabel {
    /// Whether the course may be read and worked in now.
    pub fn may_study(self) -> bool {
        matches!(self, Self::Active | Self::Completed)
    }
}

pub fn label(enrollment: &Enrollment, now: Timestamp) -> EnrollmentLabel {
    match (enrollment.application, enrollment.outcome) {
        (Application::Submitted, _) => EnrollmentLabel::WaitingForSchool,
        (Application::NeedsInfo, _) => EnrollmentLabel::NeedsInfo,
        (Application::Declined, _) => EnrollmentLabel::Declined,
        (Application::Cancelled, _) => EnrollmentLabel::Cancelled,
        (_, Outcome::Completed | Outcome::CertificateIssued) => EnrollmentLabel::Completed,
        (_, Outcome::Withdrawn | Outcome::Dismissed) => EnrollmentLabel::Withdrawn,
        (Application::Accepted, _) => match enrollment.access {
            Access::Active { ends, .. } if now < ends => EnrollmentLabel::Active,
            Access::OnHold { .. } => EnrollmentLabel::OnHold,
            Access::NotStarted => EnrollmentLabel::WaitingForSchool,
            Access::Active { .. } | Access::Closed => EnrollmentLabel::AccessEnded,
        },
    }
}

/// What a learner asks for when enrolling: what they saw, where they live, what they acknowledged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EnrollmentRequest {
    pub program_version: u32,
    pub price: Money,
    pub state: Option<String>,
    /// The learner read and accepted the state's note.
    pub state_acknowledged: bool,
    /// What the learner was shown about their goal, and acknowledged; none if they asked without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eligibility: Option<EligibilityShown>,
}

/// Why a provider refuses an operation for good. A closed list: the learner's screen has words for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum RefusalCode {
    StateRule,
    MissingPrerequisite,
    ProgramWithdrawn,
    AlreadyEnrolled,
    NotEnrolled,
    Malformed,
    TooLarge,
    Other,
}

/// A refusal as the learner reads it: what, why, and what can be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Refusal {
    pub code: RefusalCode,
    pub text: String,
    pub remedy: String,
}

/// The provider's answer to a request, before anyone writes it down.
#[derive(Clone, Debug, PartialEq)]
pub enum Decision {
    Accept,
    Hold {
        reason: String,
    },
    /// Waits for the learner; nothing is refused yet.
    NeedsAcknowledgment {
        text: String,
    },
    Refuse(Refusal),
}

/// Decides a request by the program's own policy. The client shows the same answer beforehand, as an estimate.
///
/// `completed` are the programs the learner has finished at this school, as the school knows it.
pub fn decide(program: &Program, request: &EnrollmentRequest, completed: &BTreeSet<ProgramId>) -> Decision {
    let answer = state_answer(program, request.state.as_deref());
    if answer.enrollment == StateEnrollment::Refused {
        return Decision::Refuse(Refusal {
            code: RefusalCode::StateRule,
            text: answer.text,
            remedy: format!(
                "Source: {} ({}). Ask the school which programs it offers where you live.",
                answer.source, answer.as_of
            ),
        });
    }
    if let Some(missing) = missing_prerequisite(program, completed) {
        return Decision::Refuse(Refusal {
            code: RefusalCode::MissingPrerequisite,
            text: missing.text.clone(),
            remedy: "Complete it first, then ask again. Nothing was charged.".to_owned(),
        });
    }
    if answer.acknowledgment_required && !request.state_acknowledged {
        return Decision::NeedsAcknowledgment { text: answer.text };
    }
    match program.enrollment.policy {
        Policy::Open => Decision::Accept,
        Policy::Review => Decision::Hold { reason: program.enrollment.text.clone() },
    }
}

/// The first prerequisite that stops a request.
pub fn missing_prerequisite<'a>(
    program: &'a Program,
    completed: &BTreeSet<ProgramId>,
) -> Option<&'a crate::catalog::Prerequisite> {
    program.prerequisites.iter().find(|p| {
        p.kind == PrerequisiteKind::Program
            && p.required_to_enroll
            && p.program.as_ref().is_some_and(|id| !completed.contains(id))
    })
}
