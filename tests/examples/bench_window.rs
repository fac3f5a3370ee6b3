//! How long Carrel takes from its start to its catalog on the screen, and how much memory it holds then, beside an empty
//! window of the same build (`src-tauri/examples/empty_window.rs`).
//!
//! `ms` ends when the middle of the screen looks as it stays: a visible window may still be blank. `seen_ms` ends when the
//! window covers the screen there. The two programs take turns on the same screen; every start is a new process with nothing of it left
//! running, on files the system has read before. The catalog is on the disk and the school is open, as on an ordinary day.
//! Memory is the proportional share (PSS) of the process and all its descendants, WebKit's among them.

use anyhow::{Context, Result, bail, ensure};
use carrel_tests::bench::{Measured, median, since};
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

const RUNS: usize = 7;
const PATIENCE: Duration = Duration::from_secs(60);
/// Short beside what is measured, long enough to leave the processors to it.
const ASK_EVERY: Duration = Duration::from_millis(5);
const READ_EVERY: Duration = Duration::from_millis(500);
/// Only before the first run, where nothing is measured.
const SURELY_DRAWN: Duration = Duration::from_secs(4);
/// Two readings this close are one: the window has come to rest.
const AT_REST: f64 = 0.01;
/// Left, top, width and height on the screen of 1280 × 900 that the session has.
const MIDDLE: [u16; 4] = [620, 240, 320, 320];
/// What `cargo xtask bench` sets: the folder of the release build.
const BUILT: &str = "CARREL_BENCH_BUILT";

fn main() -> Result<()> {
    let built = PathBuf::from(std::env::var_os(BUILT).context("Start this with `cargo xtask bench window`")?);
    let room = tempfile::tempdir()?;
    let school = School::open(&built.join("carrel-provider"), room.path())?;
    let ours = Subject::carrel(&built, room.path(), &school.address)?;
    let empty = Subject::empty(&built, room.path())?;
    let mut screen = Screen::connect()?;
    ours.fill()?;
    // Reading what stays on the screen also warms caches and files.
    let (ours_stays, empty_stays) = (ours.stays(&mut screen)?, empty.stays(&mut screen)?);
    ensure!(ours_stays.ink > 500 && empty_stays.ink == 0, "Wrong pages: {ours_stays:?}, {empty_stays:?}");
    let (mut start, mut bare) = (Vec::new(), Vec::new());
    for run in 1..=RUNS {
        let (one, other) = (ours.measure(&mut screen, &ours_stays)?, empty.measure(&mut screen, &empty_stays)?);
        eprintln!("  run {run}: {one:.0?}, empty {other:.0?}");
        start.push(one);
        bare.push(other);
    }
    let of = |samples: &[Start], part: fn(&Start) -> f64| median(&samples.iter().map(part).collect::<Vec<_>>());
    let beside = |part: fn(&Start) -> f64| (of(&start, part), of(&bare, part));
    let ((ms, bare_ms), (seen, bare_seen)) = (beside(|start| start.ms), beside(|start| start.seen_ms));
    Measured::new("window_start", RUNS)
        .beside("ms", ms, bare_ms)
        .goal_ratio("ms", 1.3)
        .beside("seen_ms", seen, bare_seen)
        .print();
    let (mib, bare_mib) = beside(|start| start.mib);
    Measured::new("window_memory", RUNS).beside("pss_mib", mib, bare_mib).goal_ratio("pss_mib", 1.25).print();
    Ok(())
}

/// One start of a program.
#[derive(Debug)]
struct Start {
    seen_ms: f64,
    ms: f64,
    mib: f64,
}

/// A program with one window, and a home of its own.
struct Subject {
    program: PathBuf,
    arguments: Vec<String>,
    home: PathBuf,
}

impl Subject {
    fn carrel(built: &Path, room: &Path, school: &str) -> Result<Self> {
        Self::new(built.join("carrel"), vec!["--school".into(), school.into()], room.join("carrel"))
    }

    fn empty(built: &Path, room: &Path) -> Result<Self> {
        let program = built.join("examples/empty_window");
        Self::new(program, Vec::new(), room.join("empty"))
    }

    fn new(program: PathBuf, arguments: Vec<String>, home: PathBuf) -> Result<Self> {
        ensure!(program.exists(), "{} is missing; build it with --features carrel/custom-protocol", program.display());
        std::fs::create_dir_all(&home)?;
        Ok(Self { program, arguments, home })
    }

    /// Where Carrel keeps everything.
    fn data(&self) -> PathBuf {
        self.home.join("desk")
    }

    fn measure(&self, screen: &mut Screen, stays: &Look) -> Result<Start> {
        let started = Instant::now();
        let window = self.start()?;
        window.is_seen(screen)?;
        let seen_ms = since(started);
        until("the page is on the screen", || Ok(Look::of(&screen.middle()?).is_as_good_as(stays)))?;
        let ms = since(started);
        let mib = window.memory_at_rest()?;
        window.close()?;
        Ok(Start { seen_ms, ms, mib })
    }

    /// What the middle of the screen looks like once the window is at rest.
    fn stays(&self, screen: &mut Screen) -> Result<Look> {
        let window = self.start()?;
        window.is_seen(screen)?;
        sleep(SURELY_DRAWN);
        window.memory_at_rest()?;
        let look = Look::of(&screen.middle()?);
        window.close()?;
        Ok(look)
    }

    /// Leaves it running until the school's catalog is on the disk, so that the next start shows it.
    fn fill(&self) -> Result<()> {
        let window = self.start()?;
        until("the catalog is on the disk", || Ok(programs(&self.data()).unwrap_or(0) > 0))?;
        window.memory_at_rest()?;
        let programs = programs(&self.data())?;
        eprintln!("  the catalog holds {programs} programs");
        window.close()
    }

    fn start(&self) -> Result<Window> {
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).env("CARREL_DATA_DIR", self.data()).env("CARREL_LOG", "error");
        command.env("HOME", &self.home).env_remove("CARREL_SCHOOL");
        for name in ["XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"] {
            command.env_remove(name);
        }
        command.stdin(Stdio::null()).stdout(Stdio::null()).process_group(0);
        let child = command.spawn().with_context(|| format!("Could not start {}", self.program.display()))?;
        Ok(Window { child })
    }
}

/// How many programs the catalogs below `data` hold.
fn programs(data: &Path) -> Result<i64> {
    let mut programs = 0;
    for school in std::fs::read_dir(data.join("schools"))? {
        let catalog = rusqlite::Connection::open(school?.path().join("catalog.db"))?;
        programs += catalog.query_row("SELECT count(*) FROM programs", [], |row| row.get::<_, i64>(0))?;
    }
    Ok(programs)
}

struct Window {
    child: Child,
}

impl Window {
    fn is_seen(&self, screen: &mut Screen) -> Result<()> {
        until("the window is seen", || Ok(Look::of(&screen.middle()?).paper != screen.bare))
    }

    fn memory_at_rest(&self) -> Result<f64> {
        let deadline = Instant::now() + PATIENCE;
        let mut before = memory(&family(self.child.id()));
        while Instant::now() < deadline {
            sleep(READ_EVERY);
            let now = memory(&family(self.child.id()));
            if (now - before).abs() < AT_REST * before {
                return Ok(now);
            }
            before = now;
        }
        bail!("The memory did not come to rest")
    }

    /// Waits until nothing of it is left, so that the next start shares memory with nobody.
    fn close(mut self) -> Result<()> {
        let family = family(self.child.id());
        signal("TERM", &self.child.id().to_string());
        until("the program has ended", || Ok(self.child.try_wait()?.is_some()))?;
        until("its helpers have ended", || Ok(family.iter().all(|pid| pss_kib(*pid).is_none())))
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        if !matches!(self.child.try_wait(), Ok(Some(_))) {
            signal("KILL", &format!("-{}", self.child.id()));
            let _ = self.child.wait();
        }
    }
}

/// The process and everything it started, directly or not.
fn family(pid: u32) -> Vec<u32> {
    let mut family = vec![pid];
    let mut next = 0;
    while let Some(parent) = family.get(next).copied() {
        let tasks = std::fs::read_dir(format!("/proc/{parent}/task")).into_iter().flatten().flatten();
        for line in tasks.filter_map(|task| std::fs::read_to_string(task.path().join("children")).ok()) {
            family.extend(line.split_whitespace().filter_map(|pid| pid.parse::<u32>().ok()));
        }
        next += 1;
    }
    family
}

/// MiB of all of them together; what has ended meanwhile holds none.
fn memory(family: &[u32]) -> f64 {
    family.iter().filter_map(|pid| pss_kib(*pid)).sum::<f64>() / 1024.0
}

fn pss_kib(pid: u32) -> Option<f64> {
    let rollup = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?;
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// The shell's own `kill`, as a signal from Rust would need unsafe code.
fn signal(name: &str, whom: &str) {
    let script = r#"kill -s "$0" -- "$1" 2>/dev/null"#;
    let _ = Command::new("sh").args(["-c", script, name, whom]).stdin(Stdio::null()).status();
}

fn until(what: &str, mut ask: impl FnMut() -> Result<bool>) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    while !ask()? {
        ensure!(Instant::now() < deadline, "Waited {} s in vain: {what}", PATIENCE.as_secs());
        sleep(ASK_EVERY);
    }
    Ok(())
}

/// What of a picture tells an empty page from one with text, wherever exactly the window stands.
#[derive(Debug, PartialEq)]
struct Look {
    /// The shade that most pixels have.
    paper: u8,
    /// How many pixels stand out from it as text does and a placeholder does not.
    ink: usize,
}

impl Look {
    fn of(pixels: &[u8]) -> Self {
        let greens = || pixels.iter().skip(1).step_by(4).copied();
        let mut often = [0_usize; 256];
        greens().for_each(|green| often[usize::from(green)] += 1);
        let paper = (0..=u8::MAX).max_by_key(|green| often[usize::from(*green)]).unwrap_or_default();
        Self { paper, ink: greens().filter(|green| green.abs_diff(paper) > 96).count() }
    }

    fn is_as_good_as(&self, other: &Self) -> bool {
        self.paper == other.paper && self.ink * 10 >= other.ink * 7
    }
}

/// The X screen, asked for its pixels in X's own words: a screenshot program would take longer than what is measured.
struct Screen {
    server: UnixStream,
    root: [u8; 4],
    /// Its shade where no window is.
    bare: u8,
}

impl Screen {
    fn connect() -> Result<Self> {
        let display = std::env::var("DISPLAY").context("There is no display")?;
        let number = display.trim_start_matches(':').split('.').next().unwrap_or_default();
        let mut server = UnixStream::connect(format!("/tmp/.X11-unix/X{number}")).context("The display is not here")?;
        // Little-endian, protocol 11.0, no credentials.
        server.write_all(&[b'l', 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0])?;
        let mut head = [0; 8];
        server.read_exact(&mut head)?;
        ensure!(head[0] == 1, "The display refused");
        let mut setup = vec![0; usize::from(u16::from_le_bytes([head[6], head[7]])) * 4];
        server.read_exact(&mut setup)?;
        // The first screen follows the vendor's name, padded to four bytes, and the list of pixel formats.
        let vendor = usize::from(u16::from_le_bytes([setup[16], setup[17]])).next_multiple_of(4);
        let screen = 32 + vendor + 8 * usize::from(setup[21]);
        let root = setup.get(screen..screen + 4).context("The display has no screen")?.try_into()?;
        let mut screen = Self { server, root, bare: 0 };
        screen.bare = Look::of(&screen.middle()?).paper;
        Ok(screen)
    }

    /// The pixels where the catalog's programs are listed.
    fn middle(&mut self) -> Result<Vec<u8>> {
        // GetImage, ZPixmap, five words.
        let mut request = vec![73, 2, 5, 0];
        request.extend(self.root);
        for part in MIDDLE {
            request.extend(part.to_le_bytes());
        }
        request.extend([0xff; 4]);
        self.server.write_all(&request)?;
        let mut head = [0; 32];
        self.server.read_exact(&mut head)?;
        ensure!(head[0] == 1, "The display gave no picture");
        let words = u32::from_le_bytes([head[4], head[5], head[6], head[7]]);
        let mut pixels = vec![0; usize::try_from(words)? * 4];
        self.server.read_exact(&mut pixels)?;
        Ok(pixels)
    }
}

/// The sample school; it ends when dropped.
struct School {
    server: Child,
    address: String,
}

impl School {
    fn open(provider: &Path, room: &Path) -> Result<Self> {
        let campus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../campus");
        let ready = room.join("address");
        let mut command = Command::new(provider);
        command.arg("serve").arg("--data").arg(room.join("school")).arg("--campus").arg(campus);
        command.arg("--ready-file").arg(&ready).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let server = command.spawn().with_context(|| format!("Could not start {}", provider.display()))?;
        let mut school = Self { server, address: String::new() };
        until("the school is open", || {
            school.address = std::fs::read_to_string(&ready).unwrap_or_default().trim().to_owned();
            Ok(!school.address.is_empty())
        })?;
        Ok(school)
    }
}

impl Drop for School {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
