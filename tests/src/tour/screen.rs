//! The screen around the window, as the window manager has it.

use super::patience::until;
use anyhow::{Context, Result, ensure};
use tokio::process::Command;

/// A window of a process on the screen, which may be shown, minimised or covered.
pub struct Frame {
    pid: String,
    id: String,
}

impl Frame {
    /// The window of `pid`, as soon as it is shown.
    pub async fn of(pid: u32) -> Result<Self> {
        let pid = pid.to_string();
        let id = until(&format!("the window of process {pid} is shown"), async || shown(&pid).await).await?;
        Ok(Self { pid, id })
    }

    pub async fn minimise(&self) -> Result<()> {
        xdotool(&["windowminimize", &self.id]).await?.context("The window could not be minimised")?;
        until("the window is minimised", async || Ok(shown(&self.pid).await?.is_none().then_some(()))).await
    }

    /// Waits until it is shown and has the keyboard.
    pub async fn is_in_front(&self) -> Result<()> {
        until("the window is in front", async || {
            let front = xdotool(&["getactivewindow"]).await?;
            let is_shown = shown(&self.pid).await?.is_some_and(|shown| shown == self.id);
            Ok((is_shown && front.as_ref() == Some(&self.id)).then_some(()))
        })
        .await
    }
}

async fn shown(pid: &str) -> Result<Option<String>> {
    let found = xdotool(&["search", "--onlyvisible", "--pid", pid]).await?;
    let Some(found) = found.filter(|found| !found.is_empty()) else { return Ok(None) };
    ensure!(found.lines().count() == 1, "Process {pid} shows more than one window: {found}");
    Ok(Some(found))
}

/// `None` where it found nothing or nobody has the keyboard: it fails then.
async fn xdotool(args: &[&str]) -> Result<Option<String>> {
    let output = Command::new("xdotool").args(args).output().await.context("xdotool is missing")?;
    Ok(output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned()))
}
