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
    let size = if file.media_type == "image/svg+xml" { read(&path).as_deref().and_then(drawn_size) } else { None };
    let stem = path.rsplit_once('.').map(|(stem, _)| stem).filter(|_| plays);
    let captions = stem.map(|stem| format!("{stem}.vtt")).filter(|captions| manifest.file(captions).is_some());
    Some(Media {
        address: at(&path),
        media_type: file.media_type.clone(),
        size,
        captions: captions.map(|captions| at(&captions)),
        transcript: stem.and_then(|stem| read(&format!("{stem}.txt"))),
    })
}

/// The shape of a drawing without a size of its own, as its view box says: the page keeps the room before the picture is there.
fn drawn_size(svg: &str) -> Option<(u32, u32)> {
    let (_, tag) = svg.split_once("<svg")?;
    let (tag, _) = tag.split_once('>')?;
    if tag.contains(" width=") || tag.contains(" height=") {
        return None;
    }
    let (_, numbers) = tag.split_once("viewBox=\"")?;
    let (numbers, _) = numbers.split_once('"')?;
    let numbers: Vec<f64> = numbers.split([' ', ',']).filter_map(|number| number.parse().ok()).collect();
    let [_, _, width, height] = numbers[..] else { return None };
    let side = |length: f64| (1.0..=10_000.0).contains(&length).then(|| length.round() as u32);
    Some((side(width)?, side(height)?))
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
    fn a_drawing_says_its_size() {
        let table = [
            ("<?xml version=\"1.0\"?>\n<svg role=\"img\" viewBox=\"0 0 720 480.4\"><g/></svg>", Some((720, 480))),
            ("<svg viewBox=\"0,0,10,20\"/>", Some((10, 20))),
            ("<svg width=\"10\" height=\"10\"><g viewBox=\"0 0 1 1\"/></svg>", None),
            ("<svg width=\"24\" viewBox=\"0 0 512 512\"/>", None),
            ("<svg viewBox=\"0 0 -720 480\"/>", None),
            ("<svg viewBox=\"0 0 720 1e300\"/>", None),
            ("no drawing", None),
        ];
        for (svg, want) in table {
            assert_eq!(drawn_size(svg), want, "{svg}");
        }
    }

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
