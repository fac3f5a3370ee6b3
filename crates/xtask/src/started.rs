//! Programs we start and leave running: each in a process group of its own, so that ending one ends its children too and
//! never anybody else's.

use anyhow::{Context, Result};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

static INTERRUPTED: AtomicBool = AtomicBool::new(false);
const POLL: Duration = Duration::from_millis(50);
/// Time to say goodbye before a program is killed.
const GRACE: Duration = Duration::from_secs(5);

/// Ctrl-C, SIGTERM and a closed terminal let `main` return, so that everything started is ended.
pub fn end_cleanly_on_signals() -> Result<()> {
    ctrlc::set_handler(|| INTERRUPTED.store(true, Ordering::SeqCst)).context("Could not listen for Ctrl-C")
}

pub fn interrupted() -> bool {
    INTERRUPTED.load(Ordering::SeqCst)
}

/// A running program; dropping it ends it and its children.
pub struct Started {
    child: Child,
    name: String,
}

impl Started {
    pub fn new(name: &str, command: &mut Command) -> Result<Self> {
        let child =
            command.process_group(0).stdin(Stdio::null()).spawn().with_context(|| format!("Could not start {name}"))?;
        Ok(Self { child, name: name.to_owned() })
    }

    /// Its standard output, where it was piped; once.
    pub fn take_output(&mut self) -> Option<std::process::ChildStdout> {
        self.child.stdout.take()
    }

    /// How it ended, or `None` while it runs.
    pub fn ended(&mut self) -> Result<Option<ExitStatus>> {
        self.child.try_wait().with_context(|| format!("Could not ask after {}", self.name))
    }

    /// Waits until it ends by itself; `None` when we were interrupted first.
    pub fn wait(&mut self) -> Result<Option<ExitStatus>> {
        loop {
            if let Some(status) = self.ended()? {
                return Ok(Some(status));
            }
            if interrupted() {
                return Ok(None);
            }
            sleep(POLL);
        }
    }

    fn signal(&self, name: &str) {
        signal(name, &format!("-{}", self.child.id()));
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        // Even after it ended by itself: what it left running in its group is ours to end.
        self.signal("TERM");
        let deadline = Instant::now() + GRACE;
        while matches!(self.child.try_wait(), Ok(None)) {
            if Instant::now() >= deadline {
                self.signal("KILL");
                let _ = self.child.wait();
                return;
            }
            sleep(POLL);
        }
    }
}

/// Waits for a step of ours that is in the foreground. Ctrl-C reaches it by itself; any other interruption is passed on.
pub fn wait_unless_interrupted(mut child: Child) -> Result<ExitStatus> {
    let mut told = false;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status);
        }
        if interrupted() && !told {
            signal("TERM", &child.id().to_string());
            told = true;
        }
        sleep(POLL);
    }
}

/// The shell's own `kill`: it is always there, and sending a signal from Rust would need unsafe code.
fn signal(name: &str, whom: &str) {
    let script = r#"kill -s "$0" -- "$1" 2>/dev/null"#;
    let _ = Command::new("sh").args(["-c", script, name, whom]).stdin(Stdio::null()).status();
}

/// Asks again until `probe` has an answer or `limit` is over.
pub fn until<T>(limit: Duration, mut probe: impl FnMut() -> Result<Option<T>>) -> Result<Option<T>> {
    let deadline = Instant::now() + limit;
    loop {
        if let Some(found) = probe()? {
            return Ok(Some(found));
        }
        if Instant::now() >= deadline || interrupted() {
            return Ok(None);
        }
        sleep(POLL);
    }
}
