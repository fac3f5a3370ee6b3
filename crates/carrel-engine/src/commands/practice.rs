//! The skills log: writing practice down, changing it, and what it adds up to.

use super::deliver::Deliveries;
use crate::api::{
    ApiError, ChecklistLine, CredentialView, ErrorCode, Exported, LogLine, LogPracticeArgs, NeedView, PracticeAnswer,
    ProgramArgs, SignedOff, SkillsPage, SkillsPaperArgs, WithdrawPracticeArgs,
};
use crate::engine::Engine;
use crate::learner::Learner;
use crate::record_page::{SkillsFacts, skills_page};
use crate::school::School;
use carrel_domain::enrollment::Enrollment;
use carrel_domain::practice::{
    ChecklistSkill, LogEntry, Practice, PracticePlan, Tally, checklist_fault, faults, tally,
};
use carrel_domain::record::Record;
use carrel_domain::view::View;
use carrel_domain::{Action, Occurred, OperationId, ProgramId};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::sync::Arc;

/// Versions of one entry: a few where computers wrote apart; more is a mistake.
const MOST_VERSIONS: usize = 100;

impl Engine {
    pub async fn skills(&self, args: ProgramArgs) -> Result<SkillsPage, ApiError> {
        let (school, learner) = self.learner().await?;
        let title = self.title_or_id(&school, &args.program).await;
        let view = logged(&learner, &args.program).await?;
        let plan = school.library.manifest(&args.program).and_then(|manifest| manifest.practice.clone());
        let entries = lines(&view.record, &learner, &school).await?;
        let tally = tally(view.record.practice.values());
        let live: u32 = tally.values().sum();
        let today = days(learner.now()).0;
        let course_here = plan.is_some();
        let plan = plan.unwrap_or_default();
        Ok(SkillsPage {
            program: args.program,
            title,
            today: today.to_string(),
            course_here,
            credentials: credentials(&plan, &tally),
            checklist: plan.checklist.iter().map(|skill| checklist_line(skill, &entries)).collect(),
            live,
            not_counted: entries.len() as u32 - live,
            entries,
        })
    }

    /// Writes practice down, or a change to it. What is not fit for a log is not written, and every reason is given.
    pub async fn log_practice(&self, args: LogPracticeArgs) -> Result<PracticeAnswer, ApiError> {
        let (school, learner) = self.learner().await?;
        logged(&learner, &args.program).await?;
        let practice = trimmed(args.practice);
        let manifest = school.library.manifest(&args.program);
        let plan = manifest.as_ref().and_then(|manifest| manifest.practice.as_ref());
        let mut found = faults(&practice, days(learner.now()).1);
        found.extend(plan.and_then(|plan| checklist_fault(&practice, plan)));
        if !found.is_empty() {
            return Ok(PracticeAnswer::NotLogged { faults: found });
        }
        let action = Action::SkillLogged { of: args.entry.clone(), practice: Some(practice) };
        let op = write(&learner, &args.program, action, args.replaces).await?;
        Ok(PracticeAnswer::Logged { entry: args.entry.unwrap_or(op) })
    }

    /// Takes an entry out of the log. The act stays in the journal; a change made elsewhere meanwhile keeps the entry.
    pub async fn withdraw_practice(&self, args: WithdrawPracticeArgs) -> Result<(), ApiError> {
        let (_, learner) = self.learner().await?;
        let view = logged(&learner, &args.program).await?;
        if view.record.practice.get(&args.entry).and_then(LogEntry::current).is_none() {
            return Ok(());
        }
        // Nobody may hold the view while it is added to: it would have to be copied.
        drop(view);
        let action = Action::SkillLogged { of: Some(args.entry), practice: None };
        write(&learner, &args.program, action, args.replaces).await.map(drop)
    }

    /// Writes the log or the checklist as a page to print.
    pub async fn export_skills(&self, args: SkillsPaperArgs) -> Result<Exported, ApiError> {
        let page = self.skills(ProgramArgs { program: args.program }).await?;
        let (school, learner) = self.learner().await?;
        let lines = page.entries.len() as u32;
        let facts = SkillsFacts {
            learner: self.state(()).await?.learner.map(|card| card.name).unwrap_or_default(),
            school: school.card.name.clone(),
            made_at: learner.now().at,
            zone: TimeZone::system(),
            paper: args.paper,
            page,
        };
        let path = self.write_export(&learner, "carrel-skills", "html", skills_page(&facts).as_bytes())?;
        Ok(Exported { path, acts: lines })
    }

    /// What the school calls a program, also one it no longer offers.
    async fn title_or_id(&self, school: &School, program: &ProgramId) -> String {
        self.find_program(school, program).await.map_or_else(|_| program.to_string(), |program| program.title)
    }
}

async fn write(
    learner: &Learner,
    program: &ProgramId,
    action: Action,
    replaces: Vec<OperationId>,
) -> Result<OperationId, ApiError> {
    if replaces.len() > MOST_VERSIONS {
        return Err(ApiError::with(ErrorCode::BadRequest, "replaces"));
    }
    let written = learner.act_on(program, |_| Some((action.clone(), replaces.clone()))).await?;
    written.map(|op| op.id).ok_or_else(|| ApiError::of(ErrorCode::Ours))
}

/// The record of somebody whom the school has let in at some time: the log outlives access to the course.
async fn logged(learner: &Learner, program: &ProgramId) -> Result<Arc<View>, ApiError> {
    let view = learner.ledger().await?.shared_view(program);
    if !view.enrollment.as_ref().is_some_and(Enrollment::ever_gave_access) {
        return Err(ApiError::of(ErrorCode::NoAccess));
    }
    Ok(view)
}

/// Today here, and the last day that may have begun for the learner.
fn days(now: Occurred) -> (Date, Date) {
    let day = |at: i64, zone: TimeZone| jiff::Timestamp::from_millisecond(at).unwrap_or_default().to_zoned(zone).date();
    let today = day(now.at.0, TimeZone::system());
    (today, day(now.at.plus_ms(now.uncertainty_ms).0, TimeZone::system()).max(today))
}

fn trimmed(mut practice: Practice) -> Practice {
    let texts = [
        &mut practice.day,
        &mut practice.site,
        &mut practice.device,
        &mut practice.place,
        &mut practice.supervisor,
        &mut practice.remark,
    ];
    for text in texts {
        *text = text.trim().to_owned();
    }
    practice.skill = practice.skill.filter(|skill| !skill.is_empty());
    practice
}

fn credentials(plan: &PracticePlan, tally: &Tally) -> Vec<CredentialView> {
    let views = plan.credentials.iter().map(|known| CredentialView {
        id: known.id.clone(),
        name: known.name.clone(),
        needs: known
            .needs
            .iter()
            .map(|need| NeedView { label: need.label.clone(), have: need.have(tally), count: need.count })
            .collect(),
        source: known.source.clone(),
        as_of: known.as_of.clone(),
        caveat: known.caveat.clone(),
    });
    views.collect()
}

/// Signed off with the first practice that may sign the skill and went well.
fn checklist_line(skill: &ChecklistSkill, newest_first: &[LogLine]) -> ChecklistLine {
    let first = newest_first.iter().rev().map(|line| &line.practice).find(|practice| skill.is_signed_by(practice));
    ChecklistLine {
        id: skill.id.clone(),
        title: skill.title.clone(),
        simulated: skill.simulated,
        signed: first.map(|practice| SignedOff {
            day: practice.day.clone(),
            supervisor: practice.supervisor.clone(),
            kind: practice.kind,
        }),
    }
}

/// The log as it stands, newest practice first.
pub(super) async fn lines(record: &Record, learner: &Learner, school: &School) -> Result<Vec<LogLine>, ApiError> {
    let heads = record.practice.values().flat_map(|entry| entry.heads.keys());
    let deliveries = Deliveries::of(learner, &school.card.name, heads).await?;
    let mut lines: Vec<_> = record.practice.iter().filter_map(|(id, entry)| log_line(id, entry, &deliveries)).collect();
    // Of one day, the one written down last comes first; ids grow with time.
    lines.sort_by(|a, b| (&b.practice.day, &b.entry).cmp(&(&a.practice.day, &a.entry)));
    Ok(lines)
}

fn log_line(id: &OperationId, entry: &LogEntry, deliveries: &Deliveries) -> Option<LogLine> {
    let (head, practice, at) = entry.current()?;
    let others = entry.heads.iter().filter(|(other, _)| *other != head);
    Some(LogLine {
        entry: id.clone(),
        versions: entry.heads.keys().cloned().collect(),
        counts: practice.kind.is_live() && practice.success,
        others: others.filter_map(|(_, version)| version.practice.clone()).collect(),
        delivery: deliveries.get(head, at),
        practice: practice.clone(),
    })
}
