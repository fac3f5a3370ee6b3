//! The practice exam: what it is, sitting it, handing it in.
//!
//! Its clock counts study time: the monotonic clock between two words from an open screen, never more than [`LONGEST_SILENCE_MS`].
//! While the exam is left, or Carrel is closed, it stands still; a wall clock that is set changes nothing.

use super::exam_report::{domain_views, result_views};
use super::lesson::Desk;
use crate::api::{
    ApiError, ErrorCode, ExamClock, ExamHandedIn, ExamPage, ExamSaveArgs, ExamSitting, ExamUnderWay, ProgramArgs,
    QuizItem,
};
use crate::engine::Engine;
use crate::learner::{Learner, Seated};
use crate::store::learner::Sitting;
use carrel_domain::exam::{PracticeExam, Submission, draw, mark, shares};
use carrel_domain::quiz::ItemKey;
use carrel_domain::record::Record;
use carrel_domain::time::SECOND_MS;
use carrel_domain::{Action, OperationId, ProgramId};
use std::sync::PoisonError;

/// An open screen speaks every ten seconds. A longer silence is a computer that slept, and costs no more time than this.
const LONGEST_SILENCE_MS: i64 = 30 * SECOND_MS;

impl Engine {
    pub async fn practice_exam(&self, args: ProgramArgs) -> Result<ExamPage, ApiError> {
        let desk = self.desk(&args.program).await?;
        let exam = find_exam(&desk)?;
        let program = self.find_program(&desk.school, &args.program).await?;
        let questions = shares(exam, &desk.manifest).iter().map(|share| share.drawn).sum();
        let under_way = sitting(&desk, exam, &args.program).await?;
        Ok(ExamPage {
            program: args.program,
            program_title: program.title,
            title: exam.title.clone(),
            about: exam.about.clone(),
            source: exam.source.clone(),
            as_of: exam.as_of.clone(),
            minutes: minutes(exam.time_ms(questions)),
            questions,
            wanted: exam.wanted(),
            pass_percent: exam.pass_percent,
            domains: domain_views(exam, &desk.manifest),
            under_way: under_way.map(|sitting| ExamUnderWay {
                started: sitting.started,
                answered: sitting.answers.len() as u32,
                questions: sitting.items.len() as u32,
                left_ms: sitting.left_ms(),
            }),
            results: result_views(&desk, exam).await?,
        })
    }

    /// Begins a sitting, or goes on with the one under way. From here on its clock runs.
    pub async fn start_practice_exam(&self, args: ProgramArgs) -> Result<ExamSitting, ApiError> {
        let desk = self.desk(&args.program).await?;
        let exam = find_exam(&desk)?;
        let sitting = match sitting(&desk, exam, &args.program).await? {
            Some(sitting) => sitting,
            None => begin(&desk, exam, &args.program).await?,
        };
        seat(&desk.learner, &args.program);
        let items = sitting.items.iter().filter_map(|key| asked(self, &desk, key, sitting.seed)).collect();
        Ok(ExamSitting {
            program: args.program,
            title: exam.title.clone(),
            items,
            left_ms: sitting.left_ms(),
            at: sitting.at,
            answers: sitting.answers,
            flagged: sitting.flagged,
        })
    }

    /// Keeps answers, marks and the time spent. When the time is up, hands in what is answered.
    pub async fn save_practice_exam(&self, args: ExamSaveArgs) -> Result<ExamClock, ApiError> {
        let desk = self.desk(&args.program).await?;
        let exam = find_exam(&desk)?;
        let sitting = changed(&desk, exam, &args).await?;
        if sitting.left_ms() == 0 {
            let act = hand_in(&desk, exam, &args.program, sitting, true).await?;
            return Ok(ExamClock { left_ms: 0, handed_in: Some(act) });
        }
        let left_ms = sitting.left_ms();
        desk.learner.store.save_sitting(args.program, exam.id.clone(), sitting).await?;
        Ok(ExamClock { left_ms, handed_in: None })
    }

    pub async fn submit_practice_exam(&self, args: ExamSaveArgs) -> Result<ExamHandedIn, ApiError> {
        let desk = self.desk(&args.program).await?;
        let exam = find_exam(&desk)?;
        let sitting = changed(&desk, exam, &args).await?;
        let out_of_time = sitting.left_ms() == 0;
        Ok(ExamHandedIn { act: hand_in(&desk, exam, &args.program, sitting, out_of_time).await? })
    }
}

pub(super) fn find_exam(desk: &Desk) -> Result<&PracticeExam, ApiError> {
    desk.manifest.practice_exam.as_ref().ok_or_else(|| ApiError::of(ErrorCode::NoExam))
}

/// A question as it is asked; its key is its id. `None` where the course no longer has it.
pub(super) fn asked(engine: &Engine, desk: &Desk, key: &ItemKey, seed: u64) -> Option<QuizItem> {
    let item = desk.manifest.item(key)?;
    Some(QuizItem { id: key.to_string(), ..engine.with_picture(desk, item, &seed.to_string()) })
}

fn minutes(ms: i64) -> u32 {
    u32::try_from((ms + 60 * SECOND_MS - 1) / (60 * SECOND_MS)).unwrap_or(0)
}

/// The sitting under way. One whose act is written was handed in just before a crash: it is over.
async fn sitting(desk: &Desk, exam: &PracticeExam, program: &ProgramId) -> Result<Option<Sitting>, ApiError> {
    let found = desk.learner.store.sitting(program.clone(), exam.id.clone()).await?;
    match found {
        Some(sitting) if handed_in(&desk.view.record, sitting.seed).is_some() => {
            desk.learner.store.end_sitting(program.clone(), exam.id.clone(), sitting.seed).await?;
            Ok(None)
        }
        other => Ok(other),
    }
}

fn handed_in(record: &Record, seed: u64) -> Option<OperationId> {
    record.exams.iter().find(|(_, result)| result.seed == seed).map(|(id, _)| id.clone())
}

async fn begin(desk: &Desk, exam: &PracticeExam, program: &ProgramId) -> Result<Sitting, ApiError> {
    // As many bits as a number in JSON holds everywhere.
    let seed = crate::chance::number() >> 11;
    let items = draw(exam, &desk.manifest, seed);
    if items.is_empty() {
        return Err(ApiError::of(ErrorCode::NoExam));
    }
    let limit_ms = exam.time_ms(items.len() as u32);
    let new = Sitting { seed, started: desk.learner.now().at, items, limit_ms, ..Sitting::default() };
    Ok(desk.learner.store.begin_sitting(program.clone(), exam.id.clone(), new).await?)
}

/// The sitting with what the screen says, and the time since it spoke last.
async fn changed(desk: &Desk, exam: &PracticeExam, args: &ExamSaveArgs) -> Result<Sitting, ApiError> {
    let under_way = sitting(desk, exam, &args.program).await?;
    let mut sitting = under_way.ok_or_else(|| ApiError::of(ErrorCode::NoExam))?;
    sitting.spent_ms += seat(&desk.learner, &args.program);
    if args.leaving {
        *desk.learner.seated.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
    let is_asked = |key: &ItemKey| sitting.items.contains(key);
    sitting.answers =
        args.answers.iter().filter(|(key, _)| is_asked(key)).map(|(k, a)| (k.clone(), a.clone())).collect();
    sitting.flagged = args.flagged.iter().filter(|key| is_asked(key)).cloned().collect();
    sitting.at = args.at.min(sitting.items.len().saturating_sub(1) as u32);
    Ok(sitting)
}

/// Says that the learner sits at this exam now; gives the time since this was said last, nothing where they come to it.
fn seat(learner: &Learner, program: &ProgramId) -> i64 {
    let now = learner.clock.read().monotonic_ms;
    let mut seated = learner.seated.lock().unwrap_or_else(PoisonError::into_inner);
    let before = seated.replace(Seated { program: program.clone(), at_ms: now });
    let since = before.filter(|before| before.program == *program).map_or(0, |before| now - before.at_ms);
    since.clamp(0, LONGEST_SILENCE_MS)
}

/// Writes the act, then forgets the sitting: a crash between the two is noticed by the seed.
async fn hand_in(
    desk: &Desk,
    exam: &PracticeExam,
    program: &ProgramId,
    sitting: Sitting,
    out_of_time: bool,
) -> Result<OperationId, ApiError> {
    let (domains, given) = mark(exam, &desk.manifest, &sitting.items, &sitting.answers);
    let spent = sitting.spent_ms.min(sitting.limit_ms);
    let submission =
        Submission { exam: exam.id.clone(), seed: sitting.seed, minutes: minutes(spent), out_of_time, domains, given };
    let action = Action::PracticeExamSubmitted(submission);
    let mut before = None;
    let written = desk.learner.act_on(program, |ledger| {
        before = ledger.view(program).and_then(|view| handed_in(&view.record, sitting.seed));
        before.is_none().then(|| (action.clone(), Vec::new()))
    });
    let written = written.await?.map(|op| op.id);
    desk.learner.store.end_sitting(program.clone(), exam.id.clone(), sitting.seed).await?;
    *desk.learner.seated.lock().unwrap_or_else(PoisonError::into_inner) = None;
    written.or(before).ok_or_else(|| ApiError::of(ErrorCode::NoExam))
}
