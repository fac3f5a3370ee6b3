//! A page's Markdown as blocks: what a screen can show with its own parts, and nothing that could act.
//!
//! Raw HTML and pictures are dropped, links that lead nowhere become text, and nesting is bounded, because whoever wrote the
//! text is not trusted with the app's origin (invariant I15).

use crate::api::{Block, CalloutTone, Inline};
use carrel_domain::ProgramId;
use carrel_domain::guide::{Mark, marks};
use carrel_text::outside::outside_address;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TextMergeStream};
use std::collections::BTreeMap;

/// Deeper nesting says nothing to a reader, and would cost the stack.
const DEEPEST: usize = 10;

/// The blocks of a page.
pub fn read(markdown: &str) -> Vec<Block> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_SMART_PUNCTUATION;
    let events = TextMergeStream::new(Parser::new_ext(markdown, options));
    Reader { events, ids: BTreeMap::new() }.blocks(0)
}

/// One line, such as a role's fact.
pub fn line(markdown: &str) -> Vec<Inline> {
    let texts = read(markdown).into_iter().filter_map(|block| match block {
        Block::Paragraph { text } => Some(text),
        Block::Statistics { ids } => Some(ids.into_iter().map(|id| Inline::Statistic { id }).collect()),
        _ => None,
    });
    texts.flatten().collect()
}

struct Reader<'a, I: Iterator<Item = Event<'a>>> {
    events: TextMergeStream<'a, I>,
    ids: BTreeMap<String, u32>,
}

impl<'a, I: Iterator<Item = Event<'a>>> Reader<'a, I> {
    /// Blocks up to the end of what was entered last.
    fn blocks(&mut self, depth: usize) -> Vec<Block> {
        let mut out = Vec::new();
        // A tight list has its words without a paragraph around them.
        let mut loose = Vec::new();
        while let Some(event) = self.events.next() {
            let block = match event {
                Event::End(_) => break,
                Event::Start(_) if depth >= DEEPEST => {
                    self.skip();
                    continue;
                }
                Event::Start(Tag::Paragraph) => paragraph(self.inlines(depth + 1)),
                Event::Start(Tag::Heading { level, .. }) => Some(self.heading(level, depth + 1)),
                Event::Start(Tag::List(first)) => Some(self.list(first.is_some(), depth + 1)),
                Event::Start(Tag::BlockQuote(_)) => Some(callout(self.blocks(depth + 1))),
                Event::Start(Tag::Table(_)) => Some(self.table(depth + 1)),
                Event::Start(Tag::CodeBlock(_)) => paragraph(self.inlines(depth + 1)),
                Event::Start(Tag::HtmlBlock | Tag::MetadataBlock(_)) => {
                    self.skip();
                    continue;
                }
                Event::Rule => None,
                inline => {
                    self.inline(inline, &mut loose, depth + 1);
                    continue;
                }
            };
            out.extend(paragraph(std::mem::take(&mut loose)));
            out.extend(block);
        }
        out.extend(paragraph(loose));
        out
    }

    fn heading(&mut self, level: HeadingLevel, depth: usize) -> Block {
        let text = words(&self.inlines(depth));
        let slug = slug(&text);
        let count = self.ids.entry(slug.clone()).or_default();
        *count += 1;
        let id = if *count == 1 { slug } else { format!("{slug}-{count}") };
        Block::Heading { level: if level <= HeadingLevel::H2 { 2 } else { 3 }, id, text }
    }

    fn list(&mut self, ordered: bool, depth: usize) -> Block {
        let mut items = Vec::new();
        while let Some(Event::Start(Tag::Item)) = self.events.next() {
            items.push(self.blocks(depth));
        }
        Block::List { ordered, items }
    }

    fn table(&mut self, depth: usize) -> Block {
        let (mut head, mut rows) = (Vec::new(), Vec::new());
        while let Some(Event::Start(row)) = self.events.next() {
            let mut cells = Vec::new();
            while let Some(Event::Start(_)) = self.events.next() {
                cells.push(self.inlines(depth));
            }
            if row == Tag::TableHead { head = cells } else { rows.push(cells) }
        }
        Block::Table { head, rows }
    }

    /// Words up to the end of what was entered last.
    fn inlines(&mut self, depth: usize) -> Vec<Inline> {
        let mut out = Vec::new();
        while let Some(event) = self.events.next() {
            if matches!(event, Event::End(_)) {
                break;
            }
            self.inline(event, &mut out, depth);
        }
        out
    }

    fn inline(&mut self, event: Event<'a>, out: &mut Vec<Inline>, depth: usize) {
        match event {
            Event::Text(text) => take_text(&text, out),
            Event::Code(text) => push_text(&text, out),
            Event::SoftBreak | Event::HardBreak => push_text(" ", out),
            Event::Start(_) if depth >= DEEPEST => self.skip(),
            Event::Start(Tag::Strong) => out.push(Inline::Strong { text: self.inlines(depth + 1) }),
            Event::Start(Tag::Emphasis) => out.push(Inline::Emphasis { text: self.inlines(depth + 1) }),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let text = self.inlines(depth + 1);
                link(&dest_url, text, out);
            }
            Event::Start(Tag::Image { .. }) => self.skip(),
            Event::Start(_) => self.inlines(depth + 1).into_iter().for_each(|inline| put(inline, out)),
            _ => {}
        }
    }

    /// Leaves out what was entered last, with all that is in it.
    fn skip(&mut self) {
        let mut open = 1_usize;
        while open > 0 {
            match self.events.next() {
                Some(Event::Start(_)) => open += 1,
                Some(Event::End(_)) => open -= 1,
                Some(_) => {}
                None => return,
            }
        }
    }
}

fn link(address: &str, text: Vec<Inline>, out: &mut Vec<Inline>) {
    match address.split_once(':') {
        Some(("page", page)) => out.push(Inline::PageLink { page: page.to_owned(), text }),
        Some(("program", program)) => out.push(Inline::ProgramLink { program: ProgramId::new(program), text }),
        _ => match outside_address(address) {
            Some(address) => out.push(Inline::Link { address: address.into(), text }),
            None => text.into_iter().for_each(|inline| put(inline, out)),
        },
    }
}

/// Text with its marks taken out of it. What a mark of a later version means is not known, so it is not shown.
fn take_text(text: &str, out: &mut Vec<Inline>) {
    let mut at = 0;
    for (from, mark, until) in marks(text) {
        push_text(&text[at..from], out);
        match mark {
            Mark::Statistic(id) => out.push(Inline::Statistic { id: id.to_owned() }),
            // A paragraph of its own makes it a chart; see `paragraph`.
            Mark::Chart(_) => push_text(&text[from..until], out),
            Mark::Unknown(_) => {}
        }
        at = until;
    }
    push_text(&text[at..], out);
}

/// Words that follow words are one text.
fn put(inline: Inline, out: &mut Vec<Inline>) {
    match inline {
        Inline::Text { text } => push_text(&text, out),
        other => out.push(other),
    }
}

fn push_text(text: &str, out: &mut Vec<Inline>) {
    if text.is_empty() {
        return;
    }
    if let Some(Inline::Text { text: last }) = out.last_mut() {
        last.push_str(text);
    } else {
        out.push(Inline::Text { text: text.to_owned() });
    }
}

/// Words, or a chart, or statistics that stand for themselves.
fn paragraph(text: Vec<Inline>) -> Option<Block> {
    let blank = |inline: &Inline| matches!(inline, Inline::Text { text } if text.trim().is_empty());
    if text.iter().all(blank) {
        return None;
    }
    if let [Inline::Text { text }] = text.as_slice()
        && let [(0, Mark::Chart(id), end)] = marks(text.trim()).as_slice()
        && *end == text.trim().len()
    {
        return Some(Block::Chart { id: (*id).to_owned() });
    }
    let mut ids = Vec::new();
    for inline in text.iter().filter(|inline| !blank(inline)) {
        match inline {
            Inline::Statistic { id } => ids.push(id.clone()),
            _ => return Some(Block::Paragraph { text }),
        }
    }
    Some(Block::Statistics { ids })
}

/// A quote that begins with `**Remember**` or `**Caution**` is set off from the text, without that word.
fn callout(mut blocks: Vec<Block>) -> Block {
    let mut tone = CalloutTone::Quote;
    if let Some(Block::Paragraph { text }) = blocks.first_mut()
        && let Some(Inline::Strong { text: label }) = text.first()
    {
        tone = match words(label).trim_end_matches([':', '.', ' ']).to_lowercase().as_str() {
            "remember" => CalloutTone::Remember,
            "caution" => CalloutTone::Caution,
            _ => CalloutTone::Quote,
        };
        if tone != CalloutTone::Quote {
            text.remove(0);
            if let Some(Inline::Text { text: next }) = text.first_mut() {
                *next = next.trim_start_matches([':', '.', ' ']).to_owned();
            }
        }
    }
    Block::Callout { tone, blocks }
}

/// The words alone; a heading has no statistics.
fn words(text: &[Inline]) -> String {
    let part = |inline: &Inline| match inline {
        Inline::Text { text } => text.clone(),
        Inline::Strong { text }
        | Inline::Emphasis { text }
        | Inline::Link { text, .. }
        | Inline::PageLink { text, .. }
        | Inline::ProgramLink { text, .. } => words(text),
        Inline::Statistic { .. } => String::new(),
    };
    text.iter().map(part).collect()
}

fn slug(title: &str) -> String {
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Inline {
        Inline::Text { text: text.to_owned() }
    }

    #[test]
    fn a_page_becomes_what_a_screen_can_show() {
        let blocks = read(
            "## Pay\n\nA median of {{stat:wage}} in [one survey](https://example.org/a).\n\n{{stat:wage}} {{stat:growth}}\n\n\
             {{chart:pay}}\n\n- one\n- **two**\n\n> **Remember** Ask the board.\n\n| a | b |\n|---|---|\n| c | d |\n",
        );
        let link = Inline::Link { address: "https://example.org/a".into(), text: vec![text("one survey")] };
        assert_eq!(blocks[0], Block::Heading { level: 2, id: "pay".into(), text: "Pay".into() });
        let said = vec![text("A median of "), Inline::Statistic { id: "wage".into() }, text(" in "), link, text(".")];
        assert_eq!(blocks[1], Block::Paragraph { text: said });
        assert_eq!(blocks[2], Block::Statistics { ids: vec!["wage".into(), "growth".into()] });
        assert_eq!(blocks[3], Block::Chart { id: "pay".into() });
        assert!(matches!(&blocks[4], Block::List { ordered: false, items } if items.len() == 2));
        let words = vec![Block::Paragraph { text: vec![text("Ask the board.")] }];
        assert_eq!(blocks[5], Block::Callout { tone: CalloutTone::Remember, blocks: words });
        let head = vec![vec![text("a")], vec![text("b")]];
        assert_eq!(blocks[6], Block::Table { head, rows: vec![vec![vec![text("c")], vec![text("d")]]] });
    }

    #[test]
    fn i15_nothing_in_a_page_can_act() {
        let hostile = "<script>alert(1)</script>\n\n[a](javascript:alert(1)) [b](data:text/html,x) [c](//evil.example) \
                       <img src=x onerror=alert(1)> ![d](https://evil.example/x.png) [e](file:///etc/passwd)\n";
        assert_eq!(read(hostile), [Block::Paragraph { text: vec![text("a b c   e")] }]);
    }

    #[test]
    fn huge_nesting_ends_somewhere() {
        let quotes = format!("{}deep", "> ".repeat(5000));
        let stars = format!("{}deep{}", "*a **b ".repeat(3000), "** *".repeat(3000));
        let lists: String = (0..300).map(|depth| format!("{}- x\n", "  ".repeat(depth))).collect();
        for text in [quotes, stars, lists] {
            let written = serde_json::to_string(&read(&text)).expect("blocks are JSON");
            serde_json::from_str::<serde_json::Value>(&written).expect("and not too deep to be read again");
        }
    }
}
