//! What a learner does in a story, written down by the real record.

use super::story::Act;
use carrel_domain::enrollment::EnrollmentRequest;
use carrel_domain::quiz::{Answer, Answers, Score};
use carrel_domain::{Action, LessonId, Money, Operation, OperationId, ProgramId};
use carrel_engine::learner::Learner;
use carrel_engine::ledger::Ledger;
use carrel_engine::store::DbError;
use carrel_provider::testkit::{OPEN, QUIZ, STATE_RULES};

/// Does it, on what the learner sees now; `None`: there was nothing to do.
pub async fn perform(learner: &Learner, act: &Act) -> Result<Option<Operation>, DbError> {
    let program = ProgramId::from(match act {
        Act::Complete(program, _) | Act::Reopen(program, _) | Act::Request(program) => program,
        _ => OPEN,
    });
    let now = learner.now().at;
    learner.act_on(&program, |ledger| decide(ledger, &program, act, now)).await
}

fn decide(
    ledger: &Ledger,
    program: &ProgramId,
    act: &Act,
    now: carrel_domain::Timestamp,
) -> Option<(Action, Vec<OperationId>)> {
    let record = |lesson: &str| ledger.view(program).and_then(|view| view.record.lesson(&LessonId::from(lesson)));
    let id = |lesson: &&str| LessonId::from(*lesson);
    let simply = |action| Some((action, Vec::new()));
    match act {
        Act::Complete(_, lesson) => {
            let done = record(lesson).is_some_and(|lesson| lesson.completed());
            (!done).then(|| (Action::LessonCompleted { lesson: id(lesson) }, Vec::new()))
        }
        Act::Reopen(_, lesson) => {
            let seen: Vec<OperationId> = record(lesson)?.standing_completions().map(|(id, _)| id.clone()).collect();
            (!seen.is_empty()).then(|| (Action::LessonReopened { lesson: id(lesson) }, seen))
        }
        Act::Note(lesson, number) => {
            let heads = record(lesson).map(|lesson| lesson.note.heads.keys().cloned().collect());
            let text = format!("note {number}");
            Some((Action::NoteSaved { lesson: id(lesson), text }, heads.unwrap_or_default()))
        }
        Act::Bookmark(lesson, on) => simply(Action::BookmarkSet { lesson: id(lesson), on: *on }),
        Act::Position(lesson, permille) => simply(Action::LessonPosition { lesson: id(lesson), permille: *permille }),
        Act::Study(lesson, ms) => simply(Action::StudyInterval { lesson: id(lesson), from: now.plus_ms(-ms), to: now }),
        Act::Quiz(right) => simply(quiz(*right)),
        Act::Request(program) => simply(request(program)),
        Act::Later => simply(Action::Unknown),
    }
}

fn quiz(right: bool) -> Action {
    let choice = if right { "a" } else { "b" };
    let answers: Answers = [("q1".to_owned(), Answer::Choices([choice.to_owned()].into_iter().collect()))].into();
    Action::QuizSubmitted {
        quiz: QUIZ.into(),
        answers,
        score: Score { points: u32::from(right), max: 2, passed: right },
    }
}

fn request(program: &str) -> Action {
    Action::EnrollmentRequested(EnrollmentRequest {
        program_version: 1,
        price: Money { cents: 10_500, currency: "USD".into() },
        state: (program == STATE_RULES).then(|| "LA".to_owned()),
        state_acknowledged: false,
        eligibility: None,
    })
}
