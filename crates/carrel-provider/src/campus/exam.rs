//! `practice-exam.toml` and `exam-items.toml`: the blueprint of a practice exam, and questions that stand in no quiz.

use super::faults::Faults;
use super::fields::{Doc, Fields};
use super::quiz;
use carrel_domain::exam::{ExamDomain, NOT_IN_EXAM, PracticeExam, shares};
use carrel_domain::pack::Manifest;
use carrel_domain::{LessonId, QuizId};
use std::collections::BTreeSet;
use std::path::Path;

pub const BLUEPRINT: &str = "practice-exam.toml";
pub const ITEMS: &str = "exam-items.toml";

/// What questions may say about the exam; without one they say nothing.
pub struct Blueprint<'e> {
    pub domains: BTreeSet<&'e str>,
}

impl<'e> Blueprint<'e> {
    pub fn of(exam: &'e PracticeExam) -> Self {
        Self { domains: exam.domains.iter().map(|domain| domain.id.as_str()).collect() }
    }

    /// The domain a table names, checked; `none` where the question is in no exam.
    pub fn read(&self, f: &mut Fields<'_>) -> Option<String> {
        let id = f.opt_words("exam_domain")?;
        if id != NOT_IN_EXAM && !self.domains.contains(id.as_str()) {
            let known: Vec<String> = self.domains.iter().map(|id| format!("\"{id}\"")).collect();
            let remedy = format!("Write one of {}, or \"{NOT_IN_EXAM}\"", known.join(", "));
            f.fault("exam_domain", format!("{BLUEPRINT} has no domain \"{id}\""), remedy);
        }
        Some(id)
    }
}

/// The practice exam of a course, if the school wrote one; its own questions are read once the lessons are known.
pub fn read(course: &Path, faults: &Faults) -> Option<PracticeExam> {
    let path = course.join(BLUEPRINT);
    if !path.is_file() {
        return None;
    }
    Doc::file(&path, faults)?.read(faults, |f| {
        let exam = PracticeExam {
            id: QuizId(f.slug("id")),
            title: f.words("title"),
            minutes: f.count("minutes", 1..=600),
            pass_percent: f.has("pass_percent").then(|| f.count("pass_percent", 1..=100)),
            about: f.words("about"),
            source: f.words("source"),
            as_of: f.date("as_of"),
            domains: domains(f),
            items: Vec::new(),
        };
        if exam.domains.is_empty() {
            f.fault("domains", "This exam has no domain", "Add [[domains]] with id, name and items");
        }
        exam
    })
}

fn domains(f: &mut Fields<'_>) -> Vec<ExamDomain> {
    let mut ids = BTreeSet::new();
    f.tables("domains", |f| {
        let id = f.slug("id");
        if id == NOT_IN_EXAM || !ids.insert(id.clone()) {
            f.fault("id", format!("The domain id \"{id}\" is taken"), "Give each domain its own, and none \"none\"");
        }
        ExamDomain { id, name: f.words("name"), items: f.count("items", 1..=500) }
    })
}

/// The exam's own questions: each says its domain, and the lesson that teaches it.
pub fn read_items(course: &Path, exam: &mut PracticeExam, lessons: &BTreeSet<LessonId>, faults: &Faults) {
    let path = course.join(ITEMS);
    if !path.is_file() {
        return;
    }
    let Some(doc) = Doc::file(&path, faults) else { return };
    let items = doc.read(faults, |f| quiz::items(f, course, Some(&Blueprint::of(exam)), None)).unwrap_or_default();
    for item in &items {
        let line = faults.line_with(&path, &format!("\"{}\"", item.id));
        match &item.lesson {
            None => faults.add(
                &path,
                line,
                format!("The question \"{}\" names no lesson", item.id),
                "Add lesson = \"…\": who misses it is led there",
            ),
            Some(lesson) if !lessons.contains(lesson) => {
                faults.add(&path, line, format!("There is no lesson \"{lesson}\""), "Name the id of a lesson")
            }
            Some(_) => {}
        }
    }
    exam.items = items;
}

/// The course must have what its blueprint asks for.
pub fn check_bank(course: &Path, manifest: &Manifest, faults: &Faults) {
    let Some(exam) = &manifest.practice_exam else { return };
    let path = course.join(BLUEPRINT);
    for share in shares(exam, manifest).into_iter().filter(|share| share.bank < share.wanted) {
        let line = faults.line_with(&path, &format!("\"{}\"", share.domain));
        let wrong = format!(
            "The domain \"{}\" asks for {} questions and the course has {}",
            share.domain, share.wanted, share.bank
        );
        faults.add(&path, line, wrong, format!("Write more in {ITEMS}, or ask for fewer"));
    }
}
