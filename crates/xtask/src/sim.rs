//! `cargo xtask sim`: tells simulated stories, and plants bugs to see that they are found.

use crate::project::{self, cargo, must};
use crate::setup::{self, Need};
use crate::started;
use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use std::path::Path;
use std::process::Command;

#[derive(Args)]
pub struct Options {
    /// How many stories
    #[arg(long, default_value_t = 1000)]
    seeds: u64,
    /// The first seed
    #[arg(long, value_name = "S", default_value_t = 1)]
    from: u64,
    /// Plant each known bug in a copy of the tree instead; every one must be found within 500 stories
    #[arg(long)]
    mutants: bool,
    /// Only planted bugs whose name contains this
    #[arg(long, value_name = "PART", requires = "mutants")]
    only: Option<String>,
}

/// A bug: one place of the tree, said differently.
struct Mutant {
    name: &'static str,
    file: &'static str,
    right: &'static str,
    wrong: &'static str,
}

const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "skip the fsync",
        file: "crates/carrel-sqlite/src/open.rs",
        right: "Durability::Full => \"FULL\"",
        wrong: "Durability::Full => \"OFF\"",
    },
    Mutant {
        name: "delete on 500",
        file: "crates/carrel-engine/src/sync/cycle.rs",
        right: "if failure == Failure::Offline {",
        wrong: "if matches!(failure, Failure::Later { reason: carrel_protocol::LaterReason::Unavailable, .. }) {
                let answer = || Answer::Accepted { at: carrel_domain::Timestamp(0), by: String::new() };
                let gone = batch.ops.iter().map(|op| carrel_protocol::Delivery { op: op.id.clone(), answer: answer() });
                let exchange = Exchange { deliveries: gone.collect(), ..Exchange::default() };
                return Ok((batch, Answered { exchange, anchor: None }));
            }
            if failure == Failure::Offline {",
    },
    Mutant {
        name: "trust the wall clock",
        file: "crates/carrel-engine/src/learner.rs",
        right: "estimate(&self.clock.read(), known.anchor.as_ref(), known.floor)",
        wrong: "estimate(&self.clock.read(), known.anchor.as_ref().filter(|_| false), Timestamp(0))",
    },
    Mutant {
        name: "apply a receipt twice",
        file: "crates/carrel-engine/src/sync/resolve.rs",
        right: "touch(&op.program, &|mirror| mirror.accept(op));
        }
    }",
        wrong: "touch(&op.program, &|mirror| mirror.accept(op));
            touch(&op.program, &|mirror| mirror.accept(op));
        }
    }",
    },
    Mutant {
        name: "drop the cursor",
        file: "crates/carrel-engine/src/sync/cycle.rs",
        right: "let cursor = cycle.learner.store.meta().await?.cursor();",
        wrong: "let cursor = cycle.learner.store.meta().await?.cursor().filter(|_| false);",
    },
    Mutant {
        name: "trust the cursor, compare nothing",
        file: "crates/carrel-engine/src/sync/cycle.rs",
        right: "if *theirs == cycle.learner.ledger().await?.digest() {",
        wrong: "if theirs.count >= 0 || *theirs == cycle.learner.ledger().await?.digest() {",
    },
    Mutant {
        name: "forget own acts the school lost",
        file: "crates/carrel-engine/src/sync/resolve.rs",
        right: "let lost = Lost { own, heard };",
        wrong: "own.clear();
    let lost = Lost { own, heard };",
    },
    Mutant {
        name: "forget heard acts the school lost",
        file: "crates/carrel-engine/src/sync/resolve.rs",
        right: "let lost = Lost { own, heard };",
        wrong: "let lost = Lost { own, heard: { let _: Vec<OperationId> = heard; Vec::new() } };",
    },
    Mutant {
        name: "count a change whenever it comes",
        file: "crates/carrel-engine/src/sync/resolve.rs",
        right: "if heard.get(&op.id) == Some(&false) || !seen.insert(&op.id) => {}",
        wrong: "if !seen.insert(&op.id) && seen.is_empty() => {}",
    },
    Mutant {
        name: "a reopening cancels what it never saw",
        file: "crates/carrel-domain/src/record.rs",
        right: "record.lesson_mut(lesson).cancelled.extend(op.seen.iter().cloned())",
        wrong: "{
            let lesson = record.lesson_mut(lesson);
            lesson.cancelled.extend(lesson.completions.keys().cloned());
        }",
    },
    Mutant {
        name: "a lost answer counts as a yes",
        file: "crates/carrel-engine/src/sync/cycle.rs",
        right: "if failure == Failure::Offline {",
        wrong: "if matches!(failure, Failure::Later { reason: carrel_protocol::LaterReason::Garbled, .. }) {
                let answer = || Answer::Accepted { at: carrel_domain::Timestamp(0), by: String::new() };
                let gone = batch.ops.iter().map(|op| carrel_protocol::Delivery { op: op.id.clone(), answer: answer() });
                let exchange = Exchange { deliveries: gone.collect(), ..Exchange::default() };
                return Ok((batch, Answered { exchange, anchor: None }));
            }
            if failure == Failure::Offline {",
    },
];

pub fn sim(options: &Options) -> Result<()> {
    setup::ensure_ready(Need::Build)?;
    if options.mutants {
        return mutants(options.only.as_deref().unwrap_or_default());
    }
    let mut build = cargo();
    build.args(["build", "--release", "--package", "carrel-tests", "--bin", "carrel-sim"]);
    must(build)?;
    let mut tell = Command::new(project::target().join("release/carrel-sim"));
    tell.args(["--seeds", &options.seeds.to_string(), "--from", &options.from.to_string()]);
    must(tell)
}

/// In a copy, so that no bug is ever in the tree itself.
fn mutants(only: &str) -> Result<()> {
    let copy = project::target().join("mutants");
    let mut missed = Vec::new();
    for mutant in MUTANTS.iter().filter(|mutant| mutant.name.contains(only)) {
        copy_tree(&copy)?;
        plant(mutant, &copy)?;
        let caught = run_in(&copy).with_context(|| format!("The planted bug “{}”", mutant.name))?;
        eprintln!("{:<42} {}", mutant.name, caught.as_deref().unwrap_or("NOT CAUGHT"));
        if caught.is_none() {
            missed.push(mutant.name);
        }
        ensure!(!started::interrupted(), "Interrupted");
    }
    ensure!(missed.is_empty(), "Not caught within 500 stories: {}", missed.join(", "));
    Ok(())
}

/// Files keep their times where nothing changed, so that only what a bug touches is built again.
fn copy_tree(copy: &Path) -> Result<()> {
    let files = project::answer_of("git", &["ls-files", "--cached", "--others", "--exclude-standard"])
        .context("git does not tell the files of the tree")?;
    let needed = ["Cargo", "crates/", "migrations/", "tests/", "src-tauri/", "tauri.conf.json", "ui/locales/"];
    for file in files.lines().filter(|file| needed.iter().any(|start| file.starts_with(start))) {
        let (from, to) = (project::root().join(file), copy.join("tree").join(file));
        let Ok(text) = std::fs::read(&from) else { continue };
        if std::fs::read(&to).is_ok_and(|known| known == text) {
            continue;
        }
        to.parent().map_or(Ok(()), std::fs::create_dir_all)?;
        std::fs::write(&to, text).with_context(|| format!("Could not write {}", to.display()))?;
    }
    Ok(())
}

fn plant(mutant: &Mutant, copy: &Path) -> Result<()> {
    let path = copy.join("tree").join(mutant.file);
    let text = std::fs::read_to_string(&path)?;
    let found = text.matches(mutant.right).count();
    if found != 1 {
        bail!(
            "“{}” stands {found} times in {}: the planted bug “{}” needs mending",
            mutant.right,
            mutant.file,
            mutant.name
        );
    }
    Ok(std::fs::write(&path, text.replacen(mutant.right, mutant.wrong, 1))?)
}

/// By which seed it was caught, and how.
fn run_in(copy: &Path) -> Result<Option<String>> {
    let target = copy.join("target");
    let mut build = cargo();
    // Each bug changes a few lines: what they do not touch is not optimised again.
    build.current_dir(copy.join("tree")).env("CARGO_TARGET_DIR", &target).env("CARGO_INCREMENTAL", "1");
    build.args(["build", "--quiet", "--release", "--package", "carrel-tests", "--bin", "carrel-sim"]);
    must(build)?;
    let mut tell = Command::new(target.join("release/carrel-sim"));
    let output = tell.args(["--seeds", "500", "--until-failure"]).output().context("carrel-sim does not start")?;
    let said = String::from_utf8_lossy(&output.stdout).trim().chars().take(160).collect();
    Ok((!output.status.success()).then_some(said))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_planted_bug_has_its_place_in_the_tree() {
        for mutant in MUTANTS {
            let text = std::fs::read_to_string(project::root().join(mutant.file)).expect("the file reads");
            assert_eq!(text.matches(mutant.right).count(), 1, "{} in {}", mutant.name, mutant.file);
        }
    }
}
