//! Courses and downloads.

use super::{day, moment, size, spoken};
use crate::out::Columns;
use crate::words::Ending;
use carrel_engine::api::{
    CoursePage, DeliveryView, DownloadsPage, LessonLine, MyLearning, PackState, PauseReason, QuizLine,
};

pub fn list(learning: &MyLearning) -> String {
    if learning.courses.is_empty() && learning.requests.is_empty() {
        return "No courses yet. Find one: carrelctl catalog search".into();
    }
    let mut columns = Columns::default();
    for course in &learning.courses {
        columns.row([
            course.program.to_string(),
            course.title.clone(),
            spoken(&course.label),
            format!("{} of {} lessons", course.progress.lessons_done, course.progress.lessons),
            course.pace.as_ref().map_or(String::new(), |pace| format!("{} days left", pace.days_left)),
            pack(&course.pack),
        ]);
    }
    for request in &learning.requests {
        let reason = request.reason.clone().unwrap_or_else(|| delivery(&request.delivery));
        columns.row([
            request.program.to_string(),
            request.title.clone(),
            spoken(&request.label),
            String::new(),
            String::new(),
            reason,
        ]);
    }
    let mut text = columns.to_string();
    if let Some(at) = &learning.continue_at {
        text.push_str(&format!("Continue: {} / {} ({})\n", at.program_title, at.lesson_title, at.lesson));
    }
    if learning.waiting > 0 {
        text.push_str(&format!("{} acts wait on this computer to be confirmed by the school.\n", learning.waiting));
    }
    text
}

pub fn course(page: &CoursePage) -> String {
    let progress = &page.progress;
    let mut text = format!(
        "{}: {}, {} of {} lessons, {} of {} quizzes passed, {} minutes studied\n",
        page.title,
        spoken(&page.label),
        progress.lessons_done,
        progress.lessons,
        progress.quizzes_passed,
        progress.quizzes,
        progress.study_minutes
    );
    if let Some(pace) = &page.pace {
        text.push_str(&format!("Access ends {}: {} days left.\n", day(pace.access_ends), pace.days_left));
    }
    text.push_str(&format!("On this computer: {}.\n", pack(&page.pack)));
    for module in &page.modules {
        let mut columns = Columns::default();
        module.lessons.iter().for_each(|lesson| columns.row(lesson_row(lesson)));
        module.quiz.iter().for_each(|quiz| columns.row(quiz_row(quiz)));
        text.push_str(&format!("\n{} ({} of {})\n{columns}", module.title, module.lessons_done, module.lessons.len()));
    }
    text
}

fn lesson_row(lesson: &LessonLine) -> [String; 4] {
    let state = match (&lesson.done_delivery, lesson.done, lesson.written) {
        (Some(how), true, _) => format!("done, {}", delivery(how)),
        (None, true, _) => "done".into(),
        (_, false, false) => "not written yet".into(),
        (_, false, true) if lesson.furthest_permille > 0 => format!("read to {} %", lesson.furthest_permille / 10),
        _ => String::new(),
    };
    [if lesson.done { "x" } else { " " }.into(), lesson.id.to_string(), lesson.title.clone(), state]
}

fn quiz_row(quiz: &QuizLine) -> [String; 4] {
    let whose = if quiz.is_final { "final" } else { "by this computer" };
    let state = quiz.counting.as_ref().map_or("not taken".into(), |score| format!("{}, {whose}", score_text(score)));
    ["?".into(), quiz.id.to_string(), quiz.title.clone(), state]
}

fn score_text(score: &carrel_domain::quiz::Score) -> String {
    format!("{} of {} right", score.points, score.max)
}

/// Whose truth an act is so far.
pub fn delivery(delivery: &DeliveryView) -> String {
    match delivery {
        DeliveryView::OnThisComputer => "on this computer".into(),
        DeliveryView::Sent { at } => format!("sent {}", moment(*at)),
        DeliveryView::Confirmed { at, by } => format!("confirmed by {by} {}", moment(*at)),
        DeliveryView::Refused { refusal, .. } => format!("refused by the school: {} {}", refusal.text, refusal.remedy),
        DeliveryView::NeedsYou { text } => format!("needs you: {text}"),
        DeliveryView::WaitsForSchool { text } => format!("waits for the school: {text}"),
    }
}

pub fn pack(pack: &PackState) -> String {
    match pack {
        PackState::None => "not downloaded".into(),
        PackState::Downloading { done_bytes, total_bytes, .. } => {
            format!("downloading, {} of {}", size(*done_bytes), size(*total_bytes))
        }
        PackState::Paused { done_bytes, total_bytes, reason } => {
            format!("paused at {} of {}: {}", size(*done_bytes), size(*total_bytes), pause(reason))
        }
        PackState::Complete { bytes, .. } => format!("downloaded, {}", size(*bytes)),
    }
}

fn pause(reason: &PauseReason) -> String {
    match reason {
        PauseReason::ByLearner => "you paused it".into(),
        PauseReason::Offline => "no network".into(),
        PauseReason::SchoolBusy => "the school's server is busy".into(),
        PauseReason::DiskFull { missing_bytes } => format!("{} of space are missing", size(*missing_bytes)),
        PauseReason::SignInAgain => "sign in again".into(),
        PauseReason::NoAccess { text } => format!("the school gives no access. {text}"),
        PauseReason::Damaged => "what arrived is not what the school announced".into(),
        PauseReason::Interrupted => "it goes on where it stopped".into(),
    }
}

/// How a command that waited for the download ends.
pub fn pause_ending(reason: &PauseReason) -> Ending {
    match reason {
        PauseReason::Offline | PauseReason::SchoolBusy => Ending::Offline,
        PauseReason::SignInAgain => Ending::SignInFirst,
        PauseReason::DiskFull { .. } | PauseReason::Damaged => Ending::ThisComputer,
        PauseReason::ByLearner | PauseReason::NoAccess { .. } | PauseReason::Interrupted => Ending::Refused,
    }
}

pub fn downloads(page: &DownloadsPage) -> String {
    let mut columns = Columns::default();
    for item in &page.items {
        columns.row([
            item.program.to_string(),
            item.title.clone(),
            format!("{} lessons", item.lessons),
            pack(&item.pack),
        ]);
    }
    let free = page.free_bytes.map(|free| format!(", {} free", size(free))).unwrap_or_default();
    format!("{columns}{} used{free}.", size(page.used_bytes))
}
