//! The `Range` header, as far as a player needs it: one range of bytes (RFC 9110, section 14).

/// What to send of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Span {
    Whole,
    /// Both ends included.
    Part {
        first: u64,
        last: u64,
    },
    Unsatisfiable,
}

/// Anything but one well-formed range of bytes is ignored, as the standard asks.
pub(super) fn parse(header: Option<&str>, size: u64) -> Span {
    let Some(spec) = header.and_then(|h| h.trim().strip_prefix("bytes=")) else { return Span::Whole };
    let Some((first, last)) = spec.split_once('-') else { return Span::Whole };
    match (number(first), number(last)) {
        (Some(Some(first)), Some(last)) => between(first, last, size),
        (Some(None), Some(Some(suffix))) => last_bytes(suffix, size),
        _ => Span::Whole,
    }
}

/// `Some(None)` for nothing at all, `None` for something that is no number.
fn number(text: &str) -> Option<Option<u64>> {
    let text = text.trim();
    if text.is_empty() {
        return Some(None);
    }
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    // A number too large for u64 is past the end of every file.
    Some(Some(text.parse().unwrap_or(u64::MAX)))
}

fn between(first: u64, last: Option<u64>, size: u64) -> Span {
    if last.is_some_and(|last| last < first) {
        return Span::Whole;
    }
    match size.checked_sub(1) {
        Some(end) if first <= end => Span::Part { first, last: last.unwrap_or(end).min(end) },
        _ => Span::Unsatisfiable,
    }
}

fn last_bytes(suffix: u64, size: u64) -> Span {
    match size.checked_sub(1) {
        Some(end) if suffix > 0 => Span::Part { first: size.saturating_sub(suffix), last: end },
        _ => Span::Unsatisfiable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_the_standard_says() {
        let part = |first, last| Span::Part { first, last };
        let table = [
            (None, 10, Span::Whole),
            (Some("bytes=0-3"), 10, part(0, 3)),
            (Some("bytes=4-"), 10, part(4, 9)),
            (Some("bytes=-3"), 10, part(7, 9)),
            (Some("bytes=-30"), 10, part(0, 9)),
            (Some("bytes=8-99"), 10, part(8, 9)),
            (Some("bytes=10-"), 10, Span::Unsatisfiable),
            (Some("bytes=99999999999999999999-"), 10, Span::Unsatisfiable),
            (Some("bytes=-0"), 10, Span::Unsatisfiable),
            (Some("bytes=0-"), 0, Span::Unsatisfiable),
            (Some("bytes=5-2"), 10, Span::Whole),
            (Some("bytes=0-1,4-5"), 10, Span::Whole),
            (Some("bytes=+1-2"), 10, Span::Whole),
            (Some("bytes=-"), 10, Span::Whole),
            (Some("items=0-1"), 10, Span::Whole),
        ];
        for (header, size, want) in table {
            assert_eq!(parse(header, size), want, "{header:?} of {size}");
        }
    }
}
