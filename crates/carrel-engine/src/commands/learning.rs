//! My learning: courses, requests, and where to go on.

use super::course::scored_attempts;
use super::deliver::Sent;
use crate::api::{ApiError, ContinueAt, CourseCard, LessonLink, MyLearning, Progress, RequestCard};
use crate::content::Library;
use crate::engine::Engine;
use crate::learner::Learner;
use crate::recall::plan;
use carrel_domain::catalog::Program;
use carrel_domain::enrollment::{Access, EnrollmentLabel};
use carrel_domain::pace::{Pace, pace};
use carrel_domain::pack::Manifest;
use carrel_domain::quiz::{Scoring, counting};
use carrel_domain::record::{LessonRecord, Record};
use carrel_domain::view::View;
use carrel_domain::{LessonId, Occurred, ProgramId, QuizId, Timestamp};
use std::collections::BTreeSet;

impl Engine {
    pub async fn my_learning(&self, (): ()) -> Result<MyLearning, ApiError> {
        let (school, learner) = self.learner().await?;
        let now = learner.now();
        let known: Vec<(ProgramId, View)> = {
            let ledger = learner.ledger().await?;
            ledger.views().map(|(id, view)| (id.clone(), view.clone())).collect()
        };
        let mut courses = Vec::new();
        let mut requests = Vec::new();
        for (id, view) in &known {
            let Some(label) = view.label(now.at) else { continue };
            let program = self.find_program(&school, id).await?;
            if is_course(label) {
                courses.push((course_card(&program, view, label, &school.library, now), view));
            } else {
                requests.push(request_card(&program, view, label, &learner).await?);
            }
        }
        requests.extend(self.refused_requests(&school, &learner, &known).await?);
        courses.sort_by_key(|(card, _)| std::cmp::Reverse(card.last_studied));
        let status = self.sync_status().await;
        Ok(MyLearning {
            continue_at: continue_at(&courses, &school.library),
            courses: courses.into_iter().map(|(card, _)| card).collect(),
            requests,
            waiting: status.waiting,
            needs_you: status.needs_you,
        })
    }

    /// Requests the school turned down: out of the view, and still the learner's to read.
    async fn refused_requests(
        &self,
        school: &crate::school::School,
        learner: &Learner,
        known: &[(ProgramId, View)],
    ) -> Result<Vec<RequestCard>, ApiError> {
        let mut cards = Vec::new();
        for id in learner.store.requested_programs().await? {
            let shown = known.iter().any(|(shown, view)| *shown == id && view.label(learner.now().at).is_some());
            let row = learner.store.latest_request(id.clone()).await?;
            let (false, Some(row)) = (shown, row.filter(|row| !row.put_away)) else { continue };
            let program = self.find_program(school, &id).await?;
            cards.push(RequestCard {
                program: id,
                title: program.title,
                label: EnrollmentLabel::Declined,
                made_at: row.op.occurred.at,
                delivery: Sent::of(learner).await?.delivery(&row),
                reason: None,
            });
        }
        Ok(cards)
    }
}

fn is_course(label: EnrollmentLabel) -> bool {
    matches!(
        label,
        EnrollmentLabel::Active
            | EnrollmentLabel::OnHold
            | EnrollmentLabel::AccessEnded
            | EnrollmentLabel::Completed
            | EnrollmentLabel::Withdrawn
    )
}

async fn request_card(
    program: &Program,
    view: &View,
    label: EnrollmentLabel,
    learner: &Learner,
) -> Result<RequestCard, ApiError> {
    let row = learner.store.latest_request(program.id.clone()).await?;
    let made_at = view.record.requests.values().map(|made| made.at).max().unwrap_or_default();
    let delivery = match &row {
        Some(row) => Sent::of(learner).await?.delivery(row),
        // Asked for on another computer: it is here because the school has it.
        None => crate::api::DeliveryView::Confirmed { at: made_at, by: String::new() },
    };
    let reason = view.enrollment.as_ref().and_then(|enrollment| enrollment.reason.clone());
    Ok(RequestCard { program: program.id.clone(), title: program.title.clone(), label, made_at, delivery, reason })
}

fn course_card(program: &Program, view: &View, label: EnrollmentLabel, library: &Library, now: Occurred) -> CourseCard {
    let manifest = library.manifest(&program.id);
    let progress = progress(program, manifest.as_deref(), view);
    CourseCard {
        program: program.id.clone(),
        title: program.title.clone(),
        category: program.category.clone(),
        label,
        pace: course_pace(view, &progress, now.at),
        progress,
        pack: library.state(&program.id),
        next: manifest.as_deref().and_then(|manifest| next_lesson(manifest, &view.record)),
        last_studied: view.record.last_opened().map(|(_, at)| at),
        waiting: view.pending as u32,
        recall_due: manifest.as_deref().map_or(0, |manifest| due_count(manifest, view, label, now)),
    }
}

/// Nothing is asked of who may not study now.
fn due_count(manifest: &Manifest, view: &View, label: EnrollmentLabel, now: Occurred) -> u32 {
    if !label.may_study() {
        return 0;
    }
    let standing = plan(manifest, &view.record, now).standing;
    standing.due + standing.fresh
}

/// How far the learner is in the course as it is now: what they did in lessons and quizzes that it no longer has counts no more.
pub(super) fn progress(program: &Program, manifest: Option<&Manifest>, view: &View) -> Progress {
    let parts = parts(program, manifest);
    let done = |id: &LessonId| view.record.lesson(id).is_some_and(LessonRecord::completed);
    let passed = |(id, scoring): &&(&QuizId, Scoring)| {
        let attempts = scored_attempts(id, &view.record, view.enrollment.as_ref());
        counting(*scoring, attempts.iter().map(|attempt| attempt.score)).is_some_and(|score| score.passed)
    };
    Progress {
        lessons: parts.lessons as u32,
        lessons_written: parts.written as u32,
        lessons_done: parts.lesson_ids.iter().filter(|id| done(id)).count() as u32,
        quizzes: parts.quizzes.len() as u32,
        quizzes_passed: parts.quizzes.iter().filter(passed).count() as u32,
        study_minutes: (view.record.study.total_ms() / 60_000) as u32,
    }
}

/// What a course is made of, from one list, so that nothing is ever counted against the length of another.
struct Parts<'c> {
    lessons: usize,
    written: usize,
    lesson_ids: BTreeSet<&'c LessonId>,
    quizzes: Vec<(&'c QuizId, Scoring)>,
}

fn parts<'c>(program: &'c Program, manifest: Option<&'c Manifest>) -> Parts<'c> {
    match manifest {
        Some(manifest) => Parts {
            lessons: manifest.lessons().count(),
            written: manifest.lessons().filter(|(_, lesson)| lesson.path.is_some()).count(),
            lesson_ids: manifest.lessons().map(|(_, lesson)| &lesson.id).collect(),
            quizzes: manifest.quizzes.iter().map(|quiz| (&quiz.id, quiz.scoring)).collect(),
        },
        None => Parts {
            lessons: program.outline.iter().map(|module| module.lessons.len()).sum(),
            written: program.written_lessons(),
            lesson_ids: program
                .outline
                .iter()
                .flat_map(|module| &module.lessons)
                .filter_map(|l| l.id.as_ref())
                .collect(),
            quizzes: program
                .outline
                .iter()
                .filter_map(|module| module.quiz.as_ref())
                .map(|q| (&q.id, q.scoring))
                .collect(),
        },
    }
}

pub(super) fn course_pace(view: &View, progress: &Progress, now: Timestamp) -> Option<Pace> {
    match view.enrollment.as_ref()?.access {
        Access::Active { starts, ends } => Some(pace(starts, ends, now, progress.lessons, progress.lessons_done)),
        _ => None,
    }
}

/// Where studying goes on: the lesson opened last if it is not done, else the first one after it that is not, else the first.
pub(super) fn next_lesson(manifest: &Manifest, record: &Record) -> Option<LessonLink> {
    let written: Vec<_> = manifest.lessons().map(|(_, lesson)| lesson).filter(|lesson| lesson.path.is_some()).collect();
    let done = |id: &LessonId| record.lesson(id).is_some_and(|lesson| lesson.completed());
    let last = record.last_opened().map(|(id, _)| id);
    let start = written.iter().position(|lesson| Some(&lesson.id) == last).unwrap_or(0);
    let after = written[start.min(written.len())..].iter().find(|lesson| !done(&lesson.id));
    let chosen = after.or_else(|| written.iter().find(|lesson| !done(&lesson.id)))?;
    Some(LessonLink { lesson: chosen.id.clone(), title: chosen.title.clone() })
}

fn continue_at(courses: &[(CourseCard, &View)], library: &Library) -> Option<ContinueAt> {
    let (card, view) = courses.iter().find(|(card, _)| {
        card.label == EnrollmentLabel::Active && card.next.is_some() && library.manifest(&card.program).is_some()
    })?;
    let next = card.next.clone()?;
    let position = view.record.lesson(&next.lesson).and_then(|lesson| lesson.position.as_ref()).map_or(0, |p| p.value);
    Some(ContinueAt {
        program: card.program.clone(),
        program_title: card.title.clone(),
        lesson: next.lesson,
        lesson_title: next.title,
        position_permille: position,
    })
}
