//! `cargo xtask tour`: the main job, driven in the real window, in a session of its own.

use crate::display::{self, SessionFolder, VirtualDisplay};
use crate::project;
use crate::setup::{self, Need};
use crate::started::Started;
use anyhow::{Context, Result, ensure};
use clap::Args;
use std::path::{Path, PathBuf};

const SCREEN: &str = "1280x900x24";

#[derive(Args)]
pub struct Options {
    /// Folder for the pictures and tour.json
    #[arg(long, value_name = "DIR", default_value = "tour")]
    out: PathBuf,
    /// Drive the optimised build
    #[arg(long)]
    release: bool,
    /// Tell one tale alone: the main job, or a hostile school's lessons
    #[arg(long, value_parser = ["main", "hostile"])]
    only: Option<String>,
}

pub fn tour(options: &Options) -> Result<()> {
    setup::ensure_ready(Need::Drive)?;
    project::build_ui()?;
    let out = std::path::absolute(&options.out).context("The folder given with --out is unusable")?;
    drive(&out, options.release, options.only.as_deref())
}

/// Builds what the tour needs (the UI is built already) and runs it.
pub fn drive(out: &Path, release: bool, only: Option<&str>) -> Result<()> {
    let built = project::build(&["carrel", "carrel-provider", "carrel-tests"], release)?;
    let screen = VirtualDisplay::start(SCREEN)?;
    let folder = SessionFolder::create("tour")?;
    let home = folder.path().join("home");
    std::fs::create_dir_all(&home).context("Could not make a home for the tour")?;
    let mut command = display::in_private_session(&built.program("carrel-tour"), &screen, &folder);
    command.arg("--out").arg(out);
    command.arg("--carrel").arg(built.program("carrel")).arg("--provider").arg(built.program("carrel-provider"));
    command.arg("--campus").arg(project::root().join("campus"));
    command.arg("--axe").arg(project::ui().join("node_modules/axe-core/axe.min.js"));
    command.args(only);
    command.env("HOME", &home).current_dir(folder.path());
    // The person's own folders must not shine through.
    for name in
        ["XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "CARREL_DATA_DIR", "CARREL_SCHOOL"]
    {
        command.env_remove(name);
    }
    let ended_well = display::wait_for(Started::new("the tour", &mut command)?)?;
    ensure!(ended_well, "The tour did not hold; its pictures are in {}", out.display());
    eprintln!("The tour held; its pictures are in {}", out.display());
    Ok(())
}
