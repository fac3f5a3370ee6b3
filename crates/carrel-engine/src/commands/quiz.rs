//! Quizzes: shown without their answers, drafted at every change, scored by the domain's rule.

use super::course::scored_attempts;
use super::deliver::Deliveries;
use super::lesson::Desk;
use crate::api::{
    ApiError, AttemptView, ErrorCode, ItemResult, QuizAnswersArgs, QuizArgs, QuizChoice, QuizItem, QuizItemKind,
    QuizPage, QuizResult,
};
use crate::engine::Engine;
use carrel_domain::quiz::{Answer, Answers, Choice, Item, ItemBody, Pair, Quiz, counting, is_right, score};
use carrel_domain::{Action, OperationId, QuizId};
use sha2::{Digest as _, Sha256};

impl Engine {
    pub async fn quiz(&self, args: QuizArgs) -> Result<QuizPage, ApiError> {
        let desk = self.desk(&args.program).await?;
        let quiz = find_quiz(&desk, &args.quiz)?;
        let program = self.find_program(&desk.school, &args.program).await?;
        let module = desk.manifest.modules.iter().find(|module| module.quiz.as_ref() == Some(&quiz.id));
        let attempts = attempts(&desk, quiz).await?;
        let draft = desk.learner.store.draft(args.program.clone(), args.quiz.clone()).await?;
        // The order of choices stays while an attempt is drafted and changes with the next.
        let seed = format!("{}/{}/{}", desk.learner.device, quiz.id, attempts.len());
        Ok(QuizPage {
            program: args.program,
            program_title: program.title,
            module_title: module.map(|module| module.title.clone()).unwrap_or_default(),
            quiz: quiz.id.clone(),
            title: quiz.title.clone(),
            pass_percent: quiz.pass_percent,
            scoring: quiz.scoring,
            items: quiz.items.iter().map(|item| shown(item, &seed)).collect(),
            draft,
            attempts_left: attempts_left(quiz, attempts.len()),
            attempts,
        })
    }

    pub async fn save_quiz_draft(&self, args: QuizAnswersArgs) -> Result<(), ApiError> {
        let desk = self.desk(&args.program).await?;
        find_quiz(&desk, &args.quiz)?;
        desk.learner.store.save_draft(args.program, args.quiz, args.answers).await?;
        Ok(())
    }

    /// Hands the answers in: one more attempt, scored here and by the school again.
    pub async fn submit_quiz(&self, args: QuizAnswersArgs) -> Result<QuizResult, ApiError> {
        let desk = self.desk(&args.program).await?;
        let quiz = find_quiz(&desk, &args.quiz)?;
        let given = score(quiz, &args.answers);
        let action = Action::QuizSubmitted { quiz: quiz.id.clone(), answers: args.answers.clone(), score: given };
        let written = desk
            .learner
            .act_on(&args.program, |ledger| {
                let made = ledger.view(&args.program).and_then(|view| view.record.quizzes.get(&quiz.id));
                let left = attempts_left(quiz, made.map_or(0, |made| made.len()));
                (left != Some(0)).then(|| (action.clone(), Vec::new()))
            })
            .await?;
        if written.is_none() {
            return Err(ApiError::of(ErrorCode::AttemptsUsedUp));
        }
        desk.learner.store.save_draft(args.program, args.quiz, Answers::new()).await?;
        Ok(QuizResult {
            score: given,
            percent: given.percent(),
            items: quiz.items.iter().map(|item| result(item, args.answers.get(&item.id))).collect(),
        })
    }
}

fn find_quiz<'d>(desk: &'d Desk, id: &QuizId) -> Result<&'d Quiz, ApiError> {
    desk.manifest.quiz(id).ok_or_else(|| ApiError::with(ErrorCode::UnknownQuiz, id.to_string()))
}

fn attempts_left(quiz: &Quiz, made: usize) -> Option<u32> {
    (quiz.max_attempts > 0).then(|| quiz.max_attempts.saturating_sub(made as u32))
}

async fn attempts(desk: &Desk, quiz: &Quiz) -> Result<Vec<AttemptView>, ApiError> {
    let scored = scored_attempts(&quiz.id, &desk.view.record, desk.view.enrollment.as_ref());
    let ids: Vec<OperationId> = scored.iter().map(|attempt| attempt.id.clone()).collect();
    let deliveries = Deliveries::of(&desk.learner, &desk.school.card.name, &ids).await?;
    let best = counting(quiz.scoring, scored.iter().map(|attempt| attempt.score));
    let counts = scored.iter().rposition(|attempt| Some(attempt.score) == best);
    let view = |(place, attempt): (usize, super::course::ScoredAttempt)| AttemptView {
        at: attempt.at,
        score: attempt.score,
        is_final: attempt.is_final,
        counts: Some(place) == counts,
        delivery: deliveries.get(&attempt.id, attempt.at),
    };
    Ok(scored.into_iter().enumerate().map(view).collect())
}

pub(super) fn shown(item: &Item, seed: &str) -> QuizItem {
    let (kind, choices, lefts, unit) = match &item.body {
        ItemBody::Single { choices } => (QuizItemKind::Single, plain(choices), Vec::new(), None),
        ItemBody::Multiple { choices } => (QuizItemKind::Multiple, plain(choices), Vec::new(), None),
        ItemBody::Ordering { choices } => (QuizItemKind::Ordering, shuffled(plain(choices), seed), Vec::new(), None),
        ItemBody::Matching { pairs } => {
            let rights = shuffled(sides(pairs, |pair| &pair.right), seed);
            (QuizItemKind::Matching, rights, sides(pairs, |pair| &pair.left), None)
        }
        ItemBody::Numeric { unit, .. } => (QuizItemKind::Numeric, Vec::new(), Vec::new(), Some(unit.clone())),
    };
    // Authors tend to write the right choice first.
    let choices =
        if kind == QuizItemKind::Single || kind == QuizItemKind::Multiple { shuffled(choices, seed) } else { choices };
    QuizItem { id: item.id.clone(), prompt: item.prompt.clone(), kind, choices, lefts, unit }
}

fn plain(choices: &[Choice]) -> Vec<QuizChoice> {
    choices.iter().map(|choice| QuizChoice { id: choice.id.clone(), text: choice.text.clone() }).collect()
}

fn sides(pairs: &[Pair], side: impl Fn(&Pair) -> &String) -> Vec<QuizChoice> {
    pairs.iter().map(|pair| QuizChoice { id: pair.id.clone(), text: side(pair).clone() }).collect()
}

fn shuffled(mut choices: Vec<QuizChoice>, seed: &str) -> Vec<QuizChoice> {
    choices
        .sort_by_key(|choice| -> [u8; 32] { Sha256::digest(format!("{seed}/{}/{}", choice.id, choice.text)).into() });
    choices
}

pub(super) fn result(item: &Item, answer: Option<&Answer>) -> ItemResult {
    ItemResult {
        id: item.id.clone(),
        right: answer.is_some_and(|answer| is_right(&item.body, answer)),
        solution: solution(&item.body),
        explain: item.explain.clone(),
        feedback: feedback(&item.body, answer),
    }
}

fn solution(body: &ItemBody) -> Vec<String> {
    match body {
        ItemBody::Single { choices } | ItemBody::Multiple { choices } => {
            choices.iter().filter(|choice| choice.correct).map(|choice| choice.text.clone()).collect()
        }
        ItemBody::Ordering { choices } => choices.iter().map(|choice| choice.text.clone()).collect(),
        ItemBody::Matching { pairs } => pairs.iter().map(|pair| format!("{}: {}", pair.left, pair.right)).collect(),
        ItemBody::Numeric { answer, unit, .. } => vec![format!("{answer} {unit}").trim().to_owned()],
    }
}

fn feedback(body: &ItemBody, answer: Option<&Answer>) -> Vec<String> {
    let (ItemBody::Single { choices } | ItemBody::Multiple { choices }, Some(Answer::Choices(picked))) = (body, answer)
    else {
        return Vec::new();
    };
    let said = choices.iter().filter(|choice| picked.contains(&choice.id) && !choice.feedback.is_empty());
    said.map(|choice| choice.feedback.clone()).collect()
}
