//! Reading from a terminal: words found in the lessons here, notes, bookmarks, marked passages, a lesson to print.

use crate::out::Out;
use crate::run::{Ended, POLL, found};
use crate::show::learning::delivery;
use crate::show::moment;
use crate::words::{Ending, Failure};
use carrel_domain::{OperationId, ProgramId};
use carrel_engine::Engine;
use carrel_engine::api::{
    BookmarkArgs, LessonArgs, LessonPage, LessonsFound, MarkedPage, NoteArgs, NoteView, ProgramArgs, SearchLessonsArgs,
    TextPart,
};

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

pub async fn all_marks(engine: &Engine, program: ProgramArgs, out: Out) -> Ended {
    let page = engine.marked(program).await?;
    out.reply(&page, everything)?;
    Ok(found(!page.lessons.is_empty()))
}

pub async fn note(engine: &Engine, lesson: LessonArgs, out: Out) -> Ended {
    let page = engine.lesson(lesson).await?;
    out.reply(&page.notes, |notes| versions(notes))?;
    Ok(found(!page.notes.is_empty()))
}

/// Keeps a note in place of the one there is. Of two nobody at a terminal has seen both, unless they say so.
pub async fn keep_note(engine: &Engine, of: LessonArgs, text: String, replace: bool, out: Out) -> Ended {
    let replaces = in_place_of(engine.lesson(of.clone()).await?.notes, replace)?;
    let saved = engine.save_note(NoteArgs { program: of.program, lesson: of.lesson, text, replaces }).await?;
    out.reply(&saved, |_| "The note is kept.".to_owned())?;
    Ok(Ending::Done)
}

fn in_place_of(notes: Vec<NoteView>, replace: bool) -> Result<Vec<OperationId>, Failure> {
    if notes.len() > 1 && !replace {
        let there = versions(&notes);
        let said = format!(
            "Two computers wrote this note apart. Nothing was changed:\n{there}\nTo put your text in place of all of it: --replace"
        );
        return Err(Failure::Said(Ending::NeedsYou, said));
    }
    Ok(notes.into_iter().map(|note| note.id).collect())
}

pub async fn bookmark(engine: &Engine, of: LessonArgs, on: bool, out: Out) -> Ended {
    engine.set_bookmark(BookmarkArgs { program: of.program, lesson: of.lesson, on }).await?;
    out.done(if on { "Bookmarked." } else { "The bookmark is gone." })?;
    Ok(Ending::Done)
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

fn versions(notes: &[NoteView]) -> String {
    let version = |note: &NoteView| {
        let whose = if note.this_computer { "this computer" } else { "another computer" };
        format!(
            "{} ({whose}, {})\n    {}",
            moment(note.at),
            delivery(&note.delivery),
            note.text.replace('\n', "\n    ")
        )
    };
    let said: Vec<String> = notes.iter().map(version).collect();
    if said.is_empty() { "There is no note on this lesson.".into() } else { said.join("\n") }
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

fn everything(page: &MarkedPage) -> String {
    let indented = |text: &str| text.replace('\n', "\n      ");
    let mut text = String::new();
    for lesson in &page.lessons {
        let title = lesson.title.as_deref().unwrap_or("no longer in this course");
        let bookmark = if lesson.bookmarked { "  bookmarked" } else { "" };
        text.push_str(&format!("{}  {title}{bookmark}\n", lesson.lesson));
        for mark in &lesson.marks {
            text.push_str(&format!("    \"{}\"\n", indented(&mark.quote)));
            if !mark.note.is_empty() {
                text.push_str(&format!("      {}\n", indented(&mark.note)));
            }
        }
        lesson.notes.iter().for_each(|note| text.push_str(&format!("    note: {}\n", indented(note))));
    }
    if text.is_empty() { format!("Nothing is marked in {} yet.", page.program_title) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use carrel_domain::Timestamp;
    use carrel_engine::api::DeliveryView;

    fn note(id: &str, this_computer: bool) -> NoteView {
        let delivery = DeliveryView::OnThisComputer;
        NoteView { id: id.into(), text: format!("words of {id}"), at: Timestamp(0), this_computer, delivery }
    }

    #[test]
    fn two_versions_of_a_note_are_replaced_only_by_somebody_who_says_so() {
        let two = || vec![note("here", true), note("there", false)];
        assert_eq!(in_place_of(vec![note("here", true)], false).expect("one"), ["here".into()]);
        let Err(Failure::Said(Ending::NeedsYou, said)) = in_place_of(two(), false) else { panic!("refused") };
        assert!(said.contains("words of here") && said.contains("words of there"), "{said}");
        assert_eq!(in_place_of(two(), true).expect("all of it"), ["here".into(), "there".into()]);
    }
}
