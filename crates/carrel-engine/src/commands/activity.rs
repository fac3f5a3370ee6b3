//! Every act with its state, why it waits, and what the learner can do about it.

use super::deliver::Sent;
use crate::api::{
    Act, ActArgs, ActivityArgs, ActivityFilter, ActivityPage, ApiError, AskAgainArgs, Choice, EnrollArgs, ErrorCode,
    ProgramName, SecretsState, Topic,
};
use crate::engine::Engine;
use crate::learner::Learner;
use crate::school::School;
use crate::store::learner::{JournalRow, Standing, Wanted};
use crate::sync::plan::held_back;
use crate::waiting::{HeldBy, Way, why};
use carrel_domain::catalog::Program;
use carrel_domain::eligibility::state_answer;
use carrel_domain::{LessonId, OperationId, ProgramId, QuizId};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const MOST_ACTS: u32 = 200;
const REQUEST: &str = "enrollment_requested";

impl Engine {
    pub async fn activity(&self, args: ActivityArgs) -> Result<ActivityPage, ApiError> {
        let (school, learner) = self.learner().await?;
        let limit = if args.limit == 0 { 50 } else { args.limit.min(MOST_ACTS) };
        let standing = match args.filter {
            ActivityFilter::All => Standing::Any,
            ActivityFilter::Waiting => Standing::Waiting,
            ActivityFilter::NeedsYou => Standing::NeedsLearner,
            ActivityFilter::Confirmed => Standing::Confirmed,
            ActivityFilter::Refused => Standing::Refused,
        };
        // One more than asked for tells whether there are more.
        let wanted = Wanted { standing, program: args.program, before: args.before, limit: limit + 1 };
        let mut rows = learner.store.acts(wanted).await?;
        let more = rows.len() as u32 > limit;
        rows.truncate(limit as usize);
        let described = Described::of(self, &school, rows.iter().map(|row| row.op.program.clone()).collect()).await;
        let mut acts = self.described_acts(&learner, &rows, &described).await?;
        self.tell_why(&learner, &mut acts).await?;
        let status = self.sync_status().await;
        let programs = self.programs_acted_in(&school, &learner).await?;
        Ok(ActivityPage { acts, more, waiting: status.waiting, needs_you: status.needs_you, programs })
    }

    async fn described_acts(
        &self,
        learner: &Learner,
        rows: &[JournalRow],
        described: &Described<'_>,
    ) -> Result<Vec<Act>, ApiError> {
        let sent = Sent::of(learner).await?;
        let my_state = self.0.registry.get().settings.my_state;
        let with_choices =
            |row| Act { choices: choices(row, described, my_state.as_deref()), ..described.act(row, sent) };
        Ok(rows.iter().map(with_choices).collect())
    }

    /// Adds why each act waits that does.
    async fn tell_why(&self, learner: &Learner, acts: &mut [Act]) -> Result<(), ApiError> {
        let held = held_behind(learner).await?;
        let state = self.state(()).await?;
        let way = Way {
            signed_in: state.learner.is_some_and(|card| card.signed_in),
            keyring_locked: state.secrets == SecretsState::Locked,
            running: state.sync.running,
            problem: state.sync.problem.as_ref(),
        };
        for act in acts {
            act.waiting = why(&act.delivery, held.get(&act.seq), way);
        }
        Ok(())
    }

    async fn programs_acted_in(&self, school: &School, learner: &Learner) -> Result<Vec<ProgramName>, ApiError> {
        let mut ids: BTreeSet<ProgramId> = learner.store.requested_programs().await?.into_iter().collect();
        ids.extend(learner.ledger().await?.mirrors().map(|(id, _)| id.clone()));
        let described = Described::of(self, school, ids.clone()).await;
        let mut names: Vec<ProgramName> =
            ids.iter().map(|id| ProgramName { id: id.clone(), title: described.title(id) }).collect();
        names.sort_by(|a, b| a.title.cmp(&b.title));
        Ok(names)
    }

    /// Asks the school again about an act that needs the learner: a request is made anew, anything else is sent again.
    pub async fn ask_again(&self, args: AskAgainArgs) -> Result<(), ApiError> {
        let (school, learner) = self.learner().await?;
        let row = the_act(&learner, &args.act).await?;
        if !row.needs_learner {
            return Err(ApiError::of(ErrorCode::AlreadyRequested));
        }
        let program = row.op.program;
        if row.op.kind == REQUEST && self.find_program(&school, &program).await.is_ok() {
            return self
                .enroll(EnrollArgs { program, state_acknowledged: args.state_acknowledged, eligibility: None })
                .await;
        }
        self.sync_now(()).await
    }

    /// Puts a refusal away that was read: it stays in the activity, and needs nobody any more.
    pub async fn put_away(&self, args: ActArgs) -> Result<(), ApiError> {
        let (_, learner) = self.learner().await?;
        let id = the_act(&learner, &args.act).await?.op.id;
        if !learner.store.put_away(id, learner.now().at).await? {
            return Err(ApiError::with(ErrorCode::BadRequest, "Only what the school refused can be put away."));
        }
        self.changed(&[Topic::Learning, Topic::Sync]);
        Ok(())
    }
}

async fn the_act(learner: &Learner, id: &OperationId) -> Result<JournalRow, ApiError> {
    let found = learner.store.rows(vec![id.0.clone()]).await?.remove(id.as_str());
    found.ok_or_else(|| ApiError::with(ErrorCode::BadRequest, format!("{id} was not done on this computer.")))
}

/// What holds acts back that wait behind an earlier one, by their numbers.
async fn held_behind(learner: &Learner) -> Result<BTreeMap<i64, HeldBy>, ApiError> {
    let (held, holders) = {
        let ledger = learner.ledger().await?;
        let open = ledger.open_acts();
        let mut held = held_back(&open, &ledger.stuck());
        held.retain(|act, holder| act != holder);
        let holders: BTreeSet<i64> = held.values().copied().collect();
        let ids = open.iter().filter(|op| holders.contains(&op.seq)).map(|op| (op.seq, op.id.clone()));
        (held, ids.collect::<BTreeMap<i64, OperationId>>())
    };
    let rows = learner.store.rows(holders.values().map(|id| id.0.clone()).collect()).await?;
    let held_by = |id: &OperationId| match rows.get(id.as_str()).and_then(|row| row.answer.as_ref()) {
        Some((answer, _, _, text)) if answer == "waits" => HeldBy::School { text: text.clone() },
        _ => HeldBy::Act {
            act: id.clone(),
            kind: rows.get(id.as_str()).map(|row| row.op.kind.clone()).unwrap_or_default(),
        },
    };
    Ok(held.iter().filter_map(|(act, holder)| Some((*act, held_by(holders.get(holder)?)))).collect())
}

fn choices(row: &JournalRow, described: &Described<'_>, my_state: Option<&str>) -> Vec<Choice> {
    if !row.needs_learner {
        return Vec::new();
    }
    let refused = row.answer.as_ref().is_some_and(|(answer, ..)| answer == "refused");
    let program = described.programs.get(&row.op.program).filter(|_| row.op.kind == REQUEST);
    let ask = match program.map(|program| state_answer(program, my_state).acknowledgment_required) {
        Some(true) => Some(Choice::AcknowledgeAndAskAgain),
        Some(false) => Some(Choice::AskAgain),
        // What is no request was refused for good; what only waits can be sent again.
        None => (!refused).then_some(Choice::AskAgain),
    };
    ask.into_iter().chain(refused.then_some(Choice::PutAway)).collect()
}

/// What acts are about, by title.
pub(super) struct Described<'a> {
    programs: BTreeMap<ProgramId, Program>,
    school: &'a School,
}

impl<'a> Described<'a> {
    pub(super) async fn of(engine: &Engine, school: &'a School, ids: BTreeSet<ProgramId>) -> Described<'a> {
        let mut programs = BTreeMap::new();
        for id in ids {
            if let Ok(program) = engine.find_program(school, &id).await {
                programs.insert(id, program);
            }
        }
        Described { programs, school }
    }

    pub(super) fn program(&self, id: &ProgramId) -> Option<&Program> {
        self.programs.get(id)
    }

    pub(super) fn title(&self, id: &ProgramId) -> String {
        self.programs.get(id).map_or_else(|| id.to_string(), |program| program.title.clone())
    }

    pub(super) fn act(&self, row: &JournalRow, sent: Sent) -> Act {
        let op = &row.op;
        Act {
            id: op.id.clone(),
            device: op.device.clone(),
            seq: op.seq,
            kind: op.kind.clone(),
            program: op.program.clone(),
            program_title: self.title(&op.program),
            subject: self.subject(row),
            at: op.occurred.at,
            uncertainty_ms: op.occurred.uncertainty_ms,
            delivery: sent.delivery(row),
            waiting: None,
            choices: Vec::new(),
            put_away: row.put_away,
        }
    }

    /// The title of the lesson or quiz an act was about.
    fn subject(&self, row: &JournalRow) -> Option<String> {
        let payload: Value = serde_json::from_str(row.op.payload.text()).ok()?;
        let exam = || payload.get("exam").and_then(Value::as_str);
        let of_item = || payload.get("item").and_then(Value::as_str)?.split_once('/').map(|(quiz, _)| quiz);
        if let Some(quiz) = payload.get("quiz").and_then(Value::as_str).or_else(of_item).or_else(exam) {
            return self.quiz(&row.op.program, &QuizId::from(quiz));
        }
        self.lesson(&row.op.program, &LessonId::from(payload.get("lesson").and_then(Value::as_str)?))
    }

    pub(super) fn quiz(&self, program: &ProgramId, id: &QuizId) -> Option<String> {
        let in_pack = self.school.library.manifest(program).and_then(|pack| Some(pack.quiz(id)?.title.clone()));
        let in_outline = || {
            let mut quizzes = self.programs.get(program)?.outline.iter().filter_map(|module| module.quiz.as_ref());
            quizzes.find(|known| known.id == *id).map(|known| known.title.clone())
        };
        let exam = || {
            let pack = self.school.library.manifest(program)?;
            pack.practice_exam.as_ref().filter(|exam| exam.id == *id).map(|exam| exam.title.clone())
        };
        in_pack.or_else(in_outline).or_else(exam)
    }

    pub(super) fn lesson(&self, program: &ProgramId, id: &LessonId) -> Option<String> {
        let in_pack = self.school.library.manifest(program).and_then(|pack| Some(pack.lesson(id)?.title.clone()));
        let in_outline = || {
            let mut lessons = self.programs.get(program)?.outline.iter().flat_map(|module| &module.lessons);
            lessons.find(|known| known.id.as_ref() == Some(id)).map(|known| known.title.clone())
        };
        in_pack.or_else(in_outline)
    }
}
