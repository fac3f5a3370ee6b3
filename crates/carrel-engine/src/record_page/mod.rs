//! A learner's record and whole journal as one page: to read anywhere, without a network, and to print. Pure.
//!
//! No script, nothing fetched, everything escaped. It says whose word each thing is, and that it is no certificate.

mod html;
mod skills;
mod words;

pub use skills::{SkillsFacts, skills_page};

use crate::api::{Act, DeliveryView, LogLine, Progress, SchoolCard};
use carrel_domain::Timestamp;
use carrel_domain::enrollment::EnrollmentLabel;
use carrel_domain::goal::EligibilityShown;
use html::Html;
use jiff::tz::TimeZone;
use serde::Serialize;
pub use words::Words;

pub struct Facts {
    /// Name and address.
    pub learner: Option<(String, String)>,
    pub school: SchoolCard,
    pub device_name: String,
    pub made_at: Timestamp,
    pub zone: TimeZone,
    pub courses: Vec<Course>,
    /// Oldest first.
    pub acts: Vec<Act>,
}

pub struct Course {
    pub title: String,
    pub label: Option<EnrollmentLabel>,
    pub access: Option<(Timestamp, Timestamp)>,
    pub progress: Option<Progress>,
    pub done: Vec<Done>,
    pub quizzes: Vec<Quiz>,
    /// Practice exams, oldest first.
    pub exams: Vec<Exam>,
    pub notes: Vec<Note>,
    pub marked: Vec<Marked>,
    /// The skills log, newest first.
    pub practice: Vec<LogLine>,
    pub eligibility: Option<EligibilityShown>,
}

pub struct Done {
    pub title: String,
    pub at: Timestamp,
    pub delivery: DeliveryView,
}

pub struct Quiz {
    pub title: String,
    pub attempts: Vec<Attempt>,
}

pub struct Exam {
    pub at: Timestamp,
    pub right: u32,
    pub total: u32,
    pub minutes: u32,
    pub delivery: DeliveryView,
}

pub struct Attempt {
    pub at: Timestamp,
    pub points: u32,
    pub max: u32,
    pub passed: bool,
    /// The school's own score, and no longer this computer's.
    pub is_final: bool,
    pub delivery: DeliveryView,
}

pub struct Note {
    pub title: String,
    pub at: Timestamp,
    pub text: String,
}

/// A passage the learner marked.
pub struct Marked {
    pub title: String,
    pub at: Timestamp,
    pub quote: String,
    /// Empty where they only marked it.
    pub note: String,
}

/// More than a minute of doubt is worth saying.
const SURE_MS: i64 = 60_000;

pub fn page(facts: &Facts) -> String {
    let mut writer = Writer { out: Html::default(), words: Words::load(), zone: &facts.zone };
    writer.head(facts);
    for course in &facts.courses {
        writer.course(course);
    }
    if facts.courses.is_empty() {
        writer.say("<p class=\"muted\">", "record-no-courses", "</p>");
    }
    writer.acts(&facts.acts);
    writer.out.raw("</body></html>\n");
    writer.out.done()
}

struct Writer<'a> {
    out: Html,
    words: Words,
    zone: &'a TimeZone,
}

/// The parts of the page.
impl Writer<'_> {
    fn head(&mut self, facts: &Facts) {
        let (name, email) = facts.learner.clone().unwrap_or_default();
        let title = self.words.get("record-title", &[("name", &name)]);
        self.begin(&facts.school.name, &title);
        self.fact("record-learner", &[&name, &email]);
        self.fact("record-school", &[&facts.school.name, &facts.school.address]);
        let made = self.moment(facts.made_at);
        let zone = facts.zone.iana_name().unwrap_or("UTC");
        let zone = self.words.get("record-zone", &[("zone", zone)]);
        self.fact("record-made", &[&made, &zone]);
        self.fact("record-computer", &[&facts.device_name]);
        self.out.raw("</dl>");
        self.say("<p class=\"note\">", "record-what-it-is", "</p></header>");
    }

    /// Everything up to the first fact under the title.
    fn begin(&mut self, over: &str, title: &str) {
        self.out
            .raw("<!doctype html>\n<html lang=\"en-US\"><head><meta charset=\"utf-8\">")
            .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">")
            .raw("<meta name=\"viewport\" content=\"width=device-width\">")
            .line("<title>", title, "</title>")
            .raw("<style>")
            .raw(include_str!("page.css"))
            .raw("</style></head><body><header>")
            .line("<p class=\"over\">", over, "</p>")
            .line("<h1>", title, "</h1><dl class=\"facts\">");
    }

    fn course(&mut self, course: &Course) {
        self.out.raw("<section class=\"course\">").line("<h2>", &course.title, "</h2><dl class=\"facts\">");
        if let Some(label) = course.label {
            let label = self.words.get(&format!("label-{}", name_of_word(&label)), &[]);
            self.fact("record-standing", &[&label]);
        }
        if let Some((starts, ends)) = course.access {
            let (from, to) = (self.day(starts), self.day(ends));
            let span = self.words.get("record-from-to", &[("from", &from), ("to", &to)]);
            self.fact("record-access", &[&span]);
        }
        if let Some(progress) = &course.progress {
            self.progress(progress);
        }
        if let Some(shown) = &course.eligibility {
            self.eligibility(shown);
        }
        self.out.raw("</dl>");
        self.done(&course.done);
        self.quizzes(&course.quizzes);
        self.exams(&course.exams);
        if !course.practice.is_empty() {
            self.log("record-skills", &course.practice);
        }
        self.notes(&course.notes);
        self.marked(&course.marked);
        self.out.raw("</section>");
    }

    fn progress(&mut self, progress: &Progress) {
        let of = |writer: &Self, done: u32, all: u32| {
            writer.words.get("record-of", &[("done", &done.to_string()), ("all", &all.to_string())])
        };
        let lessons = of(self, progress.lessons_done, progress.lessons);
        let percent = progress.lessons_done * 100 / progress.lessons.max(1);
        self.say("<dt>", "record-lessons", "</dt>");
        self.out.line("<dd>", &lessons, "<span class=\"bar\"><span style=\"width:").number(percent.min(100));
        self.out.raw("%\"></span></span></dd>");
        let quizzes = of(self, progress.quizzes_passed, progress.quizzes);
        self.fact("record-quizzes-passed", &[&quizzes]);
        let (hours, minutes) = (progress.study_minutes / 60, progress.study_minutes % 60);
        let time = self.words.get("record-hours", &[("hours", &hours.to_string()), ("minutes", &minutes.to_string())]);
        self.fact("record-time", &[&time]);
    }

    fn done(&mut self, done: &[Done]) {
        if done.is_empty() {
            return;
        }
        self.table("record-lessons-done", &["record-lesson", "record-when", "record-word"]);
        for one in done {
            let (when, whose) = (self.moment(one.at), self.whose(&one.delivery));
            self.row(&[&one.title, &when, &whose]);
        }
        self.out.raw("</tbody></table>");
    }

    fn quizzes(&mut self, quizzes: &[Quiz]) {
        if quizzes.is_empty() {
            return;
        }
        self.table("record-quizzes", &["record-quiz", "record-when", "record-score", "record-word"]);
        for (quiz, attempt) in quizzes.iter().flat_map(|quiz| quiz.attempts.iter().map(move |one| (quiz, one))) {
            let result = if attempt.passed { "record-passed" } else { "record-not-passed" };
            let (points, max) = (attempt.points.to_string(), attempt.max.to_string());
            let score = self.words.get(result, &[("points", &points), ("max", &max)]);
            let whose = match attempt.is_final {
                true => self.whose(&attempt.delivery),
                false => self.words.get("record-provisional", &[]),
            };
            let when = self.moment(attempt.at);
            self.row(&[&quiz.title, &when, &score, &whose]);
        }
        self.out.raw("</tbody></table>");
    }

    fn exams(&mut self, exams: &[Exam]) {
        if exams.is_empty() {
            return;
        }
        self.table("record-exams", &["record-when", "record-score", "record-minutes", "record-word"]);
        for exam in exams {
            let (right, total) = (exam.right.to_string(), exam.total.to_string());
            let score = self.words.get("record-of", &[("done", &right), ("all", &total)]);
            let (when, whose) = (self.moment(exam.at), self.whose(&exam.delivery));
            self.row(&[&when, &score, &exam.minutes.to_string(), &whose]);
        }
        self.out.raw("</tbody></table>");
    }

    fn notes(&mut self, notes: &[Note]) {
        if notes.is_empty() {
            return;
        }
        self.say("<h3>", "record-notes", "</h3>");
        for note in notes {
            let when = self.moment(note.at);
            self.out.raw("<div class=\"written\">").line("<p><b>", &note.title, "</b> ");
            self.out.line("<span class=\"muted\">", &when, "</span></p>").line(
                "<p class=\"words\">",
                &note.text,
                "</p></div>",
            );
        }
    }

    fn marked(&mut self, marked: &[Marked]) {
        if marked.is_empty() {
            return;
        }
        self.say("<h3>", "record-marked", "</h3>");
        for passage in marked {
            let when = self.moment(passage.at);
            self.out.raw("<div class=\"written\">").line("<p><b>", &passage.title, "</b> ");
            self.out.line("<span class=\"muted\">", &when, "</span></p>");
            self.out.line("<p class=\"words\">“", &passage.quote, "”</p>");
            if !passage.note.is_empty() {
                self.out.line("<p class=\"words\">", &passage.note, "</p>");
            }
            self.out.raw("</div>");
        }
    }

    fn acts(&mut self, acts: &[Act]) {
        self.out.raw("<section class=\"acts\">");
        self.say("<h2>", "record-acts", "</h2>");
        self.say("<p class=\"muted\">", "record-acts-text", "</p>");
        self.table("", &["record-number", "record-when", "record-what", "record-receipt"]);
        for act in acts {
            self.act(act);
        }
        self.out.raw("</tbody></table></section>");
    }

    fn act(&mut self, act: &Act) {
        let mut when = self.moment(act.at);
        if act.uncertainty_ms > SURE_MS {
            when = self.words.get("activity-about", &[("time", &when)]);
        }
        let id = format!("act-{}", act.kind.replace('_', "-"));
        let id = if self.words.has(&id) { id.as_str() } else { "act-unknown" };
        let plain = self.words.get("act-some-lesson", &[]);
        let what = self.words.get(id, &[("subject", act.subject.as_deref().unwrap_or(&plain))]);
        let whose = self.whose(&act.delivery);
        self.out.line("<tr><td class=\"number\">", &act.seq.to_string(), "</td>").line("<td>", &when, "</td>");
        self.out.line("<td>", &what, "").line("<span class=\"small\">", &act.program_title, "</span></td>");
        self.out.line("<td>", &whose, "").line("<span class=\"small id\">", act.id.as_str(), "</span></td></tr>\n");
    }
}

/// Words and small markup.
impl Writer<'_> {
    fn say(&mut self, open: &'static str, id: &str, close: &'static str) {
        let text = self.words.get(id, &[]);
        self.out.line(open, &text, close);
    }

    /// Nothing is said where there is nothing to say.
    fn fact(&mut self, id: &str, values: &[&str]) {
        if values.iter().all(|value| value.is_empty()) {
            return;
        }
        self.say("<dt>", id, "</dt><dd>");
        for value in values.iter().filter(|value| !value.is_empty()) {
            self.out.line("<span>", value, "</span> ");
        }
        self.out.raw("</dd>");
    }

    /// Begins a table; `caption` may be empty.
    fn table(&mut self, caption: &str, columns: &[&str]) {
        if !caption.is_empty() {
            self.say("<h3>", caption, "</h3>");
        }
        self.out.raw("<table><thead><tr>");
        for column in columns {
            self.say("<th scope=\"col\">", column, "</th>");
        }
        self.out.raw("</tr></thead><tbody>\n");
    }

    fn row(&mut self, cells: &[&str]) {
        self.out.raw("<tr>");
        for cell in cells {
            self.out.line("<td>", cell, "</td>");
        }
        self.out.raw("</tr>\n");
    }

    /// Whose word it is, and since when.
    fn whose(&self, delivery: &DeliveryView) -> String {
        match delivery {
            DeliveryView::OnThisComputer => self.words.get("delivery-on-this-computer", &[]),
            DeliveryView::Sent { at } => self.words.get("delivery-sent-at", &[("when", &self.moment(*at))]),
            DeliveryView::Confirmed { at, by } => {
                self.words.get("delivery-confirmed-at", &[("by", by), ("when", &self.moment(*at))])
            }
            DeliveryView::Refused { at, refusal } => {
                let refused = self.words.get("delivery-refused-at", &[("when", &self.moment(*at))]);
                let stop = if refusal.text.ends_with(['.', '!', '?']) { "" } else { "." };
                format!("{refused}: {}{stop} {}", refusal.text, refusal.remedy)
            }
            DeliveryView::NeedsYou { text } => format!("{}: {text}", self.words.get("delivery-needs-you", &[])),
            DeliveryView::WaitsForSchool { text } => {
                format!("{}: {text}", self.words.get("delivery-waits-for-school", &[]))
            }
        }
    }

    fn moment(&self, at: Timestamp) -> String {
        self.written(at, "%b %-d, %Y, %-I:%M %p")
    }

    fn day(&self, at: Timestamp) -> String {
        self.written(at, "%b %-d, %Y")
    }

    fn written(&self, at: Timestamp, format: &str) -> String {
        let moment = jiff::Timestamp::from_millisecond(at.0).unwrap_or_default();
        moment.to_zoned(self.zone.clone()).strftime(format).to_string()
    }
}

/// `waiting_for_school` as the ids of words have it.
fn name_of_word<T: Serialize>(word: &T) -> String {
    match serde_json::to_value(word) {
        Ok(serde_json::Value::String(name)) => name.replace('_', "-"),
        _ => String::new(),
    }
}
