//! Killed while a newer program brings the data of an older one up to date: the frozen fixtures of the first version, turned
//! into databases where that version had them.

use super::evidence;
use super::process;
use super::world::{Computer, School, World, agreed};
use super::{Census, Setting};
use crate::dice::Dice;
use crate::keyring::PrivateSession;
use anyhow::{Context, Result, bail};
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The learner of the fixtures.
const SAMPLE: &str = "sample@learner.example";

/// What must come through a migration, table by table with the columns of the first version.
const OF_LEARNER: &[&str] = &[
    "SELECT seq, op_id, device, program, kind, payload, seen, occurred_at, uncertainty_ms FROM journal ORDER BY seq",
    "SELECT first, last, answer, at, answered_by, detail FROM answers ORDER BY first",
    "SELECT program, quiz, answers FROM drafts ORDER BY 1, 2",
    "SELECT program, lesson, permille FROM places ORDER BY 1, 2",
    "SELECT value FROM meta WHERE key = 'device'",
];
const OF_SCHOOL: &[&str] = &[
    "SELECT id, email, name, password_hash, created_at FROM learners ORDER BY key",
    "SELECT position, hex(op_id), seq, program, at, uncertainty, seen, kind, payload, accepted_at FROM log ORDER BY 1",
    "SELECT hex(op_id), json FROM refusals ORDER BY 1",
    "SELECT program, position, json FROM enrollments ORDER BY 1",
    "SELECT program, count, hash FROM digests ORDER BY 1",
    "SELECT device FROM devices ORDER BY key",
];

pub struct Older<'a> {
    setting_room: PathBuf,
    fixtures: PathBuf,
    campus: PathBuf,
    /// A computer that has signed in at the school of the fixtures; its record is replaced by the fixture's.
    template: Computer<'a>,
    computer: Computer<'a>,
    school: School,
    password_hash: String,
    migrated: bool,
}

impl<'a> Older<'a> {
    pub async fn prepare(setting: &Setting, session: &'a PrivateSession, world: &mut World<'_>) -> Result<Self> {
        let room = setting.room.join("older");
        let hashes = evidence::rows(&world.school.database(), "SELECT password_hash FROM learners")?;
        let hash = hashes.first().context("The school has a learner")?;
        let mut older = Self {
            fixtures: setting.root.join("migrations"),
            campus: world.campus.clone(),
            template: Computer::new(setting, session, room.join("template")),
            computer: Computer::new(setting, session, room.join("computer")),
            school: School::new(setting, room.join("school")),
            // As a row is printed: [Text("…")].
            password_hash: hash.split('"').nth(1).context("The hash is text")?.to_owned(),
            setting_room: room,
            migrated: false,
        };
        older.lay_out_school()?;
        older.school.start(Some(&older.campus)).await?;
        older.template.join(&older.school, SAMPLE).await?;
        older.school.kill().await?;
        Ok(older)
    }

    fn lay_out_school(&self) -> Result<()> {
        let _ = std::fs::remove_dir_all(&self.school.data);
        load(&self.fixtures.join("provider/sqlite/fixtures/v1.sql"), &self.school.database())?;
        // The fixture's own password is nobody's.
        let sql = "UPDATE learners SET password_hash = ?1";
        evidence::open(&self.school.database())?.execute(sql, [&self.password_hash])?;
        Ok(())
    }

    fn lay_out_computer(&self) -> Result<()> {
        let _ = std::fs::remove_dir_all(&self.computer.data);
        let record = self.template.record()?;
        let catalog = evidence::named(&self.template.data, "catalog.db").context("The template has a catalog")?;
        let to = |path: &Path| self.computer.data.join(path.strip_prefix(&self.template.data).unwrap_or(path));
        load(&self.fixtures.join("learner/fixtures/v1.sql"), &to(&record))?;
        load(&self.fixtures.join("catalog/fixtures/v1.sql"), &to(&catalog))?;
        std::fs::copy(self.template.data.join("carrel.json"), self.computer.data.join("carrel.json"))?;
        Ok(())
    }

    pub async fn round(&mut self, dice: &mut Dice, round: u64, census: &mut Census) -> Result<()> {
        if round % 16 < 8 || !self.migrated {
            self.computer_round(dice, census).await
        } else {
            self.school_round(dice, census).await
        }
    }

    async fn computer_round(&mut self, dice: &mut Dice, census: &mut Census) -> Result<()> {
        self.lay_out_computer()?;
        let path = self.computer.record()?;
        let before = all(&path, OF_LEARNER)?;
        for _ in 0..=dice.below(3) {
            let command = self.computer.command(&["status"]);
            let at = if dice.percent(70) { Some(path.clone()) } else { None };
            let in_time = kill_around(command, at.as_deref(), dice).await?;
            census.kill("migrating (carrelctl)", in_time);
            census.expect(same_as(&path, OF_LEARNER, &before)?, || "a half migrated record has lost rows".to_owned());
        }
        let ended = self.computer.run(&["status"], "", None).await?;
        // 5: something waits for the learner, as the fixture has it.
        let fine = matches!(ended.code, Some(0 | 5));
        census.expect(fine, || format!("after the kills: {:?} {}", ended.code, ended.complained));
        census.expect(same_as(&path, OF_LEARNER, &before)?, || "the migrated record has lost rows".to_owned());
        let folder = path.parent().context("The record has a folder")?;
        for copy in crate::files::below(folder).iter().filter(|path| is_backup(path)) {
            census.expect(same_as(copy, OF_LEARNER, &before)?, || format!("{} lacks rows", copy.display()));
        }
        evidence::check_all(&self.computer.data, census)?;
        census.migrations_finished += 1;
        self.migrated = true;
        Ok(())
    }

    async fn school_round(&mut self, dice: &mut Dice, census: &mut Census) -> Result<()> {
        self.lay_out_school()?;
        let path = self.school.database();
        let before = all(&path, OF_SCHOOL)?;
        for _ in 0..=dice.below(3) {
            let command = self.school.serve(Some(&self.campus));
            let in_time = kill_around(command, None, dice).await?;
            census.kill("migrating (school)", in_time);
            evidence::check_all(&self.school.data, census)?;
        }
        self.school.start(Some(&self.campus)).await?;
        self.school.kill().await?;
        census.expect(same_as(&path, OF_SCHOOL, &before)?, || "the migrated school has lost rows".to_owned());
        evidence::check_all(&self.school.data, census)?;
        census.migrations_finished += 1;
        Ok(())
    }

    /// What was brought up to date under kills works: what was open in the fixture is sent, and both sides agree.
    pub async fn agree(&mut self, census: &mut Census) -> Result<()> {
        if !self.migrated {
            return Ok(());
        }
        self.school.start(Some(&self.campus)).await?;
        let command = ["sign-in", "--email", SAMPLE, "--password-stdin"];
        self.computer.must(&command, &format!("{}\n", super::world::PASSWORD)).await?;
        self.computer.sync_all().await?;
        agreed(&self.computer, &self.school, SAMPLE, census)?;
        self.school.kill().await?;
        evidence::check_all(&self.setting_room, census)
    }
}

fn is_backup(path: &Path) -> bool {
    path.to_string_lossy().contains(".db.before-v") && !path.to_string_lossy().ends_with("-journal")
}

/// Makes a database of a fixture, in the write-ahead mode every database of ours has.
fn load(script: &Path, path: &Path) -> Result<()> {
    std::fs::create_dir_all(path.parent().context("The database has a folder")?)?;
    let conn = Connection::open(path)?;
    conn.pragma_update(None, "journal_mode", "WAL")?;
    conn.execute_batch(&std::fs::read_to_string(script)?).with_context(|| format!("{} loads", script.display()))
}

fn all(path: &Path, queries: &[&str]) -> Result<Vec<String>> {
    let tables: Result<Vec<_>> = queries.iter().map(|sql| evidence::rows(path, sql)).collect();
    Ok(tables?.concat())
}

fn same_as(path: &Path, queries: &[&str], before: &[String]) -> Result<bool> {
    Ok(all(path, queries)? == before)
}

/// Starts a program and kills it: at any moment, or around the one at which it has begun to write to `database`.
async fn kill_around(mut command: tokio::process::Command, database: Option<&Path>, dice: &mut Dice) -> Result<bool> {
    command.kill_on_drop(true).stdin(std::process::Stdio::null());
    let Some(database) = database else {
        let limit = Duration::from_micros(dice.below(160_000));
        return Ok(process::run(command, "", Some(limit)).await?.in_time());
    };
    command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
    let mut child = command.spawn()?;
    let log = PathBuf::from(format!("{}-wal", database.display()));
    let deadline = std::time::Instant::now() + Duration::from_secs(20);
    // Looked at without rest: the whole migration takes a few milliseconds.
    while !std::fs::metadata(&log).is_ok_and(|log| log.len() > 0) && child.try_wait()?.is_none() {
        if std::time::Instant::now() > deadline {
            bail!("The program neither writes nor ends");
        }
        tokio::task::yield_now().await;
    }
    let pause = Duration::from_micros(dice.below(12_000));
    let until_then = std::time::Instant::now() + pause;
    while std::time::Instant::now() < until_then {
        tokio::task::yield_now().await;
    }
    let alive = child.try_wait()?.is_none();
    child.kill().await?;
    Ok(alive)
}
