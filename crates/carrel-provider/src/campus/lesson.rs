//! A lesson: TOML front matter and Markdown without HTML, with pictures that are there and can be read aloud.

use super::faults::Faults;
use super::fields::{Doc, Fields};
use super::words;
use carrel_text::heading_names;
use carrel_text::outside::outside_address;
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::collections::BTreeSet;
use std::path::Path;

pub struct Written {
    pub objectives: Vec<String>,
    pub sources: Vec<String>,
    pub reviewed: Option<String>,
    /// For the school alone: what it has still to confirm before it teaches it as a fact.
    pub to_confirm: Vec<String>,
    /// Without the front matter.
    pub markdown: String,
}

const FENCE: &str = "+++";

pub fn read(path: &Path, title: &str, faults: &Faults) -> Option<Written> {
    let text = faults.text(path)?.replace("\r\n", "\n");
    let Some((front, body)) = split(&text) else {
        let remedy = "Begin with +++, then title, objectives, sources and reviewed, then +++ on a line of its own";
        faults.add(path, 1, "This lesson has no front matter", remedy);
        return None;
    };
    let lines_before = 2 + front.lines().count();
    let doc = Doc { path: path.to_owned(), text: front.to_owned(), lines_before: 1 };
    let (objectives, sources, reviewed, to_confirm) = doc.read(faults, |f| {
        let own = f.words("title");
        if own != title && !own.is_empty() {
            f.fault(
                "title",
                format!("The title differs from module.toml, which says \"{title}\""),
                "Make the two equal",
            );
        }
        let reviewed = |f: &mut Fields<'_>| f.has("reviewed").then(|| f.date("reviewed"));
        (f.texts("objectives"), f.opt_texts("sources"), reviewed(f), f.opt_texts("to_confirm"))
    })?;
    let markdown = body.trim_start_matches('\n');
    check(&Body { path, text: body, lines_before, faults });
    if markdown.trim().is_empty() {
        faults.add(path, lines_before, "This lesson is empty", "Write it, or leave `file` out of module.toml");
    }
    Some(Written { objectives, sources, reviewed, to_confirm, markdown: markdown.to_owned() })
}

/// The front matter and what follows it.
pub(super) fn split(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix(FENCE)?.strip_prefix('\n')?;
    let end = rest.find("\n+++\n")?;
    Some((rest.get(..end + 1)?, rest.get(end + 5..)?))
}

struct Body<'a> {
    path: &'a Path,
    text: &'a str,
    lines_before: usize,
    faults: &'a Faults,
}

impl Body<'_> {
    fn fault(&self, byte: usize, wrong: impl Into<String>, remedy: &str) {
        let before = self.text.as_bytes().get(..byte).unwrap_or_default();
        let line = self.lines_before + 1 + before.iter().filter(|byte| **byte == b'\n').count();
        self.faults.add(self.path, line, wrong, remedy);
    }
}

fn check(body: &Body<'_>) {
    for (line, promise) in words::promises(body.text) {
        let wrong = format!("This promises what no school can keep (\"{promise}\")");
        body.faults.add(body.path, body.lines_before + 1 + line, wrong, words::REMEDY);
    }
    let headings = heading_names(body.text);
    // While inside an image: where it began, its address, and the alternative text so far.
    let mut image: Option<(usize, CowStr<'_>, String)> = None;
    for (event, range) in Parser::new_ext(body.text, Options::all()).into_offset_iter() {
        match event {
            Event::Html(_) | Event::InlineHtml(_) => {
                body.fault(range.start, "This is raw HTML", "Write it as Markdown")
            }
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => {
                body.fault(
                    range.start,
                    "This is a heading of the first level",
                    "Begin at ##: the title stands above already",
                );
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                check_picture(body, range.start, &dest_url);
                image = Some((range.start, dest_url, String::new()));
            }
            Event::Start(Tag::Link { dest_url, .. }) => check_link(body, &headings, range.start, &dest_url),
            Event::Text(text) | Event::Code(text) => {
                if let Some((_, _, alt)) = &mut image {
                    alt.push_str(&text);
                }
            }
            Event::End(TagEnd::Image) => {
                if let Some((start, address, alt)) = image.take() {
                    check_alt(body, start, &address, &alt);
                }
            }
            _ => {}
        }
    }
}

fn check_alt(body: &Body<'_>, at: usize, address: &str, alt: &str) {
    let remedy = "Say in a sentence what it shows: ![A tray with needles](media/tray.svg)";
    if alt.trim().is_empty() {
        body.fault(at, "This picture has no alternative text", remedy);
    } else if is_file_name(alt, address) {
        body.fault(at, format!("The alternative text \"{}\" is the file's name", alt.trim()), remedy);
    }
}

/// Whether an alternative text says no more than the address of its picture.
pub(super) fn is_file_name(alt: &str, address: &str) -> bool {
    let name = address.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    [address, name, stem].iter().any(|known| known.eq_ignore_ascii_case(alt.trim()))
}

fn check_picture(body: &Body<'_>, at: usize, address: &str) {
    let name = address.strip_prefix("media/").filter(|name| !name.is_empty() && !name.contains(['/', '\\']));
    let Some(name) = name else {
        body.fault(
            at,
            format!("The picture \"{address}\" is not in media/"),
            "Put it into media/ beside the lesson: it must work offline",
        );
        return;
    };
    if !body.path.with_file_name("media").join(name).is_file() {
        body.fault(at, format!("There is no picture \"{address}\""), "Add the file or correct its name");
    }
}

/// The lesson's page makes any other link plain text.
fn check_link(body: &Body<'_>, headings: &BTreeSet<String>, at: usize, address: &str) {
    let leads = match address.strip_prefix('#') {
        Some(heading) => headings.contains(heading),
        None => outside_address(address).is_some(),
    };
    if !leads {
        let remedy = "Link to a heading of this lesson (#its-words) or to an https:// address";
        body.fault(at, format!("The link \"{address}\" leads nowhere"), remedy);
    }
}
