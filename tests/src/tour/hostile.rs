//! A school that means harm, in the real window: none of its lessons runs, reaches the network or gets at the app (I15).

use super::attacks;
use super::browser::{self, Account, Learner};
use super::log::Log;
use super::patience::until;
use super::window::{Named, Window};
use super::witness::Witness;
use super::{Setting, probes};
use crate::school::sha256sum;
use anyhow::{Context, Result, ensure};
use carrel_domain::pack::{Lesson, Module, PackFile};
use carrel_provider::campus::{self, Blob, Pack};
use carrel_provider::testkit::{self, OPEN};
use carrel_provider::{Config, Running};
use serde_json::{Value, json};
use std::path::Path;
use std::time::Instant;

const LEARNER: Learner =
    Learner { name: "Ana Sample", email: "ana@learner.example", password: "a lamp and a quiet desk" };
const FOLDER: &str = "01-hostile";

/// Tells it; `false` where something did not hold.
pub async fn tell(setting: &Setting) -> Result<bool> {
    let out = setting.out.join("hostile");
    std::fs::create_dir_all(&out).with_context(|| format!("Could not make {}", out.display()))?;
    let mut log = Log::begin(&out)?;
    let witness = Witness::begin().await?;
    let school = open_school(&setting.room.join("hostile-school"), &witness.address).await?;
    let asked = setting.room.join("asked-by-hostile");
    let window = Window::open(setting, &setting.room.join("hostile-computer"), &school.url, &asked).await?;
    let mut tale = Tale { setting, window, witness };
    macro_rules! step {
        ($name:literal, $step:expr) => {
            let begun = Instant::now();
            let outcome = $step.await;
            log.step($name, begun.elapsed(), outcome, Some(&tale.window)).await?;
            if !log.all_held {
                return Ok(false);
            }
        };
    }
    step!("hostile school downloaded", tale.download(&asked, &mut log));
    step!("no hostile lesson acts", tale.read_all());
    step!("a script in the frame gets nowhere", tale.attack_from_within());
    tale.window.close().await?;
    school.stop().await;
    Ok(true)
}

struct Tale<'s> {
    setting: &'s Setting,
    window: Window,
    witness: Witness,
}

impl Tale<'_> {
    async fn download(&self, asked: &Path, log: &mut Log) -> Result<()> {
        let window = &self.window;
        window.go("sign-in").await?;
        window.press(Named::Button("Open the sign-in page")).await?;
        browser::sign_in(&self.setting.room, asked, &LEARNER, Account::New, log).await?;
        window.sees(LEARNER.name).await?;
        let enroll = json!({ "program": OPEN, "state_acknowledged": false });
        window.engine("enroll", enroll).await?;
        until("the school lets the learner in", async || {
            Ok(window.engine("download", json!({ "program": OPEN })).await.ok())
        })
        .await?;
        until("the course is here", async || {
            let course = window.engine("course", json!({ "program": OPEN })).await?;
            Ok((course["pack"]["state"] == "complete").then_some(()))
        })
        .await?;
        window.script(probes::LISTEN, vec![]).await.map(drop)
    }

    async fn read_all(&mut self) -> Result<()> {
        let count = attacks::lessons(&self.witness.address).len();
        let home = self.window.script("return location.pathname + location.origin", vec![]).await?;
        for number in 0..count {
            self.window.go(&format!("lesson/{OPEN}/{}", lesson_id(number))).await?;
            self.read(number).await.with_context(|| format!("hostile lesson {number}"))?;
            let around = self.window.script(probes::AROUND, vec![]).await?;
            ensure!(around == json!([]), "Hostile lesson {number} reached the app's page: {around}");
        }
        let now = self.window.script("return location.pathname + location.origin", vec![]).await?;
        ensure!(now == home, "The window went from {home} to {now}");
        self.nothing_came_of_it().await
    }

    /// The lesson is shown, and nothing in it can act.
    async fn read(&self, number: usize) -> Result<()> {
        let begins = attacks::begins(number);
        self.in_frame(async |window| {
            until("the lesson is shown", async || {
                let shown =
                    "return document.readyState === 'complete' && document.body.innerText.includes(arguments[0])";
                Ok((window.script(shown, vec![json!(begins)]).await? == json!(true)).then_some(()))
            })
            .await?;
            let found = window.script(probes::IN_FRAME, vec![]).await?;
            ensure!(found == json!([]), "It holds what can act: {found}");
            Ok(())
        })
        .await
    }

    /// The second wall: even a script that ran in the frame would find every way closed.
    async fn attack_from_within(&self) -> Result<()> {
        let address = json!(self.witness.address);
        let tries =
            self.in_frame(async |window| window.wait_for(probes::FROM_WITHIN, vec![address.clone()]).await).await?;
        let open: Vec<_> = tries.as_object().into_iter().flatten().filter(|(_, end)| *end != "refused").collect();
        ensure!(tries.as_object().is_some_and(|tries| tries.len() >= 10), "The tries did not run: {tries}");
        ensure!(open.is_empty(), "A script in the frame got somewhere: {open:?}");
        self.nothing_came_of_it().await?;
        // The witness can hear: else its silence would mean nothing.
        self.witness.hears_itself().await
    }

    async fn nothing_came_of_it(&self) -> Result<()> {
        ensure!(self.witness.heard().is_empty(), "The network was reached: {:?}", self.witness.heard());
        let state = self.window.engine("state", Value::Null).await?;
        ensure!(state["learner"]["signed_in"] == true, "The learner was signed out: {}", state["learner"]);
        let all = json!({ "filter": "all", "before": null, "limit": 200 });
        let activity = self.window.engine("activity", all).await?;
        let quiet = ["enrollment_requested", "lesson_opened", "lesson_position", "study_interval"];
        let acts = activity["acts"].as_array().context("There is no activity")?;
        let other = acts.iter().find(|act| !quiet.iter().any(|kind| act["kind"] == *kind));
        ensure!(other.is_none(), "Somebody acted in the learner's name: {other:?}");
        Ok(())
    }

    async fn in_frame<T>(&self, ask: impl AsyncFn(&Window) -> Result<T>) -> Result<T> {
        self.window.enter_lesson().await?;
        let answer = ask(&self.window).await;
        self.window.leave_lesson().await?;
        answer
    }
}

fn lesson_id(number: usize) -> String {
    format!("h{number:03}")
}

/// The small school, whose one course was replaced on its way past every check: the school's own tools refuse such files.
async fn open_school(folder: &Path, witness: &str) -> Result<Running> {
    let files = folder.join("campus");
    testkit::small_campus(&files).context("The small campus could not be written")?;
    let school = carrel_provider::start(Config::new(folder.join("data"))).await?;
    let mut campus = campus::read(&files).map_err(|faults| anyhow::anyhow!("{faults:?}"))?;
    let pack =
        campus.packs.iter_mut().find(|pack| pack.manifest.program.as_str() == OPEN).context("The open course")?;
    let written = folder.join("written");
    std::fs::create_dir_all(&written).context("There is no place for hostile lessons")?;
    make_hostile(pack, &written, witness)?;
    school.store().import(campus).await?;
    Ok(school)
}

fn make_hostile(pack: &mut Pack, written: &Path, witness: &str) -> Result<()> {
    let manifest = &mut pack.manifest;
    (manifest.files, manifest.quizzes) = (Vec::new(), Vec::new());
    let mut add = |name: String, media_type: &str, text: &str| -> Result<()> {
        let source = written.join(name.replace('/', "-"));
        std::fs::write(&source, text).with_context(|| format!("Could not write {}", source.display()))?;
        let sha256 = sha256sum(&source)?;
        let (path, size) = (format!("{FOLDER}/{name}"), text.len() as u64);
        manifest.files.push(PackFile { path, size, sha256: sha256.clone(), media_type: media_type.into() });
        pack.blobs.insert(sha256, Blob::File(source));
        Ok(())
    };
    for (name, text) in attacks::pictures(witness) {
        add(format!("media/{name}"), "image/svg+xml", &text)?;
    }
    let mut lessons = Vec::new();
    for (number, text) in attacks::lessons(witness).iter().enumerate() {
        let name = format!("{number:03}.md");
        add(name.clone(), "text/markdown", text)?;
        lessons.push(Lesson {
            id: lesson_id(number).as_str().into(),
            title: format!("Hostile {number} <script>window.hit=1</script>"),
            minutes: 1,
            objectives: vec!["<img src=x onerror=window.hit=1>".into()],
            sources: vec!["<script>window.hit=1</script>".into()],
            reviewed: None,
            path: Some(format!("{FOLDER}/{name}")),
        });
    }
    manifest.modules =
        vec![Module { id: "m01".into(), title: "<b onclick=hit()>Hostile</b>".into(), lessons, quiz: None }];
    manifest.version = format!("{:064x}", manifest.files.len());
    Ok(())
}
