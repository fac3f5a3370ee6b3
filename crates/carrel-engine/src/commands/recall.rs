//! Recall: what is due today, an answer looked at, and an answer kept.

use super::exam_report::taught_at;
use super::lesson::Desk;
use super::quiz::result;
use crate::api::{
    ApiError, ErrorCode, ItemResult, ProgramArgs, QuizItem, RecallAnswerArgs, RecallChecked, RecallItem, RecallPage,
    RecallStanding, ReviewArgs,
};
use crate::engine::Engine;
use crate::recall::{SESSION_ITEMS, SESSION_MINUTES, choices, plan};
use carrel_domain::Action;
use carrel_domain::quiz::{Item, ItemKey, is_right};

impl Engine {
    pub async fn recall(&self, args: ProgramArgs) -> Result<RecallPage, ApiError> {
        let desk = self.desk(&args.program).await?;
        let program = self.find_program(&desk.school, &args.program).await?;
        let plan = plan(&desk.manifest, &desk.view.record, desk.learner.now());
        let due = plan.due.into_iter().map(|(key, since)| (key, Some(since)));
        let coming = due.chain(plan.fresh.into_iter().map(|key| (key, None))).take(SESSION_ITEMS);
        let item = |(key, due_since)| {
            let item = asked_again(self, &desk, &key)?;
            Some(RecallItem { key, item, due_since })
        };
        Ok(RecallPage {
            program: args.program,
            program_title: program.title,
            items: coming.filter_map(item).collect(),
            minutes: SESSION_MINUTES,
            standing: plan.standing,
        })
    }

    /// Says whether an answer is right, and why. Nothing is written: the learner has not yet said how hard it was.
    pub async fn check_recall(&self, args: RecallAnswerArgs) -> Result<RecallChecked, ApiError> {
        let desk = self.desk(&args.program).await?;
        let item = find_item(&desk, &args.item)?;
        let told = ItemResult { id: args.item.to_string(), ..result(item, args.answer.as_ref()) };
        Ok(RecallChecked {
            result: told,
            place: taught_at(&desk.manifest, &args.item),
            days: choices(desk.view.record.reviews.get(&args.item), desk.learner.now()),
        })
    }

    pub async fn answer_review(&self, args: ReviewArgs) -> Result<RecallStanding, ApiError> {
        let desk = self.desk(&args.program).await?;
        let item = find_item(&desk, &args.item)?;
        let right = args.answer.as_ref().is_some_and(|answer| is_right(&item.body, answer));
        let rating = if right { args.rating.clamp(1, 4) } else { 1 };
        desk.learner.act(&args.program, &Action::ReviewAnswered { item: args.item, right, rating }).await?;
        let ledger = desk.learner.ledger().await?;
        let record = ledger.view(&args.program).map(|view| view.record.clone()).unwrap_or_default();
        Ok(plan(&desk.manifest, &record, desk.learner.now()).standing)
    }
}

fn find_item<'d>(desk: &'d Desk, key: &ItemKey) -> Result<&'d Item, ApiError> {
    desk.manifest.item(key).ok_or_else(|| ApiError::with(ErrorCode::UnknownQuiz, key.to_string()))
}

/// Choices come in another order each time, so that nobody learns places instead of answers.
fn asked_again(engine: &Engine, desk: &Desk, key: &ItemKey) -> Option<QuizItem> {
    let times = desk.view.record.reviews.get(key).map_or(0, |reviews| reviews.len());
    let item = desk.manifest.item(key)?;
    Some(QuizItem {
        id: key.to_string(),
        ..engine.with_picture(desk, item, &format!("{}/recall/{times}", desk.learner.device))
    })
}
