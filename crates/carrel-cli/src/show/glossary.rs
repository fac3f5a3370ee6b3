//! The words of a course.

use carrel_engine::api::{GlossaryPage, GlossaryTerm};

/// Keeps the terms that have `word` in a name or in the meaning.
pub fn keep(page: &mut GlossaryPage, word: &str) {
    let wanted = word.to_lowercase();
    let has = |text: &String| text.to_lowercase().contains(&wanted);
    page.terms.retain(|term| has(&term.term) || has(&term.meaning) || term.also.iter().any(has));
}

pub fn terms(page: &GlossaryPage) -> String {
    if page.terms.is_empty() {
        return format!("No such word in the glossary of {}.", page.program_title);
    }
    page.terms.iter().map(entry).collect::<Vec<_>>().join("\n")
}

fn entry(term: &GlossaryTerm) -> String {
    let also = if term.also.is_empty() { String::new() } else { format!(" ({})", term.also.join(", ")) };
    let lesson =
        term.lesson.as_ref().map(|lesson| format!("\n  {}: {}", lesson.lesson, lesson.title)).unwrap_or_default();
    format!("{}{also}\n  {}{lesson}", term.term, term.meaning)
}
