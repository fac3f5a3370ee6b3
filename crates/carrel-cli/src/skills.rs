//! `carrelctl study skills` and `carrelctl catalog eligibility`: the log of practice, and whether a program leads to a goal.

use crate::out::{Columns, Out};
use crate::show::spoken;
use crate::words::{Ending, Failure};
use carrel_domain::ProgramId;
use carrel_domain::goal::{Eligibility, PieceStanding, Reason, Said, Whose};
use carrel_domain::practice::{Complication, Practice, PracticeFault, PracticeKind, Unfit};
use carrel_engine::Engine;
use carrel_engine::api::*;
use clap::{Args, Subcommand};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

type Ended = Result<Ending, Failure>;

#[derive(Subcommand)]
pub enum Skills {
    /// Write practice down; nothing about a patient may stand in it
    Log(Box<Line>),
    /// Take an entry out of the log
    Withdraw {
        /// The entry, as the list with --json names it
        entry: String,
    },
    /// Write the log, the checklist or an empty checklist as a page to print
    Print {
        #[arg(value_parser = word::<SkillsPaper>, value_name = "log|checklist|blank_checklist")]
        paper: SkillsPaper,
    },
}

#[derive(Args)]
pub struct Line {
    /// venipuncture, capillary, simulated or shown
    #[arg(long, value_parser = word::<PracticeKind>)]
    pub kind: PracticeKind,
    /// Such as 2026-11-29; today if left out
    #[arg(long)]
    pub day: Option<String>,
    #[arg(long, default_value = "")]
    pub site: String,
    #[arg(long, default_value = "")]
    pub device: String,
    #[arg(long, default_value = "")]
    pub place: String,
    /// Name or initials of who watched
    #[arg(long, default_value = "")]
    pub supervisor: String,
    #[arg(long, default_value = "")]
    pub remark: String,
    /// It did not succeed
    #[arg(long)]
    pub failed: bool,
    #[arg(long, default_value = "none", value_parser = word::<Complication>)]
    pub complication: Complication,
    /// The skill of the checklist that was signed off with it, by the name `study skills PROGRAM` lists it under
    #[arg(long)]
    pub skill: Option<String>,
}

/// One of the words of a closed list, as the journal writes them.
fn word<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_value(text.into()).map_err(|_| "this is none of the words".to_owned())
}

pub async fn run(engine: &Engine, program: &str, what: Option<&Skills>, out: Out) -> Ended {
    let of = || ProgramArgs { program: ProgramId::new(program) };
    match what {
        None => {
            let page = engine.skills(of()).await?;
            out.reply(&page, words)?;
            Ok(Ending::Done)
        }
        Some(Skills::Log(line)) => {
            let today = engine.skills(of()).await?.today;
            let args = LogPracticeArgs {
                program: of().program,
                practice: practice(line, today),
                entry: None,
                replaces: vec![],
            };
            let answer = engine.log_practice(args).await?;
            let written = matches!(answer, PracticeAnswer::Logged { .. });
            out.reply(&answer, said)?;
            Ok(if written { Ending::Done } else { Ending::Refused })
        }
        Some(Skills::Withdraw { entry }) => {
            let page = engine.skills(of()).await?;
            let found = page.entries.into_iter().find(|line| line.entry.as_str() == entry);
            let line = found
                .ok_or_else(|| Failure::Said(Ending::NothingFound, "There is no such entry in the log.".to_owned()))?;
            let args = WithdrawPracticeArgs { program: page.program, entry: line.entry, replaces: line.versions };
            engine.withdraw_practice(args).await?;
            out.done("It is out of the log. The act itself stays in the journal.")?;
            Ok(Ending::Done)
        }
        Some(Skills::Print { paper }) => {
            let written = engine.export_skills(SkillsPaperArgs { program: of().program, paper: *paper }).await?;
            out.reply(&written, |to| format!("Written to {}", to.path))?;
            Ok(Ending::Done)
        }
    }
}

fn practice(line: &Line, today: String) -> Practice {
    Practice {
        day: line.day.clone().unwrap_or(today),
        kind: line.kind,
        site: line.site.clone(),
        device: line.device.clone(),
        success: !line.failed,
        complication: line.complication,
        place: line.place.clone(),
        supervisor: line.supervisor.clone(),
        remark: line.remark.clone(),
        skill: line.skill.clone(),
    }
}

fn said(answer: &PracticeAnswer) -> String {
    match answer {
        PracticeAnswer::Logged { .. } => "Logged. It is kept on this computer and sent with the next sync.".to_owned(),
        PracticeAnswer::NotLogged { faults } => {
            let lines: Vec<String> = faults.iter().map(fault).collect();
            format!("Nothing was logged:\n{}", lines.join("\n"))
        }
    }
}

fn fault(fault: &PracticeFault) -> String {
    let why = match fault.unfit {
        Unfit::Empty => "is missing".to_owned(),
        Unfit::TooLong { most } => format!("is longer than {most} letters"),
        Unfit::NoDay => "is no day such as 2026-11-29".to_owned(),
        Unfit::NotYet => "is still to come".to_owned(),
        Unfit::Unknown => "is not known here".to_owned(),
        Unfit::Identifies { looks_like } => {
            format!("looks as if it pointed to a patient ({}); write it without", spoken(&looks_like))
        }
        Unfit::NotByDrill => "cannot be signed by a drill: log it with the practice on a person".to_owned(),
    };
    format!("  {} {why}", spoken(&fault.field))
}

fn words(page: &SkillsPage) -> String {
    let mut text = format!("{}: {} on live people, {} not counted\n\n", page.title, page.live, page.not_counted);
    for known in &page.credentials {
        let needs =
            known.needs.iter().map(|need| format!("{} {} of {}", need.label.to_lowercase(), need.have, need.count));
        text.push_str(&format!("  {}: {}\n", known.name, needs.collect::<Vec<_>>().join(", ")));
        text.push_str(&format!("    Source: {} ({}). {}\n", known.source, known.as_of, known.caveat));
    }
    if !page.course_here {
        text.push_str("  The numbers of each credential are in the course, which is not on this computer.\n");
    }
    let mut columns = Columns::default();
    for line in &page.entries {
        let p = &line.practice;
        let result = if p.success { "successful" } else { "not successful" };
        columns.row([p.day.clone(), spoken(&p.kind), p.site.clone(), result.to_owned(), p.supervisor.clone()]);
    }
    let signed = page.checklist.iter().filter(|skill| skill.signed.is_some()).count();
    text.push_str(&format!(
        "\n{columns}\n{}{signed} of {} skills signed. Each body decides what it counts.",
        checklist(page),
        page.checklist.len()
    ));
    text
}

/// Each skill with the name that `--skill` wants.
fn checklist(page: &SkillsPage) -> Columns {
    let mut columns = Columns::default();
    for skill in &page.checklist {
        let drill = if skill.simulated { ", may be a drill" } else { "" };
        let signed = skill.signed.as_ref();
        let signed = signed.map(|by| format!("{}, {} ({})", by.day, by.supervisor, spoken(&by.kind)));
        let mark = if signed.is_some() { "x" } else { " " };
        columns.row([mark.into(), skill.id.clone(), format!("{}{drill}", skill.title), signed.unwrap_or_default()]);
    }
    columns
}

/// `question=yes` and `question=no`.
pub fn answer(text: &str) -> Result<(String, Said), String> {
    let (question, said) = text.split_once('=').ok_or("write QUESTION=yes or QUESTION=no")?;
    let said = match said {
        "yes" => Said::Yes,
        "no" => Said::No,
        "unknown" => Said::Unknown,
        _ => return Err("the answer is yes, no or unknown".to_owned()),
    };
    Ok((question.to_owned(), said))
}

pub async fn eligibility(
    engine: &Engine,
    program: &str,
    goal: Option<&String>,
    state: Option<&String>,
    answers: &[(String, Said)],
    out: Out,
) -> Ended {
    let answers: BTreeMap<String, Said> = answers.iter().cloned().collect();
    let said = answers.clone();
    let args =
        EligibilityArgs { program: ProgramId::new(program), goal: goal.cloned(), state: state.cloned(), answers };
    let page = engine.eligibility(args).await?;
    out.reply(&page, |page| format!("{}{}", eligibility_words(page), to_keep(page, &said)))?;
    Ok(if page.goals.is_empty() { Ending::NothingFound } else { Ending::Done })
}

fn eligibility_words(page: &EligibilityPage) -> String {
    if page.goals.is_empty() {
        return format!("The school has written nothing down about goals for {}. Ask it.", page.title);
    }
    let Some(answer) = &page.answer else {
        let mut columns = Columns::default();
        for goal in &page.goals {
            columns.row([goal.id.clone(), goal.title.clone()]);
        }
        return format!("{}: name a goal with --goal\n{columns}", page.title);
    };
    let state = answer.state.as_deref().unwrap_or("no state chosen");
    let mut text = format!("{}: {} ({state}): {}\n", page.title, answer.title, spoken(&answer.verdict));
    text.push_str(&why(answer));
    for route in &answer.routes {
        text.push_str(&format!("\n{} ({})\n", route.title, spoken(&route.verdict)));
        for piece in &route.pieces {
            let mark = match piece.standing {
                PieceStanding::Met => "have    ",
                PieceStanding::Missing => "missing ",
                PieceStanding::Unknown => "unknown ",
            };
            let by = match (piece.by, piece.have) {
                (Whose::School, _) => " (the school's word)".to_owned(),
                (_, Some(have)) => format!(" ({have} in your log)"),
                _ => String::new(),
            };
            text.push_str(&format!("  {mark} {}{by}\n", piece.text));
            if piece.standing != PieceStanding::Met && !piece.how.is_empty() {
                text.push_str(&format!("           {}\n", piece.how));
            }
        }
    }
    for question in &page.questions {
        text.push_str(&format!("\n--answer {}=yes|no  {}", question.id, question.text));
    }
    text
}

/// The words that keep this answer with a request.
fn to_keep(page: &EligibilityPage, answers: &BTreeMap<String, Said>) -> String {
    let (Some(answer), Some(reading)) = (&page.answer, &page.reading) else { return String::new() };
    let state = answer.state.as_ref().map(|state| format!(" --state {state}")).unwrap_or_default();
    let said: String =
        answers.iter().map(|(question, said)| format!(" --answer {question}={}", spoken(said))).collect();
    let command = format!("carrelctl enroll {} --goal {}{state}{said} --reading {reading}", page.program, answer.goal);
    format!("\n\nTo keep this answer with your request for a place:\n  {command}")
}

fn why(answer: &Eligibility) -> String {
    let why = match answer.why {
        Reason::Pieces => "",
        Reason::NoState => "The rule depends on the state: choose one with --state.\n",
        Reason::NoRule => "The school has not found out.\n",
        Reason::ListMayLack => "All that is listed is met, but the list may lack something.\n",
    };
    let rule = answer
        .rule
        .as_ref()
        .map(|rule| format!("{}\n  Source: {} ({}). {}\n", rule.text, rule.source, rule.as_of, rule.caveat));
    format!("{why}{}", rule.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_skills_has_the_names_that_signing_wants() {
        let signed = SignedOff { day: "2026-11-19".into(), supervisor: "JR".into(), kind: PracticeKind::Capillary };
        let line = |id: &str, signed| ChecklistLine { id: id.into(), title: "A skill".into(), simulated: true, signed };
        let page = SkillsPage {
            program: ProgramId::new("p"),
            title: "P".into(),
            today: "2026-11-20".into(),
            course_here: true,
            credentials: vec![],
            checklist: vec![line("fingerstick", Some(signed)), line("hand-hygiene", None)],
            entries: vec![],
            live: 0,
            not_counted: 0,
        };
        let said = words(&page);
        assert!(said.contains("fingerstick") && said.contains("hand-hygiene"), "{said}");
        assert!(said.contains("2026-11-19, JR (capillary)") && said.contains("1 of 2 skills signed"), "{said}");
    }
}
