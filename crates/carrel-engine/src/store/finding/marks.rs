//! Where the words looked for stand in a text that is shown, so that they can be marked.
//!
//! The same tokenizer as everywhere says it, in a table that lives in memory and keeps nothing.

use crate::api::TextPart;
use carrel_sqlite::DbError;
use rusqlite::{Connection, params};

/// What surrounds a found word between SQLite and here; no text has it (see [`plain`]).
const OPEN: char = '\u{2}';
const CLOSE: char = '\u{3}';
/// A longer text is shown from a little before the first word found.
const MOST_CHARS: usize = 260;
const LEAD_CHARS: usize = 70;

pub(in crate::store) struct Marker {
    conn: Connection,
}

impl Marker {
    pub(in crate::store) fn new() -> Result<Self, DbError> {
        let conn = Connection::open_in_memory()?;
        conn.execute_batch("CREATE VIRTUAL TABLE shown USING fts5(text, tokenize='unicode61 remove_diacritics 2');")?;
        Ok(Self { conn })
    }

    /// Each of `texts` in parts. `words` are words as a splitter gave them, the last of which may be unfinished.
    pub(in crate::store) fn mark<T: AsRef<str>>(
        &self,
        texts: &[T],
        words: &[String],
    ) -> Result<Vec<Vec<TextPart>>, DbError> {
        let mut marked: Vec<Vec<TextPart>> = texts.iter().map(|text| parts(text.as_ref())).collect();
        let Some((last, finished)) = words.split_last() else { return Ok(marked) };
        let mut asked: Vec<String> = finished.iter().map(|word| format!("\"{word}\"")).collect();
        asked.push(format!("\"{last}\" *"));
        // Never committed: the table is empty again.
        let tx = self.conn.unchecked_transaction()?;
        let mut insert = tx.prepare_cached("INSERT INTO shown (rowid, text) VALUES (?1, ?2)")?;
        for (number, text) in (0_i64..).zip(texts) {
            insert.execute(params![number, text.as_ref()])?;
        }
        let mut select =
            tx.prepare_cached("SELECT rowid, highlight(shown, 0, char(2), char(3)) FROM shown WHERE shown MATCH ?1")?;
        let mut rows = select.query([asked.join(" OR ")])?;
        while let Some(row) = rows.next()? {
            let slot = usize::try_from(row.get::<_, i64>(0)?).ok().and_then(|number| marked.get_mut(number));
            if let Some(slot) = slot {
                *slot = parts(row.get_ref(1)?.as_str().unwrap_or_default());
            }
        }
        Ok(marked)
    }
}

/// A text without what would be mistaken for a mark.
pub(in crate::store) fn plain(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).collect()
}

fn parts(text: &str) -> Vec<TextPart> {
    let mut parts = Vec::new();
    for (number, piece) in text.split(OPEN).enumerate() {
        let (found, after) = if number == 0 { ("", piece) } else { piece.split_once(CLOSE).unwrap_or((piece, "")) };
        parts.push(TextPart { text: found.to_owned(), found: true });
        parts.push(TextPart { text: after.to_owned(), found: false });
    }
    parts.retain(|part| !part.text.is_empty());
    parts
}

/// As much as can be shown in a list, with the first found word in it.
pub(in crate::store) fn cut(parts: Vec<TextPart>) -> Vec<TextPart> {
    let all: usize = parts.iter().map(|part| part.text.chars().count()).sum();
    if all <= MOST_CHARS {
        return parts;
    }
    let before = parts.iter().take_while(|part| !part.found).map(|part| part.text.chars().count()).sum::<usize>();
    let text: Vec<char> = parts.iter().flat_map(|part| part.text.chars()).collect();
    let start = match before.saturating_sub(LEAD_CHARS).min(all - MOST_CHARS) {
        0 => 0,
        near => (near..before).find(|at| text[at - 1].is_whitespace()).unwrap_or(near),
    };
    let end = (start + MOST_CHARS).min(all);
    let mut cut = Vec::new();
    let mut at = 0;
    for part in parts {
        let length = part.text.chars().count();
        let (skip, take) = (start.saturating_sub(at).min(length), end.saturating_sub(at).min(length));
        if skip < take {
            cut.push(TextPart { text: part.text.chars().skip(skip).take(take - skip).collect(), found: part.found });
        }
        at += length;
    }
    let dots = |text: &str| TextPart { text: text.to_owned(), found: false };
    if start > 0 {
        cut.insert(0, dots("… "));
    }
    if end < all {
        cut.push(dots(" …"));
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, words: &[&str]) -> String {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let marked = Marker::new().expect("memory").mark(&[text], &words).expect("marks");
        let parts = cut(marked.into_iter().next().expect("one"));
        parts.iter().map(|part| if part.found { format!("[{}]", part.text) } else { part.text.clone() }).collect()
    }

    #[test]
    fn found_words_are_marked_as_they_are_written() {
        assert_eq!(shown("The Café and the caféteria", &["cafe"]), "The [Café] and the [caféteria]");
        assert_eq!(shown("Blood, then a bloody cloth", &["blood", "clo"]), "[Blood], then a bloody [cloth]");
        assert_eq!(shown("<b>Not</b> HTML & \"quotes\"", &["quot"]), "<b>Not</b> HTML & \"[quotes]\"");
        assert_eq!(shown("nothing here", &["vein"]), "nothing here");
    }

    #[test]
    fn a_long_text_is_shown_from_a_little_before_the_first_word_found() {
        let long = format!("{}the vein lies here {}", "before ".repeat(60), "after ".repeat(60));
        let cut = shown(&long, &["vein"]);
        assert!(cut.starts_with("… before") && cut.ends_with(" …") && cut.contains("the [vein] lies"), "{cut}");
        assert!(cut.chars().count() < MOST_CHARS + 10, "{cut}");
        let at_the_end = format!("{}vein", "before ".repeat(60));
        assert!(shown(&at_the_end, &["vein"]).ends_with("before [vein]"));
    }
}
