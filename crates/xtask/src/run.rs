//! `cargo xtask run` and `dev`: the window on this computer, pointed at a school.

use crate::display::{self, SessionFolder, VirtualDisplay};
use crate::project::{self, Built};
use crate::sample::{self, SampleSchool};
use crate::setup::{self, Need};
use crate::started::{self, Started, until};
use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

const SCREEN: &str = "1280x900x24";
const VITE: u16 = 5173;

#[derive(Args)]
pub struct Options {
    /// Open another school instead of the sample one
    #[arg(long, value_name = "URL")]
    school: Option<String>,
    /// Build with optimisation: a longer first build, a quicker window
    #[arg(long)]
    release: bool,
}

#[derive(Args)]
pub struct DevOptions {
    /// Open another school instead of the sample one
    #[arg(long, value_name = "URL")]
    school: Option<String>,
}

pub fn run(options: &Options) -> Result<()> {
    ensure_ready()?;
    project::build_ui()?;
    let built = project::build(&packages(options.school.as_deref()), options.release)?;
    open_window(&built, options.school.clone())
}

pub fn dev(options: &DevOptions) -> Result<()> {
    ensure_ready()?;
    let mut vite = Started::new("the Vite dev server", &mut project::npm(&["run", "dev", "--", "--strictPort"]))?;
    let built = build_for_dev()?;
    let listening = until(Duration::from_secs(60), || {
        if let Some(status) = vite.ended()? {
            bail!("The Vite dev server ended ({status}); is port {VITE} taken?");
        }
        // Vite says localhost, which may be either of the two loopback addresses.
        let loopbacks = [SocketAddr::from(([127, 0, 0, 1], VITE)), SocketAddr::from(([0, 0, 0, 0, 0, 0, 0, 1], VITE))];
        Ok(loopbacks.iter().any(|address| TcpStream::connect(address).is_ok()).then_some(()))
    })?;
    ensure!(listening.is_some(), "The Vite dev server did not open port {VITE}");
    open_window(&built, options.school.clone())
}

fn ensure_ready() -> Result<()> {
    setup::ensure_ready(if display::is_there() { Need::Build } else { Need::VirtualDisplay })
}

fn packages(school: Option<&str>) -> Vec<&'static str> {
    if school.is_some() { vec!["carrel"] } else { vec!["carrel", "carrel-provider"] }
}

/// Without `custom-protocol` the window asks the dev server for its pages.
fn build_for_dev() -> Result<Built> {
    let mut command = project::cargo();
    command.args(["build", "--workspace", "--features", "carrel-engine/bindings"]);
    project::must(command)?;
    Ok(Built::unoptimised())
}

fn open_window(built: &Built, school: Option<String>) -> Result<()> {
    let sample = match school {
        Some(_) => None,
        None => {
            let campus = project::root().join("campus");
            Some(SampleSchool::start(&built.program("carrel-provider"), &campus, &sample::data_folder()?)?)
        }
    };
    let address = school.or_else(|| sample.as_ref().map(|sample| sample.address.clone()));
    let address = address.context("There is no school to open")?;
    let window = built.program("carrel");
    let ended_well = if display::is_there() {
        let mut command = Command::new(&window);
        show(command.args(["--school", &address]))?
    } else {
        show_on_virtual_display(&window, &address)?
    };
    ensure!(ended_well || started::interrupted(), "The window ended with an error; its words stand above");
    Ok(())
}

fn show(command: &mut Command) -> Result<bool> {
    eprintln!("Opening the window. Close it or press Ctrl-C to end.");
    display::wait_for(Started::new("Carrel", command)?)
}

fn show_on_virtual_display(window: &Path, address: &str) -> Result<bool> {
    let screen = VirtualDisplay::start(SCREEN)?;
    eprintln!(
        "There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so the window opens on a virtual one, {0}.\n\
         To look at it: DISPLAY={0} import -window root picture.png",
        screen.name()
    );
    if display::has_session_bus() {
        return show(Command::new(window).args(["--school", address]).env("DISPLAY", screen.name()));
    }
    eprintln!("There is no session bus either: this run gets a keyring of its own, which is forgotten with it.");
    let folder = SessionFolder::create("run")?;
    show(display::in_private_session(window, &screen, &folder).args(["--school", address]))
}
