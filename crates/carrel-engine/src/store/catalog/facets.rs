//! Facets: what passes them, and how many programs each value would leave.
//!
//! One walk over the matching programs does both. A program that passes every facet counts for all of them; one that
//! fails a single facet counts for that facet alone: it is what choosing another value there would bring.

use super::columns::{Columns, Row};
use crate::api::{CatalogQuery, FacetCount, Facets, HoursBand, PriceBand};
use carrel_domain::catalog::StateEnrollment;

const HOURS: [HoursBand; 4] = [HoursBand::Short, HoursBand::Medium, HoursBand::Long, HoursBand::VeryLong];
const PRICES: [PriceBand; 4] = [PriceBand::Under200, PriceBand::Under500, PriceBand::Under1000, PriceBand::Over1000];

const CATEGORY: u8 = 1;
const HOUR: u8 = 2;
const MONTHS: u8 = 4;
const PRICE: u8 = 8;
const EXAM: u8 = 16;
const CLINICAL: u8 = 32;
const STATE: u8 = 64;
const EVERY: u8 = 127;

/// The chosen facets, looked up once for all programs.
pub(super) struct Sieve<'a> {
    columns: &'a Columns,
    query: &'a CatalogQuery,
    categories: Vec<bool>,
    months: Vec<bool>,
    exam_sets: Vec<bool>,
    /// By profile: enrollment is open in the learner's state.
    open: Vec<bool>,
    counts: Counts,
}

#[derive(Default)]
struct Counts {
    categories: Vec<u32>,
    hours: [u32; 4],
    months: Vec<u32>,
    prices: [u32; 4],
    exam_sets: Vec<u32>,
    clinical: u32,
    no_clinical: u32,
    open: u32,
}

impl<'a> Sieve<'a> {
    pub(super) fn new(columns: &'a Columns, query: &'a CatalogQuery, my_state: Option<&str>) -> Self {
        let any = |set: &[u32]| set.iter().any(|exam| query.prepares_for.contains(&columns.exams[*exam as usize]));
        let free = query.prepares_for.is_empty();
        Self {
            columns,
            query,
            categories: columns.categories.iter().map(|name| chosen(&query.categories, name)).collect(),
            months: columns.months.iter().map(|months| chosen(&query.access_months, months)).collect(),
            exam_sets: columns.exam_sets.iter().map(|set| free || any(set)).collect(),
            open: columns.profiles.iter().map(|p| p.enrollment(my_state) == StateEnrollment::Open).collect(),
            counts: Counts {
                categories: vec![0; columns.categories.len()],
                months: vec![0; columns.months.len()],
                exam_sets: vec![0; columns.exam_sets.len()],
                ..Counts::default()
            },
        }
    }

    /// Counts one matching program; whether it passes every facet.
    pub(super) fn pass(&mut self, row: &Row) -> bool {
        let failed = self.failed(row);
        let counted = match failed.count_ones() {
            0 => EVERY,
            1 => failed,
            _ => return false,
        };
        self.count(row, counted);
        failed == 0
    }

    fn failed(&self, row: &Row) -> u8 {
        let query = self.query;
        let flag = |passes: bool, facet: u8| if passes { 0 } else { facet };
        flag(self.categories[row.category as usize], CATEGORY)
            | flag(chosen(&query.hours, &row.hours), HOUR)
            | flag(self.months[row.months as usize], MONTHS)
            | flag(chosen(&query.prices, &row.price), PRICE)
            | flag(self.exam_sets[row.exam_set as usize], EXAM)
            | flag(query.clinical.is_none_or(|wanted| wanted == row.clinical), CLINICAL)
            | flag(!query.open_in_my_state || self.open[row.profile as usize], STATE)
    }

    fn count(&mut self, row: &Row, facets: u8) {
        let add = |facet: u8| u32::from(facets & facet != 0);
        let counts = &mut self.counts;
        counts.categories[row.category as usize] += add(CATEGORY);
        counts.hours[row.hours as usize] += add(HOUR);
        counts.months[row.months as usize] += add(MONTHS);
        counts.prices[row.price as usize] += add(PRICE);
        counts.exam_sets[row.exam_set as usize] += add(EXAM);
        if row.clinical {
            counts.clinical += add(CLINICAL);
        } else {
            counts.no_clinical += add(CLINICAL);
        }
        if self.open[row.profile as usize] {
            counts.open += add(STATE);
        }
    }

    pub(super) fn facets(self) -> Facets {
        let (columns, query, counts) = (self.columns, self.query, self.counts);
        let mut exams = vec![0; columns.exams.len()];
        for (set, count) in columns.exam_sets.iter().zip(&counts.exam_sets) {
            for exam in set {
                exams[*exam as usize] += count;
            }
        }
        Facets {
            categories: listed(&columns.categories, &counts.categories, &query.categories),
            hours: listed(&HOURS, &counts.hours, &query.hours),
            access_months: listed(&columns.months, &counts.months, &query.access_months),
            prices: listed(&PRICES, &counts.prices, &query.prices),
            prepares_for: listed(&columns.exams, &exams, &query.prepares_for),
            clinical: counts.clinical,
            no_clinical: counts.no_clinical,
            open_in_my_state: counts.open,
        }
    }
}

/// Nothing chosen leaves everything.
fn chosen<T: PartialEq>(choice: &[T], value: &T) -> bool {
    choice.is_empty() || choice.contains(value)
}

/// In a fixed order, so that nothing jumps while typing; a chosen value stays on the list at 0, to be taken back.
fn listed<T: Clone + Ord>(values: &[T], counts: &[u32], choice: &[T]) -> Vec<FacetCount<T>> {
    let counted = values.iter().zip(counts).map(|(value, count)| FacetCount { value: value.clone(), count: *count });
    let mut list: Vec<_> = counted.filter(|entry| entry.count > 0 || choice.contains(&entry.value)).collect();
    list.sort_by(|a, b| a.value.cmp(&b.value));
    list
}
