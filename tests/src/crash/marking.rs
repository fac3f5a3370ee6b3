//! Killed while marking, syncing and downloading: what the learner's computer does every day.

use super::Census;
use super::evidence;
use super::process::Ended;
use super::world::{PROGRAM, World};
use crate::dice::Dice;
use anyhow::{Context, Result};
use carrel_domain::Operation;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

const LESSONS: [&str; 5] = ["m01-l01", "m01-l02", "m01-l03", "m02-l01", "m03-l02"];
const QUIZ_ANSWERS: &str = r#"{"q2":{"kind":"choices","value":["a"]}}"#;

/// An act about to be done with `carrelctl`, and how its row in the journal is known again.
struct Plan {
    args: Vec<String>,
    input: String,
    kind: &'static str,
    /// What stands in its payload.
    mark: String,
    /// What is printed once it is durable.
    says: &'static str,
}

impl Plan {
    fn is(&self, op: &Operation) -> bool {
        op.kind == self.kind && op.payload.text().contains(&self.mark)
    }

    /// `number` makes a note unlike any other.
    fn choose(journal: &[Operation], dice: &mut Dice, number: &str) -> Self {
        let lesson = *dice.pick(&LESSONS);
        let here = format!("\"lesson\":\"{lesson}\"");
        let study = |what: &str| vec!["study".to_owned(), what.to_owned(), PROGRAM.to_owned()];
        match dice.below(6) {
            0..=2 => {
                let last = journal.iter().rfind(|op| {
                    matches!(op.kind.as_str(), "lesson_completed" | "lesson_reopened")
                        && op.payload.text().contains(&here)
                });
                let done = last.is_some_and(|op| op.kind == "lesson_completed");
                let (verb, kind) = if done { ("reopen", "lesson_reopened") } else { ("complete", "lesson_completed") };
                let args = [study(verb), vec![lesson.to_owned()]].concat();
                Self { args, input: String::new(), kind, mark: here, says: "m" }
            }
            3..=4 => {
                let text = format!("note {number} {}", "on the order of draw ".repeat(dice.place(60)));
                let args = [study("note"), vec![lesson.to_owned(), "-".to_owned()]].concat();
                let mark = format!("note {number} ");
                Self { args, input: text, kind: "note_saved", mark, says: "The note is kept." }
            }
            _ => {
                let args = [study("quiz"), ["m01-quiz", "--answers", "-"].map(str::to_owned).to_vec()].concat();
                let mark = "\"quiz\":\"m01-quiz\"".to_owned();
                Self { args, input: QUIZ_ANSWERS.to_owned(), kind: "quiz_submitted", mark, says: "\n" }
            }
        }
    }
}

/// Does one act, killed somewhere if `kill`, and holds the journal against what was said.
async fn act(world: &mut World<'_>, dice: &mut Dice, number: &str, kill: bool, census: &mut Census) -> Result<()> {
    let before = evidence::journal(&world.computer.record()?)?;
    let plan = Plan::choose(&before, dice, number);
    let limit = kill.then(|| world.moment("marking", dice));
    let args: Vec<&str> = plan.args.iter().map(String::as_str).collect();
    let ended = world.computer.run(&args, &plan.input, limit).await?;
    world.learn("marking", &ended);
    if kill {
        census.kill("marking", ended.in_time());
    }
    let after = evidence::journal(&world.computer.record()?)?;
    let new = after.get(before.len()..).unwrap_or_default();
    let acknowledged = is_acknowledged(&plan, &ended)?;
    let here = match new {
        [] => false,
        [op] => plan.is(op),
        _ => false,
    };
    census.expect(new.is_empty() || here, || format!("{:?} wrote something else: {new:?}", plan.args));
    census.expect(here || !acknowledged, || format!("{:?} was acknowledged and is not in the journal", plan.args));
    match (acknowledged, here) {
        (true, _) => census.acts_acknowledged += 1,
        (false, true) => census.unsaid_and_here += 1,
        (false, false) => census.unsaid_and_gone += 1,
    }
    Ok(())
}

/// It ended well, or its words were out before the kill.
fn is_acknowledged(plan: &Plan, ended: &Ended) -> Result<bool> {
    match ended.code {
        Some(0) => Ok(true),
        None => Ok(ended.said.contains(plan.says)),
        Some(code) => anyhow::bail!("{:?} ended with {code}: {}", plan.args, ended.complained),
    }
}

/// A few acts in peace, then one that is killed.
pub async fn mark(world: &mut World<'_>, dice: &mut Dice, round: u64, census: &mut Census) -> Result<()> {
    for number in 0..dice.below(2) {
        act(world, dice, &format!("{round}.{number}"), false, census).await?;
    }
    for number in 0..=dice.below(2) {
        act(world, dice, &format!("{round}.k{number}"), true, census).await?;
    }
    Ok(())
}

#[derive(Clone, Copy, PartialEq)]
enum Victim {
    Computer,
    School,
    Both,
}

fn victim(dice: &mut Dice) -> Victim {
    *dice.pick(&[Victim::Computer, Victim::School, Victim::School, Victim::Both])
}

/// Runs a command that talks with the school, and kills one side of it, or both.
async fn cut(
    world: &mut World<'_>,
    dice: &mut Dice,
    what: [&'static str; 2],
    args: &[&str],
    census: &mut Census,
) -> Result<Ended> {
    let [of_computer, of_school] = what;
    let (who, moment) = (victim(dice), world.moment(of_computer, dice));
    let limit = (who != Victim::School).then_some(moment);
    let World { computer, school, .. } = world;
    let school_too = async {
        if who == Victim::Computer {
            return anyhow::Ok(None);
        }
        // Nothing is awaited here but the moment of the kill.
        let _ = tokio::time::timeout(moment, std::future::pending::<()>()).await;
        school.kill().await.map(Some)
    };
    let (ended, killed) = tokio::join!(computer.run(args, "", limit), school_too);
    let ended = ended?;
    if who != Victim::School {
        census.kill(of_computer, ended.in_time());
    }
    if let Some(alive) = killed? {
        // It was there, and it was in the middle of it unless the client had its answers.
        census.kill(of_school, alive && ended.took >= moment);
        evidence::check_all(&world.school.data, census)?;
        world.school.start(None).await?;
    }
    world.learn(of_computer, &ended);
    Ok(ended)
}

/// Some acts, then a sync that is cut. The next one finds whatever was left.
pub async fn sync(world: &mut World<'_>, dice: &mut Dice, round: u64, census: &mut Census) -> Result<()> {
    for number in 0..=dice.below(2) {
        act(world, dice, &format!("{round}.{number}"), false, census).await?;
    }
    world.computer.end_lease()?;
    cut(world, dice, ["syncing (carrelctl)", "syncing (school)"], &["sync"], census).await?;
    if dice.percent(25) {
        world.computer.sync_all().await?;
    }
    Ok(())
}

/// A course that goes, and comes back in spite of the kills.
pub async fn download(world: &mut World<'_>, dice: &mut Dice, census: &mut Census) -> Result<()> {
    world.computer.must(&["download", "remove", PROGRAM], "").await?;
    for _ in 0..=dice.below(3) {
        let what = ["downloading (carrelctl)", "downloading (school)"];
        cut(world, dice, what, &["download", PROGRAM, "--wait"], census).await?;
        verified_files(&world.computer.data, census)?;
    }
    world.computer.must(&["download", PROGRAM, "--wait"], "").await?;
    let whole = verified_files(&world.computer.data, census)?;
    census.expect(whole > 0, || "the course says it is here, and has no files".to_owned());
    Ok(())
}

/// What has its place among the files is whole: its name is its hash.
fn verified_files(data: &Path, census: &mut Census) -> Result<usize> {
    let folder = data.join("schools");
    let files: Vec<_> = crate::files::below(&folder).into_iter().filter(|path| is_content(path)).collect();
    if files.is_empty() {
        return Ok(0);
    }
    let output = Command::new("sha256sum").args(&files).output().context("sha256sum starts")?;
    let text = String::from_utf8(output.stdout)?;
    let said: BTreeMap<&str, &str> =
        text.lines().filter_map(|line| line.split_once("  ")).map(|(h, p)| (p, h)).collect();
    for path in &files {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let hash = said.get(path.to_string_lossy().as_ref()).copied();
        census.files_verified += 1;
        census.expect(hash == Some(&name), || format!("{} is not what its name says", path.display()));
    }
    Ok(files.len())
}

fn is_content(path: &Path) -> bool {
    path.parent().and_then(Path::parent).is_some_and(|folder| folder.ends_with("content/files"))
}
