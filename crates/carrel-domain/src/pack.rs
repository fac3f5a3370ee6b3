//! A course pack: the manifest of everything a learner needs to study one program without a network.

use crate::practice::PracticePlan;
use crate::quiz::Quiz;
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
