//! Work that travels as a file: `carrelctl parcel`.

use crate::cli::Parcel;
use crate::out::Out;
use crate::words::{Ending, Failure};
use anyhow::Context;
use carrel_engine::Engine;
use carrel_engine::api::{ParcelMade, ReplyBroughtHome};
use std::io::Read;
use std::path::Path;

/// More than any parcel or reply has; what is longer is cut here and refused by the engine.
const LONGEST: u64 = 16 * 1024 * 1024;

pub async fn run(engine: &Engine, command: &Parcel, out: Out) -> Result<Ending, Failure> {
    match command {
        Parcel::Make => {
            let made = engine.make_parcel(()).await?;
            out.reply(&made, made_words)?;
        }
        Parcel::Carry { file } => {
            let beside = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let carried = engine.carry(read(file)?, beside).await?;
            out.reply(&carried, |to| format!("Delivered to {}. Bring this reply back: {}", to.school_name, to.path))?;
        }
        Parcel::Reply { file } => {
            let brought = engine.bring_home(read(file)?).await?;
            out.reply(&brought, brought_words)?;
            return Ok(if brought.refused + brought.waiting > 0 { Ending::NeedsYou } else { Ending::Done });
        }
    }
    Ok(Ending::Done)
}

fn made_words(made: &ParcelMade) -> String {
    let mut text = format!("{} acts are packed in {}", made.acts, made.path);
    text.push_str(
        "\nOn a computer with a network: carrelctl parcel carry FILE. Your acts stay here until the reply is home.",
    );
    if made.left > 0 {
        text.push_str(&format!("\n{} more did not fit. Bring the reply home, then make another parcel.", made.left));
    }
    if made.this_run_only {
        text.push_str(
            "\nThis computer has no keyring: the reply can be opened until this program ends, which is now. \
             The parcel still counts; its acts are confirmed here by the next sync.",
        );
    }
    text
}

fn brought_words(brought: &ReplyBroughtHome) -> String {
    let ReplyBroughtHome { confirmed, refused, waiting, known_before } = brought;
    let mut text = format!("{confirmed} acts are confirmed by the school.");
    if *refused > 0 {
        text.push_str(&format!("\n{refused} were refused; see: carrelctl journal --needs-you"));
    }
    if *waiting > 0 {
        text.push_str(&format!("\n{waiting} wait for somebody first; see: carrelctl journal --needs-you"));
    }
    if *known_before > 0 {
        text.push_str(&format!("\n{known_before} had been answered before; nothing was changed about them."));
    }
    text
}

fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let opened = std::fs::File::open(file).with_context(|| format!("{} could not be read", file.display()))?;
    opened.take(LONGEST).read_to_end(&mut bytes).with_context(|| format!("{} could not be read", file.display()))?;
    Ok(bytes)
}
