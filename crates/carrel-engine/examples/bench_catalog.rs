//! How fast the catalog answers while one types: `cargo run --release -p carrel-engine --example bench_catalog [N…]`.
//!
//! Prints one JSON line for each size of catalog. Beside it stands a baseline of the same words in the same run: a plain
//! FTS5 table, `MATCH 'prefix*' ORDER BY rank LIMIT 50`, no totals and no facets.

#[path = "keystrokes/mod.rs"]
mod keystrokes;

use carrel_domain::Timestamp;
use carrel_domain::catalog::Program;
use carrel_engine::api::CatalogQuery;
use carrel_engine::store::catalog::CatalogStore;
use carrel_protocol::catalog::{CATALOG_PAGE, CatalogChange, CatalogMark, CatalogPage};
use keystrokes::{ms, quantiles};
use rusqlite::{Connection, params};
use serde_json::json;
use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

const RUNS: usize = 5;

const QUERIES: [&str; 30] = [
    "phlebotomy technician",
    "medical assistant",
    "medical coding",
    "pharmacy tech",
    "ekg",
    "sterile processing",
    "dental assistant",
    "patient care",
    "veterinary",
    "billing and coding",
    "electronic health records",
    "dialysis technician",
    "home health aide",
    "nursing assistant",
    "surgical technology",
    "medical terminology",
    "anatomy",
    "hipaa privacy",
    "community health worker",
    "behavioral health",
    "optician",
    "ophthalmic assistant",
    "physical therapy aide",
    "phlebotmy",
    "medicl assistant",
    "online certificate",
    "laboratory safety",
    "infection control",
    "CX-10042",
    "técnico en flebotomía",
];

const SUBJECTS: [&str; 28] = [
    "Phlebotomy",
    "Medical",
    "Pharmacy",
    "EKG",
    "Sterile Processing",
    "Dental",
    "Patient Care",
    "Veterinary",
    "Billing",
    "Electronic Health Records",
    "Dialysis",
    "Home Health",
    "Nursing",
    "Surgical",
    "Medical Terminology",
    "Anatomy",
    "HIPAA Privacy",
    "Community Health",
    "Behavioral Health",
    "Optical",
    "Ophthalmic",
    "Physical Therapy",
    "Laboratory",
    "Radiology",
    "Flebotomía",
    "Emergency",
    "Hospice",
    "Nutrition",
];
const ROLES: [&str; 16] = [
    "Technician",
    "Assistant",
    "Aide",
    "Specialist",
    "Coding",
    "Worker",
    "Technology",
    "Coordinator",
    "Administration",
    "Optician",
    "Technologist",
    "Basics",
    "Foundations",
    "Exam Prep",
    "Técnico",
    "Scribe",
];
const KINDS: [&str; 8] =
    ["Advanced", "Online", "Certified", "Evening", "Bilingual", "Accelerated", "Rural", "Refresher"];
const CATEGORIES: [&str; 9] = [
    "Clinical support",
    "Laboratory",
    "Office and billing",
    "Pharmacy",
    "Dental",
    "Imaging",
    "Community",
    "Animal care",
    "Foundations",
];
const EXAMS: [&str; 10] = ["CPT", "CCMA", "CPC", "CPhT", "CET", "CRCST", "CEHRS", "CMAA", "CHW", "CDA"];
const SYLLABLES: [&str; 32] = [
    "ta", "ri", "mo", "pro", "con", "ste", "ble", "ca", "de", "ing", "er", "phy", "me", "lo", "gra", "in", "fec",
    "tion", "sa", "fe", "ty", "bo", "re", "cor", "an", "al", "ver", "o", "hem", "car", "di", "pul",
];

/// A small generator (splitmix64): every run measures the same catalog.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }
    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

/// Programs with the length of real ones: a title, a summary, a description, an outline of forty lessons.
struct Synthetic {
    random: Random,
    vocabulary: Vec<String>,
}

impl Synthetic {
    fn new() -> Self {
        let mut random = Random(1);
        let mut vocabulary: Vec<String> =
            QUERIES.iter().flat_map(|query| query.split(' ')).map(str::to_owned).collect();
        vocabulary.retain(|word| !["phlebotmy", "medicl"].contains(&word.as_str()));
        vocabulary.extend(["and", "the", "of", "care", "health", "safety", "patient", "records"].map(str::to_owned));
        let made = |random: &mut Random| (0..2 + random.below(3)).map(|_| random.pick(&SYLLABLES)).collect::<String>();
        vocabulary.extend((0..12_000).map(|_| made(&mut random)));
        // Words that are looked for are as often frequent or rare as others.
        for at in (1..vocabulary.len()).rev() {
            vocabulary.swap(at, random.below(at + 1));
        }
        Self { random, vocabulary }
    }

    /// Few words are frequent and most are rare, as in any language.
    fn text(&mut self, words: usize) -> String {
        let word = |random: &mut Random| {
            let share = (random.next() >> 11) as f64 / (1_u64 << 53) as f64;
            (self.vocabulary.len() as f64).powf(share) as usize - 1
        };
        let picked: Vec<&str> = (0..words).map(|_| self.vocabulary[word(&mut self.random)].as_str()).collect();
        picked.join(" ")
    }

    fn program(&mut self, number: usize) -> Result<Program, serde_json::Error> {
        let exams: Vec<&str> = (0..self.random.below(3)).map(|_| self.random.pick(&EXAMS)).collect();
        let (kind, subject, role) = (self.random.pick(&KINDS), self.random.pick(&SUBJECTS), self.random.pick(&ROLES));
        let outline: Vec<_> = (0..8).map(|_| self.module()).collect();
        let access_days = [90, 180, 365][self.random.below(3)];
        let clinical = self.random.below(3) == 0;
        let rule = |state: &str, enrollment: &str| {
            json!({"state": state, "determination": "does_not_meet", "enrollment": enrollment,
                "acknowledgment_required": false, "text": "", "source": "", "as_of": ""})
        };
        let refused = self.random.pick(&["CA", "TX", "NY", "WA", "FL"]);
        serde_json::from_value(json!({
            "id": format!("program-{number}"), "version": 1, "code": format!("CX-{number}"),
            "title": format!("{kind} {subject} {role}"),
            "aliases": [self.text(2)], "category": self.random.pick(&CATEGORIES),
            "summary": self.text(20), "description": self.text(60),
            "contact_hours": 10 + self.random.below(400), "access_days": access_days,
            "credential_awarded": "Certificate of completion", "certificate_is": [], "certificate_is_not": [],
            "prepares_for": exams, "included": [], "not_included": [], "funding_accepted": [],
            "price": {"currency": "USD", "tuition_cents": 9900 + self.random.below(200_000), "fees": [], "elsewhere": []},
            "payment_plans": [], "extension": null, "prerequisites": [],
            "clinical": {"required": clinical, "hours": 0, "placement": "none", "documents": [], "text": ""},
            "completion": {"min_grade_percent": 70, "text": ""}, "enrollment": {"policy": "open", "text": ""},
            "state_rules": [rule("AL", "open"), rule(refused, "refused")],
            "state_default": {"determination": "not_determined", "text": "", "source": "", "as_of": ""},
            "refund_schedule": {"id": "r", "version": 1, "title": "", "text": "", "full_refund_days": 5,
                "full_refund_max_percent": 10, "retained_fee_cents": 0, "bands": []},
            "outline": outline, "evidence": ""
        }))
    }

    fn module(&mut self) -> serde_json::Value {
        let lesson = |title: String| json!({"id": "m01-l01", "title": title, "minutes": 30, "written": true});
        let lessons: Vec<_> = (0..5).map(|_| lesson(self.text(4))).collect();
        json!({"title": self.text(3), "lessons": lessons})
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sizes: Vec<usize> = std::env::args().skip(1).map(|size| size.parse()).collect::<Result<_, _>>()?;
    for size in if sizes.is_empty() { vec![10_000, 100_000] } else { sizes } {
        measure(size).await?;
    }
    Ok(())
}

async fn measure(size: usize) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("catalog.db");
    let (store, _) = CatalogStore::open(path.clone()).await?;
    let filled = fill(&store, size).await?;
    let started = Instant::now();
    store.search(CatalogQuery { limit: 50, ..CatalogQuery::default() }, None).await?;
    let warm = started.elapsed();
    let keystrokes = keystrokes();
    let mut ours = Vec::new();
    let mut totals = 0_u64;
    for _ in 0..RUNS {
        ours.push(type_all(&store, &keystrokes, &mut totals).await?);
    }
    let bytes = std::fs::metadata(&path)?.len();
    let baseline = baseline(&path, &keystrokes)?;
    let (p50, p99, max, slowest) = quantiles(&ours, &keystrokes);
    let (base_p50, base_p99, base_max, base_slowest) = quantiles(&baseline, &keystrokes);
    let line = json!({
        "name": "catalog_search_per_keystroke", "programs": size, "keystrokes": keystrokes.len(), "runs": RUNS,
        "p50_ms": p50, "p99_ms": p99, "max_ms": max, "slowest": slowest,
        "found_in_all": totals,
        "goal": {"p99_ms": if size > 10_000 { 20 } else { 5 }},
        "first_list_ms": ms(warm), "fill_s": (ms(filled) / 10.0).round() / 100.0, "file_mb": bytes / 1_000_000,
        "baseline": {
            "name": "fts5 match 'prefix*' order by rank limit 50",
            "p50_ms": base_p50, "p99_ms": base_p99, "max_ms": base_max, "slowest": base_slowest,
        },
    });
    println!("{line}");
    Ok(())
}

async fn fill(store: &CatalogStore, size: usize) -> Result<Duration, Box<dyn Error>> {
    let mut synthetic = Synthetic::new();
    let mut spent = Duration::ZERO;
    let mut number = 0;
    while number < size {
        let end = (number + CATALOG_PAGE).min(size);
        let programs = (number..end).map(|number| synthetic.program(number)).collect::<Result<Vec<_>, _>>()?;
        let changes =
            programs.into_iter().map(|program| CatalogChange::Upsert { program: Box::new(program) }).collect();
        let page =
            CatalogPage { changes, mark: CatalogMark(end.to_string()), more: end < size, complete: false, guide: None };
        let started = Instant::now();
        store.apply(page, number == 0, Timestamp(0)).await?;
        spent += started.elapsed();
        number = end;
    }
    Ok(spent)
}

/// Every query as it grows letter by letter.
fn keystrokes() -> Vec<String> {
    let typed = QUERIES
        .iter()
        .flat_map(|query| query.char_indices().map(|(at, letter)| query[..at + letter.len_utf8()].to_owned()));
    typed.collect()
}

async fn type_all(store: &CatalogStore, typed: &[String], totals: &mut u64) -> Result<Vec<Duration>, Box<dyn Error>> {
    let mut times = Vec::new();
    for text in typed {
        let query = CatalogQuery { text: text.clone(), limit: 50, ..CatalogQuery::default() };
        let started = Instant::now();
        let results = store.search(query, Some("CA".to_owned())).await?;
        times.push(started.elapsed());
        *totals += u64::from(results.total);
    }
    Ok(times)
}

fn baseline(path: &Path, typed: &[String]) -> Result<Vec<Vec<Duration>>, Box<dyn Error>> {
    let conn = Connection::open(path)?;
    fill_baseline(&conn)?;
    let mut runs = Vec::new();
    for _ in 0..RUNS {
        let mut times = Vec::new();
        for text in typed {
            let query = as_match(text);
            let started = Instant::now();
            let mut select = conn.prepare_cached(
                "SELECT rowid FROM plain WHERE plain MATCH ?1 ORDER BY bm25(plain, 10, 5, 3, 1) LIMIT 50",
            )?;
            let found: Vec<i64> = select.query_map([&query], |row| row.get(0))?.collect::<Result<_, _>>()?;
            times.push(started.elapsed());
            std::hint::black_box(found);
        }
        runs.push(times);
    }
    Ok(runs)
}

/// The same texts, in a plain FTS5 table of the same file.
fn fill_baseline(conn: &Connection) -> Result<(), Box<dyn Error>> {
    conn.execute_batch(
        "BEGIN;
         CREATE VIRTUAL TABLE plain USING fts5(
           title, names, category, body, content='', prefix='1 2 3', tokenize='unicode61 remove_diacritics 2');",
    )?;
    let mut select = conn.prepare("SELECT program, json FROM documents")?;
    let mut rows = select.query([])?;
    let mut insert =
        conn.prepare("INSERT INTO plain (rowid, title, names, category, body) VALUES (?1, ?2, ?3, ?4, ?5)")?;
    while let Some(row) = rows.next()? {
        let program: Program = serde_json::from_str(row.get_ref(1)?.as_str()?)?;
        let names = format!("{} {}", program.code, program.aliases.join(" "));
        let mut body = format!("{} {}", program.summary, program.description);
        for module in &program.outline {
            body.push_str(&module.title);
            body.extend(module.lessons.iter().flat_map(|lesson| [" ", &lesson.title]));
        }
        insert.execute(params![row.get::<_, i64>(0)?, program.title, names, program.category, body])?;
    }
    conn.execute_batch("COMMIT")?;
    Ok(())
}

/// What was typed as an FTS5 query: every word quoted, the last one a prefix.
fn as_match(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(|word| format!("\"{word}\"")).collect();
    words.join(" ") + "*"
}
