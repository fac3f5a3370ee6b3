//! Carrel started a second time: on the same data folder it ends, and the first comes forward; on another both live.

use super::screen::Frame;
use super::{Setting, patience, process};
use anyhow::{Context, Result, ensure};
use std::path::Path;
use std::process::Stdio;
use tokio::process::{Child, Command};

/// Starts it again while `first` is minimised, and while it is covered by a window on another data folder.
pub async fn comes_forward(setting: &Setting, desk: &Path, first: u32) -> Result<()> {
    let frame = Frame::of(first).await?;
    frame.minimise().await?;
    ends_at_once(setting, desk).await?;
    frame.is_in_front().await?;

    let mut other = start(setting, &setting.room.join("other-desk"))?;
    let pid = other.id().context("The window on another folder has ended")?;
    Frame::of(pid).await?.is_in_front().await?;
    ensure!(process::is_alive(first), "The first window is gone");
    ends_at_once(setting, desk).await?;
    frame.is_in_front().await?;
    ensure!(other.try_wait()?.is_none(), "The window on another folder is gone");
    process::terminate(pid).await?;
    ensure!(ended(&mut other).await?, "The window on another folder did not end well");
    Ok(())
}

async fn ends_at_once(setting: &Setting, desk: &Path) -> Result<()> {
    let mut second = start(setting, desk)?;
    ensure!(ended(&mut second).await?, "The second start did not end well");
    Ok(())
}

fn start(setting: &Setting, desk: &Path) -> Result<Child> {
    let mut command = Command::new(&setting.carrel);
    command.env("CARREL_DATA_DIR", desk).stdin(Stdio::null()).kill_on_drop(true);
    command.spawn().context("Carrel could not be started again")
}

async fn ended(child: &mut Child) -> Result<bool> {
    let status = tokio::time::timeout(patience::PATIENCE, child.wait()).await.context("It goes on running")?;
    Ok(status?.success())
}
