//! The preview's pages, as text.

use crate::campus::{Campus, Fault, Pack};
use carrel_domain::catalog::Program;
use carrel_domain::pack::Lesson;
use carrel_domain::quiz::{Choice, Item, ItemBody};
use carrel_text::{escape, lesson_media, render_lesson, render_markdown};
use std::fmt::Write as _;

fn whole(title: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" href=\"/style.css\">\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n",
        title = escape(title)
    )
}

pub fn index(campus: &Campus) -> String {
    let mut body = format!(
        "<h1>{}</h1>\n<p class=\"note\">{}</p>\n<p class=\"note\">{}</p>\n<h2>Programs</h2>\n<ul>\n",
        escape(&campus.school.name),
        escape(&campus.summary()),
        escape(&campus.counts()),
    );
    for program in &campus.programs {
        let course = campus.packs.iter().any(|pack| pack.manifest.program == program.id);
        let _ = writeln!(
            body,
            "<li><a href=\"/program/{}\">{}</a>{}</li>",
            escape(program.id.as_str()),
            escape(&program.title),
            if course { " (with a course)" } else { "" }
        );
    }
    body.push_str("</ul>\n");
    if !campus.to_confirm.is_empty() {
        let _ = writeln!(body, "<h2>To confirm</h2>\n<p>For the school alone; learners never see it.</p>\n<ul>");
        for one in &campus.to_confirm {
            let _ = writeln!(body, "<li>{}</li>", escape(one));
        }
        body.push_str("</ul>\n");
    }
    whole(&campus.school.name, &body)
}

pub fn program(program: &Program, pack: Option<&Pack>) -> String {
    let mut body = format!(
        "<p class=\"note\"><a href=\"/\">All programs</a></p>\n<h1>{}</h1>\n<p>{}</p>\n{}",
        escape(&program.title),
        escape(&program.summary),
        render_markdown(&program.description),
    );
    let Some(pack) = pack else {
        body.push_str("<h2>Outline</h2>\n<p>This program has no course yet.</p>\n");
        return whole(&program.title, &body);
    };
    let id = escape(program.id.as_str());
    for module in &pack.manifest.modules {
        let _ = writeln!(body, "<h2>{}</h2>\n<ol>", escape(&module.title));
        for lesson in &module.lessons {
            let title = escape(&lesson.title);
            let _ = match lesson.path {
                Some(_) => writeln!(
                    body,
                    "<li><a href=\"/program/{id}/lesson/{}\">{title}</a></li>",
                    escape(lesson.id.as_str())
                ),
                None => writeln!(body, "<li>{title} (not written yet)</li>"),
            };
        }
        body.push_str("</ol>\n");
        if let Some(quiz) = module.quiz.as_ref().and_then(|id| pack.manifest.quiz(id)) {
            let (quiz_id, title) = (escape(quiz.id.as_str()), escape(&quiz.title));
            let _ = writeln!(
                body,
                "<p><a href=\"/program/{id}/quiz/{quiz_id}\">{title}</a>: {} questions</p>",
                quiz.items.len()
            );
        }
    }
    whole(&program.title, &body)
}

/// `None`: there is no such lesson, or it is not written.
pub fn lesson(pack: &Pack, id: &str) -> Option<String> {
    let (module, lesson) = pack.manifest.lessons().find(|(_, lesson)| lesson.id.as_str() == id)?;
    let text = lesson_text(pack, lesson)?;
    let body = format!(
        "<p class=\"note\"><a href=\"/program/{}\">{}</a></p>\n<h1>{}</h1>\n{text}",
        escape(pack.manifest.program.as_str()),
        escape(&module.title),
        escape(&lesson.title),
    );
    Some(whole(&lesson.title, &body))
}

fn lesson_text(pack: &Pack, lesson: &Lesson) -> Option<String> {
    let path = lesson.path.as_deref()?;
    let read = |path: &str| {
        let bytes = super::bytes(pack, pack.manifest.file(path)?)?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    };
    let at = |path: &str| file_address(pack, path);
    let find = |address: &str| lesson_media(&pack.manifest, path, address, &at, &read);
    Some(render_lesson(&read(path)?, &find, &pack.manifest.glossary))
}

fn file_address(pack: &Pack, path: &str) -> String {
    format!("/program/{}/file/{path}", pack.manifest.program)
}

/// With its answers: a school reads its own quiz.
pub fn quiz(pack: &Pack, id: &str) -> Option<String> {
    let quiz = pack.manifest.quizzes.iter().find(|quiz| quiz.id.as_str() == id)?;
    let program = escape(pack.manifest.program.as_str());
    let mut body = format!(
        "<p class=\"note\"><a href=\"/program/{program}\">The course</a></p>\n<h1>{}</h1>\n<p>{} percent passes.</p>\n<ol>\n",
        escape(&quiz.title),
        quiz.pass_percent
    );
    for item in &quiz.items {
        let _ = writeln!(body, "<li>\n{}</li>", question(pack, item));
    }
    body.push_str("</ol>\n");
    Some(whole(&quiz.title, &body))
}

fn question(pack: &Pack, item: &Item) -> String {
    let mut out = format!("<p><strong>{}</strong></p>\n", escape(&item.prompt));
    match &item.body {
        ItemBody::Single { choices } | ItemBody::Multiple { choices } => out.push_str(&listed("ul", choices)),
        ItemBody::Ordering { choices } => out.push_str(&listed("ol", choices)),
        ItemBody::Matching { pairs } => {
            out.push_str("<ul>\n");
            pairs.iter().for_each(|pair| {
                let _ = writeln!(out, "<li>{}: <strong>{}</strong></li>", escape(&pair.left), escape(&pair.right));
            });
            out.push_str("</ul>\n");
        }
        ItemBody::Numeric { answer, tolerance, unit } => {
            let _ = writeln!(out, "<p><strong>{answer} {}</strong>, give or take {tolerance}</p>", escape(unit));
        }
        ItemBody::Hotspot { image, alt, areas } => {
            let address = escape(&file_address(pack, image));
            let _ = writeln!(out, "<figure><img src=\"{address}\" alt=\"{}\"></figure>\n<ul>", escape(alt));
            for area in areas {
                let right = if area.correct { "<strong>right</strong>".to_owned() } else { escape(&area.feedback) };
                let _ = writeln!(out, "<li>{}: {right}</li>", escape(&area.text));
            }
            out.push_str("</ul>\n");
        }
        ItemBody::Unknown(_) => out.push_str("<p>A kind of question this version does not know.</p>\n"),
    }
    let _ = writeln!(out, "<p>{}</p>", escape(&item.explain));
    out
}

fn listed(tag: &str, choices: &[Choice]) -> String {
    let line = |choice: &Choice| {
        let mark = if choice.correct { ": <strong>right</strong>" } else { "" };
        let feedback =
            if choice.feedback.is_empty() { String::new() } else { format!(" ({})", escape(&choice.feedback)) };
        format!("<li>{}{mark}{feedback}</li>\n", escape(&choice.text))
    };
    format!("<{tag}>\n{}</{tag}>\n", choices.iter().map(line).collect::<String>())
}

pub fn faults(faults: &[Fault]) -> String {
    let mut body = format!("<h1>{} mistakes</h1>\n<p>Mend them and load this page again.</p>\n<ul>\n", faults.len());
    for fault in faults {
        let _ = writeln!(body, "<li>{}</li>", escape(&fault.to_string()));
    }
    body.push_str("</ul>\n");
    whole("Mistakes", &body)
}

pub fn missing() -> String {
    whole("Not here", "<h1>There is nothing here</h1>\n<p><a href=\"/\">All programs</a></p>\n")
}
