//! `cargo xtask crash`: kill -9 and flipped bits against the real programs and their files.

use crate::project::{self, must};
use crate::setup::{self, Need};
use anyhow::Result;
use clap::Args;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

#[derive(Args)]
pub struct Options {
    /// Kill carrelctl and the school so often while they mark, sync, download and migrate
    #[arg(long, value_name = "N", default_value_t = 300, conflicts_with = "flips")]
    rounds: u64,
    /// Instead, flip bits in so many databases and settings files
    #[arg(long, value_name = "N")]
    flips: Option<u64>,
    /// Choose the same again
    #[arg(long)]
    seed: Option<u64>,
    /// Use the unoptimised build
    #[arg(long)]
    debug: bool,
}

pub fn crash(options: &Options) -> Result<()> {
    // With a session bus and a keyring: without them no sign-in outlives a process.
    setup::ensure_ready(Need::VirtualDisplay)?;
    if options.debug {
        project::build_ui()?;
    }
    let built = project::build(&["carrel-cli", "carrel-provider", "carrel-tests"], !options.debug)?;
    let program = built.program("carrel-crash");
    let (what, number) = options.flips.map_or(("rounds", options.rounds), |flips| ("flips", flips));
    let mut command = Command::new(&program);
    command.args([program.parent().unwrap_or(&program), &project::root()]);
    command.args([what, &number.to_string(), &options.seed.unwrap_or_else(any_seed).to_string()]);
    must(command)
}

fn any_seed() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
