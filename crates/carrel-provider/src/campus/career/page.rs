//! One page of the guide: TOML front matter and Markdown. It is named by its file.

use super::prose::Prose;
use super::{Known, source};
use crate::campus::faults::Faults;
use crate::campus::fields::{Doc, Fields};
use crate::campus::lesson::split;
use crate::campus::words;
use carrel_domain::ProgramId;
use carrel_domain::guide::{GuidePage, LeadingProgram, Meaning, PageKind, RoleFact};
use std::path::{Path, PathBuf};

const SUMMARY_CHARS: usize = 200;
const KINDS: [(&str, PageKind); 4] = [
    ("role", PageKind::Role),
    ("topic", PageKind::Topic),
    ("names", PageKind::Names),
    ("questions", PageKind::Questions),
];

/// A page and where it stands.
pub(super) struct Read {
    pub page: GuidePage,
    pub order: u32,
    pub path: PathBuf,
    body_lines_before: usize,
}

pub(super) fn read(path: &Path, faults: &Faults) -> Option<Read> {
    let text = faults.text(path)?.replace("\r\n", "\n");
    let Some((front, body)) = split(&text) else {
        let remedy = "Begin with +++, then title, kind, order, summary and reviewed, then +++ on a line of its own";
        faults.add(path, 1, "This page has no front matter", remedy);
        return None;
    };
    let id = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    if !carrel_domain::is_slug(&id) {
        faults.add(path, 1, format!("\"{id}\" cannot name a page"), "Use lower case letters, digits and hyphens only");
    }
    let doc = Doc { path: path.to_owned(), text: front.to_owned(), lines_before: 1 };
    let (order, page) = doc.read(faults, |f| (f.count("order", 1..=10_000), front_matter(f, id, body)))?;
    let body_lines_before = 2 + front.lines().count();
    if page.markdown.is_empty() {
        faults.add(path, body_lines_before, "This page is empty", "Write it, or delete the file");
    }
    Some(Read { page, order, path: path.to_owned(), body_lines_before })
}

fn front_matter(f: &mut Fields<'_>, id: String, body: &str) -> GuidePage {
    let page = GuidePage {
        id,
        kind: f.choice("kind", &KINDS).unwrap_or(PageKind::Topic),
        title: f.words("title"),
        summary: f.words("summary"),
        aliases: f.opt_texts("aliases"),
        facts: f.tables_by("facts", "name", |f| RoleFact { name: f.words("name"), text: f.words("text") }),
        beside: f.opt_words("beside"),
        meanings: f.tables_by("meanings", "page", |f| Meaning {
            name: f.words("name"),
            text: f.words("text"),
            page: f.words("page"),
        }),
        programs: f.tables_by("programs", "id", |f| LeadingProgram {
            id: ProgramId(f.words("id")),
            gives: f.words("gives"),
            does_not_give: f.words("does_not_give"),
        }),
        sources: f.tables_by("sources", "name", source),
        reviewed: f.date("reviewed"),
        markdown: body.trim().to_owned(),
    };
    let chars = page.summary.chars().count();
    if chars > SUMMARY_CHARS || page.summary.contains('\n') {
        let remedy = format!("Write one sentence of at most {SUMMARY_CHARS}");
        f.fault("summary", format!("`summary` has {chars} characters"), remedy);
    }
    page
}

/// What can only be said once all pages are read.
pub(super) fn check(read: &Read, pages: &[Read], known: &Known, faults: &Faults) {
    let (page, path) = (&read.page, &read.path);
    let lines_before = read.body_lines_before + page_starts(path, read.body_lines_before, faults);
    for (line, promise) in words::promises(&page.markdown) {
        let wrong = format!("This promises what no school can keep (\"{promise}\")");
        faults.add(path, lines_before + 1 + line, wrong, words::REMEDY);
    }
    Prose { path, text: &page.markdown, lines_before, known, faults }.check();
    // Promises in these were found when they were read.
    let in_front = page.facts.iter().map(|fact| &fact.text).chain([&page.summary]);
    let in_front = in_front.chain(page.programs.iter().flat_map(|program| [&program.gives, &program.does_not_give]));
    for text in in_front.chain(page.meanings.iter().map(|meaning| &meaning.text)) {
        let lines_before = line_of(path, text, faults) - 1;
        Prose { path, text, lines_before, known, faults }.check();
    }
    for program in page.programs.iter().filter(|program| !known.programs.contains(program.id.as_str())) {
        let wrong = format!("There is no program \"{}\"", program.id);
        faults.add(path, line_of(path, program.id.as_str(), faults), wrong, "Name a folder of programs/");
    }
    for meaning in page.meanings.iter().filter(|meaning| !known.pages.contains(&meaning.page)) {
        let wrong = format!("There is no page \"{}\"", meaning.page);
        faults.add(path, line_of(path, &meaning.page, faults), wrong, "Name a file of the guide without its .md");
    }
    if let Some(beside) = &page.beside {
        check_beside(read, beside, pages, faults);
    }
}

/// Two roles are compared line by line, so both have the same lines.
fn check_beside(read: &Read, beside: &str, pages: &[Read], faults: &Faults) {
    let line = line_of(&read.path, "beside", faults);
    let Some(other) = pages.iter().find(|other| other.page.id == beside) else {
        let wrong = format!("There is no page \"{beside}\"");
        faults.add(&read.path, line, wrong, "Name a file of the guide without its .md");
        return;
    };
    let names = |read: &Read| read.page.facts.iter().map(|fact| fact.name.clone()).collect::<Vec<_>>();
    if names(read) != names(other) {
        let wrong = format!("The facts of this page and of \"{beside}\" have different names");
        faults.add(&read.path, line, wrong, "Give both the same names in the same order: they stand side by side");
    }
}

fn line_of(path: &Path, text: &str, faults: &Faults) -> usize {
    faults.line_with(path, text.lines().next().unwrap_or_default())
}

/// Blank lines between the front matter and the first line of text.
fn page_starts(path: &Path, after: usize, faults: &Faults) -> usize {
    let text = faults.text(path).unwrap_or_default();
    text.lines().skip(after).take_while(|line| line.trim().is_empty()).count()
}
