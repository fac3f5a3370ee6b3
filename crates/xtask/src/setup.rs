//! What a fresh Debian machine is missing, and how it gets there.

use crate::project::{self, must};
use anyhow::{Context, Result, bail, ensure};
use std::process::Command;
use std::time::SystemTime;

/// To compile and link the window, and to play a lesson's video in it.
const BUILD: &[&str] = &[
    "build-essential",
    "pkg-config",
    "libwebkit2gtk-4.1-dev",
    "librsvg2-dev",
    "libxdo-dev",
    "libayatana-appindicator3-dev",
    "xdg-utils",
    "gstreamer1.0-plugins-good",
    "gstreamer1.0-libav",
];
/// To show the window on a machine without a screen.
const VIRTUAL_DISPLAY: &[&str] = &["xvfb", "dbus", "gnome-keyring", "openbox"];
/// To drive the window and the school's pages.
const DRIVE: &[&str] = &["webkit2gtk-driver", "chromium", "chromium-driver", "at-spi2-core", "xdotool"];
const NODE_MAJOR: u32 = 20;

/// How much has to be there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    Build,
    VirtualDisplay,
    Drive,
}

/// Makes sure that the system's packages, Node and the UI's packages are there.
pub fn ensure_ready(need: Need) -> Result<()> {
    packages(need)?;
    node()?;
    node_modules()
}

fn packages(need: Need) -> Result<()> {
    let lists = [(Need::Build, BUILD), (Need::VirtualDisplay, VIRTUAL_DISPLAY), (Need::Drive, DRIVE)];
    let wanted = lists.into_iter().filter(|(tier, _)| *tier <= need).flat_map(|(_, list)| list.iter().copied());
    install(&wanted.collect::<Vec<_>>())
}

/// Installs what is missing of `wanted`, as root; anybody else gets the command to run.
pub fn install(wanted: &[&str]) -> Result<()> {
    if project::answer_of("dpkg-query", &["--version"]).is_none() {
        eprintln!("This is not a Debian system. Carrel needs what these packages hold: {}", wanted.join(" "));
        return Ok(());
    }
    let missing: Vec<&str> = wanted.iter().copied().filter(|package| !is_installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    if project::answer_of("id", &["-u"]).as_deref() != Some("0") {
        bail!(
            "These packages are missing. Run this, then start again:\n\n    \
             sudo apt-get update && sudo apt-get install --no-install-recommends {}\n",
            missing.join(" ")
        );
    }
    eprintln!("Installing {}", missing.join(" "));
    must(apt_get(&["update", "-q"])).context("Could not refresh the list of packages; is there a network?")?;
    let mut args = vec!["install", "-q", "-y", "--no-install-recommends"];
    args.extend(missing);
    must(apt_get(&args))
}

fn apt_get(args: &[&str]) -> Command {
    let mut command = project::command("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive").args(args);
    command
}

fn is_installed(package: &str) -> bool {
    let status = project::answer_of("dpkg-query", &["--show", "--showformat=${db:Status-Status}", package]);
    status.as_deref() == Some("installed")
}

fn node() -> Result<()> {
    let remedy = format!("Carrel's UI is built with Node {NODE_MAJOR} or newer: https://nodejs.org/en/download");
    let version = project::answer_of("node", &["--version"]).with_context(|| format!("Node is missing. {remedy}"))?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    ensure!(major.is_some_and(|major| major >= NODE_MAJOR), "This is Node {version}. {remedy}");
    ensure!(project::answer_of("npm", &["--version"]).is_some(), "npm is missing. {remedy}");
    Ok(())
}

/// Fetches the UI's packages when the lock file is newer than what was fetched.
fn node_modules() -> Result<()> {
    let changed = |path: &str| std::fs::metadata(project::ui().join(path)).and_then(|found| found.modified());
    // npm writes this file last, so it also proves that the fetch was not cut short.
    let fetched = changed("node_modules/.package-lock.json").unwrap_or(SystemTime::UNIX_EPOCH);
    if fetched >= changed("package-lock.json").context("ui/package-lock.json is missing")? {
        return Ok(());
    }
    must(project::npm(&["ci", "--no-audit", "--no-fund"]))
}
