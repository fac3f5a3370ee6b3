//! `course/skills.toml`: the checklist a supervisor signs, and the live practice each credential counts.

use super::faults::Faults;
use super::fields::{Doc, Fields};
use carrel_domain::practice::{ChecklistSkill, Credential, LiveNeed, PracticeKind, PracticePlan};
use std::collections::BTreeSet;
use std::path::Path;

pub const FILE: &str = "skills.toml";

/// What a course asks of practice, if it asks anything.
pub fn read(course: &Path, faults: &Faults) -> Option<PracticePlan> {
    let path = course.join(FILE);
    if !path.is_file() {
        return None;
    }
    Doc::file(&path, faults)?.read(faults, |f| {
        let plan = PracticePlan { checklist: checklist(f), credentials: credentials(f) };
        if plan.checklist.is_empty() && plan.credentials.is_empty() {
            f.fault(
                "checklist",
                "This file asks for nothing",
                "Add [[checklist]] or [[credentials]], or delete the file",
            );
        }
        plan
    })
}

fn checklist(f: &mut Fields<'_>) -> Vec<ChecklistSkill> {
    let mut ids = BTreeSet::new();
    f.tables("checklist", |f| {
        let skill = ChecklistSkill { id: f.slug("id"), title: f.words("title"), simulated: f.opt_flag("simulated") };
        once(f, &mut ids, &skill.id, "skills");
        skill
    })
}

fn credentials(f: &mut Fields<'_>) -> Vec<Credential> {
    let mut ids = BTreeSet::new();
    f.tables("credentials", |f| {
        let credential = Credential {
            id: f.slug("id"),
            name: f.words("name"),
            needs: f.tables_by("needs", "label", need),
            source: f.words("source"),
            as_of: f.date("as_of"),
            caveat: f.text("caveat"),
        };
        once(f, &mut ids, &credential.id, "credentials");
        if credential.needs.is_empty() {
            f.fault("needs", "This credential counts nothing", "Add [[credentials.needs]] or leave the credential out");
        }
        credential
    })
}

fn need(f: &mut Fields<'_>) -> LiveNeed {
    LiveNeed { label: f.words("label"), kinds: live_kinds(f), count: f.count("count", 1..=10_000) }
}

/// The kinds of practice that are counted. Only live people count, so nothing else can be named.
pub fn live_kinds(f: &mut Fields<'_>) -> Vec<PracticeKind> {
    let words = f.texts("kinds");
    if words.is_empty() && f.has("kinds") {
        f.fault("kinds", "`kinds` names nothing", "Write [\"venipuncture\"], [\"capillary\"] or both");
    }
    let kinds = words.iter().filter_map(|word| match word.as_str() {
        "venipuncture" => Some(PracticeKind::Venipuncture),
        "capillary" => Some(PracticeKind::Capillary),
        other => {
            let wrong = format!("`kinds` has \"{other}\", and only practice on live people counts");
            f.fault("kinds", wrong, "Write \"venipuncture\", \"capillary\" or both");
            None
        }
    });
    kinds.collect()
}

fn once(f: &Fields<'_>, ids: &mut BTreeSet<String>, id: &str, what: &str) {
    if !id.is_empty() && !ids.insert(id.to_owned()) {
        f.fault("id", format!("Two {what} have the id \"{id}\""), "Give each its own");
    }
}
