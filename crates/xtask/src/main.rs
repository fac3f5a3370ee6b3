//! `cargo xtask …`: the one list of commands for people and for CI.
//!
//! It may be the first thing anyone runs after cloning, so it needs nothing but Rust: it finds out what is missing and
//! either installs it (as root) or prints the command that does.

mod bench;
mod check;
mod crash;
mod deb;
mod display;
mod figures;
mod project;
mod run;
mod sample;
mod setup;
mod sim;
mod started;
mod test;
mod tour;

use anyhow::Result;
use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Builds, runs, tests and packages Carrel.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Sets up what is missing, builds, starts the sample school and opens the window on it
    Run(run::Options),
    /// Opens the window on the Vite dev server: the UI reloads as it is edited
    Dev(run::DevOptions),
    /// Everything CI runs: checks, all tests, and the tour in the real window
    Test(test::Options),
    /// Format, clippy, types, generated files and the tidiness of the tree
    Check,
    /// Writes the generated files (ui/src/ipc/types.ts) anew
    Gen,
    /// Drives the main job in the real window; a picture and a line of tour.json per step
    Tour(tour::Options),
    /// Draws every picture of the sample school on sheets, light and dark, and looks for text that is cut
    Figures(figures::Options),
    /// Simulates the whole system from seeds, with every fault there is, and looks for what is lost
    Sim(sim::Options),
    /// Measures what the goals are about, each beside its baseline
    Bench(bench::Options),
    /// Kills the real programs at random moments, or flips bits in their files, and looks for what is lost
    Crash(crash::Options),
    /// Builds the release .deb and checks its size
    Deb(deb::Options),
}

fn main() -> ExitCode {
    match obey(&Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\n{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn obey(command: &Command) -> Result<()> {
    started::end_cleanly_on_signals()?;
    match command {
        Command::Run(options) => run::run(options),
        Command::Dev(options) => run::dev(options),
        Command::Test(options) => test::test(options),
        Command::Check => check::check(),
        Command::Gen => check::generate(),
        Command::Tour(options) => tour::tour(options),
        Command::Figures(options) => figures::figures(options),
        Command::Sim(options) => sim::sim(options),
        Command::Bench(options) => bench::bench(options),
        Command::Crash(options) => crash::crash(options),
        Command::Deb(options) => deb::deb(options),
    }
}
