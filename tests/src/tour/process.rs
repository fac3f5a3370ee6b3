//! Looking at and ending processes on Linux.

use anyhow::{Context, Result, ensure};
use std::path::Path;

/// The children of `parent` that run `program`.
pub fn children_running(parent: u32, program: &Path) -> Vec<u32> {
    let tasks = std::fs::read_dir(format!("/proc/{parent}/task")).into_iter().flatten().flatten();
    let children = tasks.filter_map(|task| std::fs::read_to_string(task.path().join("children")).ok());
    let pids =
        children.flat_map(|line| line.split_whitespace().filter_map(|pid| pid.parse().ok()).collect::<Vec<u32>>());
    pids.filter(|pid| std::fs::read_link(format!("/proc/{pid}/exe")).is_ok_and(|exe| exe == program)).collect()
}

pub fn is_alive(pid: u32) -> bool {
    // A zombie has ended; only its parent has not asked yet.
    std::fs::read_to_string(format!("/proc/{pid}/stat"))
        .is_ok_and(|stat| stat.rsplit(')').next().is_some_and(|rest| !rest.trim_start().starts_with('Z')))
}

/// `kill -9`: no goodbye, no flushing, as when the power goes.
pub async fn kill_9(pid: u32) -> Result<()> {
    signal("KILL", pid).await
}

/// As logging out ends a program: it may say goodbye.
pub async fn terminate(pid: u32) -> Result<()> {
    signal("TERM", pid).await
}

async fn signal(name: &str, pid: u32) -> Result<()> {
    let script = "kill -s \"$0\" \"$1\"";
    let status = tokio::process::Command::new("sh").args(["-c", script, name, &pid.to_string()]).status().await;
    ensure!(status.context("Could not start sh")?.success(), "Process {pid} could not be sent {name}");
    Ok(())
}
