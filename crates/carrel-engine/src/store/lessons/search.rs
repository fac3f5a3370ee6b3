//! Finding lessons and, in those that are shown, the paragraphs to open.

use super::super::finding::marks::{Marker, cut};
use super::super::finding::{postings, spelling};
use super::write::numbers;
use super::{Columns, Match, Matches};
use carrel_domain::ProgramId;
use carrel_sqlite::DbError;
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, BTreeSet};

/// Of so many of the best is looked how near their words stand to each other.
const CANDIDATES: usize = 40;
const MOST_LESSONS: usize = 20;
const MOST_PASSAGES: usize = 3;

/// Not among the matches.
const NONE: u8 = u8::MAX;
/// One field further down, for one word.
const STEP: u8 = 2;
/// The last word stands there whole, not only as the beginning of another.
const NOT_WHOLE: u8 = 1;

pub(super) fn run(
    conn: &Connection,
    columns: &Columns,
    marker: &Marker,
    words: &[String],
    among: &BTreeSet<ProgramId>,
) -> Result<Matches, DbError> {
    let open: Vec<bool> = columns.programs.iter().map(|program| among.contains(program)).collect();
    let searched = columns.rows.iter().filter(|row| open[row.program]).count() as u32;
    if words.is_empty() {
        return Ok(Matches { searched, ..Matches::default() });
    }
    let (mut ranked, words, corrected) = forgiving(conn, columns, words, &open)?;
    let total = ranked.len() as u32;
    ranked.truncate(CANDIDATES);
    let mut candidates = Vec::new();
    for (rank, slot) in ranked {
        let (best, numbers) = passages(conn, columns.rows[slot].key, &words)?;
        candidates.push((rank, words.len() - best, slot, numbers));
    }
    candidates.sort_unstable();
    candidates.truncate(MOST_LESSONS);
    let shown: Vec<(usize, Vec<usize>)> = candidates.into_iter().map(|(_, _, slot, numbers)| (slot, numbers)).collect();
    let lessons = show(conn, columns, marker, &shown, &words)?;
    Ok(Matches { total, corrected, searched, lessons })
}

type Ranked = Vec<(u8, usize)>;

/// Ranks for `words`, or where they find nothing for the nearest words that find something.
fn forgiving(
    conn: &Connection,
    columns: &Columns,
    words: &[String],
    open: &[bool],
) -> Result<(Ranked, Vec<String>, Option<String>), DbError> {
    let exact = ranked(conn, columns, words, open)?;
    if exact.is_empty() {
        for attempt in spelling::attempts(&columns.vocabulary, words) {
            let nearest = ranked(conn, columns, &attempt, open)?;
            if !nearest.is_empty() {
                let corrected = attempt.join(" ");
                return Ok((nearest, attempt, Some(corrected)));
            }
        }
    }
    Ok((exact, words.to_vec(), None))
}

/// The lessons that have all `words`, best first.
fn ranked(conn: &Connection, columns: &Columns, words: &[String], open: &[bool]) -> Result<Ranked, DbError> {
    let Some((last, finished)) = words.split_last() else { return Ok(Vec::new()) };
    let mut ranks: Vec<u8> = columns.rows.iter().map(|row| if open[row.program] { 0 } else { NONE }).collect();
    let mut fields = vec![0; columns.keys_end];
    for word in finished {
        fields.fill(0);
        postings::read_word(conn, word, &mut fields)?;
        narrow(&mut ranks, columns, &fields);
    }
    fields.fill(0);
    postings::read_prefix(conn, last, &mut fields)?;
    narrow(&mut ranks, columns, &fields);
    let mut whole = vec![0; columns.keys_end];
    postings::read_word(conn, last, &mut whole)?;
    let mut found: Ranked = Vec::new();
    for (slot, (rank, row)) in ranks.into_iter().zip(&columns.rows).enumerate().filter(|(_, (rank, _))| *rank != NONE) {
        let key = row.key as usize;
        let begun = u8::from(whole[key].trailing_zeros() > fields[key].trailing_zeros()) * NOT_WHOLE;
        found.push((rank + begun, slot));
    }
    found.sort_unstable();
    Ok(found)
}

/// Keeps the lessons that have the word in `fields`, further down the further down it stands.
fn narrow(ranks: &mut [u8], columns: &Columns, fields: &[u8]) {
    for (rank, row) in ranks.iter_mut().zip(&columns.rows) {
        let seen = fields[row.key as usize];
        if seen == 0 {
            *rank = NONE;
        } else if *rank != NONE {
            *rank += STEP * seen.trailing_zeros() as u8;
        }
    }
}

/// The blocks of a lesson with the most of the words in one, in order, and how many words that are.
fn passages(conn: &Connection, key: u32, words: &[String]) -> Result<(usize, Vec<usize>), DbError> {
    let mut select = conn.prepare_cached("SELECT words FROM lessons WHERE key = ?1")?;
    let has = select.query_row([key], |row| Ok(blocks_with(row.get_ref(0)?.as_str().unwrap_or_default(), words)))?;
    let best = has.values().map(|bits| bits.count_ones()).max().unwrap_or(0);
    let numbers = has.into_iter().filter(|(_, bits)| bits.count_ones() == best).map(|(number, _)| number);
    Ok((best as usize, numbers.collect()))
}

/// Which of the words each block has, one bit a word; the title is not asked.
fn blocks_with(text: &str, words: &[String]) -> BTreeMap<usize, u8> {
    let mut has: BTreeMap<usize, u8> = BTreeMap::new();
    let last = words.len().saturating_sub(1);
    // Most lines are of other words: their rest is not read.
    for (word, rest) in text.lines().filter_map(|line| line.split_once(' ')) {
        let meant = words.iter().enumerate().filter(|(at, wanted)| {
            if *at == last { word.starts_with(wanted.as_str()) } else { word == wanted.as_str() }
        });
        let bits = meant.fold(0, |bits, (at, _)| bits | 1 << at);
        if bits != 0 {
            numbers(rest).filter(|number| *number > 0).for_each(|number| *has.entry(number).or_default() |= bits);
        }
    }
    has
}

/// Titles and passages of the lessons in `shown`, by their slot and the blocks to show, marked all at once.
fn show(
    conn: &Connection,
    columns: &Columns,
    marker: &Marker,
    shown: &[(usize, Vec<usize>)],
    words: &[String],
) -> Result<Vec<Match>, DbError> {
    let mut select = conn.prepare_cached("SELECT anchor, text FROM blocks WHERE lesson = ?1 AND number = ?2")?;
    let (mut anchors, mut texts): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for (slot, numbers) in shown {
        for number in std::iter::once(&0).chain(numbers.iter().take(MOST_PASSAGES)) {
            let key = columns.rows[*slot].key;
            let (anchor, text) =
                select.query_row(params![key, *number as i64], |row| Ok((row.get(0)?, row.get(1)?)))?;
            anchors.push(anchor);
            texts.push(text);
        }
    }
    let mut marked = anchors.into_iter().zip(marker.mark(&texts, words)?);
    let matches = shown.iter().map(|(slot, numbers)| {
        let row = &columns.rows[*slot];
        let title = marked.next().map(|(_, parts)| parts).unwrap_or_default();
        let passages = marked.by_ref().take(numbers.len().min(MOST_PASSAGES));
        Match {
            program: columns.programs[row.program].clone(),
            lesson: row.lesson.clone(),
            title,
            passages: passages.map(|(anchor, parts)| (anchor, cut(parts))).collect(),
            more: numbers.len().saturating_sub(MOST_PASSAGES) as u32,
        }
    });
    Ok(matches.collect())
}
