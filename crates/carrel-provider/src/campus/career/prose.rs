//! What may stand in a text of the guide: Markdown without HTML and pictures, links that lead somewhere, statistics by their
//! names, and no number of its own where a statistic is meant.

use super::Known;
use crate::campus::faults::Faults;
use carrel_domain::guide::{Mark, bare_numbers, marks};
use carrel_text::outside::outside_address;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag};
use std::collections::BTreeSet;
use std::path::Path;

pub(super) struct Prose<'a> {
    pub path: &'a Path,
    pub text: &'a str,
    pub lines_before: usize,
    pub known: &'a Known,
    pub faults: &'a Faults,
}

impl Prose<'_> {
    pub(super) fn check(&self) {
        for (at, mark, end) in marks(self.text) {
            self.check_mark(at, mark, end);
        }
        self.check_cards();
        for (at, number) in bare_numbers(self.text) {
            let remedy = "Make it a statistic with its source and write {{stat:ID}}";
            self.fault(at, format!("The number {number} says neither its time nor its source"), remedy);
        }
        for (event, range) in Parser::new_ext(self.text, Options::ENABLE_TABLES).into_offset_iter() {
            self.check_event(&event, range.start);
        }
    }

    fn fault(&self, byte: usize, wrong: impl Into<String>, remedy: &str) {
        let before = self.text.as_bytes().get(..byte).unwrap_or_default();
        let line = self.lines_before + 1 + before.iter().filter(|byte| **byte == b'\n').count();
        self.faults.add(self.path, line, wrong, remedy);
    }

    /// Statistics beside one another are cards, each of another number.
    fn check_cards(&self) {
        let (mut cards, mut end) = (BTreeSet::new(), 0);
        for (at, mark, ends) in marks(self.text) {
            let between = self.text.get(end..at).unwrap_or_default();
            if !between.trim().is_empty() || between.contains("\n\n") {
                cards.clear();
            }
            end = ends;
            if let Mark::Statistic(id) = mark
                && !cards.insert(id)
            {
                self.fault(at, format!("The statistic \"{id}\" stands beside itself"), "Delete one of the two");
            }
        }
    }

    fn check_mark(&self, at: usize, mark: Mark<'_>, end: usize) {
        match mark {
            Mark::Statistic(id) if !self.known.statistics.contains(id) => {
                self.fault(
                    at,
                    format!("There is no statistic \"{id}\""),
                    "Add it to statistics.toml or correct its id",
                );
            }
            Mark::Chart(id) if !self.known.charts.contains(id) => {
                self.fault(at, format!("There is no chart \"{id}\""), "Add it to statistics.toml or correct its id");
            }
            Mark::Chart(_) if !stands_alone(self.text, at, end) => {
                self.fault(at, "A chart stands in the middle of a text", "Give it a paragraph of its own");
            }
            Mark::Unknown(inner) => {
                self.fault(at, format!("{{{{{inner}}}}} means nothing"), "Write {{stat:ID}} or {{chart:ID}}");
            }
            Mark::Statistic(_) | Mark::Chart(_) => {}
        }
    }

    fn check_event(&self, event: &Event<'_>, at: usize) {
        match event {
            Event::Html(_) | Event::InlineHtml(_) => self.fault(at, "This is raw HTML", "Write it as Markdown"),
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => {
                let remedy = "Begin at ##: the title stands above already";
                self.fault(at, "This is a heading of the first level", remedy);
            }
            Event::Start(Tag::Image { .. }) => {
                self.fault(at, "A page of the guide has no pictures", "Say it in words, or draw a {{chart:ID}}");
            }
            Event::Start(Tag::Link { dest_url, .. }) => self.check_link(at, dest_url),
            _ => {}
        }
    }

    fn check_link(&self, at: usize, address: &str) {
        let leads = match address.split_once(':') {
            Some(("page", id)) => self.known.pages.contains(id),
            Some(("program", id)) => self.known.programs.contains(id),
            _ => outside_address(address).is_some(),
        };
        if !leads {
            let remedy = "Link to page:ID, program:ID or an https:// address";
            self.fault(at, format!("The link \"{address}\" leads nowhere"), remedy);
        }
    }
}

/// Whether the line holds nothing else, and the lines around it are blank.
fn stands_alone(text: &str, at: usize, end: usize) -> bool {
    let before = text[..at].trim_end_matches([' ', '\t']);
    let after = text[end..].trim_start_matches([' ', '\t']);
    (before.is_empty() || before.ends_with("\n\n")) && (after.is_empty() || after.starts_with("\n\n") || after == "\n")
}
