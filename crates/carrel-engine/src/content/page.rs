//! A lesson as a whole page for the sandboxed frame.

use super::address::Addresses;
use super::markdown::{Media, escape, render_lesson};
use carrel_domain::pack::{Lesson, Manifest};

/// Where the lesson comes from and how the learner likes to read.
pub(super) struct Reading<'a> {
    pub(super) addresses: &'a Addresses,
    pub(super) school: &'a str,
    pub(super) manifest: &'a Manifest,
    pub(super) lesson: &'a Lesson,
    /// `light` or `dark`; otherwise as the system says.
    pub(super) theme: Option<&'a str>,
    pub(super) size_percent: u16,
}

pub(super) fn lesson_page(reading: &Reading<'_>, markdown: &str) -> String {
    let text = render_lesson(markdown, &|path| media(reading, path), &reading.manifest.glossary);
    let theme = reading.theme.map(|theme| format!(" data-theme=\"{theme}\"")).unwrap_or_default();
    format!(
        "<!doctype html>\n<html lang=\"en\"{theme} data-size=\"{size}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" href=\"{style}\">\n<script src=\"{script}\"></script>\n</head>\n\
         <body>\n<main>\n<h1>{title}</h1>\n{text}</main>\n</body>\n</html>\n",
        size = reading.size_percent,
        title = escape(&reading.lesson.title),
        style = escape(&reading.addresses.style()),
        script = escape(&reading.addresses.script()),
    )
}

/// A file of the pack by its address relative to the lesson; captions lie beside their film: `tray.mp4`, `tray.vtt`.
fn media(reading: &Reading<'_>, address: &str) -> Option<Media> {
    let path = resolve(reading.lesson.path.as_deref()?, address)?;
    let file = reading.manifest.file(&path)?;
    let at = |path: &str| reading.addresses.file(reading.school, reading.manifest.program.as_str(), path);
    let captions = path.rsplit_once('.').map(|(stem, _)| format!("{stem}.vtt"));
    let captions = captions.filter(|captions| reading.manifest.file(captions).is_some());
    Some(Media {
        address: at(&path),
        media_type: file.media_type.clone(),
        captions: captions.map(|captions| at(&captions)),
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
