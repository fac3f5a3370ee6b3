//! `course/`: modules, their lessons and pictures, and the pack they make.

use super::faults::{Faults, name_of};
use super::fields::{Doc, Fields};
use super::{Blob, Pack, exam, film, glossary, lesson, picture, practice, quiz};
use crate::store::content::hex;
use carrel_domain::catalog::{OutlineLesson, OutlineModule, OutlineQuiz};
use carrel_domain::exam::PracticeExam;
use carrel_domain::pack::{Lesson, Manifest, Module, PackFile};
use carrel_domain::quiz::Quiz;
use carrel_domain::{LessonId, ProgramId};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The outline for the catalog, and the pack unless there is nothing to study in it yet.
pub fn read(folder: &Path, program: &ProgramId, faults: &Faults) -> (Vec<OutlineModule>, Option<Pack>) {
    let mut course = Course {
        pack: Pack {
            manifest: Manifest {
                program: program.clone(),
                version: String::new(),
                modules: Vec::new(),
                quizzes: Vec::new(),
                files: Vec::new(),
                glossary: Vec::new(),
                practice_exam: None,
                practice: None,
            },
            blobs: BTreeMap::new(),
        },
        ids: BTreeSet::new(),
        exam: exam::read(folder, faults),
        faults,
    };
    let (folders, files) = faults.list(folder);
    let (media, modules): (Vec<_>, Vec<_>) = folders.into_iter().partition(|path| name_of(path) == "media");
    course.pack.manifest.practice = practice::read(folder, faults);
    for file in files.into_iter().filter(|file| course.is_stray(file)) {
        faults.add(&file, 1, "This file stands where module folders should be", "Move it into a module's folder");
    }
    if modules.is_empty() {
        faults.add(folder, 1, "This course has no module", "Add a folder such as 01-introduction with a module.toml");
    }
    for module in modules {
        course.read_module(&module);
    }
    course.read_glossary(folder);
    course.read_exam(folder);
    media.iter().for_each(|media| course.read_exam_media(folder, media));
    let manifest = &course.pack.manifest;
    let outline = manifest.modules.iter().map(|module| outline(module, manifest)).collect();
    (outline, finish(course.pack, folder, faults))
}

struct Course<'f> {
    pack: Pack,
    /// Module, lesson and quiz ids of the whole program.
    ids: BTreeSet<String>,
    exam: Option<PracticeExam>,
    faults: &'f Faults,
}

struct LessonEntry {
    id: String,
    title: String,
    minutes: u32,
    file: Option<String>,
    line: usize,
}

fn outline(module: &Module, manifest: &Manifest) -> OutlineModule {
    let lessons = module.lessons.iter().map(|lesson| OutlineLesson {
        id: Some(lesson.id.clone()),
        title: lesson.title.clone(),
        minutes: Some(lesson.minutes),
        written: lesson.path.is_some(),
    });
    let quiz = module.quiz.as_ref().and_then(|id| manifest.quiz(id)).map(|quiz| OutlineQuiz {
        id: quiz.id.clone(),
        title: quiz.title.clone(),
        questions: quiz.items.len() as u32,
        scoring: quiz.scoring,
    });
    OutlineModule { title: module.title.clone(), lessons: lessons.collect(), quiz }
}

/// Names the pack by its content; a pack without a lesson is none.
fn finish(mut pack: Pack, folder: &Path, faults: &Faults) -> Option<Pack> {
    if pack.manifest.lessons().all(|(_, lesson)| lesson.path.is_none()) {
        return None;
    }
    if let Err(fault) = pack.manifest.check() {
        faults.add(
            folder,
            1,
            format!("The course pack would be refused by every client: {fault:?}"),
            "Correct the names of its files",
        );
    }
    match serde_json::to_vec(&pack.manifest) {
        Ok(json) => pack.manifest.version = hex(&Sha256::digest(json)),
        Err(error) => {
            faults.add(folder, 1, format!("The course pack cannot be written: {error}"), "Correct its quizzes")
        }
    }
    Some(pack)
}

impl Course<'_> {
    /// A file beside the modules that belongs to no part of a course.
    fn is_stray(&self, file: &Path) -> bool {
        let name = name_of(file);
        ![glossary::FILE, practice::FILE, exam::BLUEPRINT].contains(&name.as_str())
            && (name != exam::ITEMS || self.exam.is_none())
    }

    /// Last, because its questions name lessons, and it is drawn from everybody's.
    fn read_exam(&mut self, folder: &Path) {
        let Some(mut exam) = self.exam.take() else { return };
        self.claim(&folder.join(exam::BLUEPRINT), exam.id.as_str());
        let lessons = self.pack.manifest.lessons().map(|(_, lesson)| lesson.id.clone()).collect();
        exam::read_items(folder, &mut exam, &lessons, self.faults);
        self.pack.manifest.practice_exam = Some(exam);
        exam::check_bank(folder, &self.pack.manifest, self.faults);
    }

    /// Pictures of the exam's own questions; nothing else of a course stands outside its modules.
    fn read_exam_media(&mut self, folder: &Path, media: &Path) {
        if !folder.join(exam::ITEMS).is_file() {
            let wrong = format!("This folder is for pictures of {}, and there is none", exam::ITEMS);
            self.faults.add(media, 1, wrong, "Move the pictures into media/ of their module");
        }
        self.add_media(folder);
    }

    fn read_module(&mut self, folder: &Path) {
        let name = name_of(folder);
        let numbered = name.split_once('-').is_some_and(|(n, _)| n.len() >= 2 && n.bytes().all(|b| b.is_ascii_digit()));
        if !numbered || !carrel_domain::is_slug(&name) {
            self.faults.add(
                folder,
                1,
                format!("The module folder is named \"{name}\""),
                "Name it NN-name, e.g. 01-introduction",
            );
        }
        let path = folder.join("module.toml");
        let Some(doc) = Doc::file(&path, self.faults) else { return };
        let read = doc.read(self.faults, |f| (f.slug("id"), f.words("title"), f.tables("lessons", lesson_entry)));
        let Some((id, title, entries)) = read else { return };
        self.claim(&path, &id);
        if entries.is_empty() {
            self.faults.add(&path, 1, "This module has no lesson", "Add [[lessons]]");
        }
        let lessons = entries.iter().map(|entry| self.read_lesson(folder, &path, entry)).collect();
        let blueprint = self.exam.as_ref().map(exam::Blueprint::of);
        let quiz = quiz::read(folder, blueprint.as_ref(), self.faults);
        if let Some(quiz) = &quiz {
            self.claim(&folder.join("quiz.toml"), quiz.id.as_str());
        }
        self.check_lessons_named(folder, quiz.as_ref(), &entries);
        self.check_strays(folder, &entries);
        let quiz_id = quiz.as_ref().map(|quiz| quiz.id.clone());
        self.pack.manifest.quizzes.extend(quiz);
        self.pack.manifest.modules.push(Module { id, title, lessons, quiz: quiz_id });
        self.add_media(folder);
    }

    fn read_glossary(&mut self, folder: &Path) {
        let written = self.pack.manifest.lessons().filter(|(_, lesson)| lesson.path.is_some());
        let lessons = written.map(|(_, lesson)| lesson.id.as_str()).collect();
        self.pack.manifest.glossary = glossary::read(folder, &lessons, self.faults);
    }

    fn claim(&mut self, path: &Path, id: &str) {
        if !id.is_empty() && !self.ids.insert(id.to_owned()) {
            let line = self.faults.line_with(path, &format!("\"{id}\""));
            self.faults.add(
                path,
                line,
                format!("The id \"{id}\" is used twice in this program"),
                "Give each its own id",
            );
        }
    }

    fn read_lesson(&mut self, folder: &Path, module_file: &Path, entry: &LessonEntry) -> Lesson {
        self.claim(module_file, &entry.id);
        let mut lesson = Lesson {
            id: LessonId(entry.id.clone()),
            title: entry.title.clone(),
            minutes: entry.minutes,
            objectives: Vec::new(),
            sources: Vec::new(),
            reviewed: None,
            path: None,
        };
        let Some(file) = &entry.file else { return lesson };
        if file.contains(['/', '\\']) || !file.ends_with(".md") {
            let wrong = format!("The lesson's file is \"{file}\"");
            self.faults.add(module_file, entry.line, wrong, "Name a .md file beside module.toml");
            return lesson;
        }
        let path = folder.join(file);
        if !path.is_file() {
            let wrong = format!("There is no file \"{file}\" in this module");
            self.faults.add(
                module_file,
                entry.line,
                wrong,
                "Add it, or leave `file` out while the lesson is not written",
            );
            return lesson;
        }
        let Some(written) = lesson::read(&path, &entry.title, self.faults) else { return lesson };
        lesson.objectives = written.objectives;
        lesson.sources = written.sources;
        lesson.reviewed = written.reviewed;
        written.to_confirm.iter().for_each(|statement| self.faults.to_confirm(&path, statement));
        lesson.path = Some(self.add_file(folder, &path, written.markdown.into_bytes(), "text/markdown", None));
        lesson
    }

    /// A question of a quiz may name a lesson of its module.
    fn check_lessons_named(&self, folder: &Path, quiz: Option<&Quiz>, entries: &[LessonEntry]) {
        let path = folder.join("quiz.toml");
        let named = quiz.into_iter().flat_map(|quiz| &quiz.items).filter_map(|item| item.lesson.as_ref());
        for lesson in named.filter(|lesson| !entries.iter().any(|entry| entry.id == lesson.as_str())) {
            let line = self.faults.line_with(&path, &format!("\"{lesson}\""));
            self.faults.add(
                &path,
                line,
                format!("This module has no lesson \"{lesson}\""),
                "Name the id of a lesson in module.toml",
            );
        }
    }

    /// Files nobody would ever see.
    fn check_strays(&self, folder: &Path, entries: &[LessonEntry]) {
        let (folders, files) = self.faults.list(folder);
        for stray in folders.iter().filter(|path| name_of(path) != "media") {
            self.faults.add(stray, 1, "A module has no such folder", "Put pictures into media/");
        }
        for path in files {
            let name = name_of(&path);
            let known =
                name == "module.toml" || name == "quiz.toml" || entries.iter().any(|e| e.file.as_ref() == Some(&name));
            if !known {
                self.faults.add(
                    &path,
                    1,
                    "module.toml does not name this file",
                    "Name it as a lesson's `file`, or delete it",
                );
            }
        }
    }

    fn add_media(&mut self, folder: &Path) {
        let media = folder.join("media");
        if !media.is_dir() {
            return;
        }
        let (folders, files) = self.faults.list(&media);
        for inner in folders {
            self.faults.add(&inner, 1, "media/ has no folders of its own", "Put the pictures directly into media/");
        }
        for path in files {
            let read = if film::is_one(&path) { film::read } else { picture::read };
            if let Some((bytes, media_type)) = read(&path, self.faults) {
                self.add_file(folder, &path, bytes, media_type, Some(path.clone()));
            }
        }
    }

    /// Puts one file into the pack and gives its path there. Large files stay where they are until they are copied.
    fn add_file(
        &mut self,
        module: &Path,
        file: &Path,
        bytes: Vec<u8>,
        media_type: &str,
        source: Option<PathBuf>,
    ) -> String {
        let inner = file.strip_prefix(module).unwrap_or(file).to_string_lossy().replace('\\', "/");
        let path = format!("{}/{inner}", name_of(module));
        let sha256 = hex(&Sha256::digest(&bytes));
        let size = bytes.len() as u64;
        self.pack.blobs.insert(sha256.clone(), source.map_or(Blob::Bytes(bytes), Blob::File));
        self.pack.manifest.files.push(PackFile { path: path.clone(), size, sha256, media_type: media_type.to_owned() });
        path
    }
}

fn lesson_entry(f: &mut Fields<'_>) -> LessonEntry {
    LessonEntry {
        id: f.slug("id"),
        title: f.words("title"),
        minutes: f.count("minutes", 1..=600),
        file: f.opt_words("file"),
        line: f.line("file"),
    }
}
