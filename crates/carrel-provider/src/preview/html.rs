//! What the preview's pages are made of: a whole page with its mistakes on top, lists, tables.

use crate::campus::{Fault, mistakes};
use carrel_domain::catalog::Determination;
use carrel_text::escape;
use std::fmt::Write as _;

/// A page before the mistakes are put on top of it.
pub struct Page {
    pub title: String,
    pub body: String,
}

impl Page {
    /// Begins with its title, and above it the way back.
    pub fn new(title: &str, back: Option<(&str, &str)>) -> Self {
        let back = back.map(|(address, words)| format!("<p class=\"note\">{}</p>\n", link(address, words)));
        let body = format!("{}<h1>{}</h1>\n", back.unwrap_or_default(), escape(title));
        Self { title: title.to_owned(), body }
    }

    pub fn heading(&mut self, words: &str) {
        let _ = writeln!(self.body, "<h2>{}</h2>", escape(words));
    }

    pub fn paragraph(&mut self, words: &str) {
        if !words.is_empty() {
            let _ = writeln!(self.body, "<p>{}</p>", escape(words));
        }
    }

    /// For the school, not for learners.
    pub fn note(&mut self, words: &str) {
        let _ = writeln!(self.body, "<p class=\"note\">{}</p>", escape(words));
    }

    pub fn add(&mut self, html: &str) {
        self.body.push_str(html);
    }

    /// `lines` are HTML.
    pub fn list(&mut self, lines: impl IntoIterator<Item = String>) {
        self.body.push_str(&list("ul", lines));
    }
}

pub fn whole(page: &Page, faults: &[Fault]) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" href=\"/style.css\">\n</head>\n<body>\n<main>\n{faults}{body}</main>\n</body>\n</html>\n",
        title = escape(&page.title),
        faults = on_top(faults),
        body = page.body,
    )
}

/// What `check` says, until it is mended.
fn on_top(faults: &[Fault]) -> String {
    if faults.is_empty() {
        return String::new();
    }
    format!(
        "<section class=\"faults\">\n<h2>{}</h2>\n<p>What could be read stands below. Mend them and load this page again.</p>\n\
         {}</section>\n",
        mistakes(faults.len()),
        list("ul", faults.iter().map(|fault| escape(&fault.to_string())))
    )
}

pub fn link(address: &str, words: &str) -> String {
    format!("<a href=\"{}\">{}</a>", escape(address), escape(words))
}

/// `lines` are HTML; none where there is nothing to show.
pub fn list(tag: &str, lines: impl IntoIterator<Item = String>) -> String {
    let lines: String = lines.into_iter().map(|line| format!("<li>{line}</li>\n")).collect();
    if lines.is_empty() { lines } else { format!("<{tag}>\n{lines}</{tag}>\n") }
}

/// `rows` are HTML; none where there is nothing to show.
pub fn table(head: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let cells = |row: Vec<String>| row.into_iter().map(|cell| format!("<td>{cell}</td>")).collect::<String>();
    let rows: String = rows.into_iter().map(|row| format!("<tr>{}</tr>\n", cells(row))).collect();
    let head: String = head.iter().map(|cell| format!("<th scope=\"col\">{}</th>", escape(cell))).collect();
    if rows.is_empty() {
        return String::new();
    }
    format!(
        "<div class=\"table-scroll\"><table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table></div>\n"
    )
}

/// Source, date and caveat of a rule, as a line for reading (invariant I18).
pub fn sourced(source: &str, as_of: &str, caveat: &str) -> String {
    let caveat = if caveat.is_empty() { String::new() } else { format!("<br>{}", escape(caveat)) };
    format!("<p class=\"note\">Source: {}, looked up {}{caveat}</p>\n", escape(source), escape(as_of))
}

pub fn determination(says: Determination) -> &'static str {
    match says {
        Determination::Meets => "meets",
        Determination::DoesNotMeet => "does not meet",
        Determination::NotDetermined => "not determined",
    }
}
