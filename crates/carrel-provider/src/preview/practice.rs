//! What a course asks beyond its lessons: the practice exam's blueprint, the checklist, the credentials, the goals.

use super::html::{Page, determination, list, sourced, table};
use super::questions::questions;
use crate::campus::Pack;
use carrel_domain::catalog::Program;
use carrel_domain::exam::{PracticeExam, shares};
use carrel_domain::goal::{Check, Goal, GoalBook, GoalRule, Need, Route};
use carrel_domain::practice::PracticeKind;
use carrel_text::escape;

/// `None`: the course has no practice exam.
pub fn exam(pack: &Pack) -> Option<Page> {
    let exam = pack.manifest.practice_exam.as_ref()?;
    let program = format!("/program/{}", pack.manifest.program);
    let mut page = Page::new(&exam.title, Some((&program, "The course")));
    page.paragraph(&exam.about);
    let passes = exam.pass_percent.map_or("no line is drawn".to_owned(), |percent| format!("{percent} percent passes"));
    page.paragraph(&format!("{} questions in {} minutes; {passes}.", exam.wanted(), exam.minutes));
    page.add(&sourced(&exam.source, &exam.as_of, ""));
    page.add(&blueprint(pack, exam));
    page.heading("Its own questions");
    if exam.items.is_empty() {
        page.paragraph("None: all of them are the quizzes'.");
    } else {
        page.add(&questions(pack, &exam.items));
    }
    Some(page)
}

fn blueprint(pack: &Pack, exam: &PracticeExam) -> String {
    let shares = shares(exam, &pack.manifest);
    let rows = exam.domains.iter().map(|domain| {
        let bank = shares.iter().find(|share| share.domain == domain.id).map_or(0, |share| share.bank);
        vec![
            escape(&domain.name),
            format!("<code>{}</code>", escape(&domain.id)),
            domain.items.to_string(),
            bank.to_string(),
        ]
    });
    table(&["Domain", "Its id", "Asked", "In the course"], rows)
}

/// `None`: the course asks for no practice.
pub fn skills(pack: &Pack) -> Option<Page> {
    let plan = pack.manifest.practice.as_ref()?;
    let program = format!("/program/{}", pack.manifest.program);
    let mut page = Page::new("Skills", Some((&program, "The course")));
    page.heading("Checklist");
    let drill = |simulated| if simulated { " (a drill counts)" } else { "" };
    page.list(plan.checklist.iter().map(|skill| format!("{}{}", escape(&skill.title), drill(skill.simulated))));
    for credential in &plan.credentials {
        page.heading(&credential.name);
        page.add(&table(
            &["Live practice", "Counted", "How many"],
            credential.needs.iter().map(|need| vec![escape(&need.label), kinds(&need.kinds), need.count.to_string()]),
        ));
        page.add(&sourced(&credential.source, &credential.as_of, &credential.caveat));
    }
    Some(page)
}

fn kinds(kinds: &[PracticeKind]) -> String {
    let name = |kind: &PracticeKind| match kind {
        PracticeKind::Venipuncture => "venipunctures",
        PracticeKind::Capillary => "capillary sticks",
        _ => "not counted",
    };
    kinds.iter().map(name).collect::<Vec<_>>().join(" and ")
}

/// `None`: the program names no goal.
pub fn goals(program: &Program) -> Option<Page> {
    let book = program.goals.as_ref()?;
    let address = format!("/program/{}", program.id);
    let mut page = Page::new("Will this lead where I want?", Some((&address, &program.title)));
    for goal in &book.goals {
        page.heading(&goal.title);
        page.paragraph(&goal.text);
        page.add(&rules(book, goal));
    }
    Some(page)
}

fn rules(book: &GoalBook, goal: &Goal) -> String {
    goal.rules.iter().map(|rule| format!("<h3>{}</h3>\n{}", escape(&places(rule)), a_rule(book, rule))).collect()
}

fn places(rule: &GoalRule) -> String {
    if rule.states.is_empty() { "All other states".to_owned() } else { rule.states.join(", ") }
}

fn a_rule(book: &GoalBook, rule: &GoalRule) -> String {
    let all = if rule.complete { "The source says this is all." } else { "The list may lack something." };
    let none = if rule.routes.is_empty() { "<p>No way was found out.</p>\n" } else { "" };
    let routes: String = rule.routes.iter().map(|route| a_route(book, route)).collect();
    let sourced = sourced(&rule.source, &rule.as_of, &rule.caveat);
    format!("<p>{}</p>\n{none}{routes}<p>{all}</p>\n{sourced}", escape(&rule.text))
}

fn a_route(book: &GoalBook, route: &Route) -> String {
    let line = |need: &Need| {
        let (text, how) = (escape(&need.text), escape(&need.how));
        format!("{text} <em>({})</em><br>Who lacks it: {how}", escape(&says(book, &need.check)))
    };
    format!("<p><strong>{}</strong></p>\n{}", escape(&route.title), list("ul", route.needs.iter().map(line)))
}

fn says(book: &GoalBook, check: &Check) -> String {
    let asked = |id: &str| {
        let question = book.questions.iter().find(|question| question.id == id);
        question.map_or_else(|| id.to_owned(), |question| question.text.clone())
    };
    match check {
        Check::Learner { question } => format!("the learner is asked: {}", asked(question)),
        Check::Log { kinds: counted, count, question } => {
            format!("the skills log: {count} {}; or the learner is asked: {}", kinds(counted), asked(question))
        }
        Check::School { says } => format!("the school says: {}", determination(*says)),
    }
}
