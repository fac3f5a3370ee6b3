//! One course: modules, lessons, quizzes, pace.

use super::deliver::Deliveries;
use super::learning::{course_pace, next_lesson, progress};
use crate::api::{ApiError, CoursePage, ErrorCode, LessonLine, LessonNews, ModuleView, ProgramArgs, QuizLine};
use crate::content::ChangedLesson;
use crate::engine::Engine;
use crate::recall::plan;
use carrel_domain::catalog::Program;
use carrel_domain::enrollment::{Access, Enrollment};
use carrel_domain::pack::{Lesson, LessonChange, Manifest, Module};
use carrel_domain::quiz::{Score, Scoring, counting};
use carrel_domain::record::{LessonRecord, Record};
use carrel_domain::view::View;
use carrel_domain::{LessonId, Occurred, OperationId, QuizId, Timestamp};
use std::collections::BTreeMap;

impl Engine {
    pub async fn course(&self, args: ProgramArgs) -> Result<CoursePage, ApiError> {
        let (school, learner) = self.learner().await?;
        let program = self.find_program(&school, &args.program).await?;
        let view = learner.ledger().await?.view(&args.program).cloned().unwrap_or_default();
        let now = learner.now();
        let label = view.label(now.at).ok_or_else(|| ApiError::with(ErrorCode::NoAccess, program.title.clone()))?;
        let manifest = school.library.manifest(&args.program);
        let completions: Vec<OperationId> = view
            .record
            .lessons
            .values()
            .flat_map(|lesson| lesson.standing_completions().map(|(id, _)| id.clone()).collect::<Vec<_>>())
            .collect();
        let deliveries = Deliveries::of(&learner, &school.card.name, &completions).await?;
        let progress = progress(&program, manifest.as_deref(), &view);
        let modules = match manifest.as_deref() {
            Some(manifest) => {
                manifest.modules.iter().map(|module| module_view(module, manifest, &view, &deliveries)).collect()
            }
            None => outline_views(&program, &view, &deliveries),
        };
        Ok(CoursePage {
            program: program.id.clone(),
            title: program.title.clone(),
            label,
            pace: course_pace(&view, &progress, now.at),
            pack: school.library.state(&args.program),
            continue_at: manifest.as_deref().and_then(|manifest| next_lesson(manifest, &view.record)),
            completion_text: program.completion.text.clone(),
            has_skills: !view.record.practice.is_empty()
                || manifest.as_deref().is_some_and(|manifest| manifest.practice.is_some()),
            full_refund_until: full_refund_until(&program, &view, &progress, now.at),
            news: news(&school.library.changed_lessons(&args.program), &view.record, now),
            progress,
            modules,
            practice_exam: manifest.as_deref().is_some_and(|manifest| manifest.practice_exam.is_some()),
            recall: manifest.as_deref().map(|manifest| plan(manifest, &view.record, now).standing).unwrap_or_default(),
        })
    }
}

/// How long a lesson that is no longer part of a course is told of.
const REMOVED_FOR_DAYS: u32 = 30;

fn news(changed: &BTreeMap<LessonId, ChangedLesson>, record: &Record, now: Occurred) -> Vec<LessonNews> {
    let unread = |(id, change): &(&LessonId, &ChangedLesson)| is_unread(change, record.lesson(id), now);
    let line = |(id, change): (&LessonId, &ChangedLesson)| LessonNews {
        lesson: id.clone(),
        title: change.title.clone(),
        what: change.what,
        at: change.at,
        done: record.lesson(id).is_some_and(|lesson| lesson.completed()),
    };
    changed.iter().filter(unread).map(line).collect()
}

/// Whether a change is still to be told: until the lesson is opened after it.
pub(super) fn is_unread(change: &ChangedLesson, lesson: Option<&LessonRecord>, now: Occurred) -> bool {
    match change.what {
        LessonChange::Removed => now.at < change.at.plus_days(REMOVED_FOR_DAYS),
        LessonChange::New | LessonChange::Changed => {
            lesson.and_then(|lesson| lesson.opened_at(now)).is_none_or(|opened| opened < change.at)
        }
    }
}

/// The last moment in which leaving gives everything back, while that can still happen.
fn full_refund_until(
    program: &Program,
    view: &View,
    progress: &crate::api::Progress,
    now: Timestamp,
) -> Option<Timestamp> {
    let Access::Active { starts, .. } = view.enrollment.as_ref()?.access else { return None };
    let schedule = &program.refund_schedule;
    let until = starts.plus_days(schedule.full_refund_days);
    let too_far = progress.lessons_done * 100 > schedule.full_refund_max_percent * progress.lessons.max(1);
    (now < until && !too_far).then_some(until)
}

fn module_view(module: &Module, manifest: &Manifest, view: &View, deliveries: &Deliveries) -> ModuleView {
    let lessons: Vec<LessonLine> =
        module.lessons.iter().map(|lesson| lesson_line(lesson, &view.record, deliveries)).collect();
    let quiz = module.quiz.as_ref().and_then(|id| manifest.quiz(id));
    ModuleView {
        id: module.id.clone(),
        title: module.title.clone(),
        lessons_done: lessons.iter().filter(|lesson| lesson.done).count() as u32,
        quiz: quiz.map(|quiz| {
            let known = (&quiz.id, quiz.title.as_str(), quiz.items.len() as u32, quiz.scoring);
            quiz_line(known, &view.record, view.enrollment.as_ref())
        }),
        lessons,
    }
}

fn lesson_line(lesson: &Lesson, record: &Record, deliveries: &Deliveries) -> LessonLine {
    let mut line = empty_line(lesson.id.clone(), lesson.title.clone(), lesson.minutes, lesson.path.is_some());
    fill_line(&mut line, record, deliveries);
    line
}

fn empty_line(id: LessonId, title: String, minutes: u32, written: bool) -> LessonLine {
    LessonLine {
        id,
        title,
        minutes,
        written,
        done: false,
        done_delivery: None,
        furthest_permille: 0,
        bookmarked: false,
        has_note: false,
    }
}

fn fill_line(line: &mut LessonLine, record: &Record, deliveries: &Deliveries) {
    let Some(lesson) = record.lesson(&line.id) else { return };
    line.done = lesson.completed();
    line.done_delivery = lesson.standing_completions().min_by_key(|(_, at)| *at).map(|(id, at)| deliveries.get(id, at));
    line.furthest_permille = lesson.furthest_permille;
    line.bookmarked = lesson.bookmarked();
    line.has_note = lesson.note.heads.values().any(|version| !version.text.is_empty());
}

/// Before the pack is fetched: the catalog's outline, with what is known to be done.
fn outline_views(program: &Program, view: &View, deliveries: &Deliveries) -> Vec<ModuleView> {
    let module = |(number, module): (usize, &carrel_domain::catalog::OutlineModule)| {
        let line = |(place, lesson): (usize, &carrel_domain::catalog::OutlineLesson)| {
            let id = lesson.id.clone().unwrap_or_else(|| LessonId(format!("outline-{number}-{place}")));
            let mut line = empty_line(id, lesson.title.clone(), lesson.minutes.unwrap_or(0), lesson.written);
            fill_line(&mut line, &view.record, deliveries);
            line
        };
        let quiz = |quiz: &carrel_domain::catalog::OutlineQuiz| {
            let outline = (&quiz.id, quiz.title.as_str(), quiz.questions, quiz.scoring);
            quiz_line(outline, &view.record, view.enrollment.as_ref())
        };
        let lessons: Vec<LessonLine> = module.lessons.iter().enumerate().map(line).collect();
        ModuleView {
            id: format!("outline-{number}"),
            title: module.title.clone(),
            lessons_done: lessons.iter().filter(|lesson| lesson.done).count() as u32,
            quiz: module.quiz.as_ref().map(quiz),
            lessons,
        }
    };
    program.outline.iter().enumerate().map(module).collect()
}

fn quiz_line(
    (id, title, questions, scoring): (&QuizId, &str, u32, Scoring),
    record: &Record,
    enrollment: Option<&Enrollment>,
) -> QuizLine {
    let attempts = scored_attempts(id, record, enrollment);
    let best = counting(scoring, attempts.iter().map(|attempt| attempt.score));
    QuizLine {
        id: id.clone(),
        title: title.to_owned(),
        questions,
        attempts: attempts.len() as u32,
        counting: best,
        is_final: best.is_some_and(|best| attempts.iter().any(|attempt| attempt.is_final && attempt.score == best)),
    }
}

/// An attempt with the score that stands: the school's where it has spoken, else this computer's.
pub(super) struct ScoredAttempt {
    pub id: OperationId,
    pub at: Timestamp,
    pub score: Score,
    pub is_final: bool,
}

/// Oldest first.
pub(super) fn scored_attempts(quiz: &QuizId, record: &Record, enrollment: Option<&Enrollment>) -> Vec<ScoredAttempt> {
    let Some(attempts) = record.quizzes.get(quiz) else { return Vec::new() };
    let mut scored: Vec<ScoredAttempt> = attempts
        .iter()
        .map(|(id, attempt)| {
            let given = enrollment.and_then(|enrollment| enrollment.grades.get(id));
            ScoredAttempt {
                id: id.clone(),
                at: attempt.at,
                score: given.copied().unwrap_or(attempt.score),
                is_final: given.is_some(),
            }
        })
        .collect();
    scored.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    scored
}
