//! Finding and ranking.
//!
//! A rank is one byte: it says where the words were found, and ties go by title. So ranking every match costs one walk over
//! bytes, totals and facets are exact, and paging is stable.

use super::super::finding::words::TITLE;
use super::super::finding::{postings, spelling};
use super::columns::{Columns, Profile};
use super::facets::Sieve;
use crate::api::{CatalogQuery, CatalogResults, CatalogSort, ProgramCard};
use carrel_domain::catalog::Policy;
use carrel_domain::{Money, ProgramId, Timestamp};
use carrel_sqlite::DbError;
use rusqlite::{Connection, Row};

const MOST_HITS: u32 = 200;

/// Not among the matches.
const NONE: u8 = u8::MAX;
/// The code as typed.
const CODE: u8 = 0;
/// One field further down, for one word. Lower bits order programs that are alike in this.
const STEP: u8 = 4;
/// The last word stands there whole, not only as the beginning of another.
const NOT_WHOLE: u8 = 2;
/// The title begins with what was typed.
const NOT_FIRST: u8 = 1;

/// Everything but what the catalog does not know: the learner's own label.
pub(super) fn run(
    conn: &Connection,
    columns: &Columns,
    words: &[String],
    query: &CatalogQuery,
    my_state: Option<&str>,
) -> Result<CatalogResults, DbError> {
    let (ranks, corrected) = forgiving_ranks(conn, columns, words)?;
    let mut sieve = Sieve::new(columns, query, my_state);
    let mut hits = Vec::new();
    for (slot, row) in columns.rows.iter().enumerate() {
        if ranks[slot] != NONE && sieve.pass(row) {
            let primary = match query.sort {
                CatalogSort::Best => i64::from(ranks[slot]),
                CatalogSort::Title => 0,
                CatalogSort::Price => row.cents,
                CatalogSort::Hours => i64::from(row.contact_hours),
            };
            hits.push((primary, slot));
        }
    }
    let total = hits.len() as u32;
    let page = page(&mut hits, query.offset, query.limit.min(MOST_HITS));
    let cards = page.iter().map(|(_, slot)| {
        let row = &columns.rows[*slot];
        card(conn, row.key, &columns.profiles[row.profile as usize], my_state)
    });
    Ok(CatalogResults {
        total,
        hits: cards.collect::<Result<_, _>>()?,
        facets: sieve.facets(),
        corrected,
        catalog_size: columns.rows.len() as u32,
        fetched_at: fetched_at(conn)?,
    })
}

/// The hits from `offset` on, in order. Only they are sorted; slots are unique, so equal queries give equal pages.
fn page(hits: &mut [(i64, usize)], offset: u32, limit: u32) -> &[(i64, usize)] {
    let start = (offset as usize).min(hits.len());
    let end = start.saturating_add(limit as usize).min(hits.len());
    if start > 0 && start < hits.len() {
        hits.select_nth_unstable(start);
    }
    let rest = &mut hits[start..];
    let wanted = end - start;
    if wanted > 0 && wanted < rest.len() {
        rest.select_nth_unstable(wanted);
    }
    let page = &mut rest[..wanted];
    page.sort_unstable();
    page
}

/// Ranks for `words`, or where they find nothing for the nearest words that find something.
fn forgiving_ranks(
    conn: &Connection,
    columns: &Columns,
    words: &[String],
) -> Result<(Vec<u8>, Option<String>), DbError> {
    let found = |ranks: &[u8]| ranks.iter().any(|rank| *rank != NONE);
    let exact = ranks(conn, columns, words)?;
    if words.is_empty() || found(&exact) {
        return Ok((exact, None));
    }
    for attempt in spelling::attempts(&columns.vocabulary, words) {
        let nearest = ranks(conn, columns, &attempt)?;
        if found(&nearest) {
            return Ok((nearest, Some(attempt.join(" "))));
        }
    }
    Ok((exact, None))
}

/// For each program, in the order of `columns`, how well it matches all `words`, the last of which may be unfinished.
fn ranks(conn: &Connection, columns: &Columns, words: &[String]) -> Result<Vec<u8>, DbError> {
    let mut ranks = vec![1; columns.rows.len()];
    let Some((last, finished)) = words.split_last() else { return Ok(ranks) };
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
    order_alike(&mut ranks, columns, &fields, &whole, &words.join(" "));
    first_the_code(conn, &mut ranks, columns, &words.concat())?;
    Ok(ranks)
}

/// Keeps the programs that have the word in `fields`, further down the further down it stands.
fn narrow(ranks: &mut [u8], columns: &Columns, fields: &[u8]) {
    for (rank, row) in ranks.iter_mut().zip(&columns.rows) {
        let seen = fields.get(row.key as usize).copied().unwrap_or_default();
        if seen == 0 {
            *rank = NONE;
        } else if *rank != NONE {
            *rank += STEP * seen.trailing_zeros() as u8;
        }
    }
}

fn order_alike(ranks: &mut [u8], columns: &Columns, fields: &[u8], whole: &[u8], typed: &str) {
    let first = columns.titles.partition_point(|title| &**title < typed);
    let last = first + columns.titles[first..].partition_point(|title| title.starts_with(typed));
    for (slot, (rank, row)) in ranks.iter_mut().zip(&columns.rows).enumerate() {
        if *rank == NONE {
            continue;
        }
        let key = row.key as usize;
        if whole[key].trailing_zeros() > fields[key].trailing_zeros() {
            *rank += NOT_WHOLE;
        }
        if !(first..last).contains(&slot) || fields[key] & TITLE == 0 {
            *rank += NOT_FIRST;
        }
    }
}

fn first_the_code(conn: &Connection, ranks: &mut [u8], columns: &Columns, code: &str) -> Result<(), DbError> {
    let mut select = conn.prepare_cached("SELECT key FROM programs WHERE code_key = ?1 AND withdrawn = 0")?;
    let keys: Vec<u32> = select.query_map([code], |row| row.get(0))?.collect::<Result<_, _>>()?;
    if keys.is_empty() {
        return Ok(());
    }
    for (rank, row) in ranks.iter_mut().zip(&columns.rows) {
        if keys.contains(&row.key) {
            *rank = CODE;
        }
    }
    Ok(())
}

fn card(conn: &Connection, key: u32, profile: &Profile, my_state: Option<&str>) -> Result<ProgramCard, DbError> {
    let mut select = conn.prepare_cached(
        "SELECT id, code, title, category, summary, contact_hours, access_days, total_cents, currency, prepares_for,
           clinical, policy, lessons_written
         FROM programs WHERE key = ?1",
    )?;
    Ok(select.query_row([key], |row| read_card(row, profile, my_state))?)
}

fn read_card(row: &Row<'_>, profile: &Profile, my_state: Option<&str>) -> rusqlite::Result<ProgramCard> {
    let policy = if row.get_ref(11)?.as_str().is_ok_and(|text| text == "open") { Policy::Open } else { Policy::Review };
    Ok(ProgramCard {
        id: ProgramId(row.get(0)?),
        code: row.get(1)?,
        title: row.get(2)?,
        category: row.get(3)?,
        summary: row.get(4)?,
        contact_hours: row.get(5)?,
        access_days: row.get(6)?,
        total: Money { cents: row.get(7)?, currency: row.get(8)? },
        prepares_for: serde_json::from_str(row.get_ref(9)?.as_str().unwrap_or_default()).unwrap_or_default(),
        clinical_required: row.get(10)?,
        policy,
        determination: my_state.map(|state| profile.determination(Some(state))),
        enrollment_in_state: profile.enrollment(my_state),
        label: None,
        lessons_written: row.get(12)?,
    })
}

pub(super) fn fetched_at(conn: &Connection) -> Result<Option<Timestamp>, DbError> {
    let mut select = conn.prepare_cached("SELECT fetched_at FROM catalog_state")?;
    Ok(select.query_row([], |row| row.get::<_, Option<i64>>(0))?.map(Timestamp))
}
