//! `licensure.toml`: where a field of work needs a state's license, with the source and the day somebody looked.

use super::{Known, no_source, source};
use crate::campus::faults::Faults;
use crate::campus::fields::{Doc, Fields};
use carrel_domain::eligibility::STATES;
use carrel_domain::guide::{LicenseAnswer, LicenseRule, LicensureField, StateLicense};
use std::collections::BTreeSet;
use std::path::Path;

const ANSWERS: [(&str, LicenseAnswer); 3] = [
    ("required", LicenseAnswer::Required),
    ("not_required", LicenseAnswer::NotRequired),
    ("not_determined", LicenseAnswer::NotDetermined),
];

pub(super) fn read(path: &Path, known: &Known, faults: &Faults) -> Vec<LicensureField> {
    if !path.exists() {
        return Vec::new();
    }
    let read = Doc::file(path, faults).and_then(|doc| doc.read(faults, |f| f.tables("fields", |f| field(f, known))));
    read.unwrap_or_default()
}

fn field(f: &mut Fields<'_>, known: &Known) -> LicensureField {
    let mut named = BTreeSet::new();
    let field = LicensureField {
        id: f.slug("id"),
        title: f.words("title"),
        text: f.words("text"),
        pages: f.opt_texts("pages"),
        states: f.tables("states", |f| {
            let state = StateLicense { state: f.words("state"), rule: rule(f) };
            if !STATES.iter().any(|(code, _)| *code == state.state) && !state.state.is_empty() {
                let remedy = "Write two capital letters such as \"CA\"";
                f.fault("state", format!("There is no state \"{}\"", state.state), remedy);
            }
            if !named.insert(state.state.clone()) {
                f.fault("state", format!("\"{}\" has two rules", state.state), "Make one of them");
            }
            state
        }),
        elsewhere: f.table("elsewhere", rule).unwrap_or_else(no_rule),
    };
    for page in field.pages.iter().filter(|page| !known.pages.contains(*page)) {
        f.fault("pages", format!("There is no page \"{page}\""), "Name a file of the guide without its .md");
    }
    field
}

fn rule(f: &mut Fields<'_>) -> LicenseRule {
    LicenseRule {
        answer: f.choice("answer", &ANSWERS).unwrap_or(LicenseAnswer::NotDetermined),
        text: f.words("text"),
        source: f.table("source", source).unwrap_or_else(no_source),
        as_of: f.date("as_of"),
    }
}

fn no_rule() -> LicenseRule {
    LicenseRule { answer: LicenseAnswer::NotDetermined, text: String::new(), source: no_source(), as_of: String::new() }
}
