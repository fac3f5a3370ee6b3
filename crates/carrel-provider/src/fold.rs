//! What the school answers to one operation: a pure decision over what it knows, before anything is written down.

use carrel_domain::catalog::Program;
use carrel_domain::digest::Digest;
use carrel_domain::enrollment::{
    Access, Agreement, Application, Decision, Enrollment, EnrollmentRequest, Funding, Outcome, Refusal, RefusalCode,
    decide,
};
use carrel_domain::operation::MAX_PAYLOAD_BYTES;
use carrel_domain::pack::Manifest;
use carrel_domain::practice::identifies_somebody;
use carrel_domain::quiz::{Answers, Quiz, Score, score};
use carrel_domain::record::Record;
use carrel_domain::{Action, Operation, OperationId, ProgramId, QuizId, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// What the school knows when an operation arrives.
pub struct Standing<'a> {
    pub now: Timestamp,
    pub school: &'a str,
    /// As the catalog offers it now.
    pub program: Option<&'a Program>,
    pub enrollment: Option<&'a Enrollment>,
    pub completed: &'a BTreeSet<ProgramId>,
    pub pack: Option<&'a Manifest>,
    /// Attempts at the quiz of this act that stand in the log; counted only where the quiz limits them.
    pub attempts: u32,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// Into the log, with this effect on the enrollment.
    Accept(Effect),
    Refuse(Refusal),
    NeedsYou(String),
    /// The school has to decide something else first.
    Waits(String),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    Nothing,
    Enroll(Box<Enrollment>),
    /// The school's own, final score of the attempt.
    Grade(Score),
}

/// What an operation says by itself, whoever sends it and whatever the school knows.
pub struct ReadOp {
    pub id: [u8; 16],
    pub action: Action,
    /// Of this operation alone.
    pub digest: Digest,
}

/// Reads operations, or says why one cannot be read.
pub fn read_all(ops: &[Operation]) -> Vec<Result<ReadOp, Refusal>> {
    ops.iter().map(read).collect()
}

fn read(op: &Operation) -> Result<ReadOp, Refusal> {
    if op.payload.text().len() > MAX_PAYLOAD_BYTES {
        let text = format!("This is larger than the {} KB a school can take at once.", MAX_PAYLOAD_BYTES / 1024);
        return Err(refusal(RefusalCode::TooLarge, text, "Shorten it or split it, then save it again."));
    }
    let Some(id) = uuid_bytes(&op.id) else { return Err(malformed("its id is no UUID")) };
    let sound =
        op.seq >= 1 && op.program.as_str().len() <= 200 && (1..=100).contains(&op.kind.len()) && op.seen.len() <= 1000;
    if !sound {
        return Err(malformed("its head does not follow the protocol"));
    }
    let action = op.action().map_err(|fault| malformed(&format!("{}: {}", fault.kind, fault.why)))?;
    let mut digest = Digest::default();
    digest.add(op);
    Ok(ReadOp { id, action, digest })
}

/// The 16 bytes of an operation id, if it is a UUID written the usual way.
fn uuid_bytes(id: &OperationId) -> Option<[u8; 16]> {
    let uuid = uuid::Uuid::try_parse(id.as_str()).ok()?;
    (uuid.hyphenated().encode_lower(&mut uuid::Uuid::encode_buffer()) == id.as_str()).then(|| uuid.into_bytes())
}

/// Decides one readable operation.
pub fn judge(op: &Operation, action: &Action, standing: &Standing<'_>) -> Verdict {
    match action {
        Action::EnrollmentRequested(request) => judge_request(op, request, standing),
        // Nobody here knows what it needs; a later version of this server may.
        Action::Unknown => Verdict::Accept(Effect::Nothing),
        // Kept even after access ended: it was done while it was allowed, or does no harm.
        _ if standing.enrollment.is_some_and(Enrollment::ever_gave_access) => match action {
            Action::QuizSubmitted { quiz, answers, score, edition } => {
                judge_attempt(quiz, Attempt { answers, given: *score, edition: edition.as_deref() }, standing)
            }
            Action::SkillLogged { practice: Some(practice), .. } if identifies_somebody(practice) => {
                Verdict::Refuse(names_a_patient())
            }
            _ => Verdict::Accept(Effect::Nothing),
        },
        _ => without_access(standing.enrollment),
    }
}

/// An act in a program the learner was never let into. It may have been done in good faith, when the school knew more than
/// it does now (it came back from a backup), so only the school's own no ends it.
fn without_access(enrollment: Option<&Enrollment>) -> Verdict {
    match enrollment.map(|enrollment| enrollment.application) {
        None => Verdict::NeedsYou(
            "The school has no enrollment of yours in this program. Ask for a place in it; what you did is kept and goes then."
                .to_owned(),
        ),
        Some(Application::Declined | Application::Cancelled) => Verdict::Refuse(refusal(
            RefusalCode::NotEnrolled,
            "The school did not give you a place in this program.",
            "Ask the school. What you did stays on this computer.",
        )),
        Some(_) => Verdict::Waits("The school counts this once it has decided about your enrollment.".to_owned()),
    }
}

fn judge_request(op: &Operation, request: &EnrollmentRequest, standing: &Standing<'_>) -> Verdict {
    let open = |e: &&Enrollment| !matches!(e.application, Application::Declined | Application::Cancelled);
    // Two computers asked without knowing of each other: one request is enough.
    if standing.enrollment.as_ref().is_some_and(open) {
        return Verdict::Accept(Effect::Nothing);
    }
    let Some(program) = standing.program else {
        return Verdict::Refuse(refusal(
            RefusalCode::ProgramWithdrawn,
            "The school no longer offers this program.",
            "Look for another one in the catalog. Nothing was charged.",
        ));
    };
    match decide(program, request, standing.completed) {
        Decision::Accept => Verdict::Accept(enroll(accepted(op, request, program, standing))),
        Decision::Hold { reason } => Verdict::Accept(enroll(held(op, request, program, standing, reason))),
        Decision::NeedsAcknowledgment { text } => Verdict::NeedsYou(text),
        Decision::Refuse(refusal) => Verdict::Refuse(refusal),
    }
}

fn accepted(op: &Operation, request: &EnrollmentRequest, program: &Program, standing: &Standing<'_>) -> Enrollment {
    let now = standing.now;
    Enrollment {
        application: Application::Accepted,
        funding: Funding::Pending,
        access: Access::Active { starts: now, ends: now.plus_days(program.access_days) },
        reason: None,
        decided_at: Some(now),
        decided_by: Some(standing.school.to_owned()),
        ..held(op, request, program, standing, String::new())
    }
}

fn held(
    op: &Operation,
    request: &EnrollmentRequest,
    program: &Program,
    standing: &Standing<'_>,
    reason: String,
) -> Enrollment {
    Enrollment {
        program: program.id.clone(),
        program_version: program.version,
        requested_by: op.id.clone(),
        application: Application::Submitted,
        agreement: Agreement::None,
        funding: Funding::None,
        access: Access::NotStarted,
        outcome: Outcome::InProgress,
        price: program.total(),
        state: request.state.clone(),
        reason: Some(reason),
        decided_at: None,
        decided_by: None,
        // What was graded before a declined request stays graded.
        grades: standing.enrollment.map(|earlier| earlier.grades.clone()).unwrap_or_default(),
        eligibility: request.eligibility.clone(),
    }
}

fn enroll(enrollment: Enrollment) -> Effect {
    Effect::Enroll(Box::new(enrollment))
}

struct Attempt<'a> {
    answers: &'a Answers,
    /// By the learner's computer.
    given: Score,
    edition: Option<&'a str>,
}

/// Every attempt at a quiz of a course the school has ends in a final score or an explained refusal.
fn judge_attempt(id: &QuizId, attempt: Attempt<'_>, standing: &Standing<'_>) -> Verdict {
    let Some(pack) = standing.pack else { return Verdict::Accept(Effect::Nothing) };
    let quiz = pack.quiz(id);
    if quiz.is_some_and(|quiz| quiz.max_attempts > 0 && standing.attempts >= quiz.max_attempts) {
        return Verdict::Refuse(attempts_used_up());
    }
    let same = |quiz: &&Quiz| attempt.edition.is_none_or(|answered| answered == quiz.edition());
    Verdict::Accept(Effect::Grade(match quiz.filter(same) {
        Some(quiz) => score(quiz, attempt.answers),
        // Nobody can have answered questions that were written later: what the learner was told stands. Nothing is given away by
        // it that the course does not give away, for its files hold the answers.
        None => Score { points: attempt.given.points.min(attempt.given.max), ..attempt.given },
    }))
}

/// Whether the folding of the whole record is worth its time: cheap signs that the program may be finished.
pub fn may_be_finished(pack: &Manifest, enrollment: &Enrollment) -> bool {
    let passed = enrollment.grades.values().filter(|score| score.passed).count();
    enrollment.outcome == Outcome::InProgress
        && passed >= pack.quizzes.len()
        && pack.lessons().next().is_some()
        && pack.lessons().all(|(_, lesson)| lesson.path.is_some())
}

/// Every lesson is written and done, and every quiz passed by the school's own scores.
pub fn requirements_met(pack: &Manifest, enrollment: &Enrollment, record: &Record) -> bool {
    let passed = |attempts: &BTreeMap<OperationId, _>| {
        attempts.keys().any(|id| enrollment.grades.get(id).is_some_and(|score| score.passed))
    };
    may_be_finished(pack, enrollment)
        && pack.lessons().all(|(_, lesson)| record.lesson(&lesson.id).is_some_and(|lesson| lesson.completed()))
        && pack.quizzes.iter().all(|quiz| record.quizzes.get(&quiz.id).is_some_and(passed))
}

/// Whether the school counts the program as finished, for programs that ask for it first.
pub fn is_finished(enrollment: &Enrollment) -> bool {
    matches!(enrollment.outcome, Outcome::RequirementsMet | Outcome::Completed | Outcome::CertificateIssued)
}

/// The second lock on the door: a form that let it through must not make the school keep it.
fn names_a_patient() -> Refusal {
    refusal(
        RefusalCode::Other,
        "This line of your skills log looks as if it names, numbers or dates a patient, so the school did not take it.",
        "Log the practice again without it; your log must hold nothing about a patient.",
    )
}

/// Two computers that did not know of each other had each kept to the limit, or the school has lowered it.
fn attempts_used_up() -> Refusal {
    refusal(
        RefusalCode::Other,
        "All attempts at this quiz were used before this one arrived, perhaps on another computer. It does not count.",
        "The attempts before it keep their scores. Ask the school if you need another one.",
    )
}

fn malformed(why: &str) -> Refusal {
    let why: String = why.chars().take(200).collect();
    refusal(
        RefusalCode::Malformed,
        format!("The school could not read this ({why})."),
        "This is a mistake in the program, not yours. It stays on this computer; please report it.",
    )
}

fn refusal(code: RefusalCode, text: impl Into<String>, remedy: &str) -> Refusal {
    Refusal { code, text: text.into(), remedy: remedy.to_owned() }
}
