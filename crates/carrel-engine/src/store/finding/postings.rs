//! The index: for each word, and each beginning of one, the programs (or lessons) that have it and where.
//!
//! One row is a word in one chunk of 4,096 programs, packed two bytes a program. The longest list of a catalog of 100,000
//! programs is therefore read in 25 rows, and a page of new programs touches short rows that lie side by side. Both databases
//! name the table and its columns alike.

use super::words::Words;
use carrel_sqlite::DbError;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use std::collections::BTreeMap;

/// Beginnings up to this many letters have rows of their own; longer ones are few words, read one by one.
const PREFIX_CHARS: usize = 4;
const CHUNK_BITS: u32 = 12;
const FIELD_BITS: u32 = 4;

/// Adds to `fields`, indexed by program key, where `word` itself stands.
pub(in crate::store) fn read_word(conn: &Connection, word: &str, fields: &mut [u8]) -> Result<(), DbError> {
    read_one(conn, 0, word, fields)
}

/// The same for all words that begin with `start`.
pub(in crate::store) fn read_prefix(conn: &Connection, start: &str, fields: &mut [u8]) -> Result<(), DbError> {
    if start.chars().count() <= PREFIX_CHARS {
        return read_one(conn, 1, start, fields);
    }
    let end = format!("{start}{}", char::MAX);
    let mut select = conn
        .prepare_cached("SELECT programs FROM postings WHERE chunk = ?1 AND prefix = 0 AND word >= ?2 AND word < ?3")?;
    for (number, fields) in chunks(fields) {
        add(select.query(params![number, start, end])?, fields)?;
    }
    Ok(())
}

fn read_one(conn: &Connection, prefix: u8, word: &str, fields: &mut [u8]) -> Result<(), DbError> {
    let mut select =
        conn.prepare_cached("SELECT programs FROM postings WHERE chunk = ?1 AND prefix = ?2 AND word = ?3")?;
    for (number, fields) in chunks(fields) {
        add(select.query(params![number, prefix, word])?, fields)?;
    }
    Ok(())
}

fn chunks(fields: &mut [u8]) -> impl Iterator<Item = (u32, &mut [u8])> {
    (0..).zip(fields.chunks_mut(1 << CHUNK_BITS))
}

fn add(mut rows: rusqlite::Rows<'_>, fields: &mut [u8]) -> Result<(), DbError> {
    while let Some(row) = rows.next()? {
        for pair in row.get_ref(0)?.as_blob().unwrap_or_default().chunks_exact(2) {
            let entry = u16::from_le_bytes([pair[0], pair[1]]);
            if let Some(seen) = fields.get_mut(usize::from(entry >> FIELD_BITS)) {
                *seen |= (entry & 0xf) as u8;
            }
        }
    }
    Ok(())
}

/// What changes in the index, gathered over many programs so that each row is written once.
#[derive(Default)]
pub(in crate::store) struct Changes {
    words: BTreeMap<String, Vec<Edit>>,
    prefixes: BTreeMap<String, Vec<Edit>>,
}

struct Edit {
    key: u32,
    before: u8,
    after: u8,
}

impl Changes {
    /// Program `key` had the words `before` in the index and has `after` now.
    pub(in crate::store) fn replace(&mut self, key: u32, before: &Words, after: &Words) {
        differences(&mut self.words, key, before, after);
        differences(&mut self.prefixes, key, &prefixes(before), &prefixes(after));
    }

    pub(in crate::store) fn write(mut self, tx: &Transaction<'_>) -> Result<(), DbError> {
        for (word, edits) in &mut self.words {
            write_term(tx, 0, word, edits)?;
            let gained = edits.iter().filter(|edit| edit.before == 0).count();
            let lost = edits.iter().filter(|edit| edit.after == 0).count();
            count_uses(tx, word, gained as i64 - lost as i64)?;
        }
        for (start, edits) in &mut self.prefixes {
            write_term(tx, 1, start, edits)?;
        }
        Ok(())
    }
}

fn differences(into: &mut BTreeMap<String, Vec<Edit>>, key: u32, before: &Words, after: &Words) {
    let mut add = |word: &String, edit: Edit| match into.get_mut(word) {
        Some(edits) => edits.push(edit),
        None => {
            into.insert(word.clone(), vec![edit]);
        }
    };
    for (word, &now) in after {
        let was = before.get(word).copied().unwrap_or_default();
        if was != now {
            add(word, Edit { key, before: was, after: now });
        }
    }
    for (word, &was) in before.iter().filter(|(word, _)| !after.contains_key(*word)) {
        add(word, Edit { key, before: was, after: 0 });
    }
}

fn prefixes(words: &Words) -> Words {
    let mut starts = Words::new();
    for (word, fields) in words {
        for (at, letter) in word.char_indices().take(PREFIX_CHARS) {
            let start = &word[..at + letter.len_utf8()];
            match starts.get_mut(start) {
                Some(seen) => *seen |= fields,
                None => {
                    starts.insert(start.to_owned(), *fields);
                }
            }
        }
    }
    starts
}

fn write_term(tx: &Transaction<'_>, prefix: u8, word: &str, edits: &mut [Edit]) -> Result<(), DbError> {
    edits.sort_unstable_by_key(|edit| edit.key);
    for chunk in edits.chunk_by(|a, b| a.key >> CHUNK_BITS == b.key >> CHUNK_BITS) {
        let Some(first) = chunk.first() else { continue };
        write_chunk(tx, prefix, word, first.key >> CHUNK_BITS, chunk)?;
    }
    Ok(())
}

fn write_chunk(tx: &Transaction<'_>, prefix: u8, word: &str, chunk: u32, edits: &[Edit]) -> Result<(), DbError> {
    let mut select =
        tx.prepare_cached("SELECT programs FROM postings WHERE chunk = ?1 AND prefix = ?2 AND word = ?3")?;
    let found: Option<Vec<u8>> = select.query_row(params![chunk, prefix, word], |row| row.get(0)).optional()?;
    let packed = edited(found.unwrap_or_default(), edits);
    if packed.is_empty() {
        tx.prepare_cached("DELETE FROM postings WHERE chunk = ?1 AND prefix = ?2 AND word = ?3")?
            .execute(params![chunk, prefix, word])?;
        return Ok(());
    }
    tx.prepare_cached(
        "INSERT INTO postings (chunk, prefix, word, programs) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (chunk, prefix, word) DO UPDATE SET programs = excluded.programs",
    )?
    .execute(params![chunk, prefix, word, packed])?;
    Ok(())
}

fn edited(packed: Vec<u8>, edits: &[Edit]) -> Vec<u8> {
    let mut entries: Vec<u16> = packed.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    for edit in edits {
        let offset = (edit.key & ((1 << CHUNK_BITS) - 1)) as u16;
        let entry = (offset << FIELD_BITS) | u16::from(edit.after);
        match entries.binary_search_by_key(&offset, |entry| entry >> FIELD_BITS) {
            Ok(at) if edit.after == 0 => {
                entries.remove(at);
            }
            Ok(at) => entries[at] = entry,
            Err(_) if edit.after == 0 => {}
            Err(at) => entries.insert(at, entry),
        }
    }
    entries.into_iter().flat_map(u16::to_le_bytes).collect()
}

fn count_uses(tx: &Transaction<'_>, word: &str, gained: i64) -> Result<(), DbError> {
    if gained > 0 {
        tx.prepare_cached(
            "INSERT INTO vocabulary (word, uses) VALUES (?1, ?2)
             ON CONFLICT (word) DO UPDATE SET uses = uses + excluded.uses",
        )?
        .execute(params![word, gained])?;
    } else if gained < 0 {
        tx.prepare_cached("UPDATE vocabulary SET uses = max(0, uses + ?2) WHERE word = ?1")?
            .execute(params![word, gained])?;
        tx.prepare_cached("DELETE FROM vocabulary WHERE word = ?1 AND uses = 0")?.execute([word])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keys on both sides of chunk borders, and whether `word` and `wo` find them.
    fn found(conn: &Connection, word: &str) -> Vec<(usize, u8)> {
        let mut fields = vec![0; 9000];
        read_word(conn, word, &mut fields).expect("readable");
        let mut started = vec![0; 9000];
        for start in ["w", "wo", word] {
            read_prefix(conn, start, &mut started).expect("readable");
        }
        assert_eq!(fields, started, "the beginnings stand where the word stands");
        fields.into_iter().enumerate().filter(|(_, fields)| *fields != 0).collect()
    }

    #[test]
    fn postings_keep_apart_what_lies_in_different_chunks() {
        let mut conn = Connection::open_in_memory().expect("memory");
        crate::store::catalog::migrations().run(&mut conn).expect("migrates");
        let word = |fields| Words::from([("wordy".to_owned(), fields)]);
        let mut change = |edits: &[(u32, u8, u8)]| {
            let tx = conn.transaction().expect("begins");
            let mut changes = Changes::default();
            for (key, before, after) in edits {
                let words = |fields: u8| if fields == 0 { Words::new() } else { word(fields) };
                changes.replace(*key, &words(*before), &words(*after));
            }
            changes.write(&tx).expect("writable");
            tx.commit().expect("commits");
            found(&conn, "wordy")
        };
        let first = change(&[(8192, 0, 4), (4095, 0, 1), (1, 0, 15), (4096, 0, 2), (4097, 0, 8)]);
        assert_eq!(first, [(1, 15), (4095, 1), (4096, 2), (4097, 8), (8192, 4)]);
        assert_eq!(change(&[(4096, 2, 0), (1, 15, 3), (8192, 4, 0)]), [(1, 3), (4095, 1), (4097, 8)]);
        assert_eq!(change(&[(1, 3, 0), (4095, 1, 0), (4097, 8, 0)]), []);
        let rows = "SELECT (SELECT count(*) FROM postings) + (SELECT count(*) FROM vocabulary)";
        assert_eq!(conn.query_row(rows, [], |row| row.get::<_, i64>(0)).expect("counts"), 0, "nothing is left behind");
    }
}
