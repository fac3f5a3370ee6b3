//! The words of a course, read from its pack: no network is needed.

use crate::api::{ApiError, GlossaryPage, GlossaryTerm, LessonLink, ProgramArgs};
use crate::engine::Engine;
use carrel_domain::glossary::{Term, key};
use carrel_domain::pack::Manifest;

impl Engine {
    pub async fn glossary(&self, args: ProgramArgs) -> Result<GlossaryPage, ApiError> {
        let desk = self.desk(&args.program).await?;
        let program = self.find_program(&desk.school, &args.program).await?;
        let mut terms: Vec<GlossaryTerm> =
            desk.manifest.glossary.iter().map(|term| shown(term, &desk.manifest)).collect();
        terms.sort_by_cached_key(|term| place(&term.term));
        Ok(GlossaryPage { program: args.program, program_title: program.title, terms })
    }
}

fn shown(term: &Term, manifest: &Manifest) -> GlossaryTerm {
    let lesson = manifest.lesson(&term.lesson).filter(|lesson| lesson.path.is_some());
    GlossaryTerm {
        term: term.term.clone(),
        meaning: term.meaning.clone(),
        also: term.also.clone(),
        lesson: lesson.map(|lesson| LessonLink { lesson: lesson.id.clone(), title: lesson.title.clone() }),
    }
}

/// Where a dictionary has a word: by its letters, whatever stands before them ("-emia" under E).
fn place(name: &str) -> String {
    key(name.trim_start_matches(|c: char| !c.is_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn a_word_stands_where_its_first_letter_belongs() {
        let mut words = ["-emia", "Ureter", "distal", "ePHI", "Breach"];
        words.sort_by_cached_key(|word| place(word));
        assert_eq!(words, ["Breach", "distal", "-emia", "ePHI", "Ureter"]);
    }
}
