//! What a program means in the learner's state. Three answers, each with its source and date; never a guess.

use crate::catalog::{Determination, Program, StateEnrollment};
use serde::{Deserialize, Serialize};

/// The states and territories a learner can choose from: USPS code and name.
pub const STATES: [(&str, &str); 52] = [
    ("AL", "Alabama"),
    ("AK", "Alaska"),
    ("AZ", "Arizona"),
    ("AR", "Arkansas"),
    ("CA", "California"),
    ("CO", "Colorado"),
    ("CT", "Connecticut"),
    ("DE", "Delaware"),
    ("DC", "District of Columbia"),
    ("FL", "Florida"),
    ("GA", "Georgia"),
    ("HI", "Hawaii"),
    ("ID", "Idaho"),
    ("IL", "Illinois"),
    ("IN", "Indiana"),
    ("IA", "Iowa"),
    ("KS", "Kansas"),
    ("KY", "Kentucky"),
    ("LA", "Louisiana"),
    ("ME", "Maine"),
    ("MD", "Maryland"),
    ("MA", "Massachusetts"),
    ("MI", "Michigan"),
    ("MN", "Minnesota"),
    ("MS", "Mississippi"),
    ("MO", "Missouri"),
    ("MT", "Montana"),
    ("NE", "Nebraska"),
    ("NV", "Nevada"),
    ("NH", "New Hampshire"),
    ("NJ", "New Jersey"),
    ("NM", "New Mexico"),
    ("NY", "New York"),
    ("NC", "North Carolina"),
    ("ND", "North Dakota"),
    ("OH", "Ohio"),
    ("OK", "Oklahoma"),
    ("OR", "Oregon"),
    ("PA", "Pennsylvania"),
    ("PR", "Puerto Rico"),
    ("RI", "Rhode Island"),
    ("SC", "South Carolina"),
    ("SD", "South Dakota"),
    ("TN", "Tennessee"),
    ("TX", "Texas"),
    ("UT", "Utah"),
    ("VT", "Vermont"),
    ("VA", "Virginia"),
    ("WA", "Washington"),
    ("WV", "West Virginia"),
    ("WI", "Wisconsin"),
    ("WY", "Wyoming"),
];

/// What the school says about one program in one state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct StateAnswer {
    pub state: Option<String>,
    pub determination: Determination,
    pub enrollment: StateEnrollment,
    pub acknowledgment_required: bool,
    pub text: String,
    pub source: String,
    pub as_of: String,
}

/// The answer for `state`; with no state chosen, what holds where nothing special does.
pub fn state_answer(program: &Program, state: Option<&str>) -> StateAnswer {
    let rule = state.and_then(|code| program.state_rules.iter().find(|rule| rule.state == code));
    match rule {
        Some(rule) => StateAnswer {
            state: state.map(str::to_owned),
            determination: rule.determination,
            enrollment: rule.enrollment,
            acknowledgment_required: rule.acknowledgment_required,
            text: rule.text.clone(),
            source: rule.source.clone(),
            as_of: rule.as_of.clone(),
        },
        None => StateAnswer {
            state: state.map(str::to_owned),
            determination: program.state_default.determination,
            enrollment: StateEnrollment::Open,
            acknowledgment_required: false,
            text: program.state_default.text.clone(),
            source: program.state_default.source.clone(),
            as_of: program.state_default.as_of.clone(),
        },
    }
}
