//! A lesson as one file to print: the text as in the reader, its pictures within it, nothing fetched and no script.

use super::Library;
use super::page::read_text;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use carrel_domain::pack::{Lesson, Manifest};
use carrel_text::lesson_media;
use carrel_text::{LESSON_STYLE, escape, render_lesson};
use std::cell::RefCell;

/// What stands around the text.
pub struct Printed<'a> {
    /// Course and module.
    pub over: &'a str,
    /// School and date.
    pub under: &'a str,
    /// The learner's own marks and notes, with their heading; empty where there are none.
    pub own: &'a [(String, String)],
    pub own_title: &'a str,
}

/// `None` if the lesson's text cannot be read.
pub fn printable(library: &Library, manifest: &Manifest, lesson: &Lesson, around: &Printed<'_>) -> Option<String> {
    let path = lesson.path.as_deref()?;
    let read = |path: &str| read_text(library, manifest, path);
    // The sanitiser lets no data through, so pictures are put in after it, under names nobody can have guessed.
    let name = crate::chance::name();
    let files = RefCell::new(Vec::new());
    let at = |path: &str| {
        let mut files = files.borrow_mut();
        files.push(path.to_owned());
        format!("{name}-{}.", files.len() - 1)
    };
    let find = |address: &str| lesson_media(manifest, path, address, &at, &read);
    let mut text = render_lesson(&read(path)?, &find, &[]);
    for (number, path) in files.borrow().iter().enumerate() {
        let picture = data(library, manifest, path).unwrap_or_default();
        text = text.replace(&format!("src=\"{name}-{number}.\""), &format!("src=\"{picture}\""));
    }
    let text = text.replace("<details>", "<details open>");
    Some(format!(
        "<!doctype html>\n<html lang=\"en\" data-theme=\"light\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>{style}{more}</style>\n</head>\n<body>\n<main>\n<p class=\"around\">{over}</p>\n\
         <h1>{title}</h1>\n{text}{own}<p class=\"around\">{under}</p>\n</main>\n</body>\n</html>\n",
        title = escape(&lesson.title),
        style = LESSON_STYLE,
        more = ".around { font: 0.85rem/1.5 var(--sans); color: var(--quiet); } video, audio { display: none; }",
        over = escape(around.over),
        under = escape(around.under),
        own = own(around),
    ))
}

fn own(around: &Printed<'_>) -> String {
    if around.own.is_empty() {
        return String::new();
    }
    let line = |(quote, note): &(String, String)| {
        let quote =
            if quote.is_empty() { String::new() } else { format!("<blockquote>{}</blockquote>", escape(quote)) };
        let note = if note.is_empty() { String::new() } else { format!("<p>{}</p>", escape(note)) };
        quote + &note
    };
    let lines: String = around.own.iter().map(line).collect();
    format!("<hr>\n<h2>{}</h2>\n{lines}\n", escape(around.own_title))
}

/// Films do not print.
fn data(library: &Library, manifest: &Manifest, path: &str) -> Option<String> {
    let file = manifest.file(path).filter(|file| file.media_type.starts_with("image/"))?;
    let bytes = std::fs::read(library.path_of(file)).ok()?;
    Some(format!("data:{};base64,{}", escape(&file.media_type), STANDARD.encode(bytes)))
}
