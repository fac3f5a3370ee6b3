//! Taking in the sample campus: reading, checking and storing all of it, beside reading and hashing the same files.

use anyhow::{Context, Result, bail};
use carrel_provider::{Config, StartError, Store, import};
use carrel_tests::bench::{Measured, median, since};
use carrel_tests::files::below;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

const RUNS: usize = 7;

#[tokio::main]
async fn main() -> Result<()> {
    let campus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../campus");
    let (mut first, mut again, mut bare) = (Vec::new(), Vec::new(), Vec::new());
    for run in 1..=RUNS {
        let room = tempfile::tempdir()?;
        let config = Config::new(room.path());
        let store = Store::open(&config.data, config.clock.clone(), config.access_token_secs).await?;
        first.push(take_in(&store, &campus).await?);
        again.push(take_in(&store, &campus).await?);
        bare.push(read_and_hash(&campus)?);
        eprintln!("  run {run}: {:.0} ms, again {:.0} ms", first[run - 1], again[run - 1]);
    }
    let bytes: u64 = below(&campus).iter().filter_map(|file| file.metadata().ok()).map(|file| file.len()).sum();
    Measured::new("importing the sample campus, beside reading and hashing its files", RUNS)
        .about("files", below(&campus).len())
        .about("bytes", bytes)
        .beside("first_ms", median(&first), median(&bare))
        .beside("unchanged_ms", median(&again), median(&bare))
        .print();
    Ok(())
}

async fn take_in(store: &Store, campus: &Path) -> Result<f64> {
    let begun = Instant::now();
    match import(store, campus).await {
        Ok(_) => Ok(since(begun)),
        Err(StartError::Campus(faults)) => bail!("The sample campus has mistakes: {faults:?}"),
        Err(error) => Err(error.into()),
    }
}

fn read_and_hash(campus: &Path) -> Result<f64> {
    let begun = Instant::now();
    let files = below(campus);
    let output = Command::new("sha256sum").args(&files).output().context("sha256sum starts")?;
    anyhow::ensure!(output.status.success(), "sha256sum failed");
    Ok(since(begun))
}
