//! A session bus and a keyring of our own: the real daemons, in a folder that goes with them.

use anyhow::{Context, Result, ensure};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use zbus::blocking::{Connection, Proxy, connection::Builder, fdo::DBusProxy};
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value};

/// With its newline: the daemon reads a line and takes it whole.
const PASSWORD: &str = "carrel\n";
const SECRETS: &str = "org.freedesktop.secrets";
const AT: &str = "/org/freedesktop/secrets";
const LOGIN: ObjectPath<'static> = ObjectPath::from_static_str_unchecked("/org/freedesktop/secrets/collection/login");

/// What a locked keyring finds when it wants to ask for its password.
#[derive(Clone, Copy)]
pub enum Prompt {
    /// No prompt can be shown.
    Impossible,
    /// It is shown, and nobody answers.
    Unanswered,
}

pub struct PrivateSession {
    // In this order: the keyring goes before its bus.
    _keyring: Ended,
    _bus: Ended,
    connection: Connection,
    address: String,
    folder: tempfile::TempDir,
}

/// A process that ends with its value.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl PrivateSession {
    /// `None` on a computer without the daemons.
    pub fn start(prompt: Prompt) -> Result<Option<Self>> {
        if !["dbus-daemon", "gnome-keyring-daemon"].into_iter().all(is_installed) {
            return Ok(None);
        }
        let folder = tempfile::tempdir().context("There is no place for a session")?;
        for part in ["home", "keyring", "runtime", "runtime/dbus-1", "runtime/dbus-1/services"] {
            // 0700: both daemons refuse a runtime folder that others can enter.
            std::fs::DirBuilder::new().mode(0o700).create(folder.path().join(part))?;
        }
        write_prompter(folder.path(), prompt)?;
        let (bus, address) = start_bus(folder.path())?;
        let connection = Builder::address(address.as_str())?.build().context("The bus does not answer")?;
        let keyring = start_keyring(folder.path(), &address, &connection)?;
        Ok(Some(Self { _keyring: keyring, _bus: bus, connection, address, folder }))
    }

    /// Surrounds a program with this session.
    pub fn around(&self, command: &mut tokio::process::Command) {
        let (address, folder) = (&self.address, self.folder.path());
        command.env("DBUS_SESSION_BUS_ADDRESS", address).env("XDG_RUNTIME_DIR", folder.join("runtime"));
        command.env("HOME", folder.join("home"));
    }

    pub fn lock(&self) -> Result<()> {
        self.keyring()?.call_method("Lock", &(vec![LOGIN],)).context("The keyring could not be locked")?;
        Ok(())
    }

    /// What the prompt would do with the right password.
    pub fn unlock(&self) -> Result<()> {
        let none = Value::from("");
        let (_, session): (OwnedValue, OwnedObjectPath) = self.keyring()?.call("OpenSession", &("plain", none))?;
        let unguarded = "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface";
        let password = (session, Vec::<u8>::new(), PASSWORD.as_bytes().to_vec(), "text/plain");
        Proxy::new(&self.connection, SECRETS, AT, unguarded)?
            .call_method("UnlockWithMasterPassword", &(LOGIN, password))
            .context("The keyring could not be unlocked")?;
        Ok(())
    }

    /// Somebody presses Cancel, at this prompt and at any later one. An open prompt ends with the session, too.
    pub fn dismiss(&self) -> Result<()> {
        Ok(std::fs::remove_file(nobody_answers(self.folder.path()))?)
    }

    /// How often the keyring asked for its password.
    pub fn prompts(&self) -> usize {
        std::fs::read_to_string(asked(self.folder.path())).map_or(0, |lines| lines.lines().count())
    }

    fn keyring(&self) -> Result<Proxy<'_>> {
        Ok(Proxy::new(&self.connection, SECRETS, AT, "org.freedesktop.Secret.Service")?)
    }
}

fn is_installed(program: &str) -> bool {
    let found = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    found.is_ok_and(|status| status.success())
}

fn asked(folder: &Path) -> PathBuf {
    folder.join("asked")
}

/// While it exists, a prompt stays.
fn nobody_answers(folder: &Path) -> PathBuf {
    folder.join("nobody-answers")
}

/// The keyring asks through a program that the bus starts for it. Ours counts, waits as long as nobody answers, and fails.
fn write_prompter(folder: &Path, prompt: Prompt) -> Result<()> {
    if let Prompt::Unanswered = prompt {
        std::fs::write(nobody_answers(folder), "")?;
    }
    let (asked, nobody_answers) = (asked(folder), nobody_answers(folder));
    let wait = format!("while [ -e '{}' ]; do sleep 0.05; done", nobody_answers.display());
    let script = folder.join("prompter");
    std::fs::write(&script, format!("echo asked >> '{}'\n{wait}\nexit 1\n", asked.display()))?;
    let name = "org.gnome.keyring.SystemPrompter";
    let text = format!("[D-BUS Service]\nName={name}\nExec=/bin/sh {}\n", script.display());
    Ok(std::fs::write(folder.join(format!("runtime/dbus-1/services/{name}.service")), text)?)
}

fn in_folder(program: &str, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.env("XDG_RUNTIME_DIR", folder.join("runtime")).env("XDG_DATA_HOME", folder.join("keyring"));
    command.env("HOME", folder.join("home")).env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn start_bus(folder: &Path) -> Result<(Ended, String)> {
    let mut command = in_folder("dbus-daemon", folder);
    command.args(["--session", "--nofork", "--nopidfile", "--print-address"]).stdout(Stdio::piped());
    let mut bus = Ended(command.spawn().context("There is no session bus")?);
    let mut address = String::new();
    BufReader::new(bus.0.stdout.take().context("The bus has no output")?).read_line(&mut address)?;
    ensure!(!address.trim().is_empty(), "The bus ended at once");
    Ok((bus, address.trim().to_owned()))
}

/// Starts it unlocked and waits until it answers under its name.
fn start_keyring(folder: &Path, address: &str, connection: &Connection) -> Result<Ended> {
    let bus = DBusProxy::new(connection)?;
    let mut owners = bus.receive_name_owner_changed_with_args(&[(0, SECRETS)])?;
    let mut command = in_folder("gnome-keyring-daemon", folder);
    command.args(["--foreground", "--unlock", "--components=secrets"]).env("DBUS_SESSION_BUS_ADDRESS", address);
    let mut keyring = Ended(command.stdin(Stdio::piped()).spawn().context("There is no keyring")?);
    keyring.0.stdin.take().context("The keyring has no input")?.write_all(PASSWORD.as_bytes())?;
    owners.next().context("The keyring did not come to the bus")?;
    Ok(keyring)
}
