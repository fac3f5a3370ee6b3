//! What a word is.
//!
//! SQLite's `unicode61` decides it, for the catalog and for what is typed: case and accents folded in every script. Its
//! tokenizer is only reachable through an FTS5 table, so texts pass through one that lives in memory and keeps nothing.
//! Nothing typed is ever part of an FTS5 query, hence no text can be a wrong one.

use carrel_domain::catalog::Program;
use carrel_sqlite::DbError;
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, BTreeSet};

/// Where a word stands; the lower the bit, the better the hit.
pub(super) const TITLE: u8 = 1;
pub(super) const NAMES: u8 = 2;
pub(super) const CATEGORY: u8 = 4;
pub(super) const BODY: u8 = 8;

/// Words beyond these say nothing more about what is looked for.
const QUERY_WORDS: usize = 8;
const QUERY_CHARS: usize = 200;
const WORD_CHARS: usize = 64;

/// Each word of a program with the fields it stands in.
pub(super) type Words = BTreeMap<String, u8>;

/// The words of one program.
#[derive(Default)]
pub(super) struct Split {
    pub words: Words,
    pub title_key: String,
    pub code_key: String,
}

pub(super) struct Splitter {
    conn: Connection,
}

impl Splitter {
    pub(super) fn new() -> Result<Self, DbError> {
        let conn = Connection::open_in_memory()?;
        conn.execute_batch(
            "CREATE VIRTUAL TABLE text USING fts5(
               title, code, names, category, body, content='', tokenize='unicode61 remove_diacritics 2');
             CREATE VIRTUAL TABLE word USING fts5vocab(text, instance);",
        )?;
        Ok(Self { conn })
    }

    /// The words of what a learner typed, in their order.
    pub(super) fn query(&self, text: &str) -> Result<Vec<String>, DbError> {
        let bounded: String = text.chars().take(QUERY_CHARS).collect();
        if bounded.trim().is_empty() {
            return Ok(Vec::new());
        }
        let tx = self.conn.unchecked_transaction()?;
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

    /// The words of each of `texts`.
    pub(super) fn texts(&self, texts: &[&str]) -> Result<Vec<BTreeSet<String>>, DbError> {
        let tx = self.conn.unchecked_transaction()?;
        {
            let mut insert = tx.prepare_cached("INSERT INTO text (rowid, body) VALUES (?1, ?2)")?;
            for (number, text) in (0_i64..).zip(texts) {
                insert.execute(params![number, text])?;
            }
        }
        let mut words = vec![BTreeSet::new(); texts.len()];
        {
            let mut select = tx.prepare_cached("SELECT term, doc FROM word")?;
            let mut rows = select.query([])?;
            while let Some(row) = rows.next()? {
                let number: i64 = row.get(1)?;
                if let Some(words) = usize::try_from(number).ok().and_then(|number| words.get_mut(number)) {
                    words.insert(term(row)?);
                }
            }
        }
        forget(&tx)?;
        tx.commit()?;
        Ok(words)
    }

    /// The words of each of `programs`.
    pub(super) fn programs(&self, programs: &[&Program]) -> Result<Vec<Split>, DbError> {
        let tx = self.conn.unchecked_transaction()?;
        {
            let mut insert = tx.prepare_cached(
                "INSERT INTO text (rowid, title, code, names, category, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?;
            for (number, program) in (0_i64..).zip(programs) {
                let (code, category) = (&program.code, &program.category);
                insert.execute(params![number, program.title, code, names(program), category, body(program)])?;
            }
        }
        let splits = collect(&tx, programs.len())?;
        forget(&tx)?;
        tx.commit()?;
        Ok(splits)
    }
}

fn collect(conn: &Connection, count: usize) -> Result<Vec<Split>, DbError> {
    let mut splits: Vec<Split> = (0..count).map(|_| Split::default()).collect();
    let mut titles: Vec<Vec<(i64, String)>> = vec![Vec::new(); count];
    let mut codes = titles.clone();
    let mut select = conn.prepare_cached("SELECT term, offset, doc, col FROM word")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let (offset, number): (i64, i64) = (row.get(1)?, row.get(2)?);
        let Some(index) = usize::try_from(number).ok().filter(|index| *index < count) else { continue };
        let word = term(row)?;
        let column = row.get_ref(3)?.as_str().unwrap_or_default();
        match column {
            "title" => titles[index].push((offset, word.clone())),
            "code" => codes[index].push((offset, word.clone())),
            _ => {}
        }
        *splits[index].words.entry(word).or_default() |= field(column);
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

fn field(column: &str) -> u8 {
    match column {
        "title" => TITLE,
        "code" | "names" => NAMES,
        "category" => CATEGORY,
        _ => BODY,
    }
}

fn in_order(mut words: Vec<(i64, String)>) -> Vec<String> {
    words.sort_unstable();
    words.into_iter().map(|(_, word)| word).collect()
}

/// A column may hold a token cut within a letter, hence not `String`.
fn term(row: &rusqlite::Row<'_>) -> rusqlite::Result<String> {
    let bytes = row.get_ref(0)?.as_bytes()?;
    Ok(bounded(&String::from_utf8_lossy(bytes)))
}

fn bounded(word: &str) -> String {
    word.chars().take(WORD_CHARS).collect()
}

fn forget(conn: &Connection) -> Result<(), DbError> {
    conn.prepare_cached("INSERT INTO text (text) VALUES ('delete-all')")?.execute([])?;
    Ok(())
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

/// As kept in `documents.words`.
pub(super) fn pack(words: &Words) -> String {
    let mut text = String::with_capacity(words.len() * 10);
    for (word, fields) in words {
        text.push_str(word);
        text.push(char::from_digit(u32::from(*fields), 16).unwrap_or('0'));
        text.push(' ');
    }
    text
}

pub(super) fn unpack(text: &str) -> Words {
    let entries = text.split(' ').filter_map(|entry| {
        let (at, digit) = entry.char_indices().next_back()?;
        Some((entry[..at].to_owned(), u8::try_from(digit.to_digit(16)?).ok()?))
    });
    entries.collect()
}
