//! Opening a lesson in the real window: from the click to its painted text, beside a bare frame that loads the same page.

use anyhow::{Context, Result, ensure};
use carrel_tests::bench::{Measured, median, quantile};
use carrel_tests::tour::Setting;
use carrel_tests::tour::browser::{self, Account, Learner};
use carrel_tests::tour::log::Log;
use carrel_tests::tour::patience::until;
use carrel_tests::tour::school::School;
use carrel_tests::tour::window::{Named, Window};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

const LEARNER: Learner =
    Learner { name: "Ana Sample", email: "ana@learner.example", password: "a lamp and a quiet desk" };
const PROGRAM: &str = "phlebotomy-technician";
const RUNS: usize = 3;

/// The frame says when its text can be shown; it is painted once the next frame has been drawn.
const PAINTED: &str = "
    const [what, done] = arguments;
    const begun = performance.now();
    const painted = (isOurs, then) => window.addEventListener('message', function heard(event) {
        if (event.data?.type !== 'carrel:ready' || !isOurs(event)) return;
        window.removeEventListener('message', heard);
        requestAnimationFrame(() => setTimeout(() => {
            done(performance.now() - begun);
            then();
        }));
    });";
const OPEN: &str = "
    painted(() => true, () => {});
    location.hash = what;";
const BARE: &str = "
    const frame = document.createElement('iframe');
    frame.sandbox = 'allow-scripts';
    Object.assign(frame.style, { position: 'fixed', inset: 0, width: '100%', height: '100%' });
    painted((event) => event.source === frame.contentWindow, () => frame.remove());
    frame.src = what;
    document.body.append(frame);";

#[tokio::main]
async fn main() -> Result<()> {
    let built = std::env::var_os("CARREL_BENCH_BUILT").context("Start this with `cargo xtask bench lesson_opening`")?;
    let built = PathBuf::from(built);
    let room = tempfile::tempdir()?;
    let setting = Setting {
        out: room.path().join("out"),
        carrel: built.join("carrel"),
        provider: built.join("carrel-provider"),
        campus: Path::new(env!("CARGO_MANIFEST_DIR")).join("../campus"),
        axe: String::new(),
        room: room.path().to_owned(),
    };
    std::fs::create_dir_all(&setting.out)?;
    let school = School::open(&setting).await?;
    let asked = room.path().join("asked");
    let window = Window::open(&setting, &room.path().join("desk"), &school.address, &asked).await?;
    let lessons = study(&setting, &window, &asked).await?;
    ensure!(lessons.len() >= 60, "The course has {} lessons", lessons.len());
    let (mut opened, mut bare) = (Vec::new(), Vec::new());
    let (open, open_bare) = (format!("{PAINTED}{OPEN}"), format!("{PAINTED}{BARE}"));
    for run in 0..=RUNS {
        for lesson in &lessons {
            let ms = window.wait_for(&open, vec![json!(format!("#/lesson/{PROGRAM}/{lesson}"))]).await?;
            let page = window.engine("lesson", json!({ "program": PROGRAM, "lesson": lesson })).await?;
            let alone = window.wait_for(&open_bare, vec![page["address"].clone()]).await?;
            // The first round warms files and caches.
            if run > 0 {
                opened.push(ms.as_f64().context("No time was told")?);
                bare.push(alone.as_f64().context("No time was told")?);
            }
        }
    }
    Measured::new("opening a lesson to its painted text, beside a bare frame", RUNS)
        .about("lessons", lessons.len())
        .beside("median_ms", median(&opened), median(&bare))
        .beside("p95_ms", quantile(&opened, 0.95), quantile(&bare, 0.95))
        .goal("median_ms", 50.0)
        .print();
    window.close().await
}

/// Signs in, enrolls and downloads; gives the lessons.
async fn study(setting: &Setting, window: &Window, asked: &Path) -> Result<Vec<String>> {
    let mut log = Log::begin(&setting.out)?;
    window.go("sign-in").await?;
    window.press(Named::Button("Open the sign-in page")).await?;
    browser::sign_in(&setting.room, asked, &LEARNER, Account::New, &mut log).await?;
    window.sees(LEARNER.name).await?;
    window.engine("enroll", json!({ "program": PROGRAM, "state_acknowledged": false })).await?;
    let course = || window.engine("course", json!({ "program": PROGRAM }));
    until("the school lets the learner in", async || {
        Ok(window.engine("download", json!({ "program": PROGRAM })).await.ok())
    })
    .await?;
    until("the course is here", async || Ok((course().await?["pack"]["state"] == "complete").then_some(()))).await?;
    let course = course().await?;
    let modules = course["modules"].as_array().cloned().unwrap_or_default();
    let lessons = modules.iter().flat_map(|module| module["lessons"].as_array().cloned().unwrap_or_default());
    Ok(lessons.filter_map(|lesson: Value| lesson["id"].as_str().map(str::to_owned)).collect())
}
