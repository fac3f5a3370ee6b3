//! One program, killed with -9 after a while or left to end.

use anyhow::{Context, Result, ensure};
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::Command;

pub struct Ended {
    /// `None`: it was killed.
    pub code: Option<i32>,
    pub said: String,
    pub complained: String,
    pub took: Duration,
}

impl Ended {
    pub fn in_time(&self) -> bool {
        self.code.is_none()
    }
}

/// Runs `command`; after `limit` it is killed. What it had printed by then counts as said.
pub async fn run(mut command: Command, input: &str, limit: Option<Duration>) -> Result<Ended> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    let started = Instant::now();
    let mut child = command.spawn().with_context(|| format!("{command:?} could not be started"))?;
    let (mut said, mut complained) = (String::new(), String::new());
    let mut out = child.stdout.take().context("It has no output")?;
    let mut err = child.stderr.take().context("It has no complaints")?;
    let mut stdin = child.stdin.take().context("It has no input")?;
    // A program that is gone does not read.
    let _ = stdin.write_all(input.as_bytes()).await;
    drop(stdin);
    let end = async {
        let status = match limit {
            Some(limit) => match tokio::time::timeout(limit, child.wait()).await {
                Ok(status) => status?,
                Err(_) => {
                    child.start_kill()?;
                    child.wait().await?
                }
            },
            None => child.wait().await?,
        };
        anyhow::Ok(status)
    };
    let (status, read, read_too) =
        tokio::join!(end, out.read_to_string(&mut said), err.read_to_string(&mut complained));
    read?;
    read_too?;
    Ok(Ended { code: status?.code(), said, complained, took: started.elapsed() })
}

/// Runs to the end, which must be a good one.
pub async fn must(command: Command, input: &str) -> Result<String> {
    let name = format!("{command:?}");
    let ended = run(command, input, None).await?;
    ensure!(ended.code == Some(0), "{name} ended with {:?}: {}{}", ended.code, ended.said, ended.complained);
    Ok(ended.said)
}
