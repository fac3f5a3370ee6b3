//! Gathers what decides whether a learner can go offline.

use super::course::scored_attempts;
use crate::api::{ApiError, CourseReadiness, Readiness, ReadinessArgs, SyncProblemKind};
use crate::engine::Engine;
use crate::readiness::{Facts, judge};
use crate::school::School;
use crate::waiting::to_send;
use carrel_domain::enrollment::{Access, EnrollmentLabel};
use carrel_domain::view::View;
use carrel_domain::{LessonId, ProgramId, QuizId, Timestamp};

/// A lesson as far as it matters here: its id, its minutes, and whether it is written.
type Line = (Option<LessonId>, u32, bool);

impl Engine {
    pub async fn readiness(&self, args: ReadinessArgs) -> Result<Readiness, ApiError> {
        let (school, learner) = self.learner().await?;
        let now = learner.now().at;
        let active: Vec<(ProgramId, View)> = {
            let ledger = learner.ledger().await?;
            let active = ledger.views().filter(|(_, view)| view.label(now) == Some(EnrollmentLabel::Active));
            active.map(|(id, view)| (id.clone(), view.clone())).collect()
        };
        let mut courses: Vec<(Option<Timestamp>, CourseReadiness)> = Vec::new();
        for (id, view) in &active {
            courses
                .push((view.record.last_opened().map(|(_, at)| at), self.course_readiness(&school, id, view).await?));
        }
        courses.sort_by_key(|(last_studied, _)| std::cmp::Reverse(*last_studied));
        let unsent = {
            let ledger = learner.ledger().await?;
            let answered = ledger.needs_you.union(&ledger.waits).copied().collect();
            to_send(&ledger.open_acts(), &answered, &ledger.stuck())
        };
        let state = self.state(()).await?;
        let facts = Facts {
            now,
            courses: courses.into_iter().map(|(_, course)| course).collect(),
            unsent,
            needs_you: state.sync.needs_you,
            signed_in: state.learner.is_some_and(|card| card.signed_in),
            secrets: state.secrets,
            free_bytes: school.library.free_bytes(),
            offline: state.sync.problem.is_some_and(|problem| problem.kind == SyncProblemKind::Offline),
        };
        Ok(judge(facts, args.hours))
    }

    async fn course_readiness(
        &self,
        school: &School,
        id: &ProgramId,
        view: &View,
    ) -> Result<CourseReadiness, ApiError> {
        let program = self.find_program(school, id).await?;
        let manifest = school.library.manifest(id);
        let (lessons, quizzes): (Vec<Line>, Vec<QuizId>) = match manifest.as_deref() {
            Some(pack) => {
                let lines = pack.lessons().map(|(_, one)| (Some(one.id.clone()), one.minutes, one.path.is_some()));
                (lines.collect(), pack.quizzes.iter().map(|quiz| quiz.id.clone()).collect())
            }
            None => {
                let lessons = program.outline.iter().flat_map(|module| &module.lessons);
                let lines = lessons.map(|one| (one.id.clone(), one.minutes.unwrap_or(0), one.written));
                let quizzes = program.outline.iter().filter_map(|module| module.quiz.as_ref());
                (lines.collect(), quizzes.map(|quiz| quiz.id.clone()).collect())
            }
        };
        let done = |id: &LessonId| view.record.lesson(id).is_some_and(|lesson| lesson.completed());
        let left: Vec<&Line> =
            lessons.iter().filter(|(id, _, written)| *written && !id.as_ref().is_some_and(done)).collect();
        let passed = |quiz: &QuizId| {
            scored_attempts(quiz, &view.record, view.enrollment.as_ref()).iter().any(|attempt| attempt.score.passed)
        };
        Ok(CourseReadiness {
            program: id.clone(),
            title: program.title,
            pack: school.library.state(id),
            lessons_left: left.len() as u32,
            minutes_left: left.iter().map(|(_, minutes, _)| minutes).sum(),
            lessons_to_come: lessons.iter().filter(|(_, _, written)| !written).count() as u32,
            quizzes_left: quizzes.iter().filter(|quiz| !passed(quiz)).count() as u32,
            access_ends: view.enrollment.as_ref().and_then(|enrollment| match enrollment.access {
                Access::Active { ends, .. } => Some(ends),
                _ => None,
            }),
        })
    }
}
