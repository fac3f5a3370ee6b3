//! Questions with their answers: a school reads its own quizzes.

use super::html::{Page, list};
use super::pages::file_address;
use crate::campus::Pack;
use carrel_domain::quiz::{Area, Choice, Item, ItemBody, Pair};
use carrel_text::escape;
use std::fmt::Write as _;

pub fn quiz(pack: &Pack, id: &str) -> Option<Page> {
    let quiz = pack.manifest.quizzes.iter().find(|quiz| quiz.id.as_str() == id)?;
    let program = format!("/program/{}", pack.manifest.program);
    let mut page = Page::new(&quiz.title, Some((&program, "The course")));
    page.paragraph(&format!("{} percent passes.", quiz.pass_percent));
    page.add(&questions(pack, &quiz.items));
    Some(page)
}

pub fn questions(pack: &Pack, items: &[Item]) -> String {
    list("ol", items.iter().map(|item| question(pack, item)))
}

fn question(pack: &Pack, item: &Item) -> String {
    let mut out = format!("<p><strong>{}</strong></p>\n", escape(&item.prompt));
    match &item.body {
        ItemBody::Single { choices } | ItemBody::Multiple { choices } => out.push_str(&listed("ul", choices)),
        ItemBody::Ordering { choices } => out.push_str(&listed("ol", choices)),
        ItemBody::Matching { pairs } => {
            let line = |pair: &Pair| format!("{}: <strong>{}</strong>", escape(&pair.left), escape(&pair.right));
            out.push_str(&list("ul", pairs.iter().map(line)));
        }
        ItemBody::Numeric { answer, tolerance, unit } => {
            let _ = writeln!(out, "<p><strong>{answer} {}</strong>, give or take {tolerance}</p>", escape(unit));
        }
        ItemBody::Hotspot { image, alt, areas } => out.push_str(&spots(&file_address(pack, image), alt, areas)),
        ItemBody::Unknown(_) => out.push_str("<p>A kind of question this version does not know.</p>\n"),
    }
    let _ = writeln!(out, "<p>{}</p>", escape(&item.explain));
    if let Some(domain) = &item.exam_domain {
        let _ = writeln!(out, "<p class=\"note\">Practice exam: {}</p>", escape(domain));
    }
    out
}

fn listed(tag: &str, choices: &[Choice]) -> String {
    list(tag, choices.iter().map(|choice| answer(&choice.text, choice.correct, &choice.feedback)))
}

fn answer(text: &str, correct: bool, feedback: &str) -> String {
    let mark = if correct { ": <strong>right</strong>" } else { "" };
    let feedback = if feedback.is_empty() { String::new() } else { format!(" ({})", escape(feedback)) };
    format!("{}{mark}{feedback}", escape(text))
}

/// The picture with its areas drawn on it under their ids. The page allows no inline styles, so a drawing of the same size lies
/// on the picture.
fn spots(address: &str, alt: &str, areas: &[Area]) -> String {
    let mut drawn = String::new();
    for Area { id, x, y, w, h, correct, .. } in areas {
        let class = if *correct { " class=\"right-area\"" } else { "" };
        let _ = writeln!(
            drawn,
            "<rect{class} x=\"{x}%\" y=\"{y}%\" width=\"{w}%\" height=\"{h}%\"/>\
             <text x=\"{x}%\" y=\"{y}%\" dx=\"4\" dy=\"16\">{}</text>",
            escape(id)
        );
    }
    let (address, alt) = (escape(address), escape(alt));
    let words = list(
        "ul",
        areas.iter().map(|area| {
            format!("<code>{}</code> {}", escape(&area.id), answer(&area.text, area.correct, &area.feedback))
        }),
    );
    format!(
        "<figure><div class=\"spots\"><img src=\"{address}\" alt=\"{alt}\"><svg aria-hidden=\"true\">\n{drawn}</svg></div></figure>\n\
         {words}"
    )
}
