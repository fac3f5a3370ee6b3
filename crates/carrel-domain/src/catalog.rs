//! What a school offers. Field by field as in docs/provider-guide.md; money in cents, lengths in days and hours.

use crate::goal::GoalBook;
use crate::quiz::Scoring;
use crate::{LessonId, Money, ProgramId, QuizId};
use serde::{Deserialize, Serialize};

/// One program of a school's catalog: everything a learner needs to know before asking for a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Program {
    pub id: ProgramId,
    /// Raised with every change; an enrollment names the version it was made under.
    pub version: u32,
    pub code: String,
    pub title: String,
    pub aliases: Vec<String>,
    pub category: String,
    pub summary: String,
    /// Markdown.
    pub description: String,
    pub contact_hours: u32,
    pub access_days: u32,
    pub credential_awarded: String,
    pub certificate_is: Vec<String>,
    pub certificate_is_not: Vec<String>,
    pub prepares_for: Vec<String>,
    pub included: Vec<String>,
    pub not_included: Vec<String>,
    pub funding_accepted: Vec<String>,
    pub price: Price,
    pub payment_plans: Vec<PaymentPlan>,
    pub extension: Option<Extension>,
    pub prerequisites: Vec<Prerequisite>,
    pub clinical: Clinical,
    pub completion: CompletionRule,
    pub enrollment: EnrollmentPolicy,
    pub state_rules: Vec<StateRule>,
    pub state_default: StateDefault,
    pub refund_schedule: RefundSchedule,
    pub outline: Vec<OutlineModule>,
    pub evidence: String,
    /// The version of the course pack as it is now; none where there is no course. Says when an update is worth asking for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course_version: Option<String>,
    /// What this program is worth for the goals learners come with; none where the school wrote nothing down.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(optional))]
    pub goals: Option<GoalBook>,
}

impl Program {
    /// What the learner pays the school in all, when paid at once.
    pub fn total(&self) -> Money {
        let fees: i64 = self.price.fees.iter().map(|fee| fee.cents).sum();
        Money::new(self.price.tuition_cents + fees, self.price.currency.clone())
    }

    /// Lessons that can be studied now.
    pub fn written_lessons(&self) -> usize {
        self.outline.iter().flat_map(|m| &m.lessons).filter(|l| l.written).count()
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Price {
    pub currency: String,
    #[cfg_attr(feature = "bindings", ts(type = "number"))]
    pub tuition_cents: i64,
    pub fees: Vec<Fee>,
    /// Costs paid to others, low to high.
    pub elsewhere: Vec<OutsideCost>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Fee {
    pub name: String,
    #[cfg_attr(feature = "bindings", ts(type = "number"))]
    pub cents: i64,
    pub refundable: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct OutsideCost {
    pub name: String,
    #[cfg_attr(feature = "bindings", ts(type = "number"))]
    pub low_cents: i64,
    #[cfg_attr(feature = "bindings", ts(type = "number"))]
    pub high_cents: i64,
    pub note: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PaymentPlan {
    pub name: String,
    #[cfg_attr(feature = "bindings", ts(type = "number"))]
    pub deposit_cents: i64,
    pub installments: u32,
    #[cfg_attr(feature = "bindings", ts(type = "number"))]
    pub installment_cents: i64,
    pub note: String,
}

/// More access time: how often, how long, until when it must be asked for, and what it costs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Extension {
    pub max: u32,
    pub days: u32,
    pub request_window_days: u32,
    #[cfg_attr(feature = "bindings", ts(type = "number"))]
    pub fee_cents: i64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Prerequisite {
    pub kind: PrerequisiteKind,
    pub text: String,
    /// For `kind = "program"`: the program that comes first.
    pub program: Option<ProgramId>,
    /// The school refuses a request without it.
    pub required_to_enroll: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum PrerequisiteKind {
    Education,
    Age,
    Program,
    Document,
    Other,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Clinical {
    pub required: bool,
    pub hours: u32,
    pub placement: Placement,
    pub documents: Vec<String>,
    pub text: String,
}

/// Who finds the place for live practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Placement {
    Provider,
    Learner,
    None,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct CompletionRule {
    pub min_grade_percent: u32,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct EnrollmentPolicy {
    pub policy: Policy,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// Accepted at once.
    Open,
    /// A person at the school decides.
    Review,
}

/// Whether a program meets a state's requirements: the three values of 34 CFR 668.43(a)(5)(v).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Determination {
    Meets,
    DoesNotMeet,
    NotDetermined,
}

/// What the school found out about one state, with its source and date (invariant I18).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct StateRule {
    /// Two letters, e.g. `CA`.
    pub state: String,
    pub determination: Determination,
    pub enrollment: StateEnrollment,
    pub acknowledgment_required: bool,
    pub text: String,
    pub source: String,
    /// `2026-11-01`.
    pub as_of: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum StateEnrollment {
    Open,
    Refused,
}

/// What holds in every state without a rule of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct StateDefault {
    pub determination: Determination,
    pub text: String,
    pub source: String,
    pub as_of: String,
}

/// How much comes back when a learner leaves; see [`crate::refund`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RefundSchedule {
    pub id: String,
    pub version: u32,
    pub title: String,
    pub text: String,
    pub full_refund_days: u32,
    pub full_refund_max_percent: u32,
    #[cfg_attr(feature = "bindings", ts(type = "number"))]
    pub retained_fee_cents: i64,
    pub bands: Vec<RefundBand>,
}

/// Once more than `over_percent` of the lessons are done, the school keeps `retain_percent` of tuition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RefundBand {
    pub over_percent: u32,
    pub retain_percent: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct OutlineModule {
    pub title: String,
    pub lessons: Vec<OutlineLesson>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(optional))]
    pub quiz: Option<OutlineQuiz>,
}

/// What is known of a module's quiz before the course pack is here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct OutlineQuiz {
    pub id: QuizId,
    pub title: String,
    pub questions: u32,
    pub scoring: Scoring,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct OutlineLesson {
    /// The lesson's id in the course pack; none in a bare outline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "bindings", ts(optional))]
    pub id: Option<LessonId>,
    pub title: String,
    pub minutes: Option<u32>,
    /// The lesson's text exists and can be downloaded.
    pub written: bool,
}
