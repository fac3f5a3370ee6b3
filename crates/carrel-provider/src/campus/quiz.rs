//! `quiz.toml`: questions that can be answered, each with an explanation.

use super::exam::{BLUEPRINT, Blueprint};
use super::faults::Faults;
use super::fields::{Doc, Fields};
use super::hotspot;
use carrel_domain::exam::NOT_IN_EXAM;
use carrel_domain::quiz::{Choice, Item, ItemBody, Pair, Quiz, Scoring};
use carrel_domain::{LessonId, QuizId};
use std::collections::BTreeSet;
use std::path::Path;

/// The quiz of a module, if there is one.
pub fn read(module: &Path, blueprint: Option<&Blueprint<'_>>, faults: &Faults) -> Option<Quiz> {
    let path = module.join("quiz.toml");
    if !path.is_file() {
        return None;
    }
    Doc::file(&path, faults)?.read(faults, |f| {
        let all = domain(f, blueprint);
        let quiz = Quiz {
            id: QuizId(f.slug("id")),
            title: f.words("title"),
            pass_percent: f.count("pass_percent", 1..=100),
            scoring: f.choice("scoring", &[("best", Scoring::Best), ("last", Scoring::Last)]).unwrap_or(Scoring::Best),
            max_attempts: f.count("max_attempts", 0..=1000),
            items: items(f, module, blueprint, all),
        };
        if quiz.items.is_empty() {
            f.fault("items", "This quiz asks nothing", "Add [[items]]");
        }
        quiz
    })
}

/// What a table says of the practice exam, if the course has one.
fn domain(f: &mut Fields<'_>, blueprint: Option<&Blueprint<'_>>) -> Option<String> {
    if let Some(blueprint) = blueprint {
        return blueprint.read(f);
    }
    if f.has("exam_domain") {
        let remedy = format!("Add {BLUEPRINT} to the course, or delete the key");
        f.fault("exam_domain", "This course has no practice exam", remedy);
    }
    None
}

/// `all`: the domain of every question that does not say another.
pub(super) fn items(
    f: &mut Fields<'_>,
    module: &Path,
    blueprint: Option<&Blueprint<'_>>,
    all: Option<String>,
) -> Vec<Item> {
    let mut ids = BTreeSet::new();
    let items = f.tables("items", |f| {
        let id = f.slug("id");
        if !ids.insert(id.clone()) {
            f.fault("id", format!("Two questions have the id \"{id}\""), "Give each its own");
        }
        let kind = f.words("kind");
        let body = match kind.as_str() {
            "single" => Some(ItemBody::Single { choices: marked_choices(f, true) }),
            "multiple" => Some(ItemBody::Multiple { choices: marked_choices(f, false) }),
            "ordering" => Some(ItemBody::Ordering { choices: ordered_choices(f) }),
            "matching" => Some(ItemBody::Matching { pairs: pairs(f) }),
            "numeric" => Some(numeric(f)),
            "hotspot" => Some(hotspot::read(f, module)),
            _ => None,
        };
        let (prompt, explain) = (f.words("prompt"), f.words("explain"));
        if body.is_none() && !kind.is_empty() {
            let remedy = "Write one of \"single\", \"multiple\", \"ordering\", \"matching\", \"numeric\", \"hotspot\"";
            f.fault("kind", format!("`kind` is \"{kind}\""), remedy);
        }
        let exam_domain = domain(f, blueprint).or_else(|| all.clone());
        if blueprint.is_some() && exam_domain.is_none() {
            let remedy = format!("Add exam_domain here or for the whole file; \"{NOT_IN_EXAM}\" keeps it out");
            f.fault("id", format!("The question \"{id}\" has no domain of the practice exam"), remedy);
        }
        let exam_domain = exam_domain.filter(|id| id != NOT_IN_EXAM);
        let lesson = f.has("lesson").then(|| LessonId(f.slug("lesson")));
        body.map(|body| Item { id, prompt, explain, exam_domain, lesson, body })
    });
    items.into_iter().flatten().collect()
}

fn choices(f: &mut Fields<'_>, least: usize) -> Vec<Choice> {
    let mut ids = BTreeSet::new();
    let choices = f.tables("choices", |f| {
        let id = f.slug("id");
        if !ids.insert(id.clone()) {
            f.fault("id", format!("Two choices have the id \"{id}\""), "Give each its own");
        }
        let feedback = if f.has("feedback") { f.text("feedback") } else { String::new() };
        Choice { id, text: f.words("text"), correct: f.opt_flag("correct"), feedback }
    });
    if choices.len() < least {
        f.fault("choices", format!("There are only {} choices", choices.len()), format!("Write at least {least}"));
    }
    let texts: BTreeSet<&str> = choices.iter().map(|choice| choice.text.as_str()).collect();
    if texts.len() < choices.len() {
        f.fault("choices", "Two choices say the same", "Change one: nobody could tell them apart");
    }
    choices
}

fn marked_choices(f: &mut Fields<'_>, exactly_one: bool) -> Vec<Choice> {
    let choices = choices(f, 2);
    let correct = choices.iter().filter(|choice| choice.correct).count();
    if exactly_one && correct != 1 {
        let wrong = format!("{correct} choices of this single question are correct");
        f.fault("choices", wrong, "Mark exactly one with correct = true, or use kind = \"multiple\"");
    }
    let mut told = BTreeSet::new();
    let said = choices.iter().map(|choice| choice.feedback.as_str()).filter(|feedback| !feedback.is_empty());
    for feedback in said.filter(|feedback| !exactly_one && !told.insert(*feedback)) {
        // Who picked both reads both.
        f.fault("choices", format!("Two choices have the feedback \"{feedback}\""), "Change one, or leave it out");
    }
    if !exactly_one && correct == 0 {
        f.fault("choices", "No choice of this question is correct", "Mark at least one with correct = true");
    }
    choices
}

fn ordered_choices(f: &mut Fields<'_>) -> Vec<Choice> {
    let choices = choices(f, 2);
    if choices.iter().any(|choice| choice.correct) {
        f.fault(
            "choices",
            "A choice of an ordering question is marked correct",
            "Delete `correct`: the order is the answer",
        );
    }
    choices
}

fn pairs(f: &mut Fields<'_>) -> Vec<Pair> {
    let pairs = f.tables("pairs", |f| Pair { id: f.slug("id"), left: f.words("left"), right: f.words("right") });
    let distinct = |get: fn(&Pair) -> &str| pairs.iter().map(get).collect::<BTreeSet<_>>().len() == pairs.len();
    if pairs.len() < 2 {
        f.fault("pairs", format!("There are only {} pairs", pairs.len()), "Write at least 2");
    }
    if !distinct(|pair| &pair.id) {
        f.fault("pairs", "Two pairs have the same id", "Give each its own");
    }
    if !distinct(|pair| &pair.left) || !distinct(|pair| &pair.right) {
        f.fault("pairs", "Two pairs share a side", "Make every left and every right side different");
    }
    pairs
}

fn numeric(f: &mut Fields<'_>) -> ItemBody {
    let (answer, tolerance) = (f.decimal("answer"), f.decimal("tolerance"));
    if tolerance < 0.0 {
        f.fault("tolerance", "`tolerance` is negative", "Write 0 or more");
    }
    ItemBody::Numeric { answer, tolerance, unit: f.text("unit") }
}
