//! A screen, a session bus and a keyring for machines that have none. All of it belongs to us and ends with us.

use crate::started::{self, Started};
use anyhow::{Context, Result};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

/// Runs inside `dbus-run-session`: unlocks a keyring, starts a window manager, then becomes the program.
///
/// Without a line with a password the keyring stays locked and every secret is refused; without a window manager no window
/// gets the focus. The keyring lies in the session's own folder, so it never meets the person's.
const SESSION: &str = r#"
printf 'carrel\n' | XDG_DATA_HOME="$CARREL_SESSION/keyring" gnome-keyring-daemon --unlock --components=secrets >/dev/null
openbox >/dev/null 2>&1 &
exec "$0" "$@"
"#;

/// A window can be shown here as things are.
pub fn is_there() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// Xvfb on a display number nobody else has.
pub struct VirtualDisplay {
    name: String,
    _server: Started,
}

impl VirtualDisplay {
    pub fn start(size: &str) -> Result<Self> {
        // Xvfb itself picks the number and says it once it listens: no guessing, no race.
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", size, "-nolisten", "tcp", "-noreset"]);
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut server = Started::new("Xvfb", &mut command)?;
        let output = server.take_output().context("Xvfb has no output")?;
        let mut number = String::new();
        BufReader::new(output).read_line(&mut number).context("Xvfb did not say its display")?;
        anyhow::ensure!(!number.trim().is_empty(), "Xvfb ended at once");
        Ok(Self { name: format!(":{}", number.trim()), _server: server })
    }

    pub fn name(&self) -> &str {
        &self.name
    }
}

/// A folder of our own for sockets and a throwaway keyring; gone when dropped.
pub struct SessionFolder(PathBuf);

impl SessionFolder {
    pub fn create(purpose: &str) -> Result<Self> {
        let path = std::env::temp_dir().join(format!("carrel-{purpose}-{}", std::process::id()));
        // 0700: the bus and the keyring refuse a runtime folder that others can enter.
        for part in ["", "runtime", "keyring"] {
            let folder = path.join(part);
            let made = std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&folder);
            made.with_context(|| format!("Could not make {}", folder.display()))?;
        }
        Ok(Self(path))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for SessionFolder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// `program` in a session bus of its own with an unlocked keyring, on `display`.
pub fn in_private_session(program: &Path, display: &VirtualDisplay, folder: &SessionFolder) -> Command {
    let mut command = Command::new("dbus-run-session");
    command.args(["--", "bash", "-c", SESSION]).arg(program);
    command.env("DISPLAY", display.name()).env_remove("WAYLAND_DISPLAY").env_remove("DBUS_SESSION_BUS_ADDRESS");
    command.env("XDG_RUNTIME_DIR", folder.path().join("runtime")).env("CARREL_SESSION", folder.path());
    // No accessibility bus is asked for and no GPU is expected on a virtual screen.
    command.env("NO_AT_BRIDGE", "1").env("LIBGL_ALWAYS_SOFTWARE", "1").env("GDK_BACKEND", "x11");
    command
}

/// Somebody's session bus is reachable, with their keyring behind it.
pub fn has_session_bus() -> bool {
    let named = std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some_and(|address| !address.is_empty());
    named || std::env::var_os("XDG_RUNTIME_DIR").is_some_and(|folder| Path::new(&folder).join("bus").exists())
}

/// Waits for the program; an interruption ends it, and that is no failure.
pub fn wait_for(mut program: Started) -> Result<bool> {
    let status = program.wait()?;
    if status.is_none() {
        eprintln!("Closing…");
    }
    drop(program);
    // What the interruption reached first may still be writing its last lines.
    let _ = started::until(Duration::from_millis(100), || Ok(None::<()>));
    Ok(status.is_none_or(|status| status.success()))
}
