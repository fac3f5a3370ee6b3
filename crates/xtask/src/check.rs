//! `cargo xtask check` and `gen`: everything that can be said without running the product.

use crate::project::{self, cargo, cargo_for_all, must, npm};
use crate::setup::{self, Need};
use anyhow::{Context, Result, ensure};
use std::process::Command;

const GENERATED_TEST: &str = "the_committed_typescript_is_what_the_types_say";

pub fn check() -> Result<()> {
    setup::ensure_ready(Need::Build)?;
    for step in [format, interface, project::build_ui, lint, generated_files, tidy] {
        step()?;
    }
    eprintln!("All checks hold.");
    Ok(())
}

/// Writes ui/src/ipc/types.ts from the Rust types.
pub fn generate() -> Result<()> {
    let mut command = generated_files_test();
    command.env("CARREL_WRITE_BINDINGS", "1");
    must(command)
}

pub fn format() -> Result<()> {
    must(with(cargo(), &["fmt", "--all", "--check"])).context("`cargo fmt --all` puts it right")
}

pub fn lint() -> Result<()> {
    must(cargo_for_all("clippy", &["--all-targets", "--", "-D", "warnings"]))
}

/// The committed TypeScript is what the Rust types say.
fn generated_files() -> Result<()> {
    must(generated_files_test()).context("`cargo xtask gen` puts it right")
}

/// Of one package, apart from all others: it must be possible before the UI, which needs these files, can be built.
fn generated_files_test() -> Command {
    with(cargo(), &["test", "--quiet", "--package", "carrel-engine", "--features", "bindings", "--lib", GENERATED_TEST])
}

/// Layering, sizes and names, as tests over the tree itself.
fn tidy() -> Result<()> {
    must(cargo_for_all("test", &["--quiet", "--test", "tidy"]))
}

/// Types and accessibility warnings of the UI, and that the checker is awake at all.
pub fn interface() -> Result<()> {
    must(npm(&["run", "check"]))?;
    planted_error_is_found()
}

/// svelte-check has been seen to report nothing at all; a mistake made on purpose tells that apart from a clean tree.
fn planted_error_is_found() -> Result<()> {
    let canary = project::ui().join("src/canary.ts");
    std::fs::write(&canary, "export const canary: number = 'a mistake made on purpose';\n")
        .with_context(|| format!("Could not write {}", canary.display()))?;
    let output = npm(&["run", "--silent", "check"]).output();
    let removed = std::fs::remove_file(&canary);
    let output = output.context("Could not start npm")?;
    removed.with_context(|| format!("Could not remove {}", canary.display()))?;
    let said = String::from_utf8_lossy(&output.stdout);
    ensure!(!output.status.success() && said.contains("canary.ts"), "svelte-check did not see a planted type error");
    Ok(())
}

fn with(mut command: Command, args: &[&str]) -> Command {
    command.args(args);
    command
}
