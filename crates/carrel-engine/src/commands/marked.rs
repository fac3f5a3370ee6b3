//! Bookmarks, marked passages and notes of a course in one list: what one left in lessons is found again.

use super::passages::in_order;
use crate::api::{ApiError, ErrorCode, MarkedLesson, MarkedPage, MarkedPassage, ProgramArgs};
use crate::content::{Library, blocks_of};
use crate::engine::Engine;
use carrel_domain::LessonId;
use carrel_domain::catalog::Program;
use carrel_domain::pack::Manifest;
use carrel_domain::record::{LessonRecord, Record};
use std::sync::Arc;

impl Engine {
    /// Also of a course that is not on this computer, or that one may no longer open: what is the learner's own stays theirs.
    pub async fn marked(&self, args: ProgramArgs) -> Result<MarkedPage, ApiError> {
        let (school, learner) = self.learner().await?;
        let program = self.find_program(&school, &args.program).await?;
        let view = learner.ledger().await?.shared_view(&args.program);
        let now = learner.now();
        let label = view.label(now.at.plus_ms(-now.uncertainty_ms));
        let label = label.ok_or_else(|| ApiError::with(ErrorCode::NoAccess, program.title.clone()))?;
        let manifest = school.library.manifest(&args.program).filter(|_| label.may_study());
        let program_title = program.title.clone();
        let shelf = Shelf { program, library: school.library.clone(), manifest };
        let lessons = carrel_sqlite::aside(move || shelf.marked(&view.record)).await;
        let lessons = lessons.map_err(|error| ApiError::with(ErrorCode::Ours, error.to_string()))?;
        Ok(MarkedPage { program: args.program, program_title, lessons })
    }
}

/// What is known of a course's lessons.
struct Shelf {
    program: Program,
    library: Library,
    manifest: Option<Arc<Manifest>>,
}

/// Where a lesson stands in its course, and what it is called there.
struct Known {
    lesson: LessonId,
    title: String,
    module_title: String,
}

impl Shelf {
    fn marked(&self, record: &Record) -> Vec<MarkedLesson> {
        let known = self.known();
        let own = |lesson: &LessonId| record.lesson(lesson).filter(|record| has_something(record));
        let mut lessons: Vec<_> =
            known.iter().filter_map(|known| Some(self.line(&known.lesson, Some(known), own(&known.lesson)?))).collect();
        let gone = record.lessons.keys().filter(|lesson| known.iter().all(|known| known.lesson != **lesson));
        lessons.extend(gone.filter_map(|lesson| Some(self.line(lesson, None, own(lesson)?))));
        lessons
    }

    /// From the course where it is here, else from the catalog.
    fn known(&self) -> Vec<Known> {
        let known = |lesson: &LessonId, title: &str, module: &str| Known {
            lesson: lesson.clone(),
            title: title.to_owned(),
            module_title: module.to_owned(),
        };
        match &self.manifest {
            Some(manifest) => {
                manifest.lessons().map(|(module, lesson)| known(&lesson.id, &lesson.title, &module.title)).collect()
            }
            None => {
                let modules = self.program.outline.iter();
                let lessons = modules.flat_map(|module| module.lessons.iter().map(move |lesson| (module, lesson)));
                lessons
                    .filter_map(|(module, lesson)| Some(known(lesson.id.as_ref()?, &lesson.title, &module.title)))
                    .collect()
            }
        }
    }

    fn line(&self, id: &LessonId, known: Option<&Known>, record: &LessonRecord) -> MarkedLesson {
        let there = self.manifest.as_deref().and_then(|manifest| Some((manifest, manifest.lesson(id)?)));
        let path = there.and_then(|(_, lesson)| lesson.path.as_deref());
        let here = path.is_some_and(|path| self.library.file(&self.program.id, path).is_some());
        let blocks = there
            .filter(|_| here && !record.highlights.heads.is_empty())
            .map(|(manifest, lesson)| blocks_of(&self.library, manifest, lesson))
            .unwrap_or_default();
        let marks = in_order(record, &blocks).into_iter().map(|(place, _, head)| MarkedPassage {
            anchor: place.map(|(block, _)| blocks[block].anchor.clone()),
            quote: head.mark.quote.clone(),
            colour: head.mark.colour,
            note: head.mark.note.clone(),
        });
        MarkedLesson {
            lesson: id.clone(),
            title: known.map(|known| known.title.clone()),
            module_title: known.map(|known| known.module_title.clone()),
            here,
            bookmarked: record.bookmarked(),
            marks: marks.collect(),
            notes: notes(record),
        }
    }
}

fn has_something(record: &LessonRecord) -> bool {
    record.bookmarked() || !record.highlights.heads.is_empty() || !notes(record).is_empty()
}

fn notes(record: &LessonRecord) -> Vec<String> {
    record.note.heads.values().filter(|note| !note.text.trim().is_empty()).map(|note| note.text.clone()).collect()
}
