//! A locked keyring, with the real daemon: I8. It stops only sending, asks once, and needs no new sign-in.

use anyhow::Result;
use carrel_provider::testkit::{LESSONS, OPEN};
use carrel_tests::desk::Desk;
use carrel_tests::keyring::{PrivateSession, Prompt};
use carrel_tests::{Device, School};
use serde_json::{Value, json};
use std::path::Path;
use tempfile::TempDir;
use tokio::process::Command;

const EMAIL: &str = "ana@learner.example";

fn open(session: &PrivateSession, folder: &Path, secrets: &str) -> Result<Desk> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_carrel-desk"));
    session.around(&mut command);
    Desk::open(command, folder, secrets)
}

fn lesson(number: usize) -> Value {
    json!({ "program": OPEN, "lesson": LESSONS[number] })
}

/// A learner in the middle of a course whose session lies in the keyring; then Carrel is closed and the keyring locked.
/// `None` where the real daemons are missing.
async fn locked_before_the_next_start(prompt: Prompt) -> Result<Option<(PrivateSession, School, TempDir)>> {
    let Some(session) = PrivateSession::start(prompt)? else {
        eprintln!("no dbus-daemon and gnome-keyring-daemon here: not tested");
        return Ok(None);
    };
    let (school, folder) = (School::open().await, tempfile::tempdir()?);
    let device = Device::studying(&school, EMAIL).await;
    device.engine.shut_down().await;
    device.copy_to(folder.path());
    let mut desk = open(&session, folder.path(), "keyring")?;
    desk.call("sign_in_with_tokens", serde_json::to_value(school.session_for(EMAIL).await)?).await?;
    let state = desk.call("state", Value::Null).await?;
    assert_eq!(state["secrets"], "keyring", "the session is in the keyring");
    assert!(desk.close().await?);
    session.lock()?;
    Ok(Some((session, school, folder)))
}

/// Studying goes on, and the status says what is the matter.
async fn studies_on(desk: &mut Desk, number: usize) -> Result<()> {
    desk.call("complete_lesson", lesson(number)).await?;
    let page = desk.call("lesson", lesson(number)).await?;
    assert_eq!(page["done"], true);
    assert_ne!(desk.call("search_catalog", json!({})).await?["total"], 0, "the catalog is here");
    Ok(())
}

fn is_locked(state: &Value) -> bool {
    state["secrets"] == "locked" && state["sync"]["problem"]["kind"] == "needs_you"
}

#[tokio::test(flavor = "multi_thread")]
async fn i8_a_locked_keyring_stops_only_sending_and_opens_without_a_new_sign_in() -> Result<()> {
    let Some((session, school, folder)) = locked_before_the_next_start(Prompt::Impossible).await? else {
        return Ok(());
    };
    assert_eq!(session.prompts(), 0);

    let mut desk = open(&session, folder.path(), "keyring")?;
    studies_on(&mut desk, 0).await?;
    assert_eq!(session.prompts(), 0, "what is on this computer needs no keyring");
    desk.call("sync_now", Value::Null).await?;
    let state = desk.call("state", Value::Null).await?;
    assert!(is_locked(&state), "{state}");
    assert_eq!(state["learner"]["signed_in"], true, "the mark stays");
    assert_eq!(session.prompts(), 1, "the learner wanted to sync, so the keyring asked");

    session.unlock()?;
    desk.call("sync_now", Value::Null).await?;
    let state = desk.call("state", Value::Null).await?;
    assert_eq!(state["sync"]["problem"], Value::Null, "{state}");
    assert_eq!(state["sync"]["waiting"], 0, "what was done meanwhile has arrived");
    assert_eq!(state["secrets"], "keyring", "nothing says locked any more");
    assert_eq!(session.prompts(), 1);
    assert!(desk.close().await?);
    let held = school.record(EMAIL, OPEN).await;
    assert!(held.record.lessons.get(&LESSONS[0].into()).is_some_and(|lesson| lesson.completed()));
    Ok(())
}

/// Each round that fails sets the time of another.
async fn next_round_finds_it_locked(desk: &mut Desk) -> Result<()> {
    let next = |state: &Value| state["sync"]["problem"]["next_attempt_at"].clone();
    let before = next(&desk.call("state", Value::Null).await?);
    let state = desk.until("state", Value::Null, |state| is_locked(state) && next(state) != before).await?;
    assert_eq!(state["learner"]["signed_in"], true, "the mark stays");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_prompt_that_waits_does_not_hold_up_the_end() -> Result<()> {
    let Some((session, _school, folder)) = locked_before_the_next_start(Prompt::Unanswered).await? else {
        return Ok(());
    };
    let mut desk = open(&session, folder.path(), "keyring nobody opens")?;
    desk.call("sync_now", Value::Null).await?;
    assert!(is_locked(&desk.call("state", Value::Null).await?));
    assert!(desk.close().await?);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn i8_a_prompt_nobody_answers_holds_nothing_up_and_is_not_put_again_by_the_sync() -> Result<()> {
    let Some((session, _school, folder)) = locked_before_the_next_start(Prompt::Unanswered).await? else {
        return Ok(());
    };

    let mut desk = open(&session, folder.path(), "keyring nobody opens")?;
    desk.call("run_in_background", Value::Null).await?;
    next_round_finds_it_locked(&mut desk).await?;
    studies_on(&mut desk, 0).await?;
    next_round_finds_it_locked(&mut desk).await?;
    session.dismiss()?;
    studies_on(&mut desk, 1).await?;
    next_round_finds_it_locked(&mut desk).await?;
    assert_eq!(session.prompts(), 1, "asked at the start and not again");

    session.unlock()?;
    desk.call("complete_lesson", lesson(2)).await?;
    let state = desk.until("state", Value::Null, |state| state["sync"]["waiting"] == 0).await?;
    assert_eq!(state["learner"]["signed_in"], true);
    assert_eq!(session.prompts(), 1, "the next round looked, and went through by itself");
    assert!(desk.close().await?);
    Ok(())
}
