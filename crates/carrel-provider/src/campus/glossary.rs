//! `course/glossary.toml`: the words of a course, each with one meaning and the lesson that teaches it.

use super::faults::Faults;
use super::fields::{Doc, Fields};
use carrel_domain::LessonId;
use carrel_domain::glossary::{Term, key};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

pub const FILE: &str = "glossary.toml";
/// A meaning stands beside the text it explains; what is longer is a lesson.
const MAX_MEANING_CHARS: usize = 400;

/// The terms of a course, none if it has no such file. `lessons` are those of the course that are written.
pub fn read(course: &Path, lessons: &BTreeSet<&str>, faults: &Faults) -> Vec<Term> {
    let path = course.join(FILE);
    if !path.is_file() {
        return Vec::new();
    }
    let mut names = BTreeMap::new();
    let read = Doc::file(&path, faults).and_then(|doc| {
        doc.read(faults, |f| {
            let terms = f.tables("terms", |f| term(f, lessons, &mut names));
            if terms.is_empty() {
                f.fault("terms", "This glossary has no term", "Add [[terms]], or delete the file");
            }
            terms
        })
    });
    read.unwrap_or_default()
}

fn term(f: &mut Fields<'_>, lessons: &BTreeSet<&str>, names: &mut BTreeMap<String, String>) -> Term {
    let (name, meaning, lesson) = (f.words("term"), f.words("meaning"), f.slug("lesson"));
    let term = Term { term: name, meaning, lesson: LessonId(lesson), also: f.opt_texts("also") };
    if term.meaning.chars().count() > MAX_MEANING_CHARS {
        let wrong = format!("The meaning of \"{}\" is longer than {MAX_MEANING_CHARS} characters", term.term);
        f.fault("meaning", wrong, "Say it in one or two sentences; the lesson has room for the rest");
    }
    if !term.lesson.as_str().is_empty() && !lessons.contains(term.lesson.as_str()) {
        let wrong = format!("There is no written lesson \"{}\" in this course", term.lesson);
        f.fault("lesson", wrong, "Write the id of the lesson that teaches the term, as module.toml has it");
    }
    for (place, name) in term.names().enumerate().filter(|(_, name)| !name.is_empty()) {
        let field = if place == 0 { "term" } else { "also" };
        if !name.chars().any(char::is_alphanumeric) {
            f.fault(field, format!("\"{name}\" has no letter"), "Write a word that can stand in a lesson");
        }
        if let Some(owner) = names.insert(key(name), term.term.clone()) {
            let wrong = format!("\"{name}\" is already a name of the term \"{owner}\"");
            f.fault(field, wrong, "Keep it in one place: a word can have one meaning only");
        }
    }
    term
}
