//! Carrel as a process that can be killed, or given a session bus of its own: `carrel-desk`, spoken to line by line.

use anyhow::{Context, Result, anyhow};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

/// Far more than anything here takes; what never comes must not hang the tests.
const LIMIT: Duration = Duration::from_secs(60);

pub struct Desk {
    process: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

impl Desk {
    /// Starts `command`, the built `carrel-desk` with whatever surrounds it, on `folder`.
    pub fn open(mut command: Command, folder: &Path, secrets: &str) -> Result<Self> {
        command.arg(folder).arg(secrets).stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut process = command.spawn().context("carrel-desk could not be started")?;
        let input = process.stdin.take().context("It has no input")?;
        let output = BufReader::new(process.stdout.take().context("It has no output")?).lines();
        Ok(Self { process, input, output })
    }

    /// Asks the engine, as a screen would.
    pub async fn call(&mut self, name: &str, args: Value) -> Result<Value> {
        self.input.write_all(format!("{}\n", json!({ "name": name, "args": args })).as_bytes()).await?;
        loop {
            let mut line = self.line().await.with_context(|| format!("while waiting for the answer to {name}"))?;
            if let Some(reply) = line.get_mut("reply") {
                return Ok(reply.take());
            }
            if let Some(error) = line.get("error") {
                return Err(anyhow!("{name}: {error}"));
            }
        }
    }

    /// Asks again after every event, until `holds` of the answer.
    pub async fn until(&mut self, name: &str, args: Value, holds: impl Fn(&Value) -> bool) -> Result<Value> {
        loop {
            let answer = self.call(name, args.clone()).await?;
            if holds(&answer) {
                return Ok(answer);
            }
            self.line().await.with_context(|| format!("while {name} was {answer}"))?;
        }
    }

    async fn line(&mut self) -> Result<Value> {
        let line = tokio::time::timeout(LIMIT, self.output.next_line()).await.context("Nothing came in a minute")?;
        Ok(serde_json::from_str(&line?.context("carrel-desk has ended")?)?)
    }

    /// As the power goes.
    pub async fn kill_9(mut self) -> Result<()> {
        self.process.kill().await.context("carrel-desk could not be killed")
    }

    /// Ends as a closed window does.
    pub async fn close(mut self) -> Result<bool> {
        drop(self.input);
        let ended = tokio::time::timeout(LIMIT, self.process.wait()).await.context("carrel-desk does not end")?;
        Ok(ended?.success())
    }
}
