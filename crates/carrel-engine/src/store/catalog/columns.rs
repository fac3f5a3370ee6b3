//! What facets and orders need of every program, in memory: some 70 bytes a program, read once for each generation of the
//! catalog. Programs stand in the order of their titles, so a list by title is a list as it stands.

use super::super::finding::spelling::{Entry, vocabulary};
use crate::api::{HoursBand, PriceBand};
use carrel_domain::catalog::{Determination, StateEnrollment};
use carrel_sqlite::DbError;
use rusqlite::Connection;
use std::collections::HashMap;

/// The columns of one generation.
#[derive(Default)]
pub(super) struct Columns {
    pub generation: i64,
    /// Folded titles, ascending.
    pub titles: Vec<Box<str>>,
    pub rows: Vec<Row>,
    pub categories: Vec<String>,
    pub months: Vec<u32>,
    pub exams: Vec<String>,
    /// Each distinct list of exams, as indexes of `exams`.
    pub exam_sets: Vec<Vec<u32>>,
    pub profiles: Vec<Profile>,
    /// One more than the largest key.
    pub keys_end: usize,
    pub vocabulary: Vec<Entry>,
}

/// One program. What many programs share is an index.
pub(super) struct Row {
    pub cents: i64,
    pub key: u32,
    pub category: u32,
    pub months: u32,
    pub exam_set: u32,
    pub profile: u32,
    pub contact_hours: u32,
    pub hours: HoursBand,
    pub price: PriceBand,
    pub clinical: bool,
}

/// What a school says of each state; many programs share one.
#[derive(Default)]
pub(super) struct Profile {
    elsewhere: Letters,
    states: Vec<([u8; 2], Letters)>,
}

type Letters = [u8; 2];

impl Profile {
    /// From `--no CAmo TXnr`: the state, its determination, its enrollment.
    fn parse(text: &str) -> Self {
        let mut profile = Self { elsewhere: *b"no", states: Vec::new() };
        for entry in text.split(' ') {
            match entry.as_bytes() {
                [b'-', b'-', a, b] => profile.elsewhere = [*a, *b],
                [x, y, a, b] => profile.states.push(([*x, *y], [*a, *b])),
                _ => {}
            }
        }
        // Stable: of two rules for one state the first holds, as in `carrel_domain::eligibility`.
        profile.states.sort_by_key(|(state, _)| *state);
        profile.states.dedup_by_key(|(state, _)| *state);
        profile
    }

    fn letters(&self, state: Option<&str>) -> Letters {
        let Some(code) = state.and_then(|state| <[u8; 2]>::try_from(state.as_bytes()).ok()) else {
            return self.elsewhere;
        };
        let found = self.states.binary_search_by_key(&code, |(state, _)| *state);
        found.ok().and_then(|at| self.states.get(at)).map_or(self.elsewhere, |(_, letters)| *letters)
    }

    pub(super) fn determination(&self, state: Option<&str>) -> Determination {
        match self.letters(state)[0] {
            b'm' => Determination::Meets,
            b'd' => Determination::DoesNotMeet,
            _ => Determination::NotDetermined,
        }
    }

    pub(super) fn enrollment(&self, state: Option<&str>) -> StateEnrollment {
        if self.letters(state)[1] == b'r' { StateEnrollment::Refused } else { StateEnrollment::Open }
    }
}

pub(super) fn generation(conn: &Connection) -> Result<i64, DbError> {
    Ok(conn.prepare_cached("SELECT generation FROM catalog_state")?.query_row([], |row| row.get(0))?)
}

impl Columns {
    pub(super) fn load(conn: &Connection) -> Result<Self, DbError> {
        let mut columns = Self { generation: generation(conn)?, ..Self::default() };
        let mut categories = Numbers::default();
        let mut exam_sets = Numbers::default();
        let mut profiles = Numbers::default();
        let mut select = conn.prepare(
            "SELECT key, title_key, category, contact_hours, access_days, total_cents, clinical, prepares_for, states
             FROM programs WHERE withdrawn = 0 ORDER BY title_key, id",
        )?;
        let mut found = select.query([])?;
        while let Some(row) = found.next()? {
            let contact_hours = row.get(3)?;
            let cents = row.get(5)?;
            columns.titles.push(row.get_ref(1)?.as_str().unwrap_or_default().into());
            columns.rows.push(Row {
                cents,
                key: row.get(0)?,
                category: categories.number(row.get_ref(2)?.as_str().unwrap_or_default()),
                months: position(&mut columns.months, access_months(row.get(4)?)),
                exam_set: exam_sets.number(row.get_ref(7)?.as_str().unwrap_or_default()),
                profile: profiles.number(row.get_ref(8)?.as_str().unwrap_or_default()),
                contact_hours,
                hours: hours_band(contact_hours),
                price: price_band(cents),
                clinical: row.get(6)?,
            });
        }
        columns.categories = categories.names;
        columns.profiles = profiles.names.iter().map(|text| Profile::parse(text)).collect();
        columns.keys_end = columns.rows.iter().map(|row| row.key as usize + 1).max().unwrap_or(0);
        columns.read_exams(&exam_sets.names);
        columns.vocabulary = vocabulary(conn)?;
        Ok(columns)
    }

    fn read_exams(&mut self, sets: &[String]) {
        let mut exams = Numbers::default();
        for json in sets {
            let mut names: Vec<String> = serde_json::from_str(json).unwrap_or_default();
            // A program counts once for an exam, however often it is named.
            names.sort_unstable();
            names.dedup();
            self.exam_sets.push(names.iter().map(|name| exams.number(name)).collect());
        }
        self.exams = exams.names;
    }
}

/// Gives each distinct text a number.
#[derive(Default)]
struct Numbers {
    known: HashMap<String, u32>,
    names: Vec<String>,
}

impl Numbers {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.known.get(text) {
            return *number;
        }
        let number = self.names.len() as u32;
        self.known.insert(text.to_owned(), number);
        self.names.push(text.to_owned());
        number
    }
}

/// Access lengths are few, so looking along the list is quick.
fn position(list: &mut Vec<u32>, value: u32) -> u32 {
    let at = list.iter().position(|known| *known == value).unwrap_or_else(|| {
        list.push(value);
        list.len() - 1
    });
    at as u32
}

pub(super) fn hours_band(hours: u32) -> HoursBand {
    match hours {
        0..25 => HoursBand::Short,
        25..100 => HoursBand::Medium,
        100..200 => HoursBand::Long,
        _ => HoursBand::VeryLong,
    }
}

pub(super) fn price_band(cents: i64) -> PriceBand {
    match cents {
        ..20_000 => PriceBand::Under200,
        20_000..50_000 => PriceBand::Under500,
        50_000..100_000 => PriceBand::Under1000,
        _ => PriceBand::Over1000,
    }
}

/// Months as schools say them: 90 days are three, 365 are twelve.
pub(super) fn access_months(days: u32) -> u32 {
    match days {
        80..=100 => 3,
        170..=190 => 6,
        350..=380 => 12,
        // A month has 30.4 days; rounded to the nearest.
        _ => u32::try_from((u64::from(days) * 10 + 152) / 304).unwrap_or(u32::MAX),
    }
}
