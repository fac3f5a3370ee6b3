//! Putting lessons into the index and taking them out: rows and index change together, in the caller's one transaction.

use super::super::finding::marks::plain;
use super::super::finding::postings::Changes;
use super::super::finding::words::{COLUMNS, Splitter, Words};
use super::LessonText;
use carrel_domain::{LessonId, ProgramId};
use carrel_sqlite::DbError;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use std::collections::{BTreeMap, BTreeSet};

/// Where a word stands; the lower the bit, the better the hit.
const TITLE: u8 = 1;
const HEADING: u8 = 2;
const OFTEN: u8 = 4;
const BODY: u8 = 8;
/// A lesson that has a word in so many blocks speaks of it.
const OFTEN_BLOCKS: usize = 3;
/// Negative: KiB, as SQLite has it.
const CACHE_KIB: i32 = -32_768;

pub(super) fn known(conn: &Connection) -> Result<BTreeMap<(ProgramId, LessonId), String>, DbError> {
    let mut select = conn.prepare_cached("SELECT program, lesson, content FROM lessons")?;
    let rows = select.query_map([], |row| Ok(((ProgramId(row.get(0)?), LessonId(row.get(1)?)), row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

pub(super) fn apply(
    tx: &Transaction<'_>,
    splitter: &Splitter,
    gone: &[(ProgramId, LessonId)],
    news: &[LessonText],
) -> Result<(), DbError> {
    tx.pragma_update(None, "cache_size", CACHE_KIB)?;
    let mut index = Changes::default();
    for (program, lesson) in gone {
        if let Some((key, before)) = find(tx, program, lesson)? {
            forget(tx, key)?;
            index.replace(key, &before, &Words::new());
        }
    }
    for new in news {
        let before = find(tx, &new.program, &new.lesson)?;
        if let Some((key, _)) = &before {
            forget(tx, *key)?;
        }
        let (key, after) = store(tx, splitter, new, before.as_ref().map(|(key, _)| *key))?;
        index.replace(key, &before.map(|(_, words)| words).unwrap_or_default(), &after);
    }
    index.write(tx)?;
    tx.execute("UPDATE index_state SET generation = generation + 1", [])?;
    Ok(())
}

fn find(tx: &Transaction<'_>, program: &ProgramId, lesson: &LessonId) -> Result<Option<(u32, Words)>, DbError> {
    let mut select = tx.prepare_cached("SELECT key, words FROM lessons WHERE program = ?1 AND lesson = ?2")?;
    let found = select.query_row([program.as_str(), lesson.as_str()], |row| {
        Ok((row.get(0)?, unpack(row.get_ref(1)?.as_str().unwrap_or_default())))
    });
    Ok(found.optional()?)
}

fn forget(tx: &Transaction<'_>, key: u32) -> Result<(), DbError> {
    tx.prepare_cached("DELETE FROM blocks WHERE lesson = ?1")?.execute([key])?;
    tx.prepare_cached("DELETE FROM lessons WHERE key = ?1")?.execute([key])?;
    Ok(())
}

/// A lesson that was known keeps its key.
fn store(
    tx: &Transaction<'_>,
    splitter: &Splitter,
    new: &LessonText,
    key: Option<u32>,
) -> Result<(u32, Words), DbError> {
    let title = plain(&new.title);
    let blocks: Vec<String> = new.blocks.iter().map(|block| plain(&block.text)).collect();
    let texts: Vec<[&str; COLUMNS]> =
        std::iter::once(&title).chain(&blocks).map(|text| ["", "", "", "", text.as_str()]).collect();
    let mut places: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for token in splitter.tokens(&texts)? {
        places.entry(token.word).or_default().insert(token.text);
    }
    let heading = |number: &usize| number.checked_sub(1).and_then(|at| new.blocks.get(at)).is_some_and(|b| b.heading);
    let mut words = Words::new();
    let mut packed = String::with_capacity(places.len() * 16);
    for (word, numbers) in places {
        let fields = fields(&numbers, &heading);
        pack(&mut packed, &word, fields, &numbers);
        words.insert(word, fields);
    }
    let key = tx
        .prepare_cached(
            "INSERT INTO lessons (key, program, lesson, content, words) VALUES (?1, ?2, ?3, ?4, ?5) RETURNING key",
        )?
        .query_row(params![key, new.program.as_str(), new.lesson.as_str(), new.content, packed], |row| row.get(0))?;
    let anchors = std::iter::once("").chain(new.blocks.iter().map(|block| block.anchor.as_str()));
    let mut insert = tx.prepare_cached("INSERT INTO blocks (lesson, number, anchor, text) VALUES (?1, ?2, ?3, ?4)")?;
    for (number, (anchor, text)) in (0_i64..).zip(anchors.zip(std::iter::once(&title).chain(&blocks))) {
        insert.execute(params![key, number, anchor, text])?;
    }
    Ok((key, words))
}

fn fields(numbers: &BTreeSet<usize>, heading: &dyn Fn(&usize) -> bool) -> u8 {
    let mut fields = 0;
    if numbers.contains(&0) {
        fields |= TITLE;
    }
    if numbers.iter().any(heading) {
        fields |= HEADING;
    }
    if numbers.len() >= OFTEN_BLOCKS {
        fields |= OFTEN;
    }
    if numbers.iter().any(|number| *number > 0) {
        fields |= BODY;
    }
    fields
}

/// One line of `lessons.words`, `tourniquet a 3,7`: the word, its fields as a hexadecimal digit, its blocks.
fn pack(into: &mut String, word: &str, fields: u8, numbers: &BTreeSet<usize>) {
    let numbers: Vec<String> = numbers.iter().map(usize::to_string).collect();
    into.push_str(&format!("{word} {fields:x} {}\n", numbers.join(",")));
}

/// The words with their fields.
fn unpack(text: &str) -> Words {
    let lines = text.lines().filter_map(|line| {
        let (word, rest) = line.split_once(' ')?;
        Some((word.to_owned(), u8::from_str_radix(rest.get(..1)?, 16).ok()?))
    });
    lines.collect()
}

/// The blocks, of what follows the word in a line.
pub(super) fn numbers(rest: &str) -> impl Iterator<Item = usize> {
    rest.get(2..).unwrap_or_default().split(',').filter_map(|number| number.parse().ok())
}
