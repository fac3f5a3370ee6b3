//! A course of 500 MB in one file, downloaded and verified, beside `curl` and `sha256sum` for the same address.

use anyhow::{Context, Result, ensure};
use carrel_domain::pack::PackFile;
use carrel_engine::api::ProgramArgs;
use carrel_protocol::Tokens;
use carrel_provider::testkit::OPEN;
use carrel_tests::bench::{Measured, median, since};
use carrel_tests::school::sha256sum;
use carrel_tests::{Device, School};
use std::process::Command;
use std::time::Instant;

const RUNS: usize = 5;
const MB: u64 = 1_000_000;
const LARGE: u64 = 500 * MB;
/// To see whether memory depends on the size.
const SMALL: u64 = 50 * MB;

#[tokio::main]
async fn main() -> Result<()> {
    let school = School::open().await;
    let device = Device::signed_in(&school, "ana@example.org").await;
    device.enroll(OPEN).await;
    device.sync().await;
    let tokens = school.session_for("ana@example.org").await;
    let small = school.publish(SMALL).await?;
    let (_, small_mb) = engine(&device, &small).await?;
    let large = school.publish(LARGE).await?;
    let (mut ours, mut bare, mut strict, mut growth) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for run in 0..=RUNS {
        let (seconds, mb) = engine(&device, &large).await?;
        let (fetch, sum, fast_sum) = bare_download(&school, &tokens, &large)?;
        // The first run warms the page cache.
        if run > 0 {
            ours.push(seconds);
            growth.push(mb);
            bare.push(fetch + sum);
            strict.push(fetch + fast_sum);
        }
    }
    Measured::new("downloading a course of 500 MB", RUNS)
        .about("bytes", LARGE)
        .beside("seconds", median(&ours), median(&bare))
        .goal_ratio("seconds", 1.2)
        .beside("peak_growth_mb", median(&growth), small_mb)
        .goal("peak_growth_mb", 32.0)
        .print();
    // `sha256sum` is often built without the processor's own instructions for it, `openssl` with them.
    Measured::new("  beside curl and openssl dgst -sha256", RUNS)
        .beside("seconds", median(&ours), median(&strict))
        .print();
    device.engine.shut_down().await;
    Ok(())
}

/// Seconds until the course is complete, and how many MB the process (this school included) grew meanwhile.
async fn engine(device: &Device, file: &PackFile) -> Result<(f64, f64)> {
    settle_disk()?;
    let before = forget_peak()?;
    let started = Instant::now();
    device.download(OPEN).await;
    let seconds = since(started) / 1000.0;
    let grown = memory("VmHWM")? - before;
    let used = device.engine.downloads(()).await.map_err(|error| anyhow::anyhow!("{error:?}"))?.used_bytes;
    ensure!(used >= file.size, "every byte is here");
    let args = ProgramArgs { program: OPEN.into() };
    device.engine.remove_download(args).await.map_err(|error| anyhow::anyhow!("{error:?}"))?;
    Ok((seconds, grown))
}

/// Seconds of `curl`, of `sha256sum` and of `openssl dgst`.
fn bare_download(school: &School, tokens: &Tokens, file: &PackFile) -> Result<(f64, f64, f64)> {
    settle_disk()?;
    let target = school.folder().join("curl.bin");
    let started = Instant::now();
    let fetched = Command::new("curl")
        .args(["--silent", "--show-error", "--fail", "--output"])
        .arg(&target)
        .args(["--header", &format!("Authorization: Bearer {}", tokens.access_token.expose())])
        .arg(format!("{}/v1/content/{}", school.url, file.sha256))
        .status()
        .context("curl starts")?;
    ensure!(fetched.success(), "curl fetches the file");
    let fetch = since(started) / 1000.0;
    ensure!(sha256sum(&target)? == file.sha256, "the same bytes");
    let sum = since(started) / 1000.0 - fetch;
    let started = Instant::now();
    let hashed = Command::new("openssl").args(["dgst", "-sha256"]).arg(&target).output();
    let fast_sum = if hashed.is_ok_and(|output| output.status.success()) { since(started) / 1000.0 } else { sum };
    std::fs::remove_file(target)?;
    Ok((fetch, sum, fast_sum))
}

/// What earlier runs left to be written does not count against the next one.
fn settle_disk() -> Result<()> {
    ensure!(Command::new("sync").status()?.success(), "the disk settles");
    Ok(())
}

/// Sets the peak back to what is held now, in MB.
fn forget_peak() -> Result<f64> {
    std::fs::write("/proc/self/clear_refs", "5").context("the kernel forgets the peak")?;
    memory("VmRSS")
}

fn memory(name: &str) -> Result<f64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with(name)).context("memory is told")?;
    let kb: f64 = line.split_whitespace().nth(1).context("a number")?.parse()?;
    Ok(kb / 1000.0)
}
