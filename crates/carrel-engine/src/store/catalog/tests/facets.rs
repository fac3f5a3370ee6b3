//! Facets against a count by hand.

use super::*;
use crate::api::{FacetCount, Facets, HoursBand, PriceBand};
use crate::store::catalog::columns::{access_months, hours_band, price_band};
use carrel_domain::catalog::{Fee, StateEnrollment, StateRule};
use carrel_domain::eligibility::state_answer;
use std::collections::BTreeMap;

const CATEGORIES: [&str; 3] = ["Clinical", "Office", "Laboratory"];
const EXAMS: [&str; 4] = ["CPT", "CMA", "EKG", "CPC"];
const STATES: [&str; 3] = ["CA", "TX", "NY"];

fn random_program(random: &mut Random, number: usize) -> Program {
    let mut program =
        program(&format!("p{number}"), &format!("{} technician {number}", random.pick(&["Blood", "Heart"])));
    program.category = (*random.pick(&CATEGORIES)).into();
    program.contact_hours = random.below(300) as u32;
    program.access_days = *random.pick(&[30, 90, 182, 365, 500]);
    program.price.tuition_cents = random.below(150_000) as i64;
    program.price.fees = vec![Fee { name: "Books".into(), cents: random.below(10_000) as i64, refundable: true }];
    program.prepares_for = EXAMS.iter().filter(|_| random.below(3) == 0).map(|exam| (*exam).into()).collect();
    program.clinical.required = random.below(2) == 0;
    let determinations = [Determination::Meets, Determination::DoesNotMeet, Determination::NotDetermined];
    program.state_default.determination = *random.pick(&determinations);
    for state in STATES.into_iter().filter(|_| random.below(2) == 0).collect::<Vec<_>>() {
        program.state_rules.push(StateRule {
            state: state.into(),
            determination: *random.pick(&determinations),
            enrollment: *random.pick(&[StateEnrollment::Open, StateEnrollment::Refused]),
            acknowledgment_required: false,
            text: String::new(),
            source: String::new(),
            as_of: String::new(),
        });
    }
    program
}

fn random_query(random: &mut Random) -> CatalogQuery {
    fn some<T: Clone>(random: &mut Random, list: &[T]) -> Vec<T> {
        if random.below(2) == 0 { vec![] } else { list.iter().filter(|_| random.below(2) == 0).cloned().collect() }
    }
    CatalogQuery {
        text: (*random.pick(&["", "blo", "heart", "techn", "heart t"])).into(),
        categories: some(random, &CATEGORIES.map(str::to_owned)),
        hours: some(random, &[HoursBand::Short, HoursBand::Medium, HoursBand::Long]),
        access_months: some(random, &[1, 3, 6, 12, 99]),
        prices: some(random, &[PriceBand::Under200, PriceBand::Over1000, PriceBand::Under1000]),
        prepares_for: some(random, &EXAMS.map(str::to_owned)),
        clinical: *random.pick(&[None, None, Some(true), Some(false)]),
        open_in_my_state: random.below(3) == 0,
        limit: 200,
        ..CatalogQuery::default()
    }
}

/// Which facet, as an index into `passes`.
const FACETS: usize = 7;

fn passes(program: &Program, query: &CatalogQuery, state: Option<&str>) -> [bool; FACETS] {
    fn any<T: PartialEq>(choice: &[T], value: &T) -> bool {
        choice.is_empty() || choice.contains(value)
    }
    let exams = &query.prepares_for;
    [
        any(&query.categories, &program.category),
        any(&query.hours, &hours_band(program.contact_hours)),
        any(&query.access_months, &access_months(program.access_days)),
        any(&query.prices, &price_band(program.total().cents)),
        exams.is_empty() || program.prepares_for.iter().any(|exam| exams.contains(exam)),
        query.clinical.is_none_or(|wanted| wanted == program.clinical.required),
        !query.open_in_my_state || state_answer(program, state).enrollment == StateEnrollment::Open,
    ]
}

fn counted<T: Ord + Clone>(values: impl Iterator<Item = T>, choice: &[T], offered: &[T]) -> BTreeMap<T, u32> {
    let listed = choice.iter().filter(|value| offered.contains(value));
    let mut counts: BTreeMap<T, u32> = listed.map(|value| (value.clone(), 0)).collect();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    counts
}

fn as_map<T: Ord + Clone>(list: &[FacetCount<T>]) -> BTreeMap<T, u32> {
    list.iter().map(|entry| (entry.value.clone(), entry.count)).collect()
}

fn check(facets: &Facets, matching: &[&Program], query: &CatalogQuery, state: Option<&str>) {
    let left = |facet: usize| {
        matching.iter().filter(move |p| (0..FACETS).all(|other| other == facet || passes(p, query, state)[other]))
    };
    let all = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let categories = counted(left(0).map(|p| p.category.clone()), &query.categories, &all(&CATEGORIES));
    assert_eq!(as_map(&facets.categories), categories);
    let bands = [HoursBand::Short, HoursBand::Medium, HoursBand::Long, HoursBand::VeryLong];
    assert_eq!(as_map(&facets.hours), counted(left(1).map(|p| hours_band(p.contact_hours)), &query.hours, &bands));
    let months = counted(left(2).map(|p| access_months(p.access_days)), &query.access_months, &[1, 3, 6, 12, 16]);
    assert_eq!(as_map(&facets.access_months), months);
    let bands = [PriceBand::Under200, PriceBand::Under500, PriceBand::Under1000, PriceBand::Over1000];
    assert_eq!(as_map(&facets.prices), counted(left(3).map(|p| price_band(p.total().cents)), &query.prices, &bands));
    let exams = counted(left(4).flat_map(|p| p.prepares_for.clone()), &query.prepares_for, &all(&EXAMS));
    assert_eq!(as_map(&facets.prepares_for), exams);
    assert_eq!(facets.clinical as usize, left(5).filter(|p| p.clinical.required).count());
    assert_eq!(facets.no_clinical as usize, left(5).filter(|p| !p.clinical.required).count());
    let open = left(6).filter(|p| state_answer(p, state).enrollment == StateEnrollment::Open);
    assert_eq!(facets.open_in_my_state as usize, open.count());
}

#[tokio::test]
async fn each_facet_counts_within_what_the_others_leave() {
    let mut random = Random(42);
    let programs: Vec<Program> = (0..300).map(|number| random_program(&mut random, number)).collect();
    let catalog = Catalog::of(programs.clone()).await;
    for round in 0..200 {
        let query = random_query(&mut random);
        let state = *random.pick(&[None, Some("CA"), Some("TX"), Some("WY"), Some("?")]);
        let words: Vec<String> = query.text.split(' ').map(str::to_owned).collect();
        let matching: Vec<&Program> = programs
            .iter()
            .filter(|program| words.iter().all(|word| program.title.to_lowercase().contains(word.as_str())))
            .collect();
        let results =
            catalog.store.search(query.clone(), state.map(str::to_owned)).await.expect("a search never fails");
        let passing = matching.iter().filter(|program| passes(program, &query, state).iter().all(|passes| *passes));
        assert_eq!(results.total as usize, passing.count(), "round {round}: {query:?}");
        assert_eq!(results.catalog_size, 300);
        check(&results.facets, &matching, &query, state);
        for hit in &results.hits {
            let program = programs.iter().find(|program| program.id == hit.id).expect("the hit is of the catalog");
            let answer = state_answer(program, state);
            assert_eq!(hit.enrollment_in_state, answer.enrollment);
            assert_eq!(hit.determination, state.map(|_| answer.determination));
            assert_eq!(hit.total, program.total());
        }
    }
}

#[test]
fn access_is_shown_in_months_as_schools_say_them() {
    let cases =
        [(0, 0), (30, 1), (60, 2), (80, 3), (90, 3), (100, 3), (120, 4), (180, 6), (365, 12), (380, 12), (730, 24)];
    for (days, months) in cases {
        assert_eq!(access_months(days), months, "{days} days");
    }
    assert!(access_months(u32::MAX) > 0);
}
