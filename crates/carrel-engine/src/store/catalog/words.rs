//! Which words of a program are looked for where.

use super::super::finding::words::{BODY, CATEGORY, COLUMNS, NAMES, Splitter, TITLE, Words, bounded};
use carrel_domain::catalog::Program;
use carrel_sqlite::DbError;

/// The words of one program.
#[derive(Default)]
pub(super) struct Split {
    pub words: Words,
    pub title_key: String,
    pub code_key: String,
}

/// What a word counts for in each column of the splitter.
const FIELDS: [u8; COLUMNS] = [TITLE, NAMES, NAMES, CATEGORY, BODY];

/// The words of each of `programs`.
pub(super) fn split(splitter: &Splitter, programs: &[&Program]) -> Result<Vec<Split>, DbError> {
    let texts: Vec<[String; COLUMNS]> = programs
        .iter()
        .map(|program| {
            [program.title.clone(), program.code.clone(), names(program), program.category.clone(), body(program)]
        })
        .collect();
    let count = programs.len();
    let mut splits: Vec<Split> = (0..count).map(|_| Split::default()).collect();
    let mut titles: Vec<Vec<(i64, String)>> = vec![Vec::new(); count];
    let mut codes = titles.clone();
    for token in splitter.tokens(&texts)?.into_iter().filter(|token| token.text < count) {
        match token.column {
            0 => titles[token.text].push((token.offset, token.word.clone())),
            1 => codes[token.text].push((token.offset, token.word.clone())),
            _ => {}
        }
        *splits[token.text].words.entry(token.word).or_default() |= FIELDS[token.column];
    }
    for ((split, title), code) in splits.iter_mut().zip(titles).zip(codes) {
        split.title_key = in_order(title).join(" ");
        split.code_key = in_order(code).concat();
        if !split.code_key.is_empty() {
            // Typed without its hyphen, a code is one word.
            *split.words.entry(bounded(&split.code_key)).or_default() |= NAMES;
        }
    }
    Ok(splits)
}

fn in_order(mut words: Vec<(i64, String)>) -> Vec<String> {
    words.sort_unstable();
    words.into_iter().map(|(_, word)| word).collect()
}

fn names(program: &Program) -> String {
    program.aliases.join("\n")
}

fn body(program: &Program) -> String {
    let outline = program.outline.iter().flat_map(|module| {
        std::iter::once(module.title.as_str()).chain(module.lessons.iter().map(|lesson| lesson.title.as_str()))
    });
    let mut parts = vec![program.summary.as_str(), &program.description, &program.credential_awarded];
    parts.extend(program.prepares_for.iter().map(String::as_str));
    parts.extend(outline);
    parts.join("\n")
}
