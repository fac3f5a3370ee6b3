//! Quizzes: shown without their answers, drafted at every change, scored by the domain's rule.

use super::course::scored_attempts;
use super::deliver::Deliveries;
use super::lesson::Desk;
use crate::api::{
    ApiError, AttemptView, ErrorCode, ItemResult, QuizAnswersArgs, QuizArea, QuizArgs, QuizChoice, QuizItem,
    QuizItemKind, QuizPage, QuizPicture, QuizResult,
};
use crate::engine::Engine;
use carrel_domain::quiz::{Answer, Area, Choice, Item, ItemBody, Pair, Quiz, counting, is_right, score};
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
        let items = quiz.items.iter().map(|item| self.with_picture(&desk, item, &seed)).collect();
        Ok(QuizPage {
            program: args.program,
            program_title: program.title,
            module_title: module.map(|module| module.title.clone()).unwrap_or_default(),
            quiz: quiz.id.clone(),
            title: quiz.title.clone(),
            edition: quiz.edition(),
            pass_percent: quiz.pass_percent,
            scoring: quiz.scoring,
            items,
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

    /// Hands the answers in: one more attempt, scored here and by the school again. The draft goes with the act's own
    /// transaction: nothing that comes after can fail what has counted.
    pub async fn submit_quiz(&self, args: QuizAnswersArgs) -> Result<QuizResult, ApiError> {
        let desk = self.desk(&args.program).await?;
        let quiz = find_quiz(&desk, &args.quiz)?;
        let edition = quiz.edition();
        // An update came while they were answered: old answers are not scored by new questions.
        if args.edition.is_some_and(|answered| answered != edition) {
            return Err(ApiError::with(ErrorCode::QuizChanged, quiz.title.clone()));
        }
        let given = score(quiz, &args.answers);
        let (id, answers) = (quiz.id.clone(), args.answers.clone());
        let action = Action::QuizSubmitted { quiz: id, answers, score: given, edition: Some(edition) };
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
        Ok(QuizResult {
            score: given,
            percent: given.percent(),
            items: quiz.items.iter().map(|item| result(item, args.answers.get(&item.id))).collect(),
        })
    }

    /// A question as shown, its picture at the address from which the window may load it.
    pub(super) fn with_picture(&self, desk: &Desk, item: &Item, seed: &str) -> QuizItem {
        let mut shown = shown(item, seed);
        if let (ItemBody::Hotspot { image, .. }, Some(picture)) = (&item.body, &mut shown.picture) {
            let program = &desk.manifest.program;
            let is_picture = |kind: &str| kind.starts_with("image/");
            let here = desk.school.library.file(program, image).filter(|(_, file)| is_picture(&file.media_type));
            picture.address = here.map(|_| self.0.lessons.file_address(&desk.school.card.id, program, image));
        }
        shown
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

fn shown(item: &Item, seed: &str) -> QuizItem {
    let (mut lefts, mut unit, mut picture) = (Vec::new(), None, None);
    let (kind, choices) = match &item.body {
        // Authors tend to write the right choice first.
        ItemBody::Single { choices } => (QuizItemKind::Single, shuffled(plain(choices), seed)),
        ItemBody::Multiple { choices } => (QuizItemKind::Multiple, shuffled(plain(choices), seed)),
        ItemBody::Ordering { choices } => (QuizItemKind::Ordering, shuffled(plain(choices), seed)),
        ItemBody::Matching { pairs } => {
            lefts = sides(pairs, |pair| &pair.left);
            (QuizItemKind::Matching, shuffled(sides(pairs, |pair| &pair.right), seed))
        }
        ItemBody::Numeric { unit: named, .. } => {
            unit = Some(named.clone());
            (QuizItemKind::Numeric, Vec::new())
        }
        ItemBody::Hotspot { alt, areas, .. } => {
            picture =
                Some(QuizPicture { address: None, alt: alt.clone(), areas: areas.iter().map(outlined).collect() });
            (QuizItemKind::Hotspot, listed(areas))
        }
        ItemBody::Unknown(_) => (QuizItemKind::Unknown, Vec::new()),
    };
    QuizItem { id: item.id.clone(), prompt: item.prompt.clone(), kind, choices, lefts, unit, picture }
}

fn outlined(area: &Area) -> QuizArea {
    QuizArea { id: area.id.clone(), x: area.x, y: area.y, w: area.w, h: area.h }
}

/// By their words: the marks of a picture (A, B, 1, 2) stay in order, and where the author put the right one does not show.
fn listed(areas: &[Area]) -> Vec<QuizChoice> {
    let mut choices: Vec<_> =
        areas.iter().map(|area| QuizChoice { id: area.id.clone(), text: area.text.clone() }).collect();
    choices.sort_by(|a, b| a.text.cmp(&b.text));
    choices
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
        ItemBody::Hotspot { areas, .. } => {
            areas.iter().filter(|area| area.correct).map(|area| area.text.clone()).collect()
        }
        ItemBody::Unknown(_) => Vec::new(),
    }
}

fn feedback(body: &ItemBody, answer: Option<&Answer>) -> Vec<String> {
    let Some(Answer::Choices(picked)) = answer else { return Vec::new() };
    let written: Vec<(&String, &String)> = match body {
        ItemBody::Single { choices } | ItemBody::Multiple { choices } => {
            choices.iter().map(|choice| (&choice.id, &choice.feedback)).collect()
        }
        ItemBody::Hotspot { areas, .. } => areas.iter().map(|area| (&area.id, &area.feedback)).collect(),
        _ => Vec::new(),
    };
    let said = written.into_iter().filter(|(id, text)| picked.contains(id) && !text.is_empty());
    said.map(|(_, text)| text.clone()).collect()
}
