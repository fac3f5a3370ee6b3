//! The real programs, killed with -9: I1, I2, I10, I11. `cargo xtask crash` does the same three hundred times.

use anyhow::{Context, Result, ensure};
use carrel_tests::crash::world::World;
use carrel_tests::crash::{self, Census, Setting, evidence};
use carrel_tests::keyring::{PrivateSession, Prompt};
use std::path::Path;
use std::process::Command;

/// The programs of other packages are not built for this test by itself. `cargo xtask test` has built them before and says so.
fn setting(room: &Path) -> Result<Setting> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize()?;
    if std::env::var_os("CARREL_PROGRAMS_BUILT").is_none() {
        let build = ["build", "--quiet", "--workspace", "--exclude", "carrel", "--bins"];
        let built = Command::new(env!("CARGO")).args(build).current_dir(&root).status()?;
        ensure!(built.success(), "the programs do not build");
    }
    let programs = Path::new(env!("CARGO_BIN_EXE_carrel-crash")).parent().context("the programs' folder")?;
    let (carrelctl, provider) = (programs.join("carrelctl"), programs.join("carrel-provider"));
    Ok(Setting { carrelctl, provider, root, room: room.to_owned(), rounds: 8, seed: 3 })
}

#[tokio::test(flavor = "multi_thread")]
async fn i2_no_acknowledged_act_is_lost_when_the_real_programs_are_killed() -> Result<()> {
    let room = tempfile::tempdir()?;
    let Some(census) = crash::run(&setting(room.path())?, |line| eprintln!("{line}")).await? else {
        eprintln!("no dbus-daemon and gnome-keyring-daemon here: not tested");
        return Ok(());
    };
    eprintln!("{census}");
    assert_eq!(census.losses, Vec::<String>::new());
    assert_eq!(census.rounds, 8);
    assert!(census.kills() > 0 && census.acts_acknowledged > 0 && census.receipts > 0, "{census}");
    Ok(())
}

/// Who looks for losses must see one.
#[tokio::test(flavor = "multi_thread")]
async fn a_lost_act_and_a_lost_receipt_are_noticed_by_the_crash_test() -> Result<()> {
    let room = tempfile::tempdir()?;
    let Some(session) = PrivateSession::start(Prompt::Impossible)? else {
        eprintln!("no dbus-daemon and gnome-keyring-daemon here: not tested");
        return Ok(());
    };
    let mut world = World::open(&setting(room.path())?, &session).await?;
    let mut census = Census::default();
    world.look(&mut census).await?;
    assert_eq!(census.losses, Vec::<String>::new());

    let log = evidence::open(&world.school.database())?;
    log.execute_batch("UPDATE log SET payload = json_set(payload, '$.forged', 1)")?;
    world.look(&mut census).await?;
    assert!(census.losses.iter().any(|loss| loss.contains("has a receipt")), "{census}");
    census.losses.clear();

    let journal = evidence::open(&world.computer.record()?)?;
    journal.execute_batch("DROP TRIGGER journal_is_never_deleted; DELETE FROM journal;")?;
    assert!(world.look(&mut census).await.is_err() || !census.losses.is_empty(), "{census}");
    Ok(())
}
