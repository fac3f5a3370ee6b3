//! One school and one computer of one learner, as processes and folders; and what must hold between them.

use super::evidence;
use super::process::{self, Ended};
use super::{Census, Setting};
use crate::keyring::PrivateSession;
use crate::tour::patience::until;
use anyhow::{Context, Result, bail, ensure};
use carrel_domain::Operation;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::process::{Child, Command};

pub const PROGRAM: &str = "phlebotomy-technician";
pub const EMAIL: &str = "ana@learner.example";
pub const PASSWORD: &str = "correct horse battery";

/// The school's server, which comes back at the address it had.
pub struct School {
    program: PathBuf,
    pub data: PathBuf,
    pub address: String,
    server: Option<Child>,
}

impl School {
    pub fn new(setting: &Setting, data: PathBuf) -> Self {
        Self { program: setting.provider.clone(), data, address: String::new(), server: None }
    }

    pub fn database(&self) -> PathBuf {
        self.data.join("provider.db")
    }

    /// The command that answers learners; with `campus`, its files are imported first.
    pub fn serve(&self, campus: Option<&Path>) -> Command {
        let listen = self.address.strip_prefix("http://").unwrap_or("127.0.0.1:0").trim_end_matches('/');
        let mut command = Command::new(&self.program);
        command.arg("serve").arg("--data").arg(&self.data).args(["--listen", listen]);
        command.arg("--ready-file").arg(self.ready());
        if let Some(campus) = campus {
            command.arg("--campus").arg(campus);
        }
        command.stdin(Stdio::null()).stdout(Stdio::null()).kill_on_drop(true);
        command.stderr(std::fs::File::create(self.log()).map_or_else(|_| Stdio::null(), Stdio::from));
        command
    }

    fn log(&self) -> PathBuf {
        self.data.with_extension("log")
    }

    pub fn ready(&self) -> PathBuf {
        self.data.with_extension("address")
    }

    pub async fn start(&mut self, campus: Option<&Path>) -> Result<()> {
        let ready = self.ready();
        let _ = std::fs::remove_file(&ready);
        let mut server = self.serve(campus).spawn().context("The school could not be started")?;
        self.address = until("the school is open", async || {
            if let Some(status) = server.try_wait()? {
                // Somebody else on this computer may hold its port for a moment.
                server = self.serve(campus).spawn()?;
                bail!("The school ended: {status}; {}", std::fs::read_to_string(self.log()).unwrap_or_default());
            }
            let address = std::fs::read_to_string(&ready).ok().map(|address| address.trim().to_owned());
            Ok(address.filter(|address| !address.is_empty()))
        })
        .await?;
        self.server = Some(server);
        Ok(())
    }

    /// kill -9. Says whether it was still there.
    pub async fn kill(&mut self) -> Result<bool> {
        let Some(mut server) = self.server.take() else { return Ok(false) };
        let alive = server.try_wait()?.is_none();
        server.kill().await?;
        Ok(alive)
    }

    pub async fn add_learner(&self, email: &str) -> Result<()> {
        let mut command = Command::new(&self.program);
        command.args(["learner", "add", "--email", email, "--name", "Sample Learner", "--password-stdin", "--data"]);
        command.arg(&self.data);
        process::must(command, &format!("{PASSWORD}\n")).await?;
        Ok(())
    }
}

/// `carrelctl` on one data folder, in a session with a keyring.
pub struct Computer<'a> {
    program: PathBuf,
    session: &'a PrivateSession,
    pub data: PathBuf,
}

impl<'a> Computer<'a> {
    pub fn new(setting: &Setting, session: &'a PrivateSession, data: PathBuf) -> Self {
        Self { program: setting.carrelctl.clone(), session, data }
    }

    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        self.session.around(&mut command);
        command.arg("--data-dir").arg(&self.data).args(args);
        command
    }

    pub async fn run(&self, args: &[&str], input: &str, limit: Option<Duration>) -> Result<Ended> {
        process::run(self.command(args), input, limit).await
    }

    pub async fn must(&self, args: &[&str], input: &str) -> Result<String> {
        process::must(self.command(args), input).await
    }

    pub async fn join(&self, school: &School, email: &str) -> Result<()> {
        self.must(&["school", "add", &school.address], "").await?;
        self.must(&["sign-in", "--email", email, "--password-stdin"], &format!("{PASSWORD}\n")).await?;
        Ok(())
    }

    pub fn record(&self) -> Result<PathBuf> {
        evidence::named(&self.data, "learner.db").context("There is no record on this computer")
    }

    /// A program that was killed while it synced keeps its turn for up to two minutes, so that no two sync one record at
    /// once. Here nothing waits for that: nobody runs any more.
    pub fn end_lease(&self) -> Result<()> {
        evidence::open(&self.record()?)?.execute("DELETE FROM meta WHERE key = 'lease'", [])?;
        Ok(())
    }

    /// Syncs until nothing is open any more.
    pub async fn sync_all(&self) -> Result<()> {
        for _ in 0..6 {
            self.end_lease()?;
            self.run(&["sync"], "", None).await?;
            let acts = evidence::journal(&self.record()?)?.len();
            let settled = ["accepted", "refused"]
                .iter()
                .try_fold(0, |sum, answer| anyhow::Ok(sum + evidence::answered(&self.record()?, answer)?.len()))?;
            if settled == acts {
                return Ok(());
            }
        }
        bail!("Something stays open at {}", self.data.display())
    }
}

pub struct World<'a> {
    pub school: School,
    pub computer: Computer<'a>,
    pub campus: PathBuf,
    /// The journal as it was found after the last round. It may only grow.
    pub journal: Vec<Operation>,
    /// The school's log of this computer, likewise.
    log: BTreeSet<String>,
    /// How long each kind of command takes when it is left alone.
    pace: BTreeMap<&'static str, Duration>,
}

impl<'a> World<'a> {
    pub async fn open(setting: &Setting, session: &'a PrivateSession) -> Result<Self> {
        let campus = setting.root.join("campus");
        let mut school = School::new(setting, setting.room.join("school"));
        school.start(Some(&campus)).await?;
        school.add_learner(EMAIL).await?;
        let computer = Computer::new(setting, session, setting.room.join("computer"));
        computer.join(&school, EMAIL).await?;
        computer.must(&["enroll", PROGRAM], "").await?;
        computer.must(&["sync"], "").await?;
        computer.must(&["download", PROGRAM, "--wait"], "").await?;
        let journal = evidence::journal(&computer.record()?)?;
        ensure!(!journal.is_empty(), "The request for a place is not in the journal");
        Ok(Self { school, computer, campus, journal, log: BTreeSet::new(), pace: BTreeMap::new() })
    }

    /// Learns how long it takes, so that kills fall all over it and some just behind.
    pub fn learn(&mut self, what: &'static str, ended: &Ended) {
        if ended.code.is_some() {
            let pace = self.pace.entry(what).or_insert(ended.took);
            *pace = (*pace * 3 + ended.took) / 4;
        }
    }

    pub fn moment(&self, what: &'static str, dice: &mut crate::dice::Dice) -> Duration {
        let pace = self.pace.get(what).copied().unwrap_or(Duration::from_millis(150));
        Duration::from_micros(dice.below(pace.as_micros() as u64 * 11 / 10))
    }

    /// What must hold after every round: whole files, a journal that only grew, a log that only grew, and each receipt's act
    /// in the school's log, byte for byte.
    pub async fn look(&mut self, census: &mut Census) -> Result<()> {
        evidence::check_all(&self.computer.data, census)?;
        evidence::check_all(&self.school.data, census)?;
        let record = self.computer.record()?;
        let journal = evidence::journal(&record)?;
        for (before, at) in self.journal.iter().zip(0..) {
            let same = journal.get(at).is_some_and(|now| evidence::same(before, now));
            census.expect(same, || format!("act {} is gone or changed in the journal", before.seq));
        }
        self.journal = journal;
        let device = self.journal.first().map(|op| op.device.to_string()).unwrap_or_default();
        let log = evidence::school_log(&self.school.database(), &device)?;
        let ids: BTreeSet<String> = log.iter().map(|op| op.id.to_string()).collect();
        census.expect(self.log.is_subset(&ids), || "the school's log became shorter".to_owned());
        census.expect(ids.len() == log.len(), || "the school's log has an act twice".to_owned());
        let by_id: BTreeMap<&str, &Operation> = log.iter().map(|op| (op.id.as_str(), op)).collect();
        for seq in evidence::answered(&record, "accepted")? {
            let act = self.journal.iter().find(|op| op.seq == seq);
            let found = act.is_some_and(|act| by_id.get(act.id.as_str()).is_some_and(|held| evidence::same(act, held)));
            census.receipts += 1;
            census.expect(found, || format!("act {seq} has a receipt and is not in the school's log as it was done"));
        }
        self.log = ids;
        Ok(())
    }

    /// At the end everything syncs, each act is at the school once, and both sides' digests agree with the journal.
    pub async fn agree(&mut self, census: &mut Census) -> Result<()> {
        self.computer.sync_all().await?;
        self.look(census).await?;
        agreed(&self.computer, &self.school, EMAIL, census)
    }
}

/// Both sides hold the same, and it is what the journal says.
pub fn agreed(computer: &Computer<'_>, school: &School, email: &str, census: &mut Census) -> Result<()> {
    let record = computer.record()?;
    let (here, there) = (evidence::digests_here(&record)?, evidence::digests_there(&school.database(), email)?);
    census.expect(here == there, || format!("the digests differ: {here:?} here, {there:?} at the school"));
    let accepted = evidence::answered(&record, "accepted")?;
    let journal = evidence::journal(&record)?;
    let mut said = BTreeMap::new();
    for op in journal.iter().filter(|op| accepted.contains(&op.seq)) {
        said.entry(op.program.to_string()).or_insert_with(carrel_domain::digest::Digest::default).add(op);
    }
    census.expect(said == there, || format!("the school holds {there:?}, the journal {said:?}"));
    let device = journal.first().map(|op| op.device.to_string()).unwrap_or_default();
    let log = evidence::school_log(&school.database(), &device)?;
    census.expect(log.len() == accepted.len(), || format!("{} acts at the school, {} here", log.len(), accepted.len()));
    Ok(())
}
