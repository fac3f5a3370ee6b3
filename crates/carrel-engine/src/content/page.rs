//! A lesson as a whole page for the sandboxed frame.

use super::Library;
use super::address::Addresses;
use carrel_domain::pack::{Lesson, Manifest};
use carrel_text::{escape, lesson_media, render_lesson};
use std::fs::File;
use std::io::Read as _;

/// No lesson's text is longer; it is read into memory.
const MAX_TEXT_BYTES: u64 = 4 * 1024 * 1024;
const DRAWING_HEAD_BYTES: u64 = 4 * 1024;

/// Where the lesson comes from and how the learner likes to read.
pub(super) struct Reading<'a> {
    pub(super) addresses: &'a Addresses,
    pub(super) school: &'a str,
    pub(super) library: &'a Library,
    pub(super) manifest: &'a Manifest,
    pub(super) lesson: &'a Lesson,
    /// `light` or `dark`; otherwise as the system says.
    pub(super) theme: Option<&'a str>,
    pub(super) size_percent: u16,
}

/// `None` if its text cannot be read.
pub(super) fn lesson_page(reading: &Reading<'_>) -> Option<String> {
    let path = reading.lesson.path.as_deref()?;
    let read = |path: &str| read_text(reading.library, reading.manifest, path);
    let at = |path: &str| reading.addresses.file(reading.school, reading.manifest.program.as_str(), path);
    let text = render_lesson(
        &read(path)?,
        &|address| lesson_media(reading.manifest, path, address, &at, &read),
        &reading.manifest.glossary,
    );
    let theme = reading.theme.map(|theme| format!(" data-theme=\"{theme}\"")).unwrap_or_default();
    Some(format!(
        "<!doctype html>\n<html lang=\"en\" data-system=\"{system}\"{theme} data-size=\"{size}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" href=\"{style}\">\n<script src=\"{script}\"></script>\n</head>\n\
         <body>\n<main>\n<h1>{title}</h1>\n{text}</main>\n</body>\n</html>\n",
        system = std::env::consts::OS,
        size = reading.size_percent,
        title = escape(&reading.lesson.title),
        style = escape(&reading.addresses.style()),
        script = escape(&reading.addresses.script()),
    ))
}

/// A text of a pack that is here; of a drawing its beginning, where its shape stands.
pub(super) fn read_text(library: &Library, manifest: &Manifest, path: &str) -> Option<String> {
    let file = manifest.file(path).filter(|file| file.size <= MAX_TEXT_BYTES)?;
    let most = if file.media_type == "image/svg+xml" { DRAWING_HEAD_BYTES } else { MAX_TEXT_BYTES };
    let mut bytes = Vec::new();
    File::open(library.path_of(file)).ok()?.take(most).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}
