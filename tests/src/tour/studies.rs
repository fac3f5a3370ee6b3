//! What a learner does with a course besides reading it, all of it without a network.

use super::patience::until;
use super::story::{NOTE, PROGRAM, Tale};
use super::window::Named;
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

/// The lesson with the film.
const FILM: &str = "m06-l03";
pub const SITE: &str = "left median cubital";

impl Tale<'_> {
    /// Typed by keys, as the learner does: what is typed stays, and each place found is shown.
    pub(super) async fn find_in_lesson(&mut self) -> Result<()> {
        let window = self.window()?;
        window.go(&format!("lesson/{PROGRAM}/m01-l02")).await?;
        window.lesson_text().await?;
        window.press(Named::Button("Find in this lesson")).await?;
        window.type_into("search input[type=search]", "blood").await?;
        window.sees_in("search [role=status]", "1 of ").await?;
        let typed = window.script("return document.querySelector('search input').value", vec![]).await?;
        ensure!(typed == json!("blood"), "What was typed became {typed}");
        Ok(())
    }

    pub(super) async fn bookmarks_and_notes(&mut self) -> Result<()> {
        let window = self.window()?;
        window.press(Named::Button("Bookmark this lesson")).await?;
        until("the bookmark is in the record", async || {
            let lesson = window.engine("lesson", json!({ "program": PROGRAM, "lesson": "m01-l02" })).await?;
            Ok((lesson["bookmarked"] == json!(true)).then_some(()))
        })
        .await?;
        window.go(&format!("marked/{PROGRAM}")).await?;
        window.sees_heading("Bookmarks and notes").await?;
        window.sees("Bookmarked").await?;
        window.sees(NOTE).await
    }

    pub(super) async fn search_in_lessons(&mut self) -> Result<()> {
        let window = self.window()?;
        window.go("find").await?;
        window.sees_heading("Search in your lessons").await?;
        window.type_into("main input[type=search]", "tourniquet one minute").await?;
        let hit = window.sees_element(&format!("main a[href^='#/lesson/{PROGRAM}/']")).await?;
        window.sees("lessons").await?;
        hit.click().await?;
        window.enter_lesson().await?;
        let marked = until("the lesson stands at what was found", async || {
            let marked = window.script("return document.querySelector(':target')?.innerText ?? ''", vec![]).await?;
            Ok(marked.as_str().filter(|text| !text.is_empty()).map(str::to_lowercase))
        })
        .await;
        window.leave_lesson().await?;
        let marked = marked?;
        ensure!(marked.contains("tourniquet") || marked.contains("minute"), "The place found says: {marked}");
        Ok(())
    }

    /// Its time goes on, so it is decoded and shown; its captions have been read.
    pub(super) async fn film_plays(&mut self) -> Result<()> {
        let window = self.window()?;
        window.go(&format!("lesson/{PROGRAM}/{FILM}")).await?;
        window.enter_lesson().await?;
        let played = until("the film plays and has its captions", async || {
            let play = "const film = document.querySelector('video'); if (!film) return null;
            film.scrollIntoView({ block: 'center' }); film.muted = true; if (film.paused) film.play();
            film.textTracks[0].mode = 'showing';
            return { at: film.currentTime, captions: film.textTracks[0].cues?.length ?? 0 }";
            let film = window.script(play, vec![]).await?;
            let goes_on = film["at"].as_f64().is_some_and(|at| at > 0.5);
            Ok((goes_on && film["captions"].as_u64().is_some_and(|cues| cues > 0)).then_some(()))
        })
        .await;
        window.leave_lesson().await?;
        played
    }

    pub(super) async fn practice_exam(&mut self) -> Result<()> {
        let window = self.window()?;
        window.go(&format!("exam/{PROGRAM}")).await?;
        window.press(Named::Link("Begin")).await?;
        window.sees("Question 1 of 100").await?;
        window.sees_element("[role=timer]").await?;
        for _ in 0..6 {
            let answer =
                "document.querySelector('main input[type=radio], main input[type=checkbox]')?.click(); return null";
            window.script(answer, vec![]).await?;
            window.press(Named::Button("Next")).await?;
        }
        window.sees("Question 7 of 100").await?;
        window.sees("Saved on this computer").await?;
        // Left in the middle, it goes on where it was.
        window.press(Named::Link("Leave, and go on later")).await?;
        window.sees("You have begun one").await?;
        window.press(Named::Link("Go on")).await?;
        window.sees_element("[role=timer]").await?;
        window.press(Named::Button("Hand in")).await?;
        window.press(Named::Button("Hand in anyway")).await?;
        window.sees("By area").await
    }

    pub(super) async fn recall(&mut self) -> Result<()> {
        let window = self.window()?;
        window.go(&format!("recall/{PROGRAM}")).await?;
        window.press(Named::Button("I do not know")).await?;
        window.sees_element(".ratings button").await?.click().await?;
        until("the review is in the record", async || {
            let all = json!({ "filter": "all", "before": null, "limit": 200 });
            let activity = window.engine("activity", all).await?;
            let acts = activity["acts"].as_array().context("There is no activity")?;
            Ok(acts.iter().any(|act| act["kind"] == "review_answered").then_some(()))
        })
        .await
    }

    /// The form refuses what points to a patient, and takes what does not.
    pub(super) async fn skills_log(&mut self) -> Result<()> {
        let window = self.window()?;
        window.go(&format!("skills/{PROGRAM}")).await?;
        window.press(Named::Button("Log a practice")).await?;
        for (field, text) in [
            ("site", SITE),
            ("device", "21 G, evacuated tube"),
            ("place", "Sample Clinic"),
            ("supervisor", "J. Sample"),
            ("remark", "MRN 4471203"),
        ] {
            window.type_into(&format!("input[name={field}]"), text).await?;
        }
        window.press(Named::Button("Log it")).await?;
        window.sees("looks like a record number").await?;
        let emptied = "const field = document.querySelector('input[name=remark]'); field.value = '';
        field.dispatchEvent(new Event('input', { bubbles: true })); return null";
        window.script(emptied, vec![]).await?;
        window.press(Named::Button("Log it")).await?;
        window.sees("Logged. It is on this computer").await?;
        window.sees(SITE).await
    }

    pub(super) async fn career_guide(&mut self) -> Result<()> {
        let window = self.window()?;
        window.go("careers").await?;
        window.sees_heading("Careers").await?;
        window.type_into("main input[type=search]", "wage").await?;
        window.sees("in the guide").await?;
        window.go("licensure/CA").await?;
        window.sees("In California").await?;
        window.go("career/pay-and-outlook").await?;
        // A number never stands without the time it is about and its source.
        window.sees("The same as a table, with sources").await?;
        window.sees("$60,780").await
    }

    pub(super) async fn eligibility(&mut self) -> Result<()> {
        let window = self.window()?;
        window.go(&format!("eligibility/{PROGRAM}/work")).await?;
        window.sees_heading("Will this lead where I want?").await?;
        // Nothing said is never a no; a license one does not hold, in a state that approves programs, is one.
        for (license, verdict) in [("unknown", "not_determined"), ("no", "does_not_meet")] {
            let page = window.engine("eligibility", in_california(license)).await?;
            ensure!(page["answer"]["verdict"] == verdict, "California says: {}", page["answer"]);
        }
        let choose = "const states = [...document.querySelectorAll('main select')].find((one) => one.querySelector('option[value=CA]'));
        states.value = 'CA'; states.dispatchEvent(new Event('change', { bubbles: true })); return null";
        window.script(choose, vec![]).await?;
        window.sees("Source:").await?;
        window.sees("This is no promise").await
    }
}

fn in_california(license: &str) -> Value {
    json!({ "program": PROGRAM, "goal": "work", "state": "CA", "answers": { "state-license": license } })
}
