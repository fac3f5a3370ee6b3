//! Real crashes: the real `carrelctl` and the real school as processes of their own, killed with -9 in the middle of whatever
//! they do. After each round both sides' files are read behind their backs: nothing that was acknowledged may be missing.
//!
//! Chance decides from a seed what is done and when the kill falls. What a process had come to by then depends on the
//! machine, so a seed finds the same plan again, not the same instant.

pub mod census;
pub mod evidence;
pub mod flips;
mod marking;
mod migrating;
mod process;
pub mod world;

use crate::dice::Dice;
use crate::keyring::{PrivateSession, Prompt};
use anyhow::{Context, Result};
pub use census::Census;
use std::path::PathBuf;

/// What the crash test is given.
pub struct Setting {
    pub carrelctl: PathBuf,
    pub provider: PathBuf,
    /// The sample school's files, and the frozen databases of earlier versions.
    pub root: PathBuf,
    /// An empty folder for everything that is written.
    pub room: PathBuf,
    pub rounds: u64,
    pub seed: u64,
}

/// `None` on a computer without a session bus and a keyring to keep the sessions in.
pub async fn run(setting: &Setting, mut say: impl FnMut(&str)) -> Result<Option<Census>> {
    let Some(session) = PrivateSession::start(Prompt::Impossible)? else { return Ok(None) };
    let mut world =
        world::World::open(setting, &session).await.context("The school and the learner could not begin")?;
    let mut older = migrating::Older::prepare(setting, &session, &mut world).await?;
    let mut dice = Dice::new(setting.seed);
    let mut census = Census::default();
    for round in 0..setting.rounds {
        // Every phase has its turn also in a short run.
        let phase = [0, 1, 2, 3, 0, 1, 3, 1][(round % 8) as usize];
        match phase {
            0 => marking::mark(&mut world, &mut dice, round, &mut census).await,
            1 => marking::sync(&mut world, &mut dice, round, &mut census).await,
            2 => marking::download(&mut world, &mut dice, &mut census).await,
            _ => older.round(&mut dice, round, &mut census).await,
        }
        .with_context(|| format!("in round {round}"))?;
        census.rounds += 1;
        if census.losses.is_empty() {
            world.look(&mut census).await.with_context(|| format!("after round {round}"))?;
        }
        if !census.losses.is_empty() {
            say(&format!("round {round}: {:?}", census.losses));
            return Ok(Some(census));
        }
        if (round + 1).is_multiple_of(25) {
            say(&format!("{} rounds, {} kills, lost 0", round + 1, census.kills()));
        }
    }
    world.agree(&mut census).await?;
    older.agree(&mut census).await?;
    Ok(Some(census))
}
