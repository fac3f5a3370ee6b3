//! Pictures: SVG, PNG and WebP, and nothing in them that could act or call out.

use super::faults::Faults;
use std::path::Path;

const MAX_BYTES: usize = 5 * 1024 * 1024;

/// The bytes and their media type; none if the file cannot be a picture of a lesson.
pub fn read(path: &Path, faults: &Faults) -> Option<(Vec<u8>, &'static str)> {
    let kind = path.extension().map(|kind| kind.to_string_lossy().into_owned()).unwrap_or_default();
    let bytes = faults.bytes(path)?;
    if bytes.len() > MAX_BYTES {
        faults.add(path, 1, format!("This picture has {} KB", bytes.len() / 1024), "Make it smaller than 5 MB");
    }
    let (media_type, genuine) = match kind.as_str() {
        "svg" => ("image/svg+xml", check_svg(path, &bytes, faults)),
        "png" => ("image/png", bytes.starts_with(b"\x89PNG\r\n\x1a\n")),
        "webp" => ("image/webp", bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP")),
        _ => {
            faults.add(
                path,
                1,
                format!("media/ takes no .{kind} files"),
                "Use svg, png or webp for pictures, webm, mp4 or mp3 for what plays",
            );
            return None;
        }
    };
    if !genuine {
        faults.add(path, 1, format!("This is not a .{kind} picture inside"), "Export it again");
    }
    Some((bytes, media_type))
}

/// Whether it is an SVG at all; what is wrong inside goes on the list.
fn check_svg(path: &Path, bytes: &[u8], faults: &Faults) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let lower = text.to_lowercase();
    for (number, line) in lower.lines().enumerate() {
        if let Some(wrong) = forbidden(line) {
            faults.add(
                path,
                number + 1,
                format!("This picture holds {wrong}"),
                "Export it as a plain drawing without it",
            );
        }
    }
    lower.contains("<svg")
}

fn forbidden(line: &str) -> Option<&'static str> {
    let markers = [
        ("<script", "a script"),
        ("<foreignobject", "foreign content"),
        ("<!entity", "an entity definition"),
        ("javascript:", "a script address"),
        ("@import", "an imported style"),
    ];
    if let Some((_, wrong)) = markers.iter().find(|(marker, _)| line.contains(marker)) {
        return Some(wrong);
    }
    if line.split(['<', ' ', '\t', '"', '\'', '/']).any(is_handler) {
        return Some("an event handler");
    }
    let outside = |marker: &str| {
        line.match_indices(marker).any(|(at, _)| {
            let target = line.get(at + marker.len()..).unwrap_or_default().trim_start_matches(['"', '\'', ' ']);
            !target.starts_with('#') && !target.starts_with("data:image/")
        })
    };
    (outside("href=") || outside("url(") || outside(" src=")).then_some("a reference to something outside")
}

/// `onclick=` and its like, at the beginning of an attribute.
fn is_handler(word: &str) -> bool {
    let Some(rest) = word.strip_prefix("on") else { return false };
    let name: usize = rest.bytes().take_while(u8::is_ascii_lowercase).count();
    name >= 3 && rest.as_bytes().get(name) == Some(&b'=')
}

#[cfg(test)]
mod tests {
    use super::forbidden;

    #[test]
    fn a_drawing_passes_and_whatever_acts_does_not() {
        assert_eq!(forbidden("<use href=\"#arrow\"/><rect fill=\"url(#shade)\"/>"), None);
        assert_eq!(forbidden("<text>on one=two</text>"), None);
        assert_eq!(forbidden("<svg onload=\"x()\">"), Some("an event handler"));
        assert_eq!(
            forbidden("<image href=\"https://elsewhere.example/x.png\"/>"),
            Some("a reference to something outside")
        );
        assert_eq!(forbidden("<script>"), Some("a script"));
    }
}
