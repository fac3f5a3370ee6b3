//! `cargo xtask bench`: what the goals are about, each measured beside its baseline in the same run.
//!
//! A bench is a program that prints one JSON object per line: a `name`, what was measured (`"p99_ms": 3.1`), the same
//! measures of the `baseline` object, and goals where there are any: `"goal": {"p99_ms": 5}` for the measure itself,
//! `"goal_ratio": {"seconds": 1.5}` for its ratio to the baseline. Whatever else the line holds is passed on.

use crate::display::{self, SessionFolder, VirtualDisplay};
use crate::project::{self, cargo, must};
use crate::setup::{self, Need};
use crate::started;
use anyhow::{Context, Result, ensure};
use clap::Args;
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

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
    needs: Needs,
}

/// What is built beside a bench; it finds it in the folder `CARREL_BENCH_BUILT` names.
#[derive(PartialEq)]
enum Needs {
    Nothing,
    /// A school as a process of its own.
    Provider,
    /// The real window: the bench runs in a private session.
    Window,
}

/// Tells a bench where the programs of the release build are.
const BUILT: &str = "CARREL_BENCH_BUILT";

const BENCHES: &[Bench] = &[
    Bench { package: "carrel-engine", example: "bench_catalog", needs: Needs::Nothing },
    Bench { package: "carrel-engine", example: "bench_lessons", needs: Needs::Nothing },
    Bench { package: "carrel-tests", example: "bench_complete", needs: Needs::Nothing },
    Bench { package: "carrel-tests", example: "bench_sync", needs: Needs::Nothing },
    Bench { package: "carrel-tests", example: "bench_history", needs: Needs::Nothing },
    Bench { package: "carrel-tests", example: "bench_storm", needs: Needs::Provider },
    Bench { package: "carrel-tests", example: "bench_import", needs: Needs::Nothing },
    Bench { package: "carrel-tests", example: "bench_download", needs: Needs::Nothing },
    Bench { package: "carrel-tests", example: "bench_window", needs: Needs::Window },
    Bench { package: "carrel-tests", example: "bench_lesson_opening", needs: Needs::Window },
];

pub fn bench(options: &Options) -> Result<()> {
    let chosen: Vec<&Bench> = BENCHES
        .iter()
        .filter(|bench| options.only.as_ref().is_none_or(|part| bench.example.contains(part)))
        .filter(|bench| is_written(bench))
        .collect();
    ensure!(!chosen.is_empty(), "There is no such bench");
    let window = chosen.iter().any(|bench| bench.needs == Needs::Window);
    setup::ensure_ready(if window { Need::Drive } else { Need::Build })?;
    if window {
        project::build_ui()?;
        project::build(&["carrel", "carrel-provider"], true)?;
        build_baseline()?;
    }
    let mut lines = Vec::new();
    for bench in chosen {
        lines.extend(run(bench)?);
        ensure!(!started::interrupted(), "Interrupted");
    }
    report(&lines, options.out.as_deref())
}

/// The empty window. With the packages of the app beside it, so that cargo chooses the same features for both.
fn build_baseline() -> Result<()> {
    let mut command = cargo();
    command.args(["build", "--release", "--package", "carrel", "--package", "carrel-provider"]);
    command.args(["--features", "carrel/custom-protocol", "--example", "empty_window"]);
    must(command)
}

fn is_written(bench: &Bench) -> bool {
    let folder = if bench.package == "carrel-tests" { "tests".into() } else { format!("crates/{}", bench.package) };
    project::root().join(folder).join("examples").join(format!("{}.rs", bench.example)).exists()
}

fn run(bench: &Bench) -> Result<Vec<Map<String, Value>>> {
    let mut build = cargo();
    build.args(["build", "--release", "--package", bench.package, "--example", bench.example]);
    if bench.needs == Needs::Provider {
        build.args(["--package", "carrel-provider", "--bin", "carrel-provider"]);
    }
    must(build)?;
    let program = project::target().join("release/examples").join(bench.example);
    eprintln!("\x1b[1m{}\x1b[0m", bench.example);
    let output = match bench.needs {
        Needs::Nothing => Command::new(&program).output(),
        Needs::Provider => Command::new(&program).env(BUILT, project::target().join("release")).output(),
        Needs::Window => in_window_session(&program)?,
    };
    let output = output.with_context(|| format!("Could not start {}", program.display()))?;
    eprint!("{}", String::from_utf8_lossy(&output.stderr));
    ensure!(output.status.success(), "{} failed ({})", bench.example, output.status);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect())
}

fn in_window_session(program: &Path) -> Result<std::io::Result<Output>> {
    let screen = VirtualDisplay::start("1280x900x24")?;
    let folder = SessionFolder::create("bench")?;
    let mut command = display::in_private_session(program, &screen, &folder);
    command.env("HOME", folder.path()).env(BUILT, project::target().join("release"));
    Ok(command.output())
}

/// The table is for people (stderr), the lines for programs (stdout and `--out`).
fn report(lines: &[Map<String, Value>], out: Option<&Path>) -> Result<()> {
    let mut text = String::new();
    for line in lines {
        text.push_str(&serde_json::to_string(line).context("A measurement could not be written")?);
        text.push('\n');
    }
    print!("{text}");
    if let Some(out) = out {
        std::fs::write(out, &text).with_context(|| format!("Could not write {}", out.display()))?;
    }
    eprintln!("\n  {:<44} {:>12} {:>12} {:>7}  goal", "", "measured", "baseline", "ratio");
    lines.iter().flat_map(rows).for_each(|row| eprintln!("  {row}"));
    Ok(())
}

/// A heading with what was measured, then a row for each measure that has a baseline or a goal.
fn rows(line: &Map<String, Value>) -> Vec<String> {
    let part = |name: &str, key: &str| line.get(name).and_then(|part| part.get(key)).and_then(Value::as_f64);
    let name = line.get("name").and_then(Value::as_str).unwrap_or("unnamed");
    let about: Vec<String> =
        line.iter().filter(|(_, value)| value.is_u64()).map(|(key, value)| format!("{key} {value}")).collect();
    let mut rows = vec![format!("{name} ({})", about.join(", "))];
    for (key, value) in line.iter().filter_map(|(key, value)| Some((key, value.as_f64()?))) {
        let (baseline, goal, goal_ratio) = (part("baseline", key), part("goal", key), part("goal_ratio", key));
        if baseline.is_none() && goal.is_none() {
            continue;
        }
        let ratio = baseline.filter(|baseline| *baseline > 0.0).map(|baseline| value / baseline);
        let judged = match (goal, goal_ratio, ratio) {
            (Some(goal), _, _) => format!("≤ {goal} {}", mark(value <= goal)),
            (None, Some(goal), Some(ratio)) => format!("≤ {goal}× {}", mark(ratio <= goal)),
            _ => String::new(),
        };
        let shown =
            |number: Option<f64>, unit: &str| number.map(|number| format!("{number:.3}{unit}")).unwrap_or_default();
        rows.push(format!("  {key:<42} {value:>12.3} {:>12} {:>7}  {judged}", shown(baseline, ""), shown(ratio, "×")));
    }
    rows
}

fn mark(holds: bool) -> &'static str {
    if holds { "holds" } else { "MISSED" }
}
