//! The story of design.md section 2, step by step.

use super::Setting;
use super::browser::{self, Account, Learner};
use super::log::Log;
use super::patience::until;
use super::school::School;
use super::second_start;
use super::studies::SITE;
use super::window::{Named, Window};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::time::Instant;

const LEARNER: Learner =
    Learner { name: "Rosa Sample", email: "rosa@learner.example", password: "a lamp and a quiet desk" };
pub(super) const PROGRAM: &str = "phlebotomy-technician";
const TITLE: &str = "Phlebotomy Technician";
/// Asked for without a network.
const SECOND: &str = "ekg-technician";
const SECOND_TITLE: &str = "EKG Technician";
const QUIZ: &str = "m01-quiz";
pub(super) const NOTE: &str = "Ask at the clinic about the order of draw.";
const LESSONS: [&str; 3] = ["m01-l01", "m01-l02", "m01-l03"];

/// Tells it from the first start to the second computer; `false` where something did not hold.
pub async fn tell(setting: &Setting) -> Result<bool> {
    let mut tale = Tale {
        log: Log::begin(&setting.out)?,
        school: School::open(setting).await?,
        window: None,
        setting,
        desk: setting.room.join("first-computer"),
        asked: setting.room.join("asked"),
    };
    macro_rules! steps {
        ($($name:literal => $step:ident),* $(,)?) => { $(
            let begun = Instant::now();
            let outcome = Box::pin(tale.$step()).await;
            let took = begun.elapsed();
            tale.log.step($name, took, outcome, tale.window.as_ref()).await?;
            // What follows stands on this step; its failures would only hide the first.
            if !tale.log.all_held {
                return Ok(false);
            }
        )* };
    }
    steps! {
        "first start" => first_start,
        "search" => search,
        "program page" => program_page,
        "sign in" => sign_in,
        "enroll" => enroll,
        "download" => download,
        "provider stopped" => stop_school,
        "first lesson done" => first_lesson,
        "second lesson done" => second_lesson,
        "third lesson done" => third_lesson,
        "note written" => write_note,
        "quiz taken" => take_quiz,
        "find in a lesson" => find_in_lesson,
        "bookmarks and notes" => bookmarks_and_notes,
        "search in lessons" => search_in_lessons,
        "film plays offline" => film_plays,
        "practice exam" => practice_exam,
        "recall session" => recall,
        "skills log" => skills_log,
        "career guide" => career_guide,
        "eligibility" => eligibility,
        "second program requested offline" => ask_offline,
        "killed and started again offline" => kill_and_return,
        "all of it still there" => all_still_there,
        "activity offline" => activity_offline,
        "provider started" => reopen_school,
        "everything confirmed" => everything_confirmed,
        "the provider agrees" => provider_agrees,
        "settings" => settings,
        "second start comes forward" => start_again,
        "second computer signs in" => second_computer,
        "second computer downloads" => second_computer_downloads,
        "second computer shows the same" => second_computer_agrees,
    }
    if let Some(window) = tale.window.take() {
        window.close().await?;
    }
    Ok(true)
}

pub(super) struct Tale<'s> {
    setting: &'s Setting,
    school: School,
    window: Option<Window>,
    log: Log,
    /// The data folder of the computer at which the learner sits.
    desk: PathBuf,
    /// Where the recording browser writes.
    asked: PathBuf,
}

impl Tale<'_> {
    pub(super) fn window(&self) -> Result<&Window> {
        self.window.as_ref().context("There is no window")
    }

    async fn open(&mut self) -> Result<()> {
        self.window = Some(Window::open(self.setting, &self.desk, &self.school.address, &self.asked).await?);
        Ok(())
    }

    async fn first_start(&mut self) -> Result<()> {
        self.open().await?;
        let window = self.window()?;
        window.sees_heading("Catalog").await?;
        window.sees("42 programs").await?;
        window.sees("Sample school").await
    }

    async fn search(&mut self) -> Result<()> {
        let window = self.window()?;
        window.type_into("input[type=search]", "phlebo").await?;
        window.sees(" of 42 programs").await?;
        window.sees_element(&format!("a[href='#/program/{PROGRAM}']")).await.map(drop)
    }

    async fn program_page(&mut self) -> Result<()> {
        let window = self.window()?;
        window.press(Named::Link(TITLE)).await?;
        window.sees_heading(TITLE).await?;
        window.sees("$949").await?;
        window.sees("Not in the price").await
    }

    async fn sign_in(&mut self) -> Result<()> {
        self.window()?.press(Named::Link("Sign in to enroll")).await?;
        self.through_the_browser(Account::New).await
    }

    /// Presses the button on the sign-in page, does the rest in the browser, and comes back signed in.
    async fn through_the_browser(&mut self, account: Account) -> Result<()> {
        let window = self.window.as_ref().context("There is no window")?;
        window.press(Named::Button("Open the sign-in page")).await?;
        browser::sign_in(&self.setting.room, &self.asked, &LEARNER, account, &mut self.log).await?;
        window.sees(LEARNER.name).await?;
        let state = window.engine("state", Value::Null).await?;
        ensure!(state["secrets"] == "keyring", "The session is not in the keyring: {}", state["secrets"]);
        Ok(())
    }

    async fn enroll(&mut self) -> Result<()> {
        let window = self.window()?;
        window.go(&format!("program/{PROGRAM}")).await?;
        window.press(Named::Button("Enroll")).await?;
        window.sees("You are enrolled").await?;
        window.sees("Confirmed by").await
    }

    async fn download(&mut self) -> Result<()> {
        let window = self.window()?;
        window.press(Named::Link("Go to your course")).await?;
        window.sees_heading(TITLE).await?;
        window.press(Named::Button(&format!("Download {TITLE}"))).await?;
        window.sees("every byte checked").await
    }

    async fn stop_school(&mut self) -> Result<()> {
        self.school.stop().await?;
        let window = self.window()?;
        window.go("downloads").await?;
        window.sees_heading("Downloads").await?;
        window.engine("sync_now", Value::Null).await?;
        until("the window knows that it is offline", async || {
            let state = window.engine("state", Value::Null).await?;
            Ok((state["sync"]["problem"]["kind"] == "offline").then_some(()))
        })
        .await
    }

    async fn first_lesson(&mut self) -> Result<()> {
        let window = self.window()?;
        window.go(&format!("course/{PROGRAM}")).await?;
        window.press(Named::Link("Start")).await?;
        self.finish(0).await
    }

    async fn second_lesson(&mut self) -> Result<()> {
        self.window()?.go(&lesson(1)).await?;
        self.finish(1).await
    }

    async fn third_lesson(&mut self) -> Result<()> {
        self.window()?.go(&lesson(2)).await?;
        self.finish(2).await
    }

    /// Reads the lesson that is open and marks it done.
    async fn finish(&self, number: usize) -> Result<()> {
        let window = self.window()?;
        let here = lesson(number);
        until(&format!("the address is {here}"), async || {
            let hash = window.script("return location.hash", vec![]).await?;
            Ok((hash == json!(format!("#/{here}"))).then_some(()))
        })
        .await?;
        window.lesson_text().await?;
        // Its text scrolls within it: head and foot stay in sight.
        let fits = "const main = document.querySelector('main'); return main.scrollHeight <= main.clientHeight";
        ensure!(window.script(fits, vec![]).await? == json!(true), "The lesson is higher than the window");
        window.press(Named::Button("Mark as done")).await?;
        window.sees_in("footer", "Done").await?;
        window.sees_in("footer", "On this computer").await
    }

    async fn write_note(&mut self) -> Result<()> {
        let window = self.window()?;
        let tab = "//*[@role='tab'][normalize-space(.)='Notes']";
        window
            .script("document.evaluate(arguments[0], document).iterateNext()?.click(); return null", vec![json!(tab)])
            .await?;
        window.type_into("textarea", NOTE).await?;
        window.sees("Saved on this computer").await
    }

    async fn take_quiz(&mut self) -> Result<()> {
        let window = self.window()?;
        window.go(&format!("quiz/{PROGRAM}/{QUIZ}")).await?;
        window.sees("Hand in").await?;
        // The first choice everywhere: a learner who guesses. What kinds have no choice to take stay blank.
        let guess = "document.querySelectorAll('main li[id^=question-]').forEach((question) =>
            question.querySelector('input[type=radio], input[type=checkbox]')?.click()); return null";
        window.script(guess, vec![]).await?;
        window.press(Named::Button("Hand in")).await?;
        let confirm = window.press(Named::Button("Hand in anyway"));
        tokio::select! {
            pressed = confirm => pressed?,
            seen = window.sees("Scored on this computer") => seen?,
        }
        window.sees("Scored on this computer").await
    }

    async fn ask_offline(&mut self) -> Result<()> {
        let window = self.window()?;
        window.go(&format!("program/{SECOND}")).await?;
        window.sees_heading(SECOND_TITLE).await?;
        window.press(Named::Button("Enroll")).await?;
        window.sees("You asked to enroll").await?;
        window.sees("On this computer").await
    }

    async fn kill_and_return(&mut self) -> Result<()> {
        self.window.take().context("There is no window")?.kill().await?;
        self.open().await?;
        let window = self.window()?;
        // Home is where the learner's work is.
        window.sees_heading("My learning").await?;
        window.sees(LEARNER.name).await
    }

    async fn all_still_there(&mut self) -> Result<()> {
        self.shows_the_work("on_this_computer").await
    }

    async fn activity_offline(&mut self) -> Result<()> {
        let window = self.window()?;
        window.go("activity").await?;
        window.sees_heading("Activity").await?;
        window.sees("On this computer").await
    }

    async fn reopen_school(&mut self) -> Result<()> {
        self.school.reopen().await?;
        self.window()?.engine("sync_now", Value::Null).await.map(drop)
    }

    async fn everything_confirmed(&mut self) -> Result<()> {
        let window = self.window()?;
        until("every act is confirmed", async || {
            let activity = window.engine("activity", json!({ "filter": "all", "before": null, "limit": 200 })).await?;
            let acts = activity["acts"].as_array().cloned().unwrap_or_default();
            let confirmed = acts.iter().filter(|act| act["delivery"]["state"] == "confirmed").count();
            Ok((!acts.is_empty() && confirmed == acts.len()).then_some(()))
        })
        .await?;
        window.sees("Confirmed by").await
    }

    /// The school's own database, asked by its own tool, holds what the learner did.
    async fn provider_agrees(&mut self) -> Result<()> {
        let mirror = self.school.record(LEARNER.email, PROGRAM).await?;
        let text = mirror["record"].to_string();
        for lesson in LESSONS {
            let completions = mirror["record"]["lessons"][lesson]["completions"].to_string();
            ensure!(completions.len() > 2, "The school has no completion of {lesson}: {text}");
        }
        ensure!(text.contains(NOTE), "The school has not got the note: {text}");
        ensure!(text.contains(QUIZ), "The school has not got the quiz: {text}");
        ensure!(text.contains(SITE), "The school has not got the logged practice: {text}");
        let enrollments = self.school.enrollments().await?;
        for program in [PROGRAM, SECOND] {
            ensure!(enrollments.contains(program), "The school knows no enrollment in {program}:\n{enrollments}");
        }
        Ok(())
    }

    async fn settings(&mut self) -> Result<()> {
        let window = self.window()?;
        window.go("settings").await?;
        window.sees_heading("Settings").await?;
        window.sees(LEARNER.email).await
    }

    async fn start_again(&mut self) -> Result<()> {
        let window = self.window()?;
        let all = json!({ "filter": "all", "before": null, "limit": 200 });
        let before = window.engine("activity", all.clone()).await?;
        second_start::comes_forward(self.setting, &self.desk, window.pid()?).await?;
        ensure!(window.engine("activity", all).await? == before, "What the learner did is as it was");
        window.sees(LEARNER.email).await
    }

    async fn second_computer(&mut self) -> Result<()> {
        self.window.take().context("There is no window")?.close().await?;
        self.desk = self.setting.room.join("second-computer");
        self.open().await?;
        self.window()?.go("sign-in").await?;
        self.through_the_browser(Account::Known).await
    }

    async fn second_computer_downloads(&mut self) -> Result<()> {
        let window = self.window()?;
        window.go("learning").await?;
        window.sees("3 of 60 lessons done").await?;
        window.go(&format!("course/{PROGRAM}")).await?;
        window.press(Named::Button(&format!("Download {TITLE}"))).await?;
        window.sees("every byte checked").await
    }

    async fn second_computer_agrees(&mut self) -> Result<()> {
        let window = self.window()?;
        window.go(&lesson(2)).await?;
        let tab = "//*[@role='tab'][normalize-space(.)='Notes']";
        until("the note is shown", async || {
            let script = "document.evaluate(arguments[0], document).iterateNext()?.click();
                return document.querySelector('textarea')?.value ?? ''";
            Ok((window.script(script, vec![json!(tab)]).await? == json!(NOTE)).then_some(()))
        })
        .await?;
        self.shows_the_work("confirmed").await
    }

    /// Three lessons, a quiz, a note and two enrollments, as the engine tells the screens and as My learning shows them.
    async fn shows_the_work(&self, delivery: &str) -> Result<()> {
        let window = self.window()?;
        let course = window.engine("course", json!({ "program": PROGRAM })).await?;
        ensure!(course["progress"]["lessons_done"] == 3, "Three lessons were done: {}", course["progress"]);
        let quiz = &course["modules"][0]["quiz"];
        ensure!(quiz["attempts"] == 1, "One quiz was taken: {quiz}");
        for line in course["modules"][0]["lessons"].as_array().into_iter().flatten().take(LESSONS.len()) {
            let state = &line["done_delivery"]["state"];
            ensure!(state == delivery, "{} should be {delivery}: {state}", line["title"]);
        }
        ensure!(course["modules"][0]["lessons"][2]["has_note"] == true, "The third lesson has a note: {course}");
        let second = window.engine("program", json!({ "program": SECOND })).await?;
        ensure!(!second["label"].is_null(), "The second program was asked for: {}", second["request"]);
        window.go("learning").await?;
        window.sees_heading("My learning").await?;
        window.sees("3 of 60 lessons done").await?;
        window.sees(SECOND_TITLE).await
    }
}

fn lesson(number: usize) -> String {
    format!("lesson/{PROGRAM}/{}", LESSONS[number])
}
