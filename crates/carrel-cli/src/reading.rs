//! Reading from a terminal: words found in the lessons here, marked passages, a lesson to print.

use crate::out::Out;
use crate::run::{Ended, POLL, found};
use crate::show::learning::delivery;
use crate::words::Ending;
use carrel_domain::ProgramId;
use carrel_engine::Engine;
use carrel_engine::api::{LessonArgs, LessonPage, LessonsFound, SearchLessonsArgs, TextPart};

pub async fn search(engine: &Engine, text: &str, program: Option<&str>, out: Out) -> Ended {
    let args = SearchLessonsArgs { text: text.to_owned(), program: program.map(ProgramId::new) };
    let mut answer = engine.search_lessons(args.clone()).await?;
    // The program has only just started: what is here is being looked through.
    while answer.preparing {
        tokio::time::sleep(POLL).await;
        answer = engine.search_lessons(args.clone()).await?;
    }
    out.reply(&answer, hits)?;
    Ok(found(answer.total > 0))
}

pub async fn marks(engine: &Engine, lesson: LessonArgs, out: Out) -> Ended {
    let page = engine.lesson(lesson).await?;
    out.reply(&page.highlights, |_| passages(&page))?;
    Ok(found(!page.highlights.is_empty()))
}

pub async fn print(engine: &Engine, lesson: LessonArgs, out: Out) -> Ended {
    let printed = engine.print_lesson(lesson).await?;
    out.reply(&printed, |printed| format!("The lesson is written to {}", printed.path))?;
    Ok(Ending::Done)
}

fn hits(answer: &LessonsFound) -> String {
    if answer.searched == 0 {
        return "No lesson is on this computer yet. Get a course: carrelctl download PROGRAM --wait".into();
    }
    let mut text = String::new();
    if let Some(instead) = &answer.corrected {
        text.push_str(&format!("Nothing has these words. Found for: {instead}\n"));
    }
    for hit in &answer.lessons {
        let title = words(&hit.title);
        text.push_str(&format!(
            "{} {}  {title} ({}, {})\n",
            hit.program, hit.lesson, hit.program_title, hit.module_title
        ));
        hit.passages.iter().for_each(|passage| text.push_str(&format!("    {}\n", words(&passage.parts))));
        if hit.more > 0 {
            text.push_str(&format!("    and {} more places\n", hit.more));
        }
    }
    format!("{text}{} of {} lessons.", answer.total, answer.searched)
}

fn words(parts: &[TextPart]) -> String {
    parts.iter().map(|part| if part.found { format!("[{}]", part.text) } else { part.text.clone() }).collect()
}

fn passages(page: &LessonPage) -> String {
    let mut text = String::new();
    for mark in &page.highlights {
        let lost = if mark.anchor.is_none() { " (no longer in the lesson)" } else { "" };
        text.push_str(&format!("\"{}\"{lost}: {}\n", mark.quote, delivery(&mark.delivery)));
        if !mark.note.is_empty() {
            text.push_str(&format!("    {}\n", mark.note.replace('\n', "\n    ")));
        }
    }
    if text.is_empty() { "Nothing is marked in this lesson.".into() } else { text }
}
