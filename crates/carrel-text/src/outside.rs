//! What may lead out of Carrel, into the learner's browser or mail program: decided here for a lesson's links, and again
//! before anything is opened.

use url::Url;

/// No address anybody means to follow is longer, and not every browser takes one that is.
const LONGEST: usize = 2048;

/// The address as it may be opened: a web page or a mailbox. `None` for anything else.
///
/// A name or password before the host dresses one site up as another (`https://school.example@evil.example`), and what
/// cannot be seen cannot be judged by the learner who is asked.
pub fn outside_address(text: &str) -> Option<Url> {
    if text.len() > LONGEST || text.chars().any(char::is_control) {
        return None;
    }
    let mut url = Url::parse(text).ok()?;
    let may_open = match url.scheme() {
        "http" | "https" => url.username().is_empty() && url.password().is_none(),
        "mailto" => {
            // Some mail programs take `attach=` at its word and put a file of the learner's into the letter.
            url.set_query(None);
            url.set_fragment(None);
            is_mailbox(url.path())
        }
        _ => false,
    };
    // Written out it may have grown.
    (may_open && url.as_str().len() <= LONGEST).then_some(url)
}

fn is_mailbox(text: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "._+-".contains(c));
    text.split_once('@').is_some_and(|(name, host)| plain(name) && plain(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(text: &str) -> Option<String> {
        outside_address(text).map(String::from)
    }

    #[test]
    fn pages_and_mailboxes_may_be_opened() {
        let table = [
            ("https://example.org", "https://example.org/"),
            ("http://example.org:8080/a?b=c#d", "http://example.org:8080/a?b=c#d"),
            ("HTTPS://Example.ORG/a b", "https://example.org/a%20b"),
            ("mailto:help@school.example", "mailto:help@school.example"),
            ("mailto:help@school.example?subject=Hello&attach=/etc/passwd", "mailto:help@school.example"),
        ];
        for (text, wanted) in table {
            assert_eq!(opened(text).as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn a_host_that_looks_like_another_is_written_out() {
        let cyrillic = "https://\u{430}pple.com/";
        assert_eq!(opened(cyrillic).as_deref(), Some("https://xn--pple-43d.com/"));
    }

    #[test]
    fn nothing_else_is_opened() {
        let long = format!("https://example.org/{}", "a".repeat(LONGEST));
        let grows = format!("https://example.org/{}", "\u{e9}".repeat(LONGEST / 3));
        let hostile = [
            "",
            "example.org",
            "//example.org/",
            "/etc/passwd",
            "-version",
            "https://",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,<script>alert(1)</script>",
            "file:///etc/passwd",
            "FILE://host/share",
            "tauri://localhost/",
            "blob:https://example.org/1",
            "view-source:https://example.org/",
            "tel:+15550100",
            "ssh://example.org/",
            "http://user:pass@example.org/",
            "https://school.example@evil.example/",
            "https://:secret@example.org/",
            "https://example.org/\r\nHost: evil.example",
            "https://exa\tmple.org/",
            "https://example.org/\u{0}",
            "https://example.org/\u{85}",
            "https://exam ple.org/",
            "mailto:",
            "mailto:help",
            "mailto:a@b@c",
            "mailto:a%0d%0abcc:b@example.org",
            "mailto:a@b.example,c@d.example",
            "mailto:--attach=/etc/passwd",
            &long,
            &grows,
        ];
        for text in hostile {
            assert_eq!(opened(text), None, "{text:.80}");
        }
    }
}
