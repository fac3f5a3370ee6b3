//! What came of practice exams: results over time, and each question of one sitting explained.

use super::deliver::Deliveries;
use super::exam::{asked, find_exam};
use super::lesson::Desk;
use super::quiz::result;
use crate::api::{
    ApiError, ErrorCode, ExamDomainView, ExamReport, ExamReportArgs, ExamReportItem, ExamResultView, ItemResult,
    TaughtAt,
};
use crate::engine::Engine;
use carrel_domain::Action;
use carrel_domain::OperationId;
use carrel_domain::exam::{ExamResult, Given, PracticeExam, shares};
use carrel_domain::pack::Manifest;
use carrel_domain::quiz::ItemKey;

impl Engine {
    pub async fn exam_report(&self, args: ExamReportArgs) -> Result<ExamReport, ApiError> {
        let desk = self.desk(&args.program).await?;
        let exam = find_exam(&desk)?;
        let program = self.find_program(&desk.school, &args.program).await?;
        let mut history = result_views(&desk, exam).await?;
        let place = history.iter().position(|one| one.act == args.act);
        let place = place.ok_or_else(|| ApiError::of(ErrorCode::NoExam))?;
        history.truncate(place + 1);
        let result = history[place].clone();
        let (seed, given) = answers(&desk, &args.act).await?;
        let items: Vec<_> = given.iter().filter_map(|one| report_item(self, &desk, one, seed)).collect();
        Ok(ExamReport {
            program_title: program.title,
            title: exam.title.clone(),
            pass_percent: exam.pass_percent,
            domains: domain_views(exam, &desk.manifest),
            gone: (given.len() - items.len()) as u32,
            program: args.program,
            result,
            history,
            items,
        })
    }
}

/// The answers stay in the act; the record has only what they came to.
async fn answers(desk: &Desk, act: &OperationId) -> Result<(u64, Vec<Given>), ApiError> {
    let op = desk.learner.store.act(act.clone()).await?;
    Ok(match op.map(|op| op.action()) {
        Some(Ok(Action::PracticeExamSubmitted(submission))) => (submission.seed, submission.given),
        // Heard by a version that did not keep other computers' acts: the result stands, without its questions.
        _ => (0, Vec::new()),
    })
}

fn report_item(engine: &Engine, desk: &Desk, given: &Given, seed: u64) -> Option<ExamReportItem> {
    let item = desk.manifest.item(&given.item)?;
    // What was handed in stands, also where the course has changed since.
    let told = ItemResult { id: given.item.to_string(), right: given.right, ..result(item, given.answer.as_ref()) };
    Some(ExamReportItem {
        domain: item.exam_domain.clone().unwrap_or_default(),
        item: asked(engine, desk, &given.item, seed)?,
        answer: given.answer.clone(),
        result: told,
        place: taught_at(&desk.manifest, &given.item),
    })
}

/// Where to read about a question.
pub(super) fn taught_at(manifest: &Manifest, key: &ItemKey) -> Option<TaughtAt> {
    let module = manifest.module_of(key)?;
    let named = manifest.item(key)?.lesson.as_ref();
    let named = named.and_then(|id| module.lessons.iter().find(|lesson| lesson.id == *id));
    let lesson = named.or_else(|| module.lessons.iter().find(|lesson| lesson.path.is_some()))?;
    Some(TaughtAt {
        module_title: module.title.clone(),
        lesson: lesson.id.clone(),
        lesson_title: lesson.title.clone(),
        exact: named.is_some(),
    })
}

pub(super) fn domain_views(exam: &PracticeExam, manifest: &Manifest) -> Vec<ExamDomainView> {
    let shares = shares(exam, manifest);
    let view = |(domain, share): (&carrel_domain::exam::ExamDomain, carrel_domain::exam::Share)| ExamDomainView {
        id: domain.id.clone(),
        name: domain.name.clone(),
        questions: share.drawn,
        wanted: share.wanted,
        bank: share.bank,
    };
    exam.domains.iter().zip(shares).map(view).collect()
}

/// Oldest first.
pub(super) async fn result_views(desk: &Desk, exam: &PracticeExam) -> Result<Vec<ExamResultView>, ApiError> {
    let mut results: Vec<(&OperationId, &ExamResult)> =
        desk.view.record.exams.iter().filter(|(_, result)| result.exam == exam.id).collect();
    results.sort_by_key(|(id, result)| (result.at, *id));
    let deliveries = Deliveries::of(&desk.learner, &desk.school.card.name, results.iter().map(|(id, _)| *id)).await?;
    let view = |(id, result): (&OperationId, &ExamResult)| {
        let (right, total) = (result.right(), result.total());
        let percent = (right * 100).checked_div(total).unwrap_or(0);
        ExamResultView {
            act: id.clone(),
            at: result.at,
            right,
            total,
            percent,
            passed: exam.pass_percent.map(|pass| total > 0 && right * 100 >= pass * total),
            minutes: result.minutes,
            out_of_time: result.out_of_time,
            domains: result.domains.clone(),
            delivery: deliveries.get(id, result.at),
        }
    };
    Ok(results.into_iter().map(view).collect())
}
