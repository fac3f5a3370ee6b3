//! Where things are, and how a command is run so that its failure says what to do.

use crate::started;
use anyhow::{Context, Result, bail, ensure};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The repository's root: two folders above this package.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

pub fn ui() -> PathBuf {
    root().join("ui")
}

/// Where cargo puts what it builds, whatever the caller's settings.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// The programs a build left for us.
pub struct Built {
    folder: PathBuf,
}

impl Built {
    pub fn unoptimised() -> Self {
        Self { folder: target().join("debug") }
    }

    pub fn program(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }
}

/// A command that runs in the repository's root.
pub fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// The cargo that runs us, so that a toolchain chosen with `cargo +…` stays chosen.
pub fn cargo() -> Command {
    let mut command = command(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()));
    // What it told us of our own package is not for the builds of others: ring's build script sees the difference to a cargo
    // started by hand, and the engine would be compiled again.
    let of_our_package = |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(of_our_package)) {
        command.env_remove(name);
    }
    command
}

pub fn npm(args: &[&str]) -> Command {
    let mut command = Command::new("npm");
    command.current_dir(ui()).args(args);
    command
}

/// Says what runs, runs it, and fails when it fails.
pub fn must(mut command: Command) -> Result<()> {
    let line = shown(&command);
    eprintln!("\x1b[2m$ {line}\x1b[0m");
    let child = command.spawn().with_context(|| format!("Could not start `{line}`"))?;
    let status = started::wait_unless_interrupted(child).with_context(|| format!("`{line}` was lost"))?;
    if started::interrupted() {
        bail!("Interrupted");
    }
    ensure!(status.success(), "`{line}` failed ({status})");
    Ok(())
}

/// What a command prints, or `None` where it is missing or fails.
pub fn answer_of(program: &str, args: &[&str]) -> Option<String> {
    let output = Command::new(program).args(args).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

pub fn build_ui() -> Result<()> {
    must(npm(&["run", "build"]))
}

/// What every unoptimised build chooses, tests and clippy too: for another choice of packages or features cargo would
/// compile what they share once more. The window then holds its UI, which has to be built before.
const ALIKE: [&str; 3] = ["--workspace", "--features", "carrel/custom-protocol,carrel-engine/bindings"];

/// A cargo command over everything, unoptimised: `build`, `test`, `clippy`.
pub fn cargo_for_all(subcommand: &str, more: &[&str]) -> Command {
    let mut command = cargo();
    command.arg(subcommand).args(ALIKE).args(more);
    command
}

/// Builds everything without optimisation, and says where it is.
pub fn build_all() -> Result<Built> {
    must(cargo_for_all("build", &[]))?;
    Ok(Built::unoptimised())
}

/// Builds `packages` (with the UI inside the window's binary) and says where they are; without optimisation all others as well.
pub fn build(packages: &[&str], release: bool) -> Result<Built> {
    if !release {
        return build_all();
    }
    let mut command = cargo();
    command.args(["build", "--release"]);
    for package in packages {
        command.args(["--package", package]);
    }
    if packages.contains(&"carrel") {
        command.args(["--features", "carrel/custom-protocol"]);
    }
    must(command)?;
    Ok(Built { folder: target().join("release") })
}

fn shown(command: &Command) -> String {
    let mut line = command.get_program().to_string_lossy().into_owned();
    for arg in command.get_args() {
        line.push(' ');
        line.push_str(&arg.to_string_lossy());
    }
    line.replace(&format!("{}/", root().display()), "")
}
