//! Reading a lesson, and everything a learner does in one.

use super::course::is_unread;
use super::deliver::Deliveries;
use super::passages::highlights;
use crate::api::{
    ApiError, BookmarkArgs, ErrorCode, LessonArgs, LessonLink, LessonPage, NoteArgs, NoteSaved, NoteView, PositionArgs,
    QuizLink, StudyArgs, Theme,
};
use crate::engine::Engine;
use crate::learner::Learner;
use crate::school::School;
use carrel_domain::enrollment::EnrollmentLabel;
use carrel_domain::operation::MAX_PAYLOAD_BYTES;
use carrel_domain::pack::{Lesson, Manifest, Module};
use carrel_domain::record::{Latest, LessonRecord};
use carrel_domain::time::{HOUR_MS, SECOND_MS};
use carrel_domain::view::View;
use carrel_domain::{Action, DeviceId, LessonId, OperationId, ProgramId};
use std::sync::Arc;

/// Between two journal entries of a place in a lesson lie at least this many thousandths of it.
const POSITION_STEP: u16 = 100;
/// A note has one version, or a few where computers wrote apart; more is a mistake.
const MOST_VERSIONS: usize = 100;
/// Opening the lesson one is in says nothing new for this long, unless the school changed it meanwhile.
const OPENED_AGAIN_MS: i64 = 10 * 60 * SECOND_MS;

/// What every act in a lesson needs: an open course and a lesson that is here.
pub(super) struct Desk {
    pub school: Arc<School>,
    pub learner: Arc<Learner>,
    pub manifest: Arc<Manifest>,
    pub view: Arc<View>,
}

impl Engine {
    /// The course's content on this computer, for a learner the school has let in.
    pub(super) async fn desk(&self, program: &ProgramId) -> Result<Desk, ApiError> {
        let (school, learner) = self.learner().await?;
        let view = learner.ledger().await?.shared_view(program);
        let now = learner.now();
        // Where the time itself is doubtful, the doubt is the learner's.
        let label = view.label(now.at.plus_ms(-now.uncertainty_ms));
        if !label.is_some_and(EnrollmentLabel::may_study) {
            return Err(ApiError::of(ErrorCode::NoAccess));
        }
        let manifest = school.library.manifest(program).ok_or_else(|| ApiError::of(ErrorCode::NotDownloaded))?;
        Ok(Desk { school, learner, manifest, view })
    }

    pub async fn lesson(&self, args: LessonArgs) -> Result<LessonPage, ApiError> {
        let desk = self.desk(&args.program).await?;
        let program = self.find_program(&desk.school, &args.program).await?;
        let (module, lesson) = find_lesson(&desk.manifest, &args.lesson)?;
        let path = lesson.path.as_deref().unwrap_or_default();
        if desk.school.library.file(&args.program, path).is_none() {
            return Err(ApiError::of(ErrorCode::NotDownloaded));
        }
        let settings = self.0.registry.get().settings;
        let theme = settings.theme;
        let record = desk.view.record.lesson(&args.lesson).cloned().unwrap_or_default();
        let written = record.note.heads.keys().chain(record.highlights.heads.keys());
        let acts: Vec<OperationId> = record.completions.keys().chain(written).cloned().collect();
        let deliveries = Deliveries::of(&desk.learner, &desk.school.card.name, &acts).await?;
        let here = desk.learner.store.place(args.program.clone(), args.lesson.clone()).await?;
        let first_done = record.standing_completions().min_by_key(|(_, at)| *at);
        Ok(LessonPage {
            program_title: program.title,
            module_title: module.title.clone(),
            title: lesson.title.clone(),
            minutes: lesson.minutes,
            objectives: lesson.objectives.clone(),
            sources: lesson.sources.clone(),
            reviewed: lesson.reviewed.clone(),
            address: self.0.lessons.address(
                &desk.school.card.id,
                &args.program,
                &args.lesson,
                theme,
                settings.text_size,
            ),
            done: record.completed(),
            done_at: record.completed_at(),
            delivery: first_done.map(|(id, at)| deliveries.get(id, at)),
            position_permille: place(here, record.position.as_ref(), &desk.learner.device),
            bookmarked: record.bookmarked(),
            notes: notes(&record, &deliveries),
            highlights: highlights(&desk, &args, &record, &deliveries),
            films: desk.learner.store.film_places(args.program.clone(), args.lesson.clone()).await?,
            previous: neighbour(&desk.manifest, &args.lesson, -1),
            next: neighbour(&desk.manifest, &args.lesson, 1),
            quiz: quiz_after(&desk.manifest, module, &args.lesson),
            program: args.program,
            lesson: args.lesson,
        })
    }

    pub async fn open_lesson(&self, args: LessonArgs) -> Result<(), ApiError> {
        let desk = self.desk(&args.program).await?;
        find_lesson(&desk.manifest, &args.lesson)?;
        let now = desk.learner.now();
        let record = desk.view.record.lesson(&args.lesson);
        let is_last = desk.view.record.last_opened().is_some_and(|(lesson, _)| *lesson == args.lesson);
        let opened = record.and_then(|record| record.opened_at(now)).filter(|_| is_last);
        let changed = desk.school.library.changed_lessons(&args.program);
        let is_news = changed.get(&args.lesson).is_some_and(|change| is_unread(change, record, now));
        if !is_news && opened.is_some_and(|at| now.at.since_ms(at) < OPENED_AGAIN_MS) {
            return Ok(());
        }
        desk.learner.act(&args.program, &Action::LessonOpened { lesson: args.lesson }).await?;
        Ok(())
    }

    /// Keeps the exact place here, and tells the school in coarser steps.
    pub async fn save_position(&self, args: PositionArgs) -> Result<(), ApiError> {
        let desk = self.desk(&args.program).await?;
        find_lesson(&desk.manifest, &args.lesson)?;
        let permille = args.permille.min(1000);
        desk.learner.store.save_place(args.program.clone(), args.lesson.clone(), permille).await?;
        let record = desk.view.record.lesson(&args.lesson);
        let position = record.and_then(|record| record.position.as_ref());
        let told = position.map_or(0, |position| position.value);
        let furthest = record.map_or(0, |record| record.furthest_permille);
        // Small steps too, once: the learner reads here now, so from here on this computer's exact place counts.
        let came_from_elsewhere = position.is_some_and(|position| position.stamp.device != desk.learner.device);
        let is_far = told.abs_diff(permille) >= POSITION_STEP || (permille == 1000 && furthest < 1000);
        if is_far || came_from_elsewhere {
            desk.learner.act(&args.program, &Action::LessonPosition { lesson: args.lesson, permille }).await?;
        }
        Ok(())
    }

    pub async fn record_study(&self, args: StudyArgs) -> Result<(), ApiError> {
        if !(SECOND_MS..=HOUR_MS).contains(&args.active_ms) {
            return Err(ApiError::with(ErrorCode::BadRequest, "active_ms"));
        }
        let desk = self.desk(&args.program).await?;
        let to = desk.learner.now().at;
        let action = Action::StudyInterval { lesson: args.lesson, from: to.plus_ms(-args.active_ms), to };
        desk.learner.act(&args.program, &action).await?;
        Ok(())
    }

    pub async fn complete_lesson(&self, args: LessonArgs) -> Result<(), ApiError> {
        // Only what is needed is kept: a view that somebody still holds would have to be copied to be added to.
        let Desk { learner, manifest, .. } = self.desk(&args.program).await?;
        find_lesson(&manifest, &args.lesson)?;
        learner
            .act_on(&args.program, |ledger| {
                let done = lesson_record(ledger, &args).is_some_and(LessonRecord::completed);
                (!done).then(|| (Action::LessonCompleted { lesson: args.lesson.clone() }, Vec::new()))
            })
            .await?;
        Ok(())
    }

    pub async fn reopen_lesson(&self, args: LessonArgs) -> Result<(), ApiError> {
        let Desk { learner, .. } = self.desk(&args.program).await?;
        learner
            .act_on(&args.program, |ledger| {
                let record = lesson_record(ledger, &args)?;
                let seen: Vec<OperationId> = record.standing_completions().map(|(id, _)| id.clone()).collect();
                (!seen.is_empty()).then(|| (Action::LessonReopened { lesson: args.lesson.clone() }, seen))
            })
            .await?;
        Ok(())
    }

    /// Writes a version of the note in place of those the learner had on screen; any other stays beside it.
    pub async fn save_note(&self, args: NoteArgs) -> Result<NoteSaved, ApiError> {
        if args.text.len() > MAX_PAYLOAD_BYTES / 2 || args.replaces.len() > MOST_VERSIONS {
            return Err(ApiError::of(ErrorCode::NoteTooLong));
        }
        let (_, learner) = self.learner().await?;
        let lesson = LessonArgs { program: args.program.clone(), lesson: args.lesson.clone() };
        let mut unchanged = None;
        let written = learner
            .act_on(&args.program, |ledger| {
                let heads = lesson_record(ledger, &lesson).map(|record| &record.note.heads);
                unchanged = heads.and_then(|heads| match args.replaces.as_slice() {
                    [only] => heads.get(only).filter(|head| head.text == args.text).map(|_| only.clone()),
                    _ => None,
                });
                let action = Action::NoteSaved { lesson: args.lesson.clone(), text: args.text.clone() };
                unchanged.is_none().then(|| (action, args.replaces.clone()))
            })
            .await?;
        let id = written.map(|op| op.id).or(unchanged);
        id.map(|id| NoteSaved { id }).ok_or_else(|| ApiError::of(ErrorCode::Ours))
    }

    pub async fn set_bookmark(&self, args: BookmarkArgs) -> Result<(), ApiError> {
        let (_, learner) = self.learner().await?;
        learner.act(&args.program, &Action::BookmarkSet { lesson: args.lesson, on: args.on }).await?;
        Ok(())
    }
}

fn lesson_record<'l>(ledger: &'l crate::ledger::Ledger, args: &LessonArgs) -> Option<&'l LessonRecord> {
    ledger.view(&args.program)?.record.lesson(&args.lesson)
}

pub(super) fn find_lesson<'m>(manifest: &'m Manifest, id: &LessonId) -> Result<(&'m Module, &'m Lesson), ApiError> {
    let found = manifest.lessons().find(|(_, lesson)| lesson.id == *id && lesson.path.is_some());
    found.ok_or_else(|| ApiError::with(ErrorCode::UnknownLesson, id.to_string()))
}

/// Where reading goes on: at the exact place kept here, unless another computer was read on last.
fn place(here: Option<u16>, told: Option<&Latest<u16>>, device: &DeviceId) -> u16 {
    match told {
        Some(position) if position.stamp.device != *device => position.value,
        told => here.or(told.map(|position| position.value)).unwrap_or(0),
    }
}

fn notes(record: &LessonRecord, deliveries: &Deliveries) -> Vec<NoteView> {
    let mut heads: Vec<_> = record.note.heads.iter().filter(|(_, version)| !version.text.is_empty()).collect();
    heads.sort_by(|(_, a), (_, b)| b.stamp.cmp(&a.stamp));
    heads
        .into_iter()
        .map(|(id, version)| NoteView {
            id: id.clone(),
            text: version.text.clone(),
            at: version.stamp.at,
            this_computer: deliveries.is_own(id),
            delivery: deliveries.get(id, version.stamp.at),
        })
        .collect()
}

/// The written lesson before (-1) or after (1) this one.
fn neighbour(manifest: &Manifest, id: &LessonId, step: isize) -> Option<LessonLink> {
    let written: Vec<&Lesson> =
        manifest.lessons().map(|(_, lesson)| lesson).filter(|lesson| lesson.path.is_some()).collect();
    let here = written.iter().position(|lesson| lesson.id == *id)?;
    let there = written.get(here.checked_add_signed(step)?)?;
    Some(LessonLink { lesson: there.id.clone(), title: there.title.clone() })
}

/// The module's quiz, when this is the module's last written lesson.
fn quiz_after(manifest: &Manifest, module: &Module, id: &LessonId) -> Option<QuizLink> {
    let last = module.lessons.iter().rfind(|lesson| lesson.path.is_some())?;
    if last.id != *id {
        return None;
    }
    let quiz = manifest.quiz(module.quiz.as_ref()?)?;
    Some(QuizLink { quiz: quiz.id.clone(), title: quiz.title.clone() })
}

/// The frame needs a plain answer; "as the system does" is the window's to know.
impl Theme {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}
