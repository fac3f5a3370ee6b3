//! What the tour leaves behind: numbered pictures, and tour.json with one line per step.

use super::window::Window;
use anyhow::{Context, Result};
use fantoccini::Client;
use serde_json::json;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub struct Log {
    folder: PathBuf,
    lines: File,
    number: u32,
    pub all_held: bool,
}

impl Log {
    pub fn begin(folder: &Path) -> Result<Self> {
        // Pictures of an earlier tour would pass for this one's.
        for entry in std::fs::read_dir(folder).context("The tour's folder cannot be read")?.flatten() {
            if entry.path().extension().is_some_and(|end| end == "png") {
                std::fs::remove_file(entry.path()).context("An old picture could not be removed")?;
            }
        }
        let lines = File::create(folder.join("tour.json")).context("tour.json could not be made")?;
        Ok(Self { folder: folder.to_owned(), lines, number: 0, all_held: true })
    }

    /// One step is over: its line, its picture, and whether its screen is accessible.
    pub async fn step(
        &mut self,
        name: &str,
        took: Duration,
        outcome: Result<()>,
        window: Option<&Window>,
    ) -> Result<()> {
        let mut outcome = outcome;
        if let Some(window) = window {
            let picture = self.next_picture(name);
            outcome = outcome.and(window.picture(&picture).await);
            if outcome.is_ok() {
                outcome = window.is_accessible().await;
            }
        }
        let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        let mut line = json!({ "name": name, "milliseconds": milliseconds, "ok": outcome.is_ok() });
        if let Err(error) = &outcome {
            line["why"] = json!(format!("{error:#}"));
        }
        writeln!(self.lines, "{line}").context("tour.json could not be written")?;
        let mark = if outcome.is_ok() { "ok" } else { "FAILED" };
        eprintln!("{mark:>6}  {milliseconds:>6} ms  {name}");
        if let Err(error) = &outcome {
            eprintln!("        {error:#}");
        }
        self.all_held &= outcome.is_ok();
        Ok(())
    }

    /// A picture within a step, of the school's page in the browser.
    pub async fn picture_of(&mut self, page: &Client, name: &str) -> Result<()> {
        let png = page.screenshot().await.context("No picture of the browser could be taken")?;
        let path = self.next_picture(name);
        std::fs::write(&path, png).with_context(|| format!("Could not write {}", path.display()))
    }

    fn next_picture(&mut self, name: &str) -> PathBuf {
        self.number += 1;
        self.folder.join(format!("{:02}-{}.png", self.number, name.replace(' ', "-")))
    }
}
