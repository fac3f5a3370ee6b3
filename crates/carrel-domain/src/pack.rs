//! A course pack: the manifest of everything a learner needs to study one program without a network.

use crate::exam::PracticeExam;
use crate::glossary::Term;
use crate::practice::PracticePlan;
use crate::quiz::{Item, ItemBody, ItemKey, Quiz};
use crate::{LessonId, ProgramId, QuizId};
use serde::{Deserialize, Serialize};

/// The table of contents of a course pack. Its files are named by their SHA-256 and may be shared between programs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    pub program: ProgramId,
    /// Names exactly this content: the SHA-256 over everything below, in hex.
    pub version: String,
    pub modules: Vec<Module>,
    pub quizzes: Vec<Quiz>,
    pub files: Vec<PackFile>,
    /// Words of the course with their meanings; packs made before there was a glossary have none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub glossary: Vec<Term>,
    /// Absent from a course without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practice_exam: Option<PracticeExam>,
    /// What is practised on people, and what is counted; none in a course without practice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practice: Option<PracticePlan>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Module {
    pub id: String,
    pub title: String,
    pub lessons: Vec<Lesson>,
    pub quiz: Option<QuizId>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lesson {
    pub id: LessonId,
    pub title: String,
    pub minutes: u32,
    pub objectives: Vec<String>,
    pub sources: Vec<String>,
    /// Last reviewed by the school, `2026-11-01`.
    pub reviewed: Option<String>,
    /// Path of the Markdown file among `files`; `None` while the lesson is not written.
    pub path: Option<String>,
}

/// One file: where the lesson's text finds it, and how to know it is whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackFile {
    /// Relative, forward slashes, e.g. `01-role/media/tray.svg`.
    pub path: String,
    pub size: u64,
    /// Lower-case hex.
    pub sha256: String,
    pub media_type: String,
}

/// What happened to a lesson between two versions of a course.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum LessonChange {
    /// It was not there, or not written yet.
    New,
    /// Its text, its title or what it teaches is another.
    Changed,
    /// It is no longer part of the course; what the learner did in it is kept.
    Removed,
}

/// The lessons that differ between two versions, each with its title, in the order of the newer course, those removed last.
pub fn changes<'m>(old: &'m Manifest, new: &'m Manifest) -> Vec<(&'m Lesson, LessonChange)> {
    let text = |manifest: &Manifest, lesson: &Lesson| {
        let file = lesson.path.as_deref().and_then(|path| manifest.file(path));
        file.map(|file| file.sha256.clone())
    };
    let compare = |(_, lesson): (_, &'m Lesson)| match old.lesson(&lesson.id) {
        _ if lesson.path.is_none() => None,
        None => Some((lesson, LessonChange::New)),
        Some(before) if before.path.is_none() => Some((lesson, LessonChange::New)),
        Some(before) => {
            let same = before.title == lesson.title
                && before.objectives == lesson.objectives
                && text(old, before) == text(new, lesson);
            (!same).then_some((lesson, LessonChange::Changed))
        }
    };
    let gone = old.lessons().map(|(_, lesson)| lesson).filter(|lesson| new.lesson(&lesson.id).is_none());
    new.lessons().filter_map(compare).chain(gone.map(|lesson| (lesson, LessonChange::Removed))).collect()
}

/// What is wrong with a manifest; such a pack is refused before a byte is downloaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ManifestFault {
    BadPath(String),
    BadHash(String),
    DuplicatePath(String),
    MissingFile(String),
    DuplicateLesson(LessonId),
    UnknownQuiz(QuizId),
    TooLarge,
}

/// No course this client knows how to hold is larger.
pub const MAX_PACK_BYTES: u64 = 64 * 1024 * 1024 * 1024;
pub const MAX_PACK_FILES: usize = 100_000;

impl Manifest {
    pub fn total_bytes(&self) -> u64 {
        let mut seen = std::collections::BTreeSet::new();
        self.files.iter().filter(|f| seen.insert(&f.sha256)).map(|f| f.size).sum()
    }

    pub fn lessons(&self) -> impl Iterator<Item = (&Module, &Lesson)> {
        self.modules.iter().flat_map(|m| m.lessons.iter().map(move |l| (m, l)))
    }

    pub fn lesson(&self, id: &LessonId) -> Option<&Lesson> {
        self.lessons().map(|(_, lesson)| lesson).find(|lesson| &lesson.id == id)
    }

    pub fn quiz(&self, id: &QuizId) -> Option<&Quiz> {
        self.quizzes.iter().find(|quiz| &quiz.id == id)
    }

    /// Every question of the course: of its quizzes, then the practice exam's own.
    pub fn items(&self) -> impl Iterator<Item = (&QuizId, &Item)> {
        let own = self.practice_exam.iter().flat_map(|exam| exam.items.iter().map(move |item| (&exam.id, item)));
        self.quizzes.iter().flat_map(|quiz| quiz.items.iter().map(move |item| (&quiz.id, item))).chain(own)
    }

    pub fn item(&self, key: &ItemKey) -> Option<&Item> {
        let (quiz, id) = key.parts();
        self.items().find(|(of, item)| of.as_str() == quiz && item.id == id).map(|(_, item)| item)
    }

    /// The module that teaches a question.
    pub fn module_of(&self, key: &ItemKey) -> Option<&Module> {
        let (quiz, _) = key.parts();
        let closing = self.modules.iter().find(|module| module.quiz.as_ref().is_some_and(|id| id.as_str() == quiz));
        closing.or_else(|| {
            let lesson = self.item(key)?.lesson.as_ref()?;
            self.modules.iter().find(|module| module.lessons.iter().any(|one| one.id == *lesson))
        })
    }

    pub fn file(&self, path: &str) -> Option<&PackFile> {
        self.files.iter().find(|file| file.path == path)
    }

    /// Everything that must hold before the pack is worth a byte of download.
    pub fn check(&self) -> Result<(), ManifestFault> {
        if self.files.len() > MAX_PACK_FILES
            || self.files.iter().map(|f| u128::from(f.size)).sum::<u128>() > u128::from(MAX_PACK_BYTES)
        {
            return Err(ManifestFault::TooLarge);
        }
        let mut paths = std::collections::BTreeSet::new();
        for file in &self.files {
            if !is_safe_path(&file.path) {
                return Err(ManifestFault::BadPath(file.path.clone()));
            }
            if file.sha256.len() != 64 || !file.sha256.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
            {
                return Err(ManifestFault::BadHash(file.path.clone()));
            }
            if !paths.insert(file.path.as_str()) {
                return Err(ManifestFault::DuplicatePath(file.path.clone()));
            }
        }
        let mut lessons = std::collections::BTreeSet::new();
        for (_, lesson) in self.lessons() {
            if !lessons.insert(&lesson.id) {
                return Err(ManifestFault::DuplicateLesson(lesson.id.clone()));
            }
            if let Some(path) = lesson.path.as_ref().filter(|path| !paths.contains(path.as_str())) {
                return Err(ManifestFault::MissingFile(path.clone()));
            }
        }
        let pictures = self.items().filter_map(|(_, item)| match &item.body {
            ItemBody::Hotspot { image, .. } => Some(image),
            _ => None,
        });
        if let Some(missing) = pictures.into_iter().find(|image| !paths.contains(image.as_str())) {
            return Err(ManifestFault::MissingFile(missing.clone()));
        }
        let unknown = self.modules.iter().filter_map(|m| m.quiz.as_ref()).find(|id| self.quiz(id).is_none());
        unknown.map_or(Ok(()), |id| Err(ManifestFault::UnknownQuiz(id.clone())))
    }
}

/// A relative path that stays inside its folder on every operating system.
pub fn is_safe_path(path: &str) -> bool {
    !path.is_empty()
        && path.len() <= 300
        && !path.contains(['\\', ':', '\0'])
        && path.split('/').all(|part| !part.is_empty() && part != "." && part != "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lessons as `(id, title, hash of the text)`; no hash: not written.
    fn course(lessons: &[(&str, &str, Option<&str>)]) -> Manifest {
        let file = |id: &str, hash: &str| PackFile {
            path: format!("{id}.md"),
            size: 1,
            sha256: hash.repeat(64),
            media_type: "text/markdown".to_owned(),
        };
        let lesson = |(id, title, hash): &(&str, &str, Option<&str>)| Lesson {
            id: (*id).into(),
            title: (*title).to_owned(),
            minutes: 5,
            objectives: Vec::new(),
            sources: Vec::new(),
            reviewed: None,
            path: hash.map(|_| format!("{id}.md")),
        };
        Manifest {
            program: "p".into(),
            version: String::new(),
            modules: vec![Module {
                id: "m".to_owned(),
                title: String::new(),
                lessons: lessons.iter().map(lesson).collect(),
                quiz: None,
            }],
            quizzes: Vec::new(),
            glossary: Vec::new(),
            practice_exam: None,
            practice: None,
            files: lessons.iter().filter_map(|(id, _, hash)| Some(file(id, (*hash)?))).collect(),
        }
    }

    #[test]
    fn what_changed_between_two_versions_is_said_lesson_by_lesson() {
        let old = course(&[
            ("same", "Same", Some("a")),
            ("text", "Text", Some("a")),
            ("title", "Title", Some("a")),
            ("planned", "Planned", None),
            ("gone", "Gone", Some("a")),
        ]);
        let new = course(&[
            ("added", "Added", Some("a")),
            ("same", "Same", Some("a")),
            ("text", "Text", Some("b")),
            ("title", "Better title", Some("a")),
            ("planned", "Planned", Some("c")),
            ("later", "Later", None),
        ]);
        let found: Vec<_> = changes(&old, &new).iter().map(|(lesson, what)| (lesson.id.to_string(), *what)).collect();
        let want = [
            ("added", LessonChange::New),
            ("text", LessonChange::Changed),
            ("title", LessonChange::Changed),
            ("planned", LessonChange::New),
            ("gone", LessonChange::Removed),
        ];
        assert_eq!(found, want.map(|(id, what)| (id.to_owned(), what)));
        assert!(changes(&old, &old).is_empty());
    }
}
