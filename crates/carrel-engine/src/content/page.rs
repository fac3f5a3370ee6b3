//! A lesson as a whole page for the sandboxed frame.

use super::Library;
use super::address::Addresses;
use carrel_domain::pack::{Lesson, Manifest};
use carrel_text::{Media, escape, render_lesson};

/// No lesson's text is longer; it is read into memory.
const MAX_TEXT_BYTES: u64 = 4 * 1024 * 1024;

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
        &|address| media(reading.manifest, path, address, &at, &read),
        &reading.manifest.glossary,
    );
    let theme = reading.theme.map(|theme| format!(" data-theme=\"{theme}\"")).unwrap_or_default();
    Some(format!(
        "<!doctype html>\n<html lang=\"en\"{theme} data-size=\"{size}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" href=\"{style}\">\n<script src=\"{script}\"></script>\n</head>\n\
         <body>\n<main>\n<h1>{title}</h1>\n{text}</main>\n</body>\n</html>\n",
        size = reading.size_percent,
        title = escape(&reading.lesson.title),
        style = escape(&reading.addresses.style()),
        script = escape(&reading.addresses.script()),
    ))
}

/// A text of a pack that is here.
pub(super) fn read_text(library: &Library, manifest: &Manifest, path: &str) -> Option<String> {
    let file = manifest.file(path).filter(|file| file.size <= MAX_TEXT_BYTES)?;
    let bytes = std::fs::read(library.path_of(file)).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// A file of the pack by its address relative to the lesson. What a film says lies beside it: of `tray.webm` the captions in
/// `tray.vtt`, the transcript in `tray.txt`.
pub(super) fn media(
    manifest: &Manifest,
    lesson_path: &str,
    address: &str,
    at: &dyn Fn(&str) -> String,
    read: &dyn Fn(&str) -> Option<String>,
) -> Option<Media> {
    let path = resolve(lesson_path, address)?;
    let file = manifest.file(&path)?;
    let plays = ["video/", "audio/"].iter().any(|kind| file.media_type.starts_with(kind));
    let stem = path.rsplit_once('.').map(|(stem, _)| stem).filter(|_| plays);
    let captions = stem.map(|stem| format!("{stem}.vtt")).filter(|captions| manifest.file(captions).is_some());
    Some(Media {
        address: at(&path),
        media_type: file.media_type.clone(),
        captions: captions.map(|captions| at(&captions)),
        transcript: stem.and_then(|stem| read(&format!("{stem}.txt"))),
    })
}

/// The path within the pack; `None` for anything that leaves it or is no relative path.
fn resolve(lesson_path: &str, address: &str) -> Option<String> {
    if address.starts_with('/') || address.contains(':') {
        return None;
    }
    let mut parts: Vec<&str> = lesson_path.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_addresses_stay_in_the_pack() {
        let table = [
            ("media/a.svg", Some("01-role/media/a.svg")),
            ("./a.svg", Some("01-role/a.svg")),
            ("../shared/a.svg", Some("shared/a.svg")),
            ("../../etc/passwd", None),
            ("/etc/passwd", None),
            ("https://example.org/a.svg", None),
            ("data:image/svg+xml,x", None),
        ];
        for (address, want) in table {
            assert_eq!(resolve("01-role/lesson.md", address).as_deref(), want, "{address}");
        }
    }
}
