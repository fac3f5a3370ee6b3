//! The school, its programs and their lessons.

use super::html::{Page, link, list};
use crate::campus::{Campus, Pack};
use carrel_domain::catalog::{OutlineModule, Program};
use carrel_domain::pack::{Lesson, Module};
use carrel_text::{escape, lesson_media, render_lesson, render_markdown};

pub fn index(campus: &Campus) -> Page {
    let mut page = Page::new(&campus.school.name, None);
    page.note(&campus.summary());
    page.note(&campus.counts());
    if let Some(guide) = &campus.guide {
        page.add(&format!("<p>{}</p>\n", link("/guide", &guide.title)));
    }
    page.heading("Programs");
    page.list(campus.programs.iter().map(|program| {
        let course = campus.packs.iter().any(|pack| pack.manifest.program == program.id);
        let link = link(&format!("/program/{}", program.id), &program.title);
        format!("{link}{}", if course { " (with a course)" } else { "" })
    }));
    if !campus.to_confirm.is_empty() {
        page.heading("To confirm");
        page.paragraph("For the school alone; learners never see it.");
        page.list(campus.to_confirm.iter().map(|one| escape(one)));
    }
    page
}

/// What could not be read at all: the school's own file.
pub fn no_school() -> Page {
    let mut page = Page::new("No school yet", None);
    page.paragraph("Programs are read once school.toml can be.");
    page
}

pub fn missing() -> Page {
    let mut page = Page::new("There is nothing here", None);
    page.add(&format!("<p>{}</p>\n", link("/", "All programs")));
    page
}

pub fn program(program: &Program, pack: Option<&Pack>) -> Page {
    let mut page = Page::new(&program.title, Some(("/", "All programs")));
    page.paragraph(&program.summary);
    page.add(&render_markdown(&program.description));
    page.list(more(program, pack));
    let Some(pack) = pack else {
        page.heading("Outline");
        page.paragraph("This program has no course yet.");
        page.list(program.outline.iter().map(outline));
        return page;
    };
    for module in &pack.manifest.modules {
        page.heading(&module.title);
        page.add(&lessons(program, module));
        if let Some(quiz) = module.quiz.as_ref().and_then(|id| pack.manifest.quiz(id)) {
            let link = link(&format!("/program/{}/quiz/{}", program.id, quiz.id), &quiz.title);
            page.add(&format!("<p>{link}: {} questions</p>\n", quiz.items.len()));
        }
    }
    page
}

/// What a program has beside its lessons.
fn more(program: &Program, pack: Option<&Pack>) -> Vec<String> {
    let to = |page: &str, words: &str| link(&format!("/program/{}/{page}", program.id), words);
    let manifest = pack.map(|pack| &pack.manifest);
    let goals = program.goals.as_ref().map(|_| to("eligibility", "Will this lead where I want?"));
    let skills = manifest.and_then(|one| one.practice.as_ref()).map(|_| to("skills", "Checklist and credentials"));
    let exam = manifest.and_then(|one| one.practice_exam.as_ref()).map(|exam| to("exam", &exam.title));
    [goals, skills, exam].into_iter().flatten().collect()
}

fn outline(module: &OutlineModule) -> String {
    let lessons = list("ol", module.lessons.iter().map(|lesson| escape(&lesson.title)));
    format!("{}\n{lessons}", escape(&module.title))
}

fn lessons(program: &Program, module: &Module) -> String {
    let line = |lesson: &Lesson| match lesson.path {
        Some(_) => link(&format!("/program/{}/lesson/{}", program.id, lesson.id), &lesson.title),
        None => format!("{} (not written yet)", escape(&lesson.title)),
    };
    list("ol", module.lessons.iter().map(line))
}

/// `None`: there is no such lesson, or it is not written.
pub fn lesson(pack: &Pack, id: &str) -> Option<Page> {
    let (module, lesson) = pack.manifest.lessons().find(|(_, lesson)| lesson.id.as_str() == id)?;
    let program = format!("/program/{}", pack.manifest.program);
    let mut page = Page::new(&lesson.title, Some((&program, &module.title)));
    page.list(lesson.objectives.iter().map(|objective| escape(objective)));
    page.add(&lesson_text(pack, lesson)?);
    if !lesson.sources.is_empty() {
        page.heading("Sources");
        page.list(lesson.sources.iter().map(|source| escape(source)));
    }
    Some(page)
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

pub fn file_address(pack: &Pack, path: &str) -> String {
    format!("/program/{}/file/{path}", pack.manifest.program)
}
