//! `program.toml`: one entry of the catalog.

use super::Pack;
use super::course;
use super::faults::{Faults, name_of};
use super::fields::{Doc, Fields};
use super::goals;
use super::school::School;
use carrel_domain::ProgramId;
use carrel_domain::catalog::{
    Clinical, CompletionRule, Determination, EnrollmentPolicy, Extension, Fee, OutlineLesson, OutlineModule,
    OutsideCost, PaymentPlan, Placement, Policy, Prerequisite, PrerequisiteKind, Price, Program, RefundSchedule,
    StateDefault, StateEnrollment, StateRule,
};
use carrel_domain::eligibility::STATES;
use std::collections::BTreeSet;
use std::path::Path;

const SUMMARY_CHARS: usize = 160;
pub const DETERMINATIONS: [(&str, Determination); 3] = [
    ("meets", Determination::Meets),
    ("does_not_meet", Determination::DoesNotMeet),
    ("not_determined", Determination::NotDetermined),
];

/// A program and its course pack, if it has a course. None if the file cannot be read at all.
pub fn read(folder: &Path, school: &School, faults: &Faults) -> Option<(Program, Option<Pack>)> {
    let doc = Doc::file(&folder.join("program.toml"), faults)?;
    let mut program = doc.read(faults, |fields| program(fields, folder, school))?;
    program.goals = goals::read(folder, faults);
    let course = folder.join("course");
    if !course.is_dir() {
        if program.outline.is_empty() {
            let remedy = "Add a course/ folder or [[outline]]";
            faults.add(&doc.path, 1, "This program has neither a course nor an outline", remedy);
        }
        return Some((program, None));
    }
    if !program.outline.is_empty() {
        let line = faults.line_with(&doc.path, "[[outline]]");
        faults.add(
            &doc.path,
            line,
            "This program has a course/ folder and an outline",
            "Delete [[outline]]: the course says it all",
        );
    }
    let (outline, pack) = course::read(&course, &program.id, faults);
    program.outline = outline;
    Some((program, pack))
}

fn program(f: &mut Fields<'_>, folder: &Path, school: &School) -> Program {
    let currency = school.info.currency.clone();
    Program {
        id: id(f, folder),
        version: f.count("version", 1..=1_000_000),
        code: f.words("code"),
        title: f.words("title"),
        aliases: f.texts("aliases"),
        category: f.words("category"),
        summary: summary(f),
        description: f.words("description"),
        contact_hours: f.count("contact_hours", 1..=10_000),
        access_days: f.count("access_days", 1..=3650),
        credential_awarded: f.words("credential_awarded"),
        certificate_is: f.texts("certificate_is"),
        certificate_is_not: f.texts("certificate_is_not"),
        prepares_for: f.texts("prepares_for"),
        included: f.texts("included"),
        not_included: f.texts("not_included"),
        funding_accepted: f.texts("funding_accepted"),
        price: f.table("price", |price| read_price(price, currency)).unwrap_or_else(no_price),
        payment_plans: f.tables_by("payment_plans", "name", payment_plan),
        extension: f.opt_table("extension", extension),
        prerequisites: f.tables_by("prerequisites", "text", prerequisite),
        clinical: f.table("clinical", clinical).unwrap_or_else(no_clinical),
        completion: f
            .table("completion", completion)
            .unwrap_or(CompletionRule { min_grade_percent: 0, text: String::new() }),
        enrollment: f
            .table("enrollment", enrollment)
            .unwrap_or(EnrollmentPolicy { policy: Policy::Open, text: String::new() }),
        state_rules: state_rules(f),
        state_default: f.table("state_default", state_default).unwrap_or_else(no_state_default),
        refund_schedule: refund_schedule(f, school),
        outline: f.tables("outline", outline_module),
        goals: None,
        evidence: f.choice("evidence", &[("B", "B"), ("P", "P"), ("K", "K")]).unwrap_or_default().to_owned(),
        course_version: None,
    }
}

fn id(f: &mut Fields<'_>, folder: &Path) -> ProgramId {
    let (id, name) = (f.slug("id"), name_of(folder));
    if !id.is_empty() && id != name {
        f.fault("id", format!("`id` is \"{id}\" in the folder \"{name}\""), "Make the two equal");
    }
    ProgramId(id)
}

fn summary(f: &mut Fields<'_>) -> String {
    let summary = f.words("summary");
    let chars = summary.chars().count();
    if chars > SUMMARY_CHARS || summary.contains('\n') {
        let wrong = format!("`summary` has {chars} characters");
        f.fault("summary", wrong, format!("Write one sentence of at most {SUMMARY_CHARS}"));
    }
    summary
}

fn read_price(f: &mut Fields<'_>, currency: String) -> Price {
    Price {
        currency,
        tuition_cents: f.cents("tuition_cents"),
        fees: f.tables_by("fees", "name", |fee| Fee {
            name: fee.words("name"),
            cents: fee.cents("cents"),
            refundable: fee.flag("refundable"),
        }),
        elsewhere: f.tables_by("elsewhere", "name", outside_cost),
    }
}

fn outside_cost(f: &mut Fields<'_>) -> OutsideCost {
    let cost = OutsideCost {
        name: f.words("name"),
        low_cents: f.cents("low_cents"),
        high_cents: f.cents("high_cents"),
        note: f.text("note"),
    };
    if cost.low_cents > cost.high_cents {
        f.fault("low_cents", "`low_cents` is more than `high_cents`", "Write the lower amount first");
    }
    cost
}

fn payment_plan(f: &mut Fields<'_>) -> PaymentPlan {
    PaymentPlan {
        name: f.words("name"),
        deposit_cents: f.cents("deposit_cents"),
        installments: f.count("installments", 0..=120),
        installment_cents: f.cents("installment_cents"),
        note: f.text("note"),
    }
}

fn extension(f: &mut Fields<'_>) -> Extension {
    Extension {
        max: f.count("max", 1..=100),
        days: f.count("days", 1..=3650),
        request_window_days: f.count("request_window_days", 0..=3650),
        fee_cents: f.cents("fee_cents"),
    }
}

fn prerequisite(f: &mut Fields<'_>) -> Prerequisite {
    let kinds = [
        ("education", PrerequisiteKind::Education),
        ("age", PrerequisiteKind::Age),
        ("program", PrerequisiteKind::Program),
        ("document", PrerequisiteKind::Document),
        ("other", PrerequisiteKind::Other),
    ];
    let kind = f.choice("kind", &kinds).unwrap_or(PrerequisiteKind::Other);
    let program = if f.has("program") { Some(ProgramId(f.slug("program"))) } else { None };
    let required_to_enroll = f.opt_flag("required_to_enroll");
    match (kind == PrerequisiteKind::Program, program.is_some()) {
        (true, false) => f.fault("kind", "`program` is missing", "Name the program that comes first: program = \"…\""),
        (false, true) => {
            f.fault("program", "`program` goes with kind = \"program\" only", "Change the kind or delete the line")
        }
        _ => {}
    }
    if required_to_enroll && kind != PrerequisiteKind::Program {
        let wrong = "`required_to_enroll` goes with kind = \"program\" only";
        f.fault("required_to_enroll", wrong, "Delete the line: the school cannot check this by itself");
    }
    Prerequisite { kind, text: f.words("text"), program, required_to_enroll }
}

fn clinical(f: &mut Fields<'_>) -> Clinical {
    let placements = [("provider", Placement::Provider), ("learner", Placement::Learner), ("none", Placement::None)];
    Clinical {
        required: f.flag("required"),
        hours: f.count("hours", 0..=10_000),
        placement: f.choice("placement", &placements).unwrap_or(Placement::None),
        documents: f.texts("documents"),
        text: f.words("text"),
    }
}

fn completion(f: &mut Fields<'_>) -> CompletionRule {
    CompletionRule { min_grade_percent: f.count("min_grade_percent", 0..=100), text: f.words("text") }
}

fn enrollment(f: &mut Fields<'_>) -> EnrollmentPolicy {
    let policies = [("open", Policy::Open), ("review", Policy::Review)];
    EnrollmentPolicy { policy: f.choice("policy", &policies).unwrap_or(Policy::Open), text: f.words("text") }
}

fn state_rules(f: &mut Fields<'_>) -> Vec<StateRule> {
    let mut named = BTreeSet::new();
    f.tables("state_rules", |f| {
        let rule = state_rule(f);
        if !STATES.iter().any(|(code, _)| *code == rule.state) && !rule.state.is_empty() {
            f.fault(
                "state",
                format!("There is no state \"{}\"", rule.state),
                "Write two capital letters such as \"CA\"",
            );
        }
        if !named.insert(rule.state.clone()) {
            f.fault("state", format!("\"{}\" has two rules", rule.state), "Make one of them");
        }
        rule
    })
}

fn state_rule(f: &mut Fields<'_>) -> StateRule {
    let enrollments = [("open", StateEnrollment::Open), ("refused", StateEnrollment::Refused)];
    StateRule {
        state: f.words("state"),
        determination: f.choice("determination", &DETERMINATIONS).unwrap_or(Determination::NotDetermined),
        enrollment: f.choice("enrollment", &enrollments).unwrap_or(StateEnrollment::Open),
        acknowledgment_required: f.flag("acknowledgment_required"),
        text: f.words("text"),
        source: f.words("source"),
        as_of: f.date("as_of"),
    }
}

fn state_default(f: &mut Fields<'_>) -> StateDefault {
    StateDefault {
        determination: f.choice("determination", &DETERMINATIONS).unwrap_or(Determination::NotDetermined),
        text: f.words("text"),
        source: f.words("source"),
        as_of: f.date("as_of"),
    }
}

fn refund_schedule(f: &mut Fields<'_>, school: &School) -> RefundSchedule {
    let id = f.words("refund_schedule");
    let known = school.refund_schedules.get(&id).cloned();
    if known.is_none() && !id.is_empty() {
        let names: Vec<_> = school.refund_schedules.keys().map(String::as_str).collect();
        let wrong = format!("school.toml has no refund schedule \"{id}\"");
        f.fault("refund_schedule", wrong, format!("Use one of {} or add it there", names.join(", ")));
    }
    known.unwrap_or_else(|| RefundSchedule {
        id,
        version: 1,
        title: String::new(),
        text: String::new(),
        full_refund_days: 0,
        full_refund_max_percent: 0,
        retained_fee_cents: 0,
        bands: Vec::new(),
    })
}

fn outline_module(f: &mut Fields<'_>) -> OutlineModule {
    let title = f.words("title");
    let lessons =
        f.texts("lessons").into_iter().map(|title| OutlineLesson { id: None, title, minutes: None, written: false });
    OutlineModule { title, lessons: lessons.collect(), quiz: None }
}

// Stand-ins for tables that are missing; the mistake is already on the list.

fn no_price() -> Price {
    Price { currency: String::new(), tuition_cents: 0, fees: Vec::new(), elsewhere: Vec::new() }
}

fn no_clinical() -> Clinical {
    Clinical { required: false, hours: 0, placement: Placement::None, documents: Vec::new(), text: String::new() }
}

fn no_state_default() -> StateDefault {
    StateDefault {
        determination: Determination::NotDetermined,
        text: String::new(),
        source: String::new(),
        as_of: String::new(),
    }
}
