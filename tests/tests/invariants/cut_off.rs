//! Kill -9 in the middle of a download: I10. What was verified stays, the rest goes on where it stopped, and nothing
//! half-written is ever listed or shown.

use anyhow::{Context, Result, ensure};
use carrel_provider::testkit::{LESSONS, OPEN};
use carrel_tests::School;
use carrel_tests::desk::Desk;
use carrel_tests::files::below;
use carrel_tests::gate::{Fetch, Gate};
use carrel_tests::school::sha256sum;
use carrel_tests::tour::patience::until;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use tokio::process::Command;

const EMAIL: &str = "ana@learner.example";
const FILM_BYTES: u64 = 8_000_000;
/// Enough for everything small and for some of the film.
const LET_THROUGH: usize = 3_000_000;

fn open(folder: &Path) -> Result<Desk> {
    Desk::open(Command::new(env!("CARGO_BIN_EXE_carrel-desk")), folder, "memory")
}

async fn sign_in(desk: &mut Desk, school: &School) -> Result<()> {
    let tokens = serde_json::to_value(school.session_for(EMAIL).await)?;
    desk.call("sign_in_with_tokens", tokens).await.map(drop)
}

fn name(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// The names of the kept files, each of which is the hash of what is in it.
fn verified(content: &Path) -> Result<BTreeSet<String>> {
    below(&content.join("files"))
        .iter()
        .map(|path| {
            ensure!(sha256sum(path)? == name(path), "{} is not what it says", path.display());
            Ok(name(path))
        })
        .collect()
}

/// The hashes in the manifest that Carrel put on record.
fn announced(pack: &Path) -> Result<BTreeSet<String>> {
    let record: Value = serde_json::from_slice(&std::fs::read(pack)?)?;
    let pack = if record["complete"].is_null() { &record["wanted"] } else { &record["complete"] };
    let files = pack["manifest"]["files"].as_array().context("a manifest")?;
    Ok(files.iter().filter_map(|file| Some(file["sha256"].as_str()?.to_owned())).collect())
}

/// What has still to come: no file that is here and verified, and of a part only what it lacks.
fn rest(content: &Path, announced: &BTreeSet<String>) -> Result<BTreeSet<Fetch>> {
    let part = |sha256: &str| content.join("partial").join(format!("{sha256}.part"));
    let mut here = verified(content)?;
    // The end may come between the last byte of a file and its new name.
    here.extend(announced.iter().filter(|sha256| sha256sum(&part(sha256)).is_ok_and(|sum| sum == **sha256)).cloned());
    let from = |sha256: &str| std::fs::metadata(part(sha256)).map_or(0, |part| part.len());
    Ok(announced.difference(&here).map(|sha256| Fetch { sha256: sha256.clone(), from: from(sha256) }).collect())
}

async fn downloaded(desk: &mut Desk) -> Result<Value> {
    Ok(desk.call("downloads", Value::Null).await?["items"][0]["pack"].clone())
}

async fn lesson_opens(desk: &mut Desk) -> bool {
    desk.call("lesson", json!({ "program": OPEN, "lesson": LESSONS[0] })).await.is_ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn i10_a_download_killed_in_the_middle_goes_on_where_it_stopped() -> Result<()> {
    let (school, folder) = (School::open().await, tempfile::tempdir()?);
    let film = school.publish(FILM_BYTES).await?;
    let gate = Gate::before(&school.url).await;
    let content = folder.path().join("schools/small-school/content");
    let part = content.join("partial").join(format!("{}.part", film.sha256));

    let mut desk = open(folder.path())?;
    desk.call("add_school", json!({ "address": gate.url })).await?;
    sign_in(&mut desk, &school).await?;
    desk.call("sync_now", Value::Null).await?;
    desk.call("enroll", json!({ "program": OPEN, "state_acknowledged": false })).await?;
    desk.call("sync_now", Value::Null).await?;
    gate.close_after(LET_THROUGH);
    desk.call("download", json!({ "program": OPEN })).await?;
    let record = content.join("packs").join(format!("{OPEN}.json"));
    until("some files are here whole, and some of the film", async || {
        let begun = std::fs::metadata(&part).is_ok_and(|part| part.len() > 0);
        Ok((begun && !below(&content.join("files")).is_empty()).then_some(()))
    })
    .await?;
    desk.kill_9().await?;

    let begun = std::fs::metadata(&part).context("the part of the film")?.len();
    assert!((1..FILM_BYTES).contains(&begun), "{begun} bytes of the film are here");
    let rest = rest(&content, &announced(&record)?)?;
    assert!(rest.contains(&Fetch { sha256: film.sha256, from: begun }));
    gate.fetches();

    // The school still sends nothing.
    let mut desk = open(folder.path())?;
    let pack = downloaded(&mut desk).await?;
    assert_eq!((&pack["state"], &pack["reason"]["why"]), (&json!("paused"), &json!("interrupted")), "{pack}");
    assert!(pack["done_bytes"].as_u64() < pack["total_bytes"].as_u64(), "{pack}");
    assert!(!lesson_opens(&mut desk).await, "nothing of it is shown before all of it is here");

    gate.open();
    sign_in(&mut desk, &school).await?;
    desk.call("download", json!({ "program": OPEN })).await?;
    desk.until("downloads", Value::Null, |page| page["items"][0]["pack"]["state"] == "complete").await?;
    assert_eq!(gate.fetches().into_iter().collect::<BTreeSet<_>>(), rest, "nothing came twice");
    assert!(lesson_opens(&mut desk).await);
    assert_eq!(verified(&content)?, announced(&record)?, "every byte is here and is what the school announced");
    assert!(below(&content.join("partial")).is_empty(), "and nothing else");
    assert!(desk.close().await?);
    Ok(())
}
