//! What a word is.
//!
//! SQLite's `unicode61` decides it, for the catalog, for lessons and for what is typed: case and accents folded in every script. Its
//! tokenizer is only reachable through an FTS5 table, so texts pass through one that lives in memory and keeps nothing.
//! Nothing typed is ever part of an FTS5 query, hence no text can be a wrong one.

use carrel_sqlite::DbError;
use rusqlite::{Connection, params};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// Where a word stands; the lower the bit, the better the hit.
pub(in crate::store) const TITLE: u8 = 1;
pub(in crate::store) const NAMES: u8 = 2;
pub(in crate::store) const CATEGORY: u8 = 4;
pub(in crate::store) const BODY: u8 = 8;

/// Words beyond these say nothing more about what is looked for.
const QUERY_WORDS: usize = 8;
const QUERY_CHARS: usize = 200;
const WORD_CHARS: usize = 64;

/// Each word of a program or lesson with the fields it stands in.
pub(in crate::store) type Words = BTreeMap<String, u8>;

/// Columns of a text that is split: title, code, names, category, body.
pub(in crate::store) const COLUMNS: usize = 5;

/// One word where it stands.
pub(in crate::store) struct Token {
    pub word: String,
    /// Which of the texts.
    pub text: usize,
    pub column: usize,
    /// Its number in that column.
    pub offset: i64,
}

/// Made when the first text comes: a start that neither searches nor fetches does not wait for it.
#[derive(Default)]
pub(in crate::store) struct Splitter {
    conn: OnceCell<Connection>,
}

impl Splitter {
    fn conn(&self) -> Result<&Connection, DbError> {
        if let Some(conn) = self.conn.get() {
            return Ok(conn);
        }
        let conn = Connection::open_in_memory()?;
        conn.execute_batch(
            "CREATE VIRTUAL TABLE text USING fts5(
               title, code, names, category, body, content='', tokenize='unicode61 remove_diacritics 2');
             CREATE VIRTUAL TABLE word USING fts5vocab(text, instance);",
        )?;
        Ok(self.conn.get_or_init(|| conn))
    }

    /// The words of what a learner typed, in their order.
    pub(in crate::store) fn query(&self, text: &str) -> Result<Vec<String>, DbError> {
        let bounded: String = text.chars().take(QUERY_CHARS).collect();
        if bounded.trim().is_empty() {
            return Ok(Vec::new());
        }
        let tx = self.conn()?.unchecked_transaction()?;
        tx.prepare_cached("INSERT INTO text (rowid, title) VALUES (0, ?1)")?.execute([&bounded])?;
        let mut words = {
            let mut select = tx.prepare_cached("SELECT term, offset FROM word")?;
            let rows = select.query_map([], |row| Ok((row.get::<_, i64>(1)?, term(row)?)))?;
            rows.collect::<Result<Vec<_>, _>>()?
        };
        forget(&tx)?;
        tx.commit()?;
        words.sort_unstable();
        words.truncate(QUERY_WORDS);
        Ok(words.into_iter().map(|(_, word)| word).collect())
    }

    /// The words of each of `texts`, each once.
    pub(in crate::store) fn texts(&self, texts: &[&str]) -> Result<Vec<BTreeSet<String>>, DbError> {
        let rows: Vec<[&str; COLUMNS]> = texts.iter().map(|text| ["", "", "", "", text]).collect();
        let mut words = vec![BTreeSet::new(); texts.len()];
        for token in self.tokens(&rows)? {
            if let Some(words) = words.get_mut(token.text) {
                words.insert(token.word);
            }
        }
        Ok(words)
    }

    /// Every word of each of `texts`.
    pub(in crate::store) fn tokens<T: AsRef<str>>(&self, texts: &[[T; COLUMNS]]) -> Result<Vec<Token>, DbError> {
        let tx = self.conn()?.unchecked_transaction()?;
        {
            let mut insert = tx.prepare_cached(
                "INSERT INTO text (rowid, title, code, names, category, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?;
            for (number, [title, code, names, category, body]) in (0_i64..).zip(texts) {
                insert.execute(params![
                    number,
                    title.as_ref(),
                    code.as_ref(),
                    names.as_ref(),
                    category.as_ref(),
                    body.as_ref()
                ])?;
            }
        }
        let tokens = {
            let mut select = tx.prepare_cached("SELECT term, offset, doc, col FROM word")?;
            let rows = select.query_map([], |row| {
                let column = match row.get_ref(3)?.as_str().unwrap_or_default() {
                    "title" => 0,
                    "code" => 1,
                    "names" => 2,
                    "category" => 3,
                    _ => 4,
                };
                let text = usize::try_from(row.get::<_, i64>(2)?).unwrap_or(usize::MAX);
                Ok(Token { word: term(row)?, text, column, offset: row.get(1)? })
            })?;
            rows.collect::<Result<Vec<_>, _>>()?
        };
        forget(&tx)?;
        tx.commit()?;
        Ok(tokens)
    }
}

/// A column may hold a token cut within a letter, hence not `String`.
fn term(row: &rusqlite::Row<'_>) -> rusqlite::Result<String> {
    let bytes = row.get_ref(0)?.as_bytes()?;
    Ok(bounded(&String::from_utf8_lossy(bytes)))
}

pub(in crate::store) fn bounded(word: &str) -> String {
    word.chars().take(WORD_CHARS).collect()
}

fn forget(conn: &Connection) -> Result<(), DbError> {
    conn.prepare_cached("INSERT INTO text (text) VALUES ('delete-all')")?.execute([])?;
    Ok(())
}

/// As one text: each word with its fields as one hexadecimal digit.
pub(in crate::store) fn pack(words: &Words) -> String {
    let mut text = String::with_capacity(words.len() * 10);
    for (word, fields) in words {
        text.push_str(word);
        text.push(char::from_digit(u32::from(*fields), 16).unwrap_or('0'));
        text.push(' ');
    }
    text
}

pub(in crate::store) fn unpack(text: &str) -> Words {
    let entries = text.split(' ').filter_map(|entry| {
        let (at, digit) = entry.char_indices().next_back()?;
        Some((entry[..at].to_owned(), u8::try_from(digit.to_digit(16)?).ok()?))
    });
    entries.collect()
}
