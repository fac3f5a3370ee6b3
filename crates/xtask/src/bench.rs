//! `cargo xtask bench`: what the goals are about, each measured beside its baseline in the same run.
//!
//! A bench is a program that prints one JSON object per line:
//! `{"name", "value", "unit", "baseline", "goal", "holds"}`; `baseline` and `goal` may be null. Other lines pass through.

use crate::display::{self, SessionFolder, VirtualDisplay};
use crate::project::{self, cargo, must};
use crate::setup::{self, Need};
use crate::started;
use anyhow::{Context, Result, ensure};
use clap::Args;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::process::Command;

#[derive(Args)]
pub struct Options {
    /// Only benches whose name contains this
    #[arg(value_name = "PART")]
    only: Option<String>,
    /// Also write the JSON lines here
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// A program and where it stands. Add a line for a new one.
struct Bench {
    package: &'static str,
    example: &'static str,
    /// It opens the real window, so the app is built for it and it runs in a private session.
    window: bool,
}

const BENCHES: &[Bench] = &[
    Bench { package: "carrel-engine", example: "bench_catalog", window: false },
    Bench { package: "carrel-engine", example: "bench_complete", window: false },
    Bench { package: "carrel-tests", example: "bench_sync", window: false },
    Bench { package: "carrel-tests", example: "bench_download", window: false },
    Bench { package: "carrel-tests", example: "bench_window", window: true },
];

#[derive(Serialize, Deserialize)]
struct Measured {
    name: String,
    value: f64,
    unit: String,
    baseline: Option<f64>,
    goal: Option<String>,
    holds: Option<bool>,
}

pub fn bench(options: &Options) -> Result<()> {
    let chosen: Vec<&Bench> = BENCHES
        .iter()
        .filter(|bench| options.only.as_ref().is_none_or(|part| bench.example.contains(part)))
        .filter(|bench| is_written(bench))
        .collect();
    ensure!(!chosen.is_empty(), "There is no such bench");
    let window = chosen.iter().any(|bench| bench.window);
    setup::ensure_ready(if window { Need::Drive } else { Need::Build })?;
    if window {
        project::build_ui()?;
        project::build(&["carrel", "carrel-provider"], true)?;
    }
    let mut measured = Vec::new();
    for bench in chosen {
        measured.extend(run(bench)?);
        ensure!(!started::interrupted(), "Interrupted");
    }
    report(&measured, options.out.as_deref())
}

fn is_written(bench: &Bench) -> bool {
    let folder = if bench.package == "carrel-tests" { "tests".into() } else { format!("crates/{}", bench.package) };
    project::root().join(folder).join("examples").join(format!("{}.rs", bench.example)).exists()
}

fn run(bench: &Bench) -> Result<Vec<Measured>> {
    let mut build = cargo();
    build.args(["build", "--release", "--package", bench.package, "--example", bench.example]);
    must(build)?;
    let program = project::target().join("release/examples").join(bench.example);
    eprintln!("\x1b[1m{}\x1b[0m", bench.example);
    let output = if bench.window {
        let screen = VirtualDisplay::start("1280x900x24")?;
        let folder = SessionFolder::create("bench")?;
        let mut command = display::in_private_session(&program, &screen, &folder);
        command.env("HOME", folder.path()).env("CARREL_BENCH_TARGET", project::target().join("release"));
        command.output()
    } else {
        Command::new(&program).current_dir(project::root()).output()
    };
    let output = output.with_context(|| format!("Could not start {}", program.display()))?;
    eprint!("{}", String::from_utf8_lossy(&output.stderr));
    ensure!(output.status.success(), "{} failed ({})", bench.example, output.status);
    let (measured, other): (Vec<_>, Vec<_>) = String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str::<Measured>(line).map_err(|_| line.to_owned()))
        .partition(Result::is_ok);
    other.into_iter().filter_map(Result::err).for_each(|line| eprintln!("{line}"));
    Ok(measured.into_iter().filter_map(Result::ok).collect())
}

/// The table is for people (stderr), the lines for programs (stdout).
fn report(measured: &[Measured], out: Option<&std::path::Path>) -> Result<()> {
    let mut lines = String::new();
    for one in measured {
        lines.push_str(&serde_json::to_string(one).context("A measurement could not be written")?);
        lines.push('\n');
    }
    print!("{lines}");
    if let Some(out) = out {
        std::fs::write(out, &lines).with_context(|| format!("Could not write {}", out.display()))?;
    }
    eprintln!("\n  {:<52} {:>12} {:>12} {:>7}  goal", "", "measured", "baseline", "ratio");
    for one in measured {
        let baseline = one.baseline.map(|baseline| format!("{baseline:.3}")).unwrap_or_default();
        let ratio =
            one.baseline.filter(|baseline| *baseline > 0.0).map(|baseline| format!("{:.2}×", one.value / baseline));
        let mark = match one.holds {
            Some(true) => "holds",
            Some(false) => "MISSED",
            None => "",
        };
        let (ratio, goal) = (ratio.unwrap_or_default(), one.goal.as_deref().unwrap_or_default());
        eprintln!("  {:<52} {:>9.3} {:<3}{baseline:>12} {ratio:>7}  {goal} {mark}", one.name, one.value, one.unit);
    }
    Ok(())
}
