//! Films and recordings, with what makes them readable: captions for who does not hear, a transcript for who does not see.

use super::faults::{Faults, name_of};
use super::words;
use std::path::Path;

/// A learner downloads the whole course before a train ride.
const MAX_BYTES: usize = 64 * 1024 * 1024;

/// Whether the file is a film, a recording, or the words of one.
pub fn is_one(path: &Path) -> bool {
    kind(path).is_some() || matches!(ending(path).as_str(), "vtt" | "txt")
}

fn ending(path: &Path) -> String {
    path.extension().map(|ending| ending.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The media type of what plays.
fn kind(path: &Path) -> Option<&'static str> {
    match ending(path).as_str() {
        "webm" => Some("video/webm"),
        "mp4" => Some("video/mp4"),
        "mp3" => Some("audio/mpeg"),
        _ => None,
    }
}

/// The bytes and their media type; what is wrong goes on the list.
pub fn read(path: &Path, faults: &Faults) -> Option<(Vec<u8>, &'static str)> {
    let bytes = faults.bytes(path)?;
    let Some(media_type) = kind(path) else { return Some((check_words(path, bytes, faults), words_type(path))) };
    if bytes.len() > MAX_BYTES {
        let remedy = "Make it smaller than 64 MB: shorter, or 720 lines high";
        faults.add(path, 1, format!("This film has {} MB", bytes.len() / 1024 / 1024), remedy);
    }
    let genuine = match media_type {
        "video/webm" => bytes.starts_with(&[0x1a, 0x45, 0xdf, 0xa3]),
        "video/mp4" => bytes.get(4..8) == Some(b"ftyp"),
        _ => bytes.starts_with(b"ID3") || bytes.first() == Some(&0xff),
    };
    if !genuine {
        faults.add(path, 1, format!("This is not a .{} file inside", ending(path)), "Export it again");
    }
    let name = name_of(path);
    for (ending, what, remedy) in [
        ("vtt", "captions", "Write what is said and heard as WebVTT beside it, under the same name with .vtt"),
        ("txt", "transcript", "Write what it shows and says beside it, under the same name with .txt"),
    ] {
        // A recording has nothing to look at while it plays: its transcript says it all.
        let needed = ending == "txt" || media_type.starts_with("video/");
        if needed && !path.with_extension(ending).is_file() {
            faults.add(path, 1, format!("\"{name}\" has no {what}"), remedy);
        }
    }
    Some((bytes, media_type))
}

fn words_type(path: &Path) -> &'static str {
    if ending(path) == "vtt" { "text/vtt" } else { "text/plain" }
}

/// Captions without their times: a sentence goes on in the next one. Lines stay where they are.
fn spoken(text: &str) -> String {
    if !text.contains("-->") {
        return text.to_owned();
    }
    let shown = |line: &str| !line.trim().is_empty() && !line.contains("-->");
    let lines: Vec<&str> = text.lines().map(|line| if shown(line) { line } else { "-" }).collect();
    lines.join("\n")
}

fn check_words(path: &Path, bytes: Vec<u8>, faults: &Faults) -> Vec<u8> {
    let text = String::from_utf8_lossy(&bytes);
    for (line, promise) in words::promises(&spoken(&text)) {
        let wrong = format!("This promises what no school can keep (\"{promise}\")");
        faults.add(path, line + 1, wrong, words::REMEDY);
    }
    if ending(path) == "vtt" {
        let begins = text.trim_start_matches('\u{feff}').starts_with("WEBVTT");
        if !begins || !text.contains("-->") {
            faults.add(
                path,
                1,
                "These captions are no WebVTT",
                "Begin with a line WEBVTT, then times such as 00:00.000 --> 00:04.000 and words",
            );
        }
    } else if text.trim().is_empty() || text.contains('\u{fffd}') {
        faults.add(
            path,
            1,
            "This transcript is empty or no plain text",
            "Write what the film shows and says, as UTF-8",
        );
    }
    let plays = ["webm", "mp4", "mp3"].iter().any(|ending| path.with_extension(ending).is_file());
    if !plays {
        faults.add(path, 1, "There is no film of this name", "Name it as the film it belongs to, or delete it");
    }
    bytes
}
