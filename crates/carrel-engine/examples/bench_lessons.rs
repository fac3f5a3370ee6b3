//! How fast words in lessons are found while one types: `cargo run --release -p carrel-engine --example bench_lessons [N…]`.
//!
//! Prints one JSON line for each number of lessons. Beside it stands a baseline of the same words in the same run: a plain FTS5
//! table with a row for each paragraph, `MATCH 'prefix*' ORDER BY rank LIMIT 20`, which finds paragraphs and no lessons.

#[path = "keystrokes/mod.rs"]
mod keystrokes;

use carrel_domain::ProgramId;
use carrel_engine::store::Disk;
use carrel_engine::store::lessons::{LessonStore, LessonText, TextBlock};
use keystrokes::{ms, quantiles};
use rusqlite::{Connection, params};
use serde_json::json;
use std::collections::BTreeSet;
use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

const RUNS: usize = 5;
/// As the engine fills it.
const BATCH: usize = 32;
const LESSONS_OF_A_COURSE: usize = 60;
const BLOCKS: usize = 42;
const WORDS: usize = 12_000;

const QUERIES: [&str; 16] = [
    "order of draw",
    "tourniquet one minute",
    "the patient says no",
    "median cubital vein",
    "hand hygiene",
    "light blue citrate",
    "label at the chair",
    "needlestick",
    "tournikuet",
    "hemolysis",
    "who may see the result",
    "blood culture first",
    "a",
    "café",
    "fingerstick glucose",
    "anticoagulant",
];
/// What lessons speak of; the commonest words first, as in any text.
const SPOKEN: &str = "the of and to a in is it that you for on with as are be this at or from by not first patient blood tube \
    hand vein needle one may who see no says order draw test result label chair minute tourniquet before after light blue citrate \
    skin clean glove alcohol site arm median cubital basilic cephalic hygiene culture bottle lavender gold green gray heparin serum \
    plasma hemolysis clot finger fingerstick glucose heel puncture capillary safety sharps needlestick exposure report café \
    anticoagulant additive carry over discard syringe winged set gauge bevel consent refuse identify name birth date wristband";

/// A small generator (splitmix64): every run measures the same lessons.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Words by rank: the real ones, then made-up ones.
fn vocabulary(random: &mut Random) -> Vec<String> {
    let syllables =
        ["ta", "ri", "mo", "pro", "con", "ste", "ble", "ca", "de", "ing", "er", "phy", "me", "lo", "gra", "in"];
    let mut words: Vec<String> = SPOKEN.split_whitespace().map(str::to_owned).collect();
    while words.len() < WORDS {
        let parts = 2 + random.next() as usize % 3;
        words.push((0..parts).map(|_| syllables[random.next() as usize % syllables.len()]).collect());
    }
    words
}

fn lesson(number: usize, words: &[String], random: &mut Random) -> LessonText {
    // As in any text, the word of rank n comes about 1/n as often as the first.
    let mut sentence = |count: usize| {
        let drawn = (0..count).map(|_| &words[((words.len() as f64).powf(random.share()) - 1.0) as usize][..]);
        drawn.collect::<Vec<_>>().join(" ")
    };
    let title = sentence(5);
    let blocks = (0..BLOCKS).map(|at| {
        let heading = at % 8 == 0;
        TextBlock { anchor: format!("p{}", at + 1), heading, text: sentence(if heading { 4 } else { 18 }) }
    });
    LessonText {
        program: ProgramId(format!("course-{}", number / LESSONS_OF_A_COURSE)),
        lesson: format!("l{}", number % LESSONS_OF_A_COURSE).as_str().into(),
        content: "1".to_owned(),
        title,
        blocks: blocks.collect(),
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sizes: Vec<usize> = std::env::args().skip(1).map(|size| size.parse()).collect::<Result<_, _>>()?;
    for size in if sizes.is_empty() { vec![500, 5_000] } else { sizes } {
        measure(size).await?;
    }
    Ok(())
}

async fn measure(size: usize) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("search.db");
    let store = LessonStore::open_on(&Disk::default(), &path).await?;
    let mut random = Random(7);
    let words = vocabulary(&mut random);
    let lessons: Vec<LessonText> = (0..size).map(|number| lesson(number, &words, &mut random)).collect();
    let among: BTreeSet<ProgramId> = lessons.iter().map(|lesson| lesson.program.clone()).collect();
    let started = Instant::now();
    for batch in lessons.chunks(BATCH) {
        store.apply(Vec::new(), batch.to_vec()).await?;
    }
    let filled = started.elapsed();
    let started = Instant::now();
    store.known().await?;
    let compared = started.elapsed();
    store.search("tourniquet".to_owned(), among.clone()).await?;
    let typed = keystrokes();
    let mut totals = 0_u64;
    let mut ours = Vec::new();
    for _ in 0..RUNS {
        let mut times = Vec::new();
        for text in &typed {
            let started = Instant::now();
            let found = store.search(text.clone(), among.clone()).await?;
            times.push(started.elapsed());
            totals += u64::from(found.total);
        }
        ours.push(times);
    }
    let bytes = std::fs::metadata(&path)?.len();
    let (base_filled, baseline) = baseline(&folder.path().join("plain.db"), &lessons, &typed)?;
    let (p50, p99, max, slowest) = quantiles(&ours, &typed);
    let (base_p50, base_p99, base_max, base_slowest) = quantiles(&baseline, &typed);
    let line = json!({
        "name": "lesson_search_per_keystroke", "lessons": size, "paragraphs": size * BLOCKS, "keystrokes": typed.len(),
        "runs": RUNS, "p50_ms": p50, "p99_ms": p99, "max_ms": max, "slowest": slowest, "found_in_all": totals,
        "goal": {"p99_ms": 10}, "fill_s": ms(filled) / 1000.0, "start_comparison_ms": ms(compared), "file_mb": bytes / 1_000_000,
        "baseline": {
            "name": "fts5, a row for each paragraph, match 'prefix*' order by rank limit 20",
            "p50_ms": base_p50, "p99_ms": base_p99, "max_ms": base_max, "slowest": base_slowest,
            "fill_s": ms(base_filled) / 1000.0,
        },
    });
    println!("{line}");
    Ok(())
}

/// Every query as it grows letter by letter.
fn keystrokes() -> Vec<String> {
    let typed = QUERIES
        .iter()
        .flat_map(|query| query.char_indices().map(|(at, letter)| query[..at + letter.len_utf8()].to_owned()));
    typed.collect()
}

type Runs = Vec<Vec<Duration>>;

fn baseline(path: &Path, lessons: &[LessonText], typed: &[String]) -> Result<(Duration, Runs), Box<dyn Error>> {
    let conn = Connection::open(path)?;
    let started = Instant::now();
    conn.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; BEGIN;
         CREATE VIRTUAL TABLE plain USING fts5(text, prefix='1 2 3', tokenize='unicode61 remove_diacritics 2');",
    )?;
    let mut insert = conn.prepare("INSERT INTO plain (text) VALUES (?1)")?;
    for block in lessons.iter().flat_map(|lesson| &lesson.blocks) {
        insert.execute(params![block.text])?;
    }
    conn.execute_batch("COMMIT")?;
    let filled = started.elapsed();
    let mut runs = Vec::new();
    for _ in 0..RUNS {
        let mut times = Vec::new();
        for text in typed {
            let words: Vec<String> = text.split_whitespace().map(|word| format!("\"{word}\"")).collect();
            let query = words.join(" ") + "*";
            let started = Instant::now();
            let mut select =
                conn.prepare_cached("SELECT rowid FROM plain WHERE plain MATCH ?1 ORDER BY rank LIMIT 20")?;
            let found: Vec<i64> = select.query_map([&query], |row| row.get(0))?.collect::<Result<_, _>>()?;
            times.push(started.elapsed());
            std::hint::black_box(found);
        }
        runs.push(times);
    }
    Ok((filled, runs))
}
