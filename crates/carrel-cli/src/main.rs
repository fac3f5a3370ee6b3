//! `carrelctl`: the same engine as the window, from a terminal. It holds no behaviour of its own: it asks the engine and
//! prints the answer, as words or, with `--json`, exactly as the engine gave it.

mod browser;
mod cli;
mod enroll;
mod guide;
mod out;
mod parcel;
mod reading;
mod run;
mod show;
mod skills;
mod words;

use clap::Parser;
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    let filter = tracing_subscriber::EnvFilter::try_from_env("CARREL_LOG").unwrap_or_else(|_| "error".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).init();
    let cli = cli::Cli::parse();
    match run::run(cli).await {
        Ok(ending) => ExitCode::from(ending as u8),
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::from(failure.ending() as u8)
        }
    }
}
