//! Every act with its state, and everything as a file the learner owns.

use super::deliver::Sent;
use crate::api::{Act, ActivityArgs, ActivityFilter, ActivityPage, ApiError, Exported};
use crate::engine::Engine;
use crate::learner::Learner;
use crate::registry::write_whole;
use crate::school::School;
use crate::store::learner::{JournalFilter, JournalRow};
use carrel_domain::catalog::Program;
use carrel_domain::{LessonId, ProgramId, QuizId};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const MOST_ACTS: u32 = 200;

impl Engine {
    pub async fn activity(&self, args: ActivityArgs) -> Result<ActivityPage, ApiError> {
        let (school, learner) = self.learner().await?;
        let limit = if args.limit == 0 { 50 } else { args.limit.min(MOST_ACTS) };
        let filter = match args.filter {
            ActivityFilter::All => JournalFilter::All,
            ActivityFilter::Waiting => JournalFilter::Unanswered,
            ActivityFilter::NeedsYou => JournalFilter::NeedsYou,
        };
        // One more than asked for tells whether there are more.
        let mut rows = learner.store.journal_page(args.before, limit + 1, filter).await?;
        let more = rows.len() as u32 > limit;
        rows.truncate(limit as usize);
        let programs = self.programs_of(&school, &rows).await;
        let sent = Sent::of(&learner).await?;
        let status = self.sync_status().await;
        Ok(ActivityPage {
            acts: rows.iter().map(|row| act(row, &programs, &school, sent)).collect(),
            more,
            waiting: status.waiting,
            needs_you: status.needs_you,
        })
    }

    async fn programs_of(&self, school: &School, rows: &[JournalRow]) -> BTreeMap<ProgramId, Program> {
        let mut programs = BTreeMap::new();
        for row in rows {
            if !programs.contains_key(&row.op.program)
                && let Ok(program) = self.find_program(school, &row.op.program).await
            {
                programs.insert(row.op.program.clone(), program);
            }
        }
        programs
    }

    /// Writes everything this computer holds of the learner into one JSON file.
    pub async fn export_data(&self, (): ()) -> Result<Exported, ApiError> {
        let (school, learner) = self.learner().await?;
        let entries = all_acts(&learner).await?;
        let acts = entries.len() as u32;
        let said: Vec<Value> = {
            let ledger = learner.ledger().await?;
            let mirrors = ledger.mirrors();
            mirrors.map(|(program, mirror)| json!({"program": program, "enrollment": mirror.enrollment, "record": mirror.record})).collect()
        };
        let who = self.state(()).await?.learner;
        let now = learner.now().at;
        let data = json!({
            "format": "carrel-export",
            "version": 1,
            "exported_at_ms": now,
            "school": school.card,
            "learner": who.map(|who| json!({"name": who.name, "email": who.email})),
            "acts": entries,
            "confirmed_by_school": said,
        });
        let folder = self.0.host.export_dir.clone();
        std::fs::create_dir_all(&folder)?;
        let path = folder.join(format!("carrel-export-{}.json", date_for_name(now.0)));
        let bytes = serde_json::to_vec_pretty(&data).map_err(std::io::Error::other)?;
        write_whole(&path, &bytes)?;
        Ok(Exported { path: path.display().to_string(), acts })
    }
}

async fn all_acts(learner: &Learner) -> Result<Vec<Value>, ApiError> {
    let mut entries = Vec::new();
    let mut after = 0;
    loop {
        let rows = learner.store.journal_from(after, 1000).await?;
        let Some(last) = rows.last() else { return Ok(entries) };
        after = last.op.seq;
        entries.extend(rows.iter().map(|row| {
            let answer = row
                .answer
                .as_ref()
                .map(|(answer, at, by, detail)| json!({"answer": answer, "at_ms": at, "by": by, "detail": detail}));
            json!({"act": row.op, "school_answer": answer})
        }));
    }
}

/// `2026-11-22-140205`, in UTC: sorts, and is a plain file name everywhere.
pub(super) fn date_for_name(at_ms: i64) -> String {
    let moment = jiff::Timestamp::from_millisecond(at_ms).unwrap_or_default();
    moment.strftime("%Y-%m-%d-%H%M%S").to_string()
}

fn act(row: &JournalRow, programs: &BTreeMap<ProgramId, Program>, school: &School, sent: Sent) -> Act {
    let op = &row.op;
    Act {
        id: op.id.clone(),
        seq: op.seq,
        kind: op.kind.clone(),
        program: op.program.clone(),
        program_title: programs
            .get(&op.program)
            .map_or_else(|| op.program.to_string(), |program| program.title.clone()),
        subject: subject(row, programs.get(&op.program), school),
        at: op.occurred.at,
        uncertainty_ms: op.occurred.uncertainty_ms,
        delivery: sent.delivery(row),
    }
}

/// The title of the lesson or quiz an act was about.
fn subject(row: &JournalRow, program: Option<&Program>, school: &School) -> Option<String> {
    let payload: Value = serde_json::from_str(row.op.payload.text()).ok()?;
    let manifest = school.library.manifest(&row.op.program);
    if let Some(quiz) = payload.get("quiz").and_then(Value::as_str) {
        return manifest?.quiz(&QuizId::from(quiz)).map(|quiz| quiz.title.clone());
    }
    let lesson = LessonId::from(payload.get("lesson").and_then(Value::as_str)?);
    let in_pack = manifest.and_then(|manifest| manifest.lesson(&lesson).map(|lesson| lesson.title.clone()));
    let in_outline = || {
        let mut lessons = program?.outline.iter().flat_map(|module| &module.lessons);
        lessons.find(|known| known.id.as_ref() == Some(&lesson)).map(|known| known.title.clone())
    };
    in_pack.or_else(in_outline)
}
