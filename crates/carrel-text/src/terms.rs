//! Links the words of a lesson to their meanings: the first place of each term leads to a list at the lesson's foot and back.
//!
//! It works on the parsed text, between the renderer and the sanitiser, and changes no letter of it. The meaning is in the
//! link's title too; nothing here needs a script. A name matches whole words, in any case; a word with capitals inside (PPE,
//! ePHI) is an abbreviation and matches only as written. Headings, links, code and questions that the reader is to answer
//! stay as they are.

use super::markdown::escape;
use carrel_domain::glossary::Term;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::HashMap;
use std::collections::btree_map::{BTreeMap, Entry};
use std::ops::Range;

/// The text with its links, and the list they lead to (empty where there are none).
pub(super) fn link_terms<'a>(events: Vec<Event<'a>>, glossary: &[Term]) -> (Vec<Event<'a>>, String) {
    let mut linker = Linker { glossary, names: names(glossary), places: BTreeMap::new(), out: Vec::new() };
    let (mut run, mut surroundings) = (Vec::new(), Surroundings::default());
    for event in events {
        match event {
            Event::Text(_) | Event::SoftBreak if surroundings.are_plain() => run.push(event),
            other => {
                linker.take_run(std::mem::take(&mut run));
                surroundings.pass(&other);
                linker.out.push(other);
            }
        }
    }
    linker.take_run(run);
    let list = list(glossary, &linker.places);
    (linker.out, list)
}

/// Where in the text we are.
#[derive(Default)]
struct Surroundings {
    heading: bool,
    code: bool,
    link: bool,
    table_head: bool,
    /// Quotes open since a question began: a meaning beside it would give the answer away.
    question: u32,
}

impl Surroundings {
    fn are_plain(&self) -> bool {
        !self.heading && !self.code && !self.link && !self.table_head && self.question == 0
    }

    fn pass(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(Tag::Heading { .. }) => self.heading = true,
            Event::End(TagEnd::Heading(_)) => self.heading = false,
            // The renderer's own: what an author wrote in HTML never comes this far.
            Event::Html(html) => self.pass_html(html),
            _ => {}
        }
    }

    fn pass_html(&mut self, html: &str) {
        match html {
            "</a>" => self.link = false,
            "</th>" => self.table_head = false,
            "</code></pre>\n" => self.code = false,
            _ if html.starts_with("<pre") => self.code = true,
            _ if html.starts_with("<a ") => self.link = true,
            _ if html.starts_with("<th ") => self.table_head = true,
            _ if html.starts_with("<blockquote") && (self.question > 0 || html.contains("callout-check")) => {
                self.question += 1;
            }
            _ if html.starts_with("</blockquote") => self.question = self.question.saturating_sub(1),
            _ => {}
        }
    }
}

/// One name of a term, ready to be found.
struct Name {
    term: usize,
    words: Vec<String>,
    /// What stands between its words.
    gaps: Vec<String>,
    /// Signs before its first word, as in "-emia".
    lead: String,
}

/// All names by their first word, the longest first.
fn names(glossary: &[Term]) -> HashMap<String, Vec<Name>> {
    let mut names: HashMap<String, Vec<Name>> = HashMap::new();
    for (term, name) in glossary.iter().enumerate().flat_map(|(n, term)| term.names().map(move |name| (n, name))) {
        let words = words(name);
        let [first, ..] = words.as_slice() else { continue };
        let gaps = words.windows(2).map(|pair| gap(name, pair)).collect();
        let lead = name.get(..first.start).unwrap_or_default().trim_start().to_owned();
        let texts = words.iter().map(|word| word_of(name, word).to_owned()).collect();
        names.entry(word_of(name, first).to_lowercase()).or_default().push(Name { term, words: texts, gaps, lead });
    }
    for same in names.values_mut() {
        same.sort_by_key(|name| std::cmp::Reverse((name.words.len(), name.lead.len())));
    }
    names
}

/// Where the words of a text are: letters and digits without a break.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut begun = None;
    for (at, c) in text.char_indices() {
        match (c.is_alphanumeric(), begun) {
            (true, None) => begun = Some(at),
            (false, Some(start)) => {
                words.push(start..at);
                begun = None;
            }
            _ => {}
        }
    }
    words.extend(begun.map(|start| start..text.len()));
    words
}

fn word_of<'t>(text: &'t str, word: &Range<usize>) -> &'t str {
    text.get(word.clone()).unwrap_or_default()
}

/// What stands between two words; every kind of space, hyphen and apostrophe is one.
fn gap(text: &str, pair: &[Range<usize>]) -> String {
    let [before, after] = pair else { return String::new() };
    let mut plain = String::new();
    for c in text.get(before.end..after.start).unwrap_or_default().chars() {
        match c {
            c if c.is_whitespace() => {
                if !plain.ends_with(' ') {
                    plain.push(' ');
                }
            }
            '\u{2010}' | '\u{2011}' => plain.push('-'),
            '\u{2019}' => plain.push('\''),
            c => plain.push(c),
        }
    }
    plain
}

/// The first place of a term in the lesson.
struct Met {
    place: Range<usize>,
    number: usize,
    term: usize,
}

struct Linker<'a, 'g> {
    glossary: &'g [Term],
    names: HashMap<String, Vec<Name>>,
    /// Each linked term and its number in the list: terms are numbered as the reader meets them.
    places: BTreeMap<usize, usize>,
    out: Vec<Event<'a>>,
}

impl<'a> Linker<'a, '_> {
    /// Text without a break in it, perhaps over several lines.
    fn take_run(&mut self, run: Vec<Event<'a>>) {
        let piece = |event: &Event<'a>| if let Event::Text(text) = event { text.to_string() } else { "\n".to_owned() };
        let text: String = run.iter().map(piece).collect();
        let found = self.find(&text);
        if found.is_empty() {
            self.out.extend(run);
            return;
        }
        let mut done = 0;
        for Met { place, number, term } in found {
            let meaning = self.glossary.get(term).map(|term| escape(&term.meaning)).unwrap_or_default();
            let link = format!("<a class=\"term\" id=\"t-{number}-text\" href=\"#t-{number}\" title=\"{meaning}\">");
            self.out.push(plain(&text, done..place.start));
            self.out.push(Event::Html(link.into()));
            self.out.push(plain(&text, place.clone()));
            self.out.push(Event::Html("</a>".into()));
            done = place.end;
        }
        self.out.push(plain(&text, done..text.len()));
    }

    /// Terms that are met here for the first time.
    fn find(&mut self, text: &str) -> Vec<Met> {
        let words = words(text);
        let gaps: Vec<String> = words.windows(2).map(|pair| gap(text, pair)).collect();
        let (mut found, mut at) = (Vec::new(), 0);
        while let Some(word) = words.get(at) {
            let candidates = self.names.get(&word_of(text, word).to_lowercase());
            let name = candidates.into_iter().flatten().find(|name| matches(name, text, &words, &gaps, at));
            let Some(name) = name else {
                at += 1;
                continue;
            };
            let end = at + name.words.len();
            let number = self.places.len() + 1;
            if let Entry::Vacant(place) = self.places.entry(name.term) {
                place.insert(number);
                let last = words.get(end - 1).unwrap_or(word);
                found.push(Met { place: word.start - name.lead.len()..last.end, number, term: name.term });
            }
            // A longer name covers those inside it, whether it is linked here or was before.
            at = end;
        }
        found
    }
}

fn plain<'a>(text: &str, place: Range<usize>) -> Event<'a> {
    Event::Text(text.get(place).unwrap_or_default().to_owned().into())
}

fn matches(name: &Name, text: &str, words: &[Range<usize>], gaps: &[String], at: usize) -> bool {
    let end = at + name.words.len();
    let (Some(here), Some(between)) = (words.get(at..end), gaps.get(at..end - 1)) else { return false };
    let before = here.first().and_then(|first| text.get(..first.start)).unwrap_or_default();
    let in_a_compound = |gap: Option<&String>| gap.is_some_and(|gap| gap == "-");
    here.iter().zip(&name.words).all(|(word, wanted)| is_word(word_of(text, word), wanted))
        && between == name.gaps
        && before.ends_with(name.lead.as_str())
        && !in_a_compound(at.checked_sub(1).and_then(|gap| gaps.get(gap)))
        && !in_a_compound(gaps.get(end - 1))
}

fn is_word(found: &str, wanted: &str) -> bool {
    let is_abbreviation = wanted.chars().skip(1).any(char::is_uppercase);
    if is_abbreviation { found == wanted } else { found.to_lowercase() == wanted.to_lowercase() }
}

fn list(glossary: &[Term], places: &BTreeMap<usize, usize>) -> String {
    let mut met: Vec<(usize, &Term)> =
        places.iter().filter_map(|(term, number)| Some((*number, glossary.get(*term)?))).collect();
    if met.is_empty() {
        return String::new();
    }
    met.sort_by_key(|(number, _)| *number);
    let lines: String = met.into_iter().map(|(number, term)| line(number, term)).collect();
    format!("<div class=\"terms\">\n<h2 id=\"terms\">Terms in this lesson</h2>\n<dl>\n{lines}</dl>\n</div>\n")
}

fn line(number: usize, term: &Term) -> String {
    let (name, meaning) = (escape(&term.term), escape(&term.meaning));
    format!(
        "<dt id=\"t-{number}\">{name}</dt>\n<dd>{meaning} <a class=\"back\" href=\"#t-{number}-text\" \
         aria-label=\"Back to “{name}” in the text\">Back to the text</a></dd>\n"
    )
}
