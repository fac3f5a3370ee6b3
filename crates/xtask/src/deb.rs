//! `cargo xtask deb`: the release package, its size, and whether it installs and starts in a clean root.

use crate::display::VirtualDisplay;
use crate::project::{self, must};
use crate::setup::{self, Need};
use crate::started::{Started, until};
use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Of `Cargo.toml`: like the benches' release build, but as small as it gets.
const PROFILE: &str = "dist";
/// Without the sample campus.
const LIMIT_BYTES: u64 = 12_000_000;
const START_LIMIT: Duration = Duration::from_secs(60);

#[derive(Args)]
pub struct Options {
    /// As root: install it into a fresh Debian in a folder and start the window there (fetches about 200 MB)
    #[arg(long)]
    clean_root: bool,
    /// Look at the package that is already built
    #[arg(long)]
    no_build: bool,
}

pub fn deb(options: &Options) -> Result<()> {
    setup::ensure_ready(Need::Build)?;
    let folder = project::target().join(PROFILE).join("bundle/deb");
    if !options.no_build {
        if folder.exists() {
            std::fs::remove_dir_all(&folder).context("Could not remove the package of before")?;
        }
        let tauri = project::ui().join("node_modules/.bin/tauri");
        let mut command = project::command(&tauri.to_string_lossy());
        command.args(["build", "--bundles", "deb", "--", "--profile", PROFILE]);
        must(command)?;
    }
    let package = only_package(&folder)?;
    let bytes = std::fs::metadata(&package).context("The package is gone")?.len();
    eprintln!("{} ({:.1} MB)", package.display(), bytes as f64 / 1e6);
    ensure!(bytes < LIMIT_BYTES, "The package is larger than {} MB", LIMIT_BYTES / 1_000_000);
    let mut info = project::command("dpkg-deb");
    info.arg("--info").arg(&package);
    must(info)?;
    if options.clean_root {
        starts_in_clean_root(&package)?;
    }
    Ok(())
}

fn only_package(folder: &Path) -> Result<PathBuf> {
    let found = std::fs::read_dir(folder).with_context(|| format!("There is no package in {}", folder.display()))?;
    let mut packages: Vec<PathBuf> = found
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|end| end == "deb"))
        .collect();
    ensure!(packages.len() == 1, "Expected one package in {}, found {}", folder.display(), packages.len());
    packages.pop().context("There is no package")
}

/// debootstrap, `apt-get install ./carrel.deb` inside, then the installed window on a virtual screen outside.
fn starts_in_clean_root(package: &Path) -> Result<()> {
    setup::install(&["debootstrap", "xvfb", "xdotool"])?;
    let root = CleanRoot::make()?;
    std::fs::copy(package, root.0.join("carrel.deb")).context("Could not copy the package")?;
    must(root.chroot(&["apt-get", "install", "-q", "-y", "--no-install-recommends", "/carrel.deb"]))?;
    let screen = VirtualDisplay::start("1280x900x24")?;
    // X clients reach the screen through its abstract socket, which no chroot hides.
    let mut command = root.chroot(&["/usr/bin/carrel"]);
    command.env("DISPLAY", screen.name()).env("HOME", "/root");
    let mut window = Started::new("the installed Carrel", &mut command)?;
    let shown = until(START_LIMIT, || {
        if let Some(status) = window.ended()? {
            bail!("The installed Carrel ended at once ({status})");
        }
        let search = Command::new("xdotool")
            .env("DISPLAY", screen.name())
            .args(["search", "--onlyvisible", "--name", "^Carrel$"])
            .output();
        Ok(search.is_ok_and(|found| found.status.success() && !found.stdout.is_empty()).then_some(()))
    })?;
    ensure!(shown.is_some(), "The installed Carrel showed no window");
    eprintln!("Installed into a clean root, and its window opened there.");
    must(root.chroot(&["apt-get", "remove", "-q", "-y", "carrel"]))
}

/// A fresh Debian in a folder; gone when dropped.
struct CleanRoot(PathBuf);

impl CleanRoot {
    fn make() -> Result<Self> {
        let root = Self(std::env::temp_dir().join(format!("carrel-clean-root-{}", std::process::id())));
        let mut command = project::command("debootstrap");
        command.args(["--variant=minbase", &debian_release()?]).arg(&root.0);
        must(command)?;
        // The mirror and proxy settings that work here work there.
        for part in ["etc/apt/sources.list", "etc/apt/sources.list.d", "etc/apt/apt.conf.d", "etc/resolv.conf"] {
            let from = Path::new("/").join(part);
            if from.exists() {
                let mut copy = Command::new("cp");
                copy.args(["-rLT"]).arg(from).arg(root.0.join(part));
                must(copy)?;
            }
        }
        must(root.chroot(&["apt-get", "update", "-q"]))?;
        Ok(root)
    }

    fn chroot(&self, args: &[&str]) -> Command {
        let mut command = Command::new("chroot");
        command.arg(&self.0).args(args).env("DEBIAN_FRONTEND", "noninteractive").env("LC_ALL", "C.UTF-8");
        command
    }
}

impl Drop for CleanRoot {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn debian_release() -> Result<String> {
    let text = std::fs::read_to_string("/etc/os-release").context("/etc/os-release is missing")?;
    let line = text.lines().find_map(|line| line.strip_prefix("VERSION_CODENAME="));
    Ok(line.context("/etc/os-release names no release")?.trim_matches('"').to_owned())
}
