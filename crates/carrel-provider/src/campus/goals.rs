//! `eligibility.toml`: what a program is worth for the goals its learners come with, state by state.

use super::faults::Faults;
use super::fields::{Doc, Fields};
use super::practice::live_kinds;
use super::program::DETERMINATIONS;
use carrel_domain::eligibility::STATES;
use carrel_domain::goal::{Check, Goal, GoalBook, GoalRule, Need, Question, Route};
use carrel_domain::practice::PracticeKind;
use std::collections::BTreeSet;
use std::path::Path;

/// A program's goals, if the school wrote any down.
pub fn read(program: &Path, faults: &Faults) -> Option<GoalBook> {
    let path = program.join("eligibility.toml");
    if !path.is_file() {
        return None;
    }
    let doc = Doc::file(&path, faults)?;
    let book = doc.read(faults, |f| {
        let mut ids = BTreeSet::new();
        let questions = f.tables("questions", |f| question(f, &mut ids));
        let mut reader = Reader { known: ids, used: BTreeSet::new() };
        let goals = reader.goals(f);
        if goals.is_empty() {
            f.fault("goals", "This file names no goal", "Add [[goals]], or delete the file");
        }
        (GoalBook { questions, goals }, reader.used)
    });
    let (book, used) = book?;
    for idle in book.questions.iter().filter(|question| !question.id.is_empty() && !used.contains(&question.id)) {
        let line = faults.line_with(&path, &format!("id = \"{}\"", idle.id));
        faults.add(&path, line, format!("No need asks the question \"{}\"", idle.id), "Use it or delete it");
    }
    Some(book)
}

fn question(f: &mut Fields<'_>, ids: &mut BTreeSet<String>) -> Question {
    let question = Question { id: f.slug("id"), text: f.words("text") };
    if !question.id.is_empty() && !ids.insert(question.id.clone()) {
        f.fault("id", format!("Two questions have the id \"{}\"", question.id), "Give each its own");
    }
    question
}

struct Reader {
    known: BTreeSet<String>,
    used: BTreeSet<String>,
}

impl Reader {
    fn goals(&mut self, f: &mut Fields<'_>) -> Vec<Goal> {
        let mut ids = BTreeSet::new();
        f.tables("goals", |f| {
            let goal = Goal { id: f.slug("id"), title: f.words("title"), text: f.words("text"), rules: self.rules(f) };
            if !goal.id.is_empty() && !ids.insert(goal.id.clone()) {
                f.fault("id", format!("Two goals have the id \"{}\"", goal.id), "Give each its own");
            }
            if goal.rules.is_empty() {
                f.fault("rules", "This goal has no rule", "Add [[goals.rules]] with its source and date");
            }
            goal
        })
    }

    fn rules(&mut self, f: &mut Fields<'_>) -> Vec<GoalRule> {
        let mut places = BTreeSet::new();
        f.tables("rules", |f| {
            let rule = GoalRule {
                states: f.opt_texts("states"),
                text: f.words("text"),
                complete: f.flag("complete"),
                routes: f.tables_by("routes", "title", |f| self.route(f)),
                source: f.words("source"),
                as_of: f.date("as_of"),
                caveat: f.text("caveat"),
            };
            check_places(f, &rule, &mut places);
            if rule.complete && rule.routes.is_empty() {
                let wrong = "`complete` is true, and no way to the goal is described";
                f.fault("complete", wrong, "Add [[goals.rules.routes]] or write complete = false");
            }
            rule
        })
    }

    fn route(&mut self, f: &mut Fields<'_>) -> Route {
        let mut ids = BTreeSet::new();
        let title = f.words("title");
        let needs = f.tables("needs", |f| {
            let need = self.need(f);
            if !need.id.is_empty() && !ids.insert(need.id.clone()) {
                f.fault("id", format!("Two needs of this way have the id \"{}\"", need.id), "Give each its own");
            }
            need
        });
        if needs.is_empty() {
            f.fault("needs", "This way asks for nothing", "Add [[goals.rules.routes.needs]]");
        }
        Route { title, needs }
    }

    fn need(&mut self, f: &mut Fields<'_>) -> Need {
        let (id, text, how) = (f.slug("id"), f.words("text"), f.words("how"));
        let live = f.opt_table("live", |f| (live_kinds(f), f.count("count", 1..=10_000)));
        let says = if f.has("school") { f.choice("school", &DETERMINATIONS) } else { None };
        let question = if f.has("question") { Some(self.asked(f)) } else { None };
        Need { id, text, how, check: one_of(f, live, says, question) }
    }

    fn asked(&mut self, f: &mut Fields<'_>) -> String {
        let question = f.slug("question");
        if !question.is_empty() && !self.known.contains(&question) {
            let wrong = format!("There is no question \"{question}\"");
            f.fault("question", wrong, "Add it as [[questions]] at the top of this file, or use one of those");
        }
        self.used.insert(question.clone());
        question
    }
}

type Live = (Vec<PracticeKind>, u32);

/// Who can say whether the need is met: the school, the log with the learner, or the learner.
fn one_of(
    f: &Fields<'_>,
    live: Option<Live>,
    says: Option<carrel_domain::catalog::Determination>,
    question: Option<String>,
) -> Check {
    match (live, says, question) {
        (None, Some(says), None) => Check::School { says },
        (Some((kinds, count)), None, Some(question)) => Check::Log { kinds, count, question },
        (None, None, Some(question)) => Check::Learner { question },
        _ => {
            let remedy =
                "Write `school` alone, `question` alone, or `live` together with the `question` for practice on paper";
            f.fault("id", "It is not clear who can say whether this need is met", remedy);
            Check::Learner { question: String::new() }
        }
    }
}

fn check_places(f: &Fields<'_>, rule: &GoalRule, places: &mut BTreeSet<String>) {
    for state in rule.states.iter().filter(|state| !STATES.iter().any(|(code, _)| code == state)) {
        f.fault("states", format!("There is no state \"{state}\""), "Write two capital letters such as \"CA\"");
    }
    let named: Vec<String> = if rule.states.is_empty() { vec![String::new()] } else { rule.states.clone() };
    for state in named {
        if !places.insert(state.clone()) {
            let whose = if state.is_empty() { "all other states".to_owned() } else { format!("\"{state}\"") };
            f.fault(
                "states",
                format!("Two rules of this goal are for {whose}"),
                "Make one of them, with several routes",
            );
        }
    }
}
