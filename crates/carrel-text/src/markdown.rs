//! What a school wrote in Markdown, as HTML for reading.
//!
//! Raw HTML in the source is dropped, pictures and films come from the pack only, and what leaves here has passed
//! [`sanitise`]. The few conventions of course text (callouts, questions with a hidden answer, wide tables, figures) are
//! applied to the parsed document, never by searching through HTML.

use crate::blocks::{Blocks, TextBlock};
use crate::figure::{Media, figure, player};
use crate::outside::outside_address;
use crate::sanitise::sanitise;
use crate::terms::link_terms;
use carrel_domain::glossary::Term;
use pulldown_cmark::{Alignment, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};
use std::collections::{BTreeMap, BTreeSet};

/// Finds what a relative address in the text means; `None` if the pack has no such file.
pub type FindMedia<'f> = &'f dyn Fn(&str) -> Option<Media>;

/// Finds where a link within Carrel leads, such as `page:phlebotomist`; `None` if it is none.
pub type FindPlace<'f> = &'f dyn Fn(&str) -> Option<String>;

/// Sanitised HTML of a text without files of its own, such as a program's description.
pub fn render_markdown(markdown: &str) -> String {
    page_text(read(markdown, &|_| None, Blocks::default()).out, &[], markdown.len())
}

/// A page of the career guide: it has no files, and links of its own.
pub fn render_guide(markdown: &str, place: FindPlace<'_>) -> String {
    let reader = Reader { place, ..Reader::new(&|_| None, Blocks::default()) };
    page_text(reader.through(markdown).out, &[], markdown.len())
}

/// A lesson: its blocks have names, and the course's words lead to their meanings.
pub fn render_lesson(markdown: &str, find: FindMedia<'_>, glossary: &[Term]) -> String {
    page_text(read(markdown, find, Blocks::named()).out, glossary, markdown.len())
}

/// The words of a lesson, block by block, under the names they have in its page.
pub fn text_blocks(markdown: &str, find: FindMedia<'_>) -> Vec<TextBlock> {
    read(markdown, find, Blocks::named()).blocks.into_text()
}

/// What a link within a lesson may name: `no-means-no` for the heading "No means no".
pub fn heading_names(markdown: &str) -> BTreeSet<String> {
    let names = read(markdown, &|_| None, Blocks::named()).heading_ids.into_iter();
    let names = names.flat_map(|(slug, count)| (1..=count).map(move |n| numbered(&slug, n)));
    names.filter_map(|id| id.strip_prefix(HEADING).map(str::to_owned)).collect()
}

fn page_text(events: Vec<Event<'_>>, glossary: &[Term], length: usize) -> String {
    let (events, list) = link_terms(events, glossary);
    let mut text = String::with_capacity(length * 3 / 2);
    html::push_html(&mut text, events.into_iter());
    text.push_str(&list);
    sanitise(&text)
}

fn read<'a, 'f>(markdown: &'a str, find: FindMedia<'f>, blocks: Blocks) -> Reader<'a, 'f> {
    Reader::new(find, blocks).through(markdown)
}

/// Providers strip the `+++` block at the top; one that forgot must not show it to learners.
fn without_front_matter(markdown: &str) -> &str {
    let text = markdown.trim_start_matches('\u{feff}');
    let Some(block) = text.strip_prefix("+++").filter(|rest| rest.starts_with(['\n', '\r'])) else { return text };
    match block.find("\n+++") {
        Some(end) => block.get(end + 4..).unwrap_or_default(),
        None => text,
    }
}

struct Reader<'a, 'f> {
    find: FindMedia<'f>,
    place: FindPlace<'f>,
    out: Vec<Event<'a>>,
    blocks: Blocks,
    heading_ids: BTreeMap<String, u32>,
    alignments: Vec<Alignment>,
    column: usize,
    in_table_head: bool,
    /// Closing tags of the links that are open.
    links: Vec<&'static str>,
    question: Question,
}

/// Where we are in a "Check yourself": its answer hides behind a click, because recalling teaches more than reading on.
#[derive(Clone, Copy, PartialEq)]
enum Question {
    None,
    Asking { asked: bool },
    Answering,
}

impl<'a, 'f> Reader<'a, 'f> {
    fn new(find: FindMedia<'f>, blocks: Blocks) -> Self {
        Self {
            find,
            place: &|_| None,
            out: Vec::new(),
            blocks,
            heading_ids: BTreeMap::new(),
            alignments: Vec::new(),
            column: 0,
            in_table_head: false,
            links: Vec::new(),
            question: Question::None,
        }
    }

    fn through(mut self, markdown: &'a str) -> Self {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_SMART_PUNCTUATION;
        let events: Vec<Event<'a>> = Parser::new_ext(without_front_matter(markdown), options).collect();
        let mut rest = events.as_slice();
        while let Some((event, after)) = rest.split_first() {
            rest = self.take(event, after);
        }
        self
    }

    /// Takes one event, or with it those that belong together; returns what is left.
    fn take<'e>(&mut self, event: &Event<'a>, rest: &'e [Event<'a>]) -> &'e [Event<'a>] {
        match event {
            Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => {}
            Event::Start(Tag::Image { dest_url, title, .. }) => return self.inline_image(dest_url, title, rest),
            Event::Start(Tag::Paragraph) => return self.paragraph(rest),
            Event::End(TagEnd::Paragraph) => self.end_paragraph(),
            Event::Start(Tag::Heading { level, .. }) => self.heading(*level, rest),
            Event::End(TagEnd::Heading(level)) => self.out.push(Event::End(TagEnd::Heading(lowered(*level)))),
            Event::Start(Tag::BlockQuote(_)) => self.quote(rest),
            Event::End(TagEnd::BlockQuote(_)) => self.html("</blockquote>\n"),
            Event::Start(Tag::Link { dest_url, .. }) => self.link(dest_url),
            Event::End(TagEnd::Link) => {
                let close = self.links.pop().unwrap_or_default();
                self.html(close);
            }
            Event::Start(Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell)
            | Event::End(TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell) => self.table(event),
            Event::Start(Tag::Item) => self.item(rest),
            Event::Start(Tag::CodeBlock(_)) => {
                let id = self.blocks.begin();
                self.html(format!("<pre{id}><code>"));
            }
            Event::End(TagEnd::CodeBlock) => self.html("</code></pre>\n"),
            Event::SoftBreak | Event::HardBreak => self.line_break(event),
            Event::Text(text) => self.text(text),
            Event::Code(code) => {
                self.blocks.say(code);
                self.out.push(event.clone());
            }
            other => self.out.push(other.clone()),
        }
        rest
    }

    fn html(&mut self, html: impl Into<CowStr<'a>>) {
        self.out.push(Event::Html(html.into()));
    }

    /// A picture that stands alone is a figure.
    fn paragraph<'e>(&mut self, rest: &'e [Event<'a>]) -> &'e [Event<'a>] {
        if let Some((Event::Start(Tag::Image { dest_url, title, .. }), inner)) = rest.split_first() {
            let (alt, after) = plain_text(inner, &TagEnd::Image);
            if let Some((Event::End(TagEnd::Paragraph), after)) = after.split_first() {
                self.figure(dest_url, &alt, title);
                return after;
            }
        }
        let id = self.blocks.begin();
        self.html(format!("<p{id}>"));
        rest
    }

    fn figure(&mut self, address: &str, alt: &str, title: &str) {
        let media = (self.find)(address);
        let id = self.blocks.begin();
        let transcript = media.as_ref().and_then(|media| media.transcript.as_deref());
        for words in [Some(alt), Some(title), transcript].into_iter().flatten() {
            self.blocks.gap();
            self.blocks.say(words);
        }
        self.html(figure(media.as_ref(), &id, alt, title));
    }

    /// In a loose list the paragraphs are the blocks, in a tight one the items.
    fn item(&mut self, rest: &[Event<'a>]) {
        if matches!(rest.first(), Some(Event::Start(Tag::Paragraph))) {
            self.html("<li>");
        } else {
            let id = self.blocks.begin();
            self.html(format!("<li{id}>"));
        }
    }

    fn inline_image<'e>(&mut self, address: &str, _title: &str, rest: &'e [Event<'a>]) -> &'e [Event<'a>] {
        let (alt, after) = plain_text(rest, &TagEnd::Image);
        self.blocks.say(&alt);
        match (self.find)(address) {
            Some(media) => self.html(player(&media, &alt, "")),
            None => self.out.push(Event::Text(alt.into())),
        }
        after
    }

    fn heading(&mut self, level: HeadingLevel, rest: &[Event<'a>]) {
        let (title, _) = plain_text(rest, &TagEnd::Heading(level));
        let slug = slug(&title);
        let count = self.heading_ids.entry(slug.clone()).or_default();
        *count += 1;
        let id = numbered(&slug, *count);
        self.blocks.begin_heading(&id);
        self.out.push(Event::Start(Tag::Heading {
            level: lowered(level),
            id: Some(id.into()),
            classes: Vec::new(),
            attrs: Vec::new(),
        }));
    }

    fn quote(&mut self, rest: &[Event<'a>]) {
        let kind = match rest {
            [Event::Start(Tag::Paragraph), Event::Start(Tag::Strong), Event::Text(first), ..] => {
                match first.trim_end_matches([':', '.', ' ']).to_lowercase().as_str() {
                    "remember" => Some("remember"),
                    "safety" => Some("safety"),
                    "check yourself" => Some("check"),
                    _ => None,
                }
            }
            _ => None,
        };
        if kind == Some("check") {
            self.question = Question::Asking { asked: false };
        }
        let open = kind.map(|kind| format!("<blockquote class=\"callout callout-{kind}\">\n"));
        self.html(open.unwrap_or_else(|| "<blockquote>\n".to_owned()));
    }

    fn text(&mut self, text: &CowStr<'a>) {
        if let Question::Asking { asked } = &mut self.question
            && let Some(last) = text.trim_end_matches(|c: char| c.is_whitespace() || "\"'”’".contains(c)).chars().last()
        {
            *asked = last == '?';
        }
        self.blocks.say(text);
        self.out.push(Event::Text(text.clone()));
    }

    fn line_break(&mut self, event: &Event<'a>) {
        self.blocks.gap();
        if self.question == (Question::Asking { asked: true }) {
            self.question = Question::Answering;
            self.html("</p>\n<details><summary>Show an answer</summary>\n<p>");
        } else {
            self.out.push(event.clone());
        }
    }

    fn end_paragraph(&mut self) {
        self.out.push(Event::End(TagEnd::Paragraph));
        if self.question == Question::Answering {
            self.html("</details>\n");
        }
        self.question = Question::None;
    }

    /// Within the lesson, or out into the world; anything else would lead nowhere and stays plain text.
    fn link(&mut self, address: &str) {
        let open = if let Some(heading) = address.strip_prefix('#') {
            Some(format!("<a href=\"#{HEADING}{}\">", escape(heading)))
        } else if let Some(place) = (self.place)(address) {
            Some(format!("<a href=\"{}\">", escape(&place)))
        } else {
            let address = outside_address(address).map(|_| escape(address));
            address.map(|it| format!("<a class=\"external\" target=\"_blank\" href=\"{it}\" title=\"{it}\">"))
        };
        self.links.push(if open.is_some() { "</a>" } else { "" });
        if let Some(open) = open {
            self.html(open);
        }
    }

    /// Tables may be wider than the page, and alignment is a class: the page allows no inline styles.
    fn table(&mut self, event: &Event<'a>) {
        match event {
            Event::Start(Tag::Table(alignments)) => {
                self.alignments.clone_from(alignments);
                self.html("<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table\">\n<table>");
            }
            Event::End(TagEnd::Table) => self.html("</tbody></table>\n</div>\n"),
            Event::Start(Tag::TableHead) => {
                let id = self.begin_row(true);
                self.html(format!("<thead><tr{id}>"));
            }
            Event::End(TagEnd::TableHead) => self.html("</tr></thead><tbody>\n"),
            Event::Start(Tag::TableRow) => {
                let id = self.begin_row(false);
                self.html(format!("<tr{id}>"));
            }
            Event::End(TagEnd::TableRow) => self.html("</tr>\n"),
            Event::Start(Tag::TableCell) => self.begin_cell(),
            _ => self.html(if self.in_table_head { "</th>" } else { "</td>" }),
        }
    }

    fn begin_row(&mut self, in_head: bool) -> String {
        self.in_table_head = in_head;
        self.column = 0;
        self.blocks.begin()
    }

    fn begin_cell(&mut self) {
        let tag = if self.in_table_head { "th scope=\"col\"" } else { "td" };
        let class = match self.alignments.get(self.column) {
            Some(Alignment::Right) => " class=\"right\"",
            Some(Alignment::Center) => " class=\"center\"",
            _ => "",
        };
        if self.column > 0 {
            self.blocks.say(" · ");
        }
        self.column += 1;
        self.html(format!("<{tag}{class}>"));
    }
}

/// The page's first heading is the lesson's title, so the text's own start below it.
fn lowered(level: HeadingLevel) -> HeadingLevel {
    level.max(HeadingLevel::H2)
}

/// Text up to the closing tag, and what follows it.
fn plain_text<'a, 'e>(events: &'e [Event<'a>], end: &TagEnd) -> (String, &'e [Event<'a>]) {
    let mut text = String::new();
    let mut rest = events;
    while let Some((event, after)) = rest.split_first() {
        rest = after;
        match event {
            Event::End(tag) if tag == end => break,
            Event::Text(part) | Event::Code(part) => text.push_str(part),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    (text, rest)
}

/// Keeps headings apart from footnotes and from every name a script could look up.
const HEADING: &str = "s-";

fn slug(title: &str) -> String {
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    format!("{HEADING}{}", words.map(str::to_lowercase).collect::<Vec<_>>().join("-"))
}

/// The name of the `count`-th heading with the same words.
fn numbered(slug: &str, count: u32) -> String {
    if count == 1 { slug.to_owned() } else { format!("{slug}-{count}") }
}

pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
