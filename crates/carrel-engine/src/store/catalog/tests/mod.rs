//! The catalog against a real file.

mod facets;
mod finding;
mod keeping;

use super::CatalogStore;
use crate::api::{CatalogQuery, CatalogResults};
use carrel_domain::catalog::{
    Clinical, CompletionRule, Determination, EnrollmentPolicy, OutlineLesson, OutlineModule, Placement, Policy, Price,
    Program, RefundSchedule, StateDefault,
};
use carrel_domain::{LessonId, ProgramId, Timestamp};
use carrel_protocol::catalog::{CatalogChange, CatalogMark, CatalogPage};
use tempfile::TempDir;

pub(super) struct Catalog {
    pub store: CatalogStore,
    pub folder: TempDir,
}

impl Catalog {
    pub async fn empty() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (store, damaged) =
            CatalogStore::open(folder.path().join("catalog.db")).await.expect("a fresh catalog opens");
        assert_eq!(damaged, None);
        Self { store, folder }
    }

    pub async fn of(programs: Vec<Program>) -> Self {
        let catalog = Self::empty().await;
        catalog.apply(page(programs.into_iter().map(upsert).collect())).await;
        catalog
    }

    pub async fn apply(&self, page: CatalogPage) -> bool {
        self.store.apply(page, false, Timestamp(1000)).await.expect("the page applies")
    }

    pub async fn search(&self, query: CatalogQuery) -> CatalogResults {
        self.store.search(query, None).await.expect("a search never fails")
    }

    pub async fn find(&self, text: &str) -> CatalogResults {
        self.search(CatalogQuery { text: text.to_owned(), limit: 200, ..CatalogQuery::default() }).await
    }

    /// The ids found for `text`, in order.
    pub async fn ids(&self, text: &str) -> Vec<String> {
        ids(&self.find(text).await)
    }
}

pub(super) fn ids(results: &CatalogResults) -> Vec<String> {
    results.hits.iter().map(|hit| hit.id.0.clone()).collect()
}

pub(super) fn page(changes: Vec<CatalogChange>) -> CatalogPage {
    CatalogPage { changes, mark: CatalogMark("mark-1".to_owned()), more: false, complete: false, guide: None }
}

pub(super) fn upsert(program: Program) -> CatalogChange {
    CatalogChange::Upsert { program: Box::new(program) }
}

pub(super) fn withdrawn(id: &str) -> CatalogChange {
    CatalogChange::Withdrawn { id: id.into() }
}

pub(super) fn outline(lessons: &[&str]) -> Vec<OutlineModule> {
    let lessons = lessons.iter().map(|title| OutlineLesson {
        id: Some(LessonId::new("m01-l01")),
        title: (*title).into(),
        minutes: None,
        written: true,
    });
    vec![OutlineModule { title: "Module".into(), lessons: lessons.collect(), quiz: None }]
}

pub(super) fn program(id: &str, title: &str) -> Program {
    Program {
        id: ProgramId::new(id),
        version: 1,
        code: format!("X-{id}"),
        title: title.into(),
        aliases: vec![],
        category: "Other".into(),
        summary: String::new(),
        description: String::new(),
        contact_hours: 100,
        access_days: 365,
        credential_awarded: String::new(),
        certificate_is: vec![],
        certificate_is_not: vec![],
        prepares_for: vec![],
        included: vec![],
        not_included: vec![],
        funding_accepted: vec![],
        price: Price { currency: "USD".into(), tuition_cents: 100_000, fees: vec![], elsewhere: vec![] },
        payment_plans: vec![],
        extension: None,
        prerequisites: vec![],
        clinical: Clinical {
            required: false,
            hours: 0,
            placement: Placement::None,
            documents: vec![],
            text: String::new(),
        },
        completion: CompletionRule { min_grade_percent: 70, text: String::new() },
        enrollment: EnrollmentPolicy { policy: Policy::Open, text: String::new() },
        state_rules: vec![],
        state_default: StateDefault {
            determination: Determination::NotDetermined,
            text: String::new(),
            source: String::new(),
            as_of: String::new(),
        },
        refund_schedule: RefundSchedule {
            id: "plain".into(),
            version: 1,
            title: String::new(),
            text: String::new(),
            full_refund_days: 5,
            full_refund_max_percent: 10,
            retained_fee_cents: 0,
            bands: vec![],
        },
        outline: vec![],
        evidence: String::new(),
        course_version: None,
        goals: None,
    }
}

/// A small generator (splitmix64), so that a failing seed can be run again.
pub(super) struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}
