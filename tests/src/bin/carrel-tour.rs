//! Drives the main job in the real window. `cargo xtask tour` builds what it needs and gives it a session of its own.

use anyhow::{Context, Result, bail};
use carrel_tests::tour::{Setting, hostile, story};
use std::path::PathBuf;
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    match tour().await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("The tour could not begin: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn tour() -> Result<bool> {
    let mut given = std::env::args().skip(1);
    let mut path = |wanted: &str| -> Result<PathBuf> {
        match (given.next(), given.next()) {
            (Some(name), Some(value)) if name == wanted => Ok(value.into()),
            _ => bail!("Expected {wanted} PATH; start the tour with `cargo xtask tour`"),
        }
    };
    let (out, carrel, provider) = (path("--out")?, path("--carrel")?, path("--provider")?);
    let (campus, axe) = (path("--campus")?, path("--axe")?);
    let only = given.next();
    std::fs::create_dir_all(&out).with_context(|| format!("Could not make {}", out.display()))?;
    let axe =
        std::fs::read_to_string(&axe).with_context(|| format!("{} is missing; run npm ci in ui", axe.display()))?;
    let room = tempfile::tempdir().context("There is no place for the tour's data")?;
    let setting = Setting { out, carrel, provider, campus, axe, room: room.path().to_owned() };
    let wanted = |name: &str| only.as_deref().is_none_or(|only| only == name);
    let main_held = !wanted("main") || Box::pin(story::tell(&setting)).await?;
    Ok(main_held && (!wanted("hostile") || Box::pin(hostile::tell(&setting)).await?))
}
