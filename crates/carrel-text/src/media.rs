//! Pictures, films and recordings of a lesson: where its text finds them.

use crate::Media;
use carrel_domain::pack::Manifest;

/// A file of the pack by its address relative to the lesson. What a film says lies beside it: of `tray.webm` the captions in
/// `tray.vtt`, the transcript in `tray.txt`.
pub fn lesson_media(
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
