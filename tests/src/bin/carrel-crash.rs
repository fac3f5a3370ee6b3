//! Kills the real programs, or flips bits in their files, and looks for what is lost. `cargo xtask crash` builds and runs it.
//!
//! Arguments: the folder of the built programs, the project's folder, then `rounds N` or `flips N`, and the seed.

use anyhow::{Context, Result, bail};
use carrel_tests::crash::{self, Setting, flips};
use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    match work().await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Whether nothing was lost.
async fn work() -> Result<bool> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [built, root, what, number, seed] = args.as_slice() else {
        bail!("give the built programs' folder, the project's folder, rounds or flips, how many, and a seed");
    };
    let (number, seed) = (number.parse()?, seed.parse()?);
    println!("{what} {number}, seed {seed}");
    let room = tempfile::tempdir().context("There is no room")?;
    let built = std::path::PathBuf::from(built);
    let fine = match what.as_str() {
        "rounds" => {
            let setting = Setting {
                carrelctl: built.join("carrelctl"),
                provider: built.join("carrel-provider"),
                root: root.into(),
                room: room.path().to_owned(),
                rounds: number,
                seed,
            };
            let census = crash::run(&setting, |line| println!("{line}")).await?;
            let census = census.context("dbus-daemon and gnome-keyring-daemon are needed, to keep the sessions in")?;
            println!("{census}");
            census.losses.is_empty()
        }
        "flips" => {
            let census = flips::run(room.path(), number, seed).await?;
            println!("{census}");
            census.losses.is_empty()
        }
        _ => bail!("rounds or flips?"),
    };
    if !fine {
        println!("seed {seed}; what was found is kept in {}", room.keep().display());
    }
    Ok(fine)
}
