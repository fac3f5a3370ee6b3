//! `cargo xtask test`: what CI runs, from a fresh clone to the real window.

use crate::check;
use crate::project::{self, cargo_for_all, must, npm};
use crate::setup::{self, Need};
use crate::tour;
use anyhow::{Result, bail};
use clap::Args;
use std::time::{Duration, Instant};

#[derive(Args)]
pub struct Options {
    /// Leave out the tour in the real window
    #[arg(long)]
    no_tour: bool,
}

type Step = (&'static str, fn() -> Result<()>);

/// Cheap ones first. A failed step does not hide the result of the others, except that nothing runs without the setup.
const STEPS: &[Step] = &[
    ("format", check::format),
    ("the UI's types", check::interface),
    ("the UI's tests", interface_tests),
    ("the UI's build", project::build_ui),
    ("Rust tests", rust_tests),
    ("clippy", check::lint),
];

pub fn test(options: &Options) -> Result<()> {
    let begun = Instant::now();
    setup::ensure_ready(if options.no_tour { Need::Build } else { Need::Drive })?;
    let mut results = Vec::new();
    for (name, step) in STEPS.iter().chain(if options.no_tour { &[][..] } else { &[("the tour", tour_in_target as _)] })
    {
        eprintln!("\n\x1b[1m{name}\x1b[0m");
        let begun = Instant::now();
        let outcome = step();
        if let Err(error) = &outcome {
            eprintln!("\x1b[31m{name}: {error:#}\x1b[0m");
        }
        if crate::started::interrupted() {
            bail!("Interrupted");
        }
        results.push((*name, begun.elapsed(), outcome));
    }
    close(&results, begun.elapsed())
}

fn close(results: &[(&str, Duration, Result<()>)], took: Duration) -> Result<()> {
    eprintln!();
    for (name, took, outcome) in results {
        let mark = if outcome.is_ok() { "\x1b[32mpassed\x1b[0m" } else { "\x1b[31mFAILED\x1b[0m" };
        eprintln!("  {mark}  {name:<16} {:>6.1} s", took.as_secs_f64());
    }
    let failed = results.iter().filter(|(_, _, outcome)| outcome.is_err()).count();
    eprintln!(
        "  {} in {:.1} min",
        if failed == 0 { "All passed" } else { "Not all passed" },
        took.as_secs_f64() / 60.0
    );
    if failed > 0 {
        bail!("{failed} of {} steps failed", results.len());
    }
    Ok(())
}

fn interface_tests() -> Result<()> {
    must(npm(&["test"]))
}

/// One of them sees that the generated files are up to date. The benches are compiled by clippy alone; the examples of the
/// documentation come last.
fn rust_tests() -> Result<()> {
    // The tour needs them as well; a test that kills the real programs would build them once more, otherwise.
    project::build_all()?;
    let mut tests = cargo_for_all("test", &["--tests", "--no-fail-fast"]);
    tests.env("CARREL_PROGRAMS_BUILT", "1");
    let (tests, examples) = (must(tests), must(cargo_for_all("test", &["--doc"])));
    tests.and(examples)
}

fn tour_in_target() -> Result<()> {
    tour::drive(&project::target().join("tour"), false, None)
}
