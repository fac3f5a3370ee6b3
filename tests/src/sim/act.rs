//! What a learner does in a story, written down by the real record.

use super::story::{Act, Practiced};
use carrel_domain::enrollment::EnrollmentRequest;
use carrel_domain::exam::{DomainScore, Given, Submission};
use carrel_domain::practice::{Complication, Practice, PracticeKind};
use carrel_domain::quiz::{Answer, Answers, ItemKey, Score};
use carrel_domain::record::{Colour, Mark};
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
        Act::Mark(lesson, number) => {
            let heads: Vec<_> =
                record(lesson).map(|lesson| lesson.highlights.heads.keys().cloned().collect()).unwrap_or_default();
            let mark = number.map(mark);
            (mark.is_some() || !heads.is_empty()).then(|| (Action::HighlightSet { lesson: id(lesson), mark }, heads))
        }
        Act::Exam(right) => simply(exam(*right)),
        Act::Review(item, rating) => simply(Action::ReviewAnswered {
            item: ItemKey::of(&QUIZ.into(), item),
            right: *rating > 1,
            rating: *rating,
        }),
        Act::Log(Practiced::Begin(number)) => {
            simply(Action::SkillLogged { of: None, practice: Some(practice(*number)) })
        }
        Act::Log(Practiced::Change(number)) => log_again(ledger, program, Some(practice(*number))),
        Act::Log(Practiced::TakeOut) => log_again(ledger, program, None),
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
        edition: None,
    }
}

fn mark(number: u32) -> Mark {
    Mark { anchor: "p1".into(), quote: format!("words {number}"), colour: Colour::Green, note: String::new() }
}

fn exam(right: u32) -> Action {
    Action::PracticeExamSubmitted(Submission {
        exam: "practice-exam".into(),
        seed: u64::from(right),
        minutes: 12,
        out_of_time: false,
        domains: vec![DomainScore { domain: "safety".into(), right, total: 10 }],
        given: vec![Given { item: ItemKey::of(&QUIZ.into(), "q1"), right: right > 0, answer: None }],
    })
}

fn practice(number: u32) -> Practice {
    Practice {
        day: "2026-03-01".into(),
        kind: PracticeKind::Venipuncture,
        site: "left arm".into(),
        device: "straight needle".into(),
        success: number > 0,
        complication: Complication::None,
        place: "Sample clinic".into(),
        supervisor: "S. S.".into(),
        remark: format!("practice {number}"),
        skill: None,
    }
}

/// Writes the entry that stands last again, in place of the versions this computer knows.
fn log_again(ledger: &Ledger, program: &ProgramId, practice: Option<Practice>) -> Option<(Action, Vec<OperationId>)> {
    let view = ledger.view(program)?;
    let (began, entry) = view.record.practice.iter().rfind(|(_, entry)| entry.current().is_some())?;
    let seen = entry.heads.keys().cloned().collect();
    Some((Action::SkillLogged { of: Some(began.clone()), practice }, seen))
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
