//! Applying pages: rows, index and mark change together, in the caller's one transaction.

use super::super::finding::postings::Changes;
use super::super::finding::words::{Splitter, Words, pack, unpack};
use super::words::{Split, split};
use carrel_domain::catalog::{Determination, Policy, Program, StateEnrollment};
use carrel_domain::eligibility::{StateAnswer, state_answer};
use carrel_domain::{ProgramId, Timestamp};
use carrel_protocol::catalog::{CatalogChange, CatalogPage};
use carrel_sqlite::DbError;
use rusqlite::{OptionalExtension, Transaction, params};
use serde::Serialize;
use std::collections::BTreeMap;

/// Negative: KiB, as SQLite has it.
const CACHE_KIB: i32 = -32_768;

/// Applies one page; whether anything a learner can see changed.
pub(super) fn apply(
    tx: &Transaction<'_>,
    splitter: &Splitter,
    page: &CatalogPage,
    first: bool,
    fetched_at: Timestamp,
) -> Result<bool, DbError> {
    // A page touches more of the index than SQLite keeps in memory on its own.
    tx.pragma_update(None, "cache_size", CACHE_KIB)?;
    let run = enter_run(tx, page.complete, first)?;
    let (news, mut gone) = sort_out(tx, page, run.number)?;
    let mut index = Changes::default();
    let programs: Vec<&Program> = news.iter().map(|new| new.program).collect();
    for (new, split) in news.iter().zip(split(splitter, &programs)?) {
        store(tx, new, &split, run.number, &mut index)?;
    }
    for key in &gone {
        withdraw(tx, *key, &mut index)?;
    }
    if run.complete && !page.more {
        let unnamed = unnamed(tx, run.number)?;
        for key in &unnamed {
            withdraw(tx, *key, &mut index)?;
        }
        gone.extend(unnamed);
    }
    index.write(tx)?;
    let changed = !news.is_empty() || !gone.is_empty();
    settle(tx, page, changed, fetched_at)?;
    Ok(super::guide::note(tx, page)? || changed)
}

struct Run {
    number: i64,
    /// All pages since the empty mark were seen, so that what they do not name is gone.
    complete: bool,
}

/// A complete run may take several pages and several starts of the program; only one whose first page was seen counts.
fn enter_run(tx: &Transaction<'_>, complete: bool, first: bool) -> Result<Run, DbError> {
    tx.execute(
        "UPDATE catalog_state SET run = run + (?1 AND ?2), run_open = ?1 AND (?2 OR run_open)",
        params![complete, first],
    )?;
    Ok(tx.query_row("SELECT run, run_open FROM catalog_state", [], |row| {
        Ok(Run { number: row.get(0)?, complete: row.get(1)? })
    })?)
}

struct New<'a> {
    program: &'a Program,
    json: String,
}

/// Which of the page's programs are news, and the keys of those that go. What is known already is only marked as named.
fn sort_out<'a>(tx: &Transaction<'_>, page: &'a CatalogPage, run: i64) -> Result<(Vec<New<'a>>, Vec<u32>), DbError> {
    let mut news = Vec::new();
    let mut gone = Vec::new();
    for (id, program) in last_words(page) {
        let found = find(tx, id)?;
        match (program, found) {
            (Some(program), found) => {
                let json = to_json(program)?;
                match found {
                    Some(known) if known.offered && known.json == json => name(tx, known.key, run)?,
                    _ => news.push(New { program, json }),
                }
            }
            (None, Some(known)) if known.offered => gone.push(known.key),
            (None, _) => {}
        }
    }
    Ok((news, gone))
}

/// Of several changes of one program, the last one holds.
fn last_words(page: &CatalogPage) -> BTreeMap<&ProgramId, Option<&Program>> {
    let changes = page.changes.iter().map(|change| match change {
        CatalogChange::Upsert { program } => (&program.id, Some(program.as_ref())),
        CatalogChange::Withdrawn { id } => (id, None),
    });
    changes.collect()
}

struct Known {
    key: u32,
    offered: bool,
    json: String,
}

fn find(tx: &Transaction<'_>, id: &ProgramId) -> Result<Option<Known>, DbError> {
    let mut select = tx.prepare_cached(
        "SELECT key, withdrawn = 0, json FROM programs JOIN documents ON program = key WHERE id = ?1",
    )?;
    let known =
        select.query_row([id.as_str()], |row| Ok(Known { key: row.get(0)?, offered: row.get(1)?, json: row.get(2)? }));
    Ok(known.optional()?)
}

fn name(tx: &Transaction<'_>, key: u32, run: i64) -> Result<(), DbError> {
    tx.prepare_cached("UPDATE programs SET run = ?2 WHERE key = ?1")?.execute(params![key, run])?;
    Ok(())
}

fn store(tx: &Transaction<'_>, new: &New<'_>, split: &Split, run: i64, index: &mut Changes) -> Result<(), DbError> {
    let key = store_card(tx, new.program, split, run)?;
    let before = indexed(tx, key)?;
    tx.prepare_cached(
        "INSERT INTO documents (program, json, words) VALUES (?1, ?2, ?3)
         ON CONFLICT (program) DO UPDATE SET json = excluded.json, words = excluded.words",
    )?
    .execute(params![key, new.json, pack(&split.words)])?;
    index.replace(key, &before, &split.words);
    Ok(())
}

fn store_card(tx: &Transaction<'_>, program: &Program, split: &Split, run: i64) -> Result<u32, DbError> {
    let total = program.total();
    let policy = match program.enrollment.policy {
        Policy::Open => "open",
        Policy::Review => "review",
    };
    let mut insert = tx.prepare_cached(
        "INSERT INTO programs (id, run, withdrawn, code, code_key, title, title_key, category, summary, contact_hours,
           access_days, total_cents, currency, prepares_for, clinical, policy, states, lessons_written)
         VALUES (?1, ?2, 0, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
         ON CONFLICT (id) DO UPDATE SET run = excluded.run, withdrawn = 0, code = excluded.code,
           code_key = excluded.code_key, title = excluded.title, title_key = excluded.title_key,
           category = excluded.category, summary = excluded.summary, contact_hours = excluded.contact_hours,
           access_days = excluded.access_days, total_cents = excluded.total_cents, currency = excluded.currency,
           prepares_for = excluded.prepares_for, clinical = excluded.clinical, policy = excluded.policy,
           states = excluded.states, lessons_written = excluded.lessons_written
         RETURNING key",
    )?;
    let values = params![
        program.id.as_str(),
        run,
        program.code,
        split.code_key,
        program.title,
        split.title_key,
        program.category,
        program.summary,
        program.contact_hours,
        program.access_days,
        total.cents,
        total.currency,
        to_json(&program.prepares_for)?,
        program.clinical.required,
        policy,
        states(program),
        i64::try_from(program.written_lessons()).unwrap_or(i64::MAX),
    ];
    Ok(insert.query_row(values, |row| row.get(0))?)
}

/// What the school says of each state, in four letters each; see the schema.
fn states(program: &Program) -> String {
    let mut text = format!("--{}", letters(&state_answer(program, None)));
    for rule in &program.state_rules {
        let code = rule.state.as_str();
        // No other code can be chosen.
        if code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()) {
            text.push_str(&format!(" {code}{}", letters(&state_answer(program, Some(code)))));
        }
    }
    text
}

fn letters(answer: &StateAnswer) -> &'static str {
    match (answer.determination, answer.enrollment) {
        (Determination::Meets, StateEnrollment::Open) => "mo",
        (Determination::Meets, StateEnrollment::Refused) => "mr",
        (Determination::DoesNotMeet, StateEnrollment::Open) => "do",
        (Determination::DoesNotMeet, StateEnrollment::Refused) => "dr",
        (Determination::NotDetermined, StateEnrollment::Open) => "no",
        (Determination::NotDetermined, StateEnrollment::Refused) => "nr",
    }
}

fn unnamed(tx: &Transaction<'_>, run: i64) -> Result<Vec<u32>, DbError> {
    let mut select = tx.prepare_cached("SELECT key FROM programs WHERE withdrawn = 0 AND run <> ?1")?;
    let keys = select.query_map([run], |row| row.get(0))?;
    Ok(keys.collect::<Result<_, _>>()?)
}

/// Takes a program out of what can be found. The document stays, for those who are enrolled in it.
fn withdraw(tx: &Transaction<'_>, key: u32, index: &mut Changes) -> Result<(), DbError> {
    let before = indexed(tx, key)?;
    tx.prepare_cached("UPDATE programs SET withdrawn = 1 WHERE key = ?1 AND withdrawn = 0")?.execute([key])?;
    tx.prepare_cached("UPDATE documents SET words = '' WHERE program = ?1")?.execute([key])?;
    index.replace(key, &before, &Words::new());
    Ok(())
}

fn indexed(tx: &Transaction<'_>, key: u32) -> Result<Words, DbError> {
    let mut select = tx.prepare_cached("SELECT words FROM documents WHERE program = ?1")?;
    let packed: Option<String> = select.query_row([key], |row| row.get(0)).optional()?;
    Ok(packed.map(|text| unpack(&text)).unwrap_or_default())
}

/// The catalog is whole again only with the last page, so only that one sets the date.
fn settle(tx: &Transaction<'_>, page: &CatalogPage, changed: bool, fetched_at: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "UPDATE catalog_state SET mark = ?1, generation = generation + ?2, run_open = run_open AND ?3,
           fetched_at = CASE WHEN ?3 THEN fetched_at ELSE ?4 END",
        params![page.mark.0, changed, page.more, fetched_at.0],
    )?;
    Ok(())
}

pub(super) fn to_json(value: &impl Serialize) -> Result<String, DbError> {
    let json = serde_json::to_string(value);
    json.map_err(|error| DbError::Sql(rusqlite::Error::ToSqlConversionFailure(Box::new(error))))
}
