//! Opening a lesson in the real window: from the click to its painted text, beside a bare frame that loads the same page.
//! One that follows on what one reads, or that one points to, has been made ready by then, and is told apart from any other.

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
use std::time::Duration;

const LEARNER: Learner =
    Learner { name: "Ana Sample", email: "ana@learner.example", password: "a lamp and a quiet desk" };
const PROGRAM: &str = "phlebotomy-technician";
const RUNS: usize = 3;
/// How long the pointer is on a link before it is pressed.
const RESTS: Duration = Duration::from_millis(200);
/// Steps through the lessons out of order, and comes to each of sixty once.
const STRIDE: usize = 17;

/// Waits until the lesson's frame is ready within `css`, and tells the milliseconds until it has been drawn.
const WAITING: &str = "
    const untilReady = (css, lesson, then) => requestAnimationFrame(function look() {
        const frame = document.querySelector(`${css} iframe.ready`);
        if (!frame || !new URL(frame.src).pathname.endsWith(`/${lesson}`)) return requestAnimationFrame(look);
        then();
    });
    const untilDrawn = (lesson, tell) => {
        const begun = performance.now();
        untilReady('.reading:not(.unseen)', lesson, () => setTimeout(() => tell(performance.now() - begun)));
    };";
/// What a click on a link does, without the click.
const OPEN: &str = "
    const [program, lesson, done] = arguments;
    untilDrawn(lesson, done);
    location.hash = `#/lesson/${program}/${lesson}`;";
/// Opens one module of the course after the other until the lesson's link is there, as a reader looks for it.
const LISTED: &str = "
    const [lesson] = arguments;
    const modules = [...document.querySelectorAll('main section.contents > details')];
    if (document.querySelector('.reading') || modules.length === 0) return false;
    if (document.querySelector(`main details[open] a[href$=\"/${lesson}\"]`)) return true;
    const open = modules.findIndex((module) => module.open);
    for (const module of modules) module.open = false;
    modules[(open + 1) % modules.length].open = true;
    return false";
/// From the click on its link in the list of its course.
const BEFORE_CLICK: &str = "
    const [lesson] = arguments;
    const link = document.querySelector(`main details a[href$=\"/${lesson}\"]`);
    link.scrollIntoView({ block: 'center', behavior: 'instant' });
    window.opened = new Promise((tell) => link.addEventListener('click', () => untilDrawn(lesson, tell)));
    return null";
const AFTER_CLICK: &str = "window.opened.then(arguments[0])";
/// Waits until the lesson that follows has been made ready, as it is while one reads; tells whether one does.
const READY: &str = "
    const [done] = arguments;
    const link = document.querySelector('.reading:not(.unseen) footer .next a[href*=\"#/lesson/\"]');
    if (!link) return done(null);
    const lesson = link.hash.split('/').at(-1);
    untilReady('.reading.unseen', lesson, () => done(lesson));";
/// The frame says when its text can be shown; it is painted once the next frame has been drawn.
const BARE: &str = "
    const [what, done] = arguments;
    const begun = performance.now();
    const frame = document.createElement('iframe');
    frame.sandbox = 'allow-scripts';
    Object.assign(frame.style, { position: 'fixed', inset: 0, width: '100%', height: '100%' });
    window.addEventListener('message', function heard(event) {
        if (event.data?.type !== 'carrel:ready' || event.source !== frame.contentWindow) return;
        window.removeEventListener('message', heard);
        requestAnimationFrame(() => setTimeout(() => {
            done(performance.now() - begun);
            frame.remove();
        }));
    });
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
    let mut times = Times::default();
    for run in 0..=RUNS {
        // The first round warms files and caches.
        let mut warming = Times::default();
        one_round(&window, &lessons, if run > 0 { &mut times } else { &mut warming }).await?;
    }
    times.about("going on to the next lesson", &times.next).goal("median_ms", 50.0).print();
    let pointed = "opening a lesson from its course, the pointer 200 ms on its link";
    times.about(pointed, &times.pointed).goal("median_ms", 50.0).print();
    // The goal is about a click, and here is none.
    times.about("opening a lesson that nothing announced", &times.elsewhere).print();
    window.close().await
}

/// Milliseconds each.
#[derive(Default)]
struct Times {
    /// The lesson that follows on the one that is read.
    next: Vec<f64>,
    /// One of the course's list, pressed as a hand does it.
    pointed: Vec<f64>,
    /// Any other, by its address.
    elsewhere: Vec<f64>,
    bare: Vec<f64>,
}

impl Times {
    fn about(&self, what: &str, opened: &[f64]) -> Measured {
        Measured::new(format!("{what}, to its painted text, beside a bare frame"), RUNS)
            .about("lessons", opened.len() / RUNS)
            .beside("median_ms", median(opened), median(&self.bare))
            .beside("p95_ms", quantile(opened, 0.95), quantile(&self.bare, 0.95))
    }
}

/// Opens each lesson out of order, what follows on it, the lesson again from its course, and a bare frame of it.
async fn one_round(window: &Window, lessons: &[String], times: &mut Times) -> Result<()> {
    let (open, ready) = (format!("{WAITING}{OPEN}"), format!("{WAITING}{READY}"));
    let open = async |lesson: &str| ms(window.wait_for(&open, vec![json!(PROGRAM), json!(lesson)]).await?);
    for step in 0..lessons.len() {
        let lesson = &lessons[step * STRIDE % lessons.len()];
        times.elsewhere.push(open(lesson).await?);
        if let Some(next) = window.wait_for(&ready, vec![]).await?.as_str() {
            times.next.push(open(next).await?);
        }
        times.pointed.push(from_course(window, lesson).await?);
        let page = window.engine("lesson", json!({ "program": PROGRAM, "lesson": lesson })).await?;
        times.bare.push(ms(window.wait_for(BARE, vec![page["address"].clone()]).await?)?);
    }
    Ok(())
}

async fn from_course(window: &Window, lesson: &str) -> Result<f64> {
    window.go(&format!("course/{PROGRAM}")).await?;
    let link = format!("main details a[href$=\"/{lesson}\"]");
    until("the course lists the lesson", async || {
        Ok(window.script(LISTED, vec![json!(lesson)]).await?.as_bool().filter(|listed| *listed))
    })
    .await?;
    window.script(&format!("{WAITING}{BEFORE_CLICK}"), vec![json!(lesson)]).await?;
    window.rest_and_press(&link, RESTS).await?;
    ms(window.wait_for(AFTER_CLICK, vec![]).await?)
}

fn ms(value: Value) -> Result<f64> {
    value.as_f64().context("No time was told")
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
