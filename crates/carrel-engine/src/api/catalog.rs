//! Catalog screens: search and the program page.

use super::{DeliveryView, EligibilityAsked, PackState};
use carrel_domain::catalog::{Determination, Policy, Program, StateEnrollment};
use carrel_domain::eligibility::StateAnswer;
use carrel_domain::enrollment::{Enrollment, EnrollmentLabel, Refusal};
use carrel_domain::goal::EligibilityShown;
use carrel_domain::{Money, ProgramId, Timestamp};
use serde::{Deserialize, Serialize};

/// What the learner typed and chose. Every part is optional; parts narrow each other.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(default)]
pub struct CatalogQuery {
    pub text: String,
    pub categories: Vec<String>,
    pub hours: Vec<HoursBand>,
    /// Access in months, as shown: 3, 6, 12.
    pub access_months: Vec<u32>,
    pub prices: Vec<PriceBand>,
    pub prepares_for: Vec<String>,
    /// `Some(false)`: no live practice needed.
    pub clinical: Option<bool>,
    /// Only programs whose enrollment is open in the learner's state.
    pub open_in_my_state: bool,
    pub sort: CatalogSort,
    pub offset: u32,
    /// At most 200.
    pub limit: u32,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum CatalogSort {
    /// Best match first; by title where nothing is typed.
    #[default]
    Best,
    Title,
    Price,
    Hours,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum HoursBand {
    /// Under 25 hours.
    Short,
    /// 25 to 99.
    Medium,
    /// 100 to 199.
    Long,
    /// 200 and more.
    VeryLong,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum PriceBand {
    /// Under 200.00.
    Under200,
    /// 200.00 to 499.99.
    Under500,
    /// 500.00 to 999.99.
    Under1000,
    /// 1,000.00 and more.
    Over1000,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct CatalogResults {
    pub total: u32,
    pub hits: Vec<ProgramCard>,
    pub facets: Facets,
    /// The words searched for instead, where what was typed found nothing.
    pub corrected: Option<String>,
    /// Programs in the whole catalog; 0 before it was ever fetched.
    pub catalog_size: u32,
    pub fetched_at: Option<Timestamp>,
}

/// Counts within what the other facets leave.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Facets {
    pub categories: Vec<FacetCount<String>>,
    pub hours: Vec<FacetCount<HoursBand>>,
    pub access_months: Vec<FacetCount<u32>>,
    pub prices: Vec<FacetCount<PriceBand>>,
    pub prepares_for: Vec<FacetCount<String>>,
    pub clinical: u32,
    pub no_clinical: u32,
    pub open_in_my_state: u32,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct FacetCount<T> {
    pub value: T,
    pub count: u32,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ProgramCard {
    pub id: ProgramId,
    pub code: String,
    pub title: String,
    pub category: String,
    pub summary: String,
    pub contact_hours: u32,
    pub access_days: u32,
    pub total: Money,
    pub prepares_for: Vec<String>,
    pub clinical_required: bool,
    pub policy: Policy,
    /// For the learner's state, once chosen.
    pub determination: Option<Determination>,
    pub enrollment_in_state: StateEnrollment,
    pub label: Option<EnrollmentLabel>,
    pub lessons_written: u32,
}

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ProgramArgs {
    pub program: ProgramId,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ProgramPage {
    pub program: Program,
    /// The description, rendered and sanitised.
    pub description_html: String,
    pub total: Money,
    /// What is usually paid to others, low and high.
    pub elsewhere_low: Money,
    pub elsewhere_high: Money,
    pub state: StateAnswer,
    pub label: Option<EnrollmentLabel>,
    pub enrollment: Option<Enrollment>,
    /// The learner's latest request and where it is.
    pub request: Option<RequestView>,
    /// What the school's own rule would say to a request now: an estimate, the school decides.
    pub preview: RequestPreview,
    pub pack: PackState,
    pub fetched_at: Option<Timestamp>,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RequestView {
    pub made_at: Timestamp,
    pub delivery: DeliveryView,
    /// What the learner acknowledged about their goal with it.
    pub eligibility: Option<EligibilityShown>,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "answer", rename_all = "snake_case")]
pub enum RequestPreview {
    AcceptedAtOnce,
    /// A person at the school decides.
    Reviewed {
        text: String,
    },
    /// The learner must acknowledge the state's note first.
    NeedsAcknowledgment {
        text: String,
    },
    Refused {
        refusal: Refusal,
    },
}

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct EnrollArgs {
    pub program: ProgramId,
    pub state_acknowledged: bool,
    /// The answer about a goal that the learner has read and wants kept with the request.
    #[serde(default)]
    #[cfg_attr(feature = "bindings", ts(optional))]
    pub eligibility: Option<EligibilityAsked>,
}
