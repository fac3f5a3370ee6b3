//! Everything about a learner as files they own: one for programs, one for people and paper.

use super::activity::Described;
use super::course::scored_attempts;
use super::deliver::{Deliveries, Sent};
use super::learning::progress;
use super::practice::lines;
use crate::api::{Act, ApiError, Exported};
use crate::engine::Engine;
use crate::learner::Learner;
use crate::record_page::{Attempt, Course, Done, Exam, Facts, Marked, Note, Quiz, page};
use crate::registry::write_whole;
use crate::school::School;
use crate::store::learner::JournalRow;
use carrel_domain::enrollment::Access;
use carrel_domain::quiz::Score;
use carrel_domain::view::View;
use carrel_domain::{LessonId, OperationId, ProgramId, QuizId};
use jiff::tz::TimeZone;
use serde_json::{Value, json};

impl Engine {
    /// Writes everything this computer holds of the learner into one JSON file.
    pub async fn export_data(&self, (): ()) -> Result<Exported, ApiError> {
        let (school, learner) = self.learner().await?;
        let rows = all_rows(&learner).await?;
        let acts = rows.len() as u32;
        let said: Vec<Value> = {
            let ledger = learner.ledger().await?;
            let mirrors = ledger.mirrors();
            mirrors.map(|(program, mirror)| json!({"program": program, "enrollment": mirror.enrollment, "record": mirror.record})).collect()
        };
        let who = self.state(()).await?.learner;
        let data = json!({
            "format": "carrel-export",
            "version": 1,
            "exported_at_ms": learner.now().at,
            "school": school.card,
            "learner": who.map(|who| json!({"name": who.name, "email": who.email})),
            "acts": rows.iter().map(entry).collect::<Vec<_>>(),
            "confirmed_by_school": said,
        });
        let bytes = serde_json::to_vec_pretty(&data).map_err(std::io::Error::other)?;
        Ok(Exported { path: self.write_export(&learner, "carrel-export", "json", &bytes)?, acts })
    }

    /// Writes the record and the whole journal as one page to read and to print.
    pub async fn export_page(&self, (): ()) -> Result<Exported, ApiError> {
        let (school, learner) = self.learner().await?;
        let views: Vec<(ProgramId, View)> = {
            let ledger = learner.ledger().await?;
            ledger.views().map(|(id, view)| (id.clone(), view.clone())).collect()
        };
        let rows = all_rows(&learner).await?;
        let ids = rows.iter().map(|row| &row.op.program).chain(views.iter().map(|(id, _)| id));
        let described = Described::of(self, &school, ids.cloned().collect()).await;
        let sent = Sent::of(&learner).await?;
        let acts: Vec<Act> = rows.iter().map(|row| described.act(row, sent)).collect();
        drop(rows);
        let mut courses = Vec::new();
        for (id, view) in &views {
            if view.label(learner.now().at).is_some() {
                courses.push(course(&learner, &school, &described, (id, view)).await?);
            }
        }
        courses.sort_by(|a, b| a.title.cmp(&b.title));
        let written = acts.len() as u32;
        let facts = Facts {
            learner: self.state(()).await?.learner.map(|card| (card.name, card.email)),
            school: school.card.clone(),
            device_name: self.0.registry.get().settings.device_name,
            made_at: learner.now().at,
            zone: TimeZone::system(),
            courses,
            acts,
        };
        let path = self.write_export(&learner, "carrel-record", "html", page(&facts).as_bytes())?;
        Ok(Exported { path, acts: written })
    }

    pub(super) fn write_export(
        &self,
        learner: &Learner,
        what: &str,
        ending: &str,
        bytes: &[u8],
    ) -> Result<String, ApiError> {
        let folder = &self.0.host.export_dir;
        std::fs::create_dir_all(folder)?;
        let path = folder.join(format!("{what}-{}.{ending}", date_for_name(learner.now().at.0)));
        write_whole(&path, bytes)?;
        Ok(path.display().to_string())
    }
}

/// Oldest first.
async fn all_rows(learner: &Learner) -> Result<Vec<JournalRow>, ApiError> {
    let mut all = Vec::new();
    loop {
        let after = all.last().map_or(0, |row: &JournalRow| row.op.seq);
        let rows = learner.store.journal_from(after, 1000).await?;
        if rows.is_empty() {
            return Ok(all);
        }
        all.extend(rows);
    }
}

fn entry(row: &JournalRow) -> Value {
    let answer = row
        .answer
        .as_ref()
        .map(|(answer, at, by, detail)| json!({"answer": answer, "at_ms": at, "by": by, "detail": detail}));
    json!({"act": row.op, "school_answer": answer, "put_away": row.put_away})
}

/// `2026-11-22-140205`, in UTC: sorts, and is a plain file name everywhere.
pub(super) fn date_for_name(at_ms: i64) -> String {
    let moment = jiff::Timestamp::from_millisecond(at_ms).unwrap_or_default();
    moment.strftime("%Y-%m-%d-%H%M%S").to_string()
}

async fn course(
    learner: &Learner,
    school: &School,
    described: &Described<'_>,
    (id, view): (&ProgramId, &View),
) -> Result<Course, ApiError> {
    let acts: Vec<OperationId> = acts_of(view);
    let deliveries = Deliveries::of(learner, &school.card.name, &acts).await?;
    let manifest = school.library.manifest(id);
    let title_of = |lesson: &LessonId| described.lesson(id, lesson).unwrap_or_else(|| lesson.to_string());
    let mut done: Vec<Done> = Vec::new();
    let mut notes: Vec<Note> = Vec::new();
    let mut marked: Vec<Marked> = Vec::new();
    for (lesson, known) in &view.record.lessons {
        let first = known.standing_completions().min_by_key(|(_, at)| *at);
        done.extend(first.map(|(op, at)| Done { title: title_of(lesson), at, delivery: deliveries.get(op, at) }));
        let versions = known.note.heads.values().filter(|version| !version.text.is_empty());
        notes.extend(versions.map(|version| Note {
            title: title_of(lesson),
            at: version.stamp.at,
            text: version.text.clone(),
        }));
        marked.extend(known.highlights.heads.values().map(|highlight| Marked {
            title: title_of(lesson),
            at: highlight.stamp.at,
            quote: highlight.mark.quote.clone(),
            note: highlight.mark.note.clone(),
        }));
    }
    done.sort_by_key(|done| done.at);
    marked.sort_by(|a, b| (&a.title, a.at).cmp(&(&b.title, b.at)));
    Ok(Course {
        title: described.title(id),
        label: view.label(learner.now().at),
        access: view.enrollment.as_ref().and_then(|enrollment| match enrollment.access {
            Access::Active { starts, ends } => Some((starts, ends)),
            _ => None,
        }),
        progress: described.program(id).map(|program| progress(program, manifest.as_deref(), view)),
        done,
        quizzes: view.record.quizzes.keys().map(|quiz| quiz_of(quiz, described, (id, view), &deliveries)).collect(),
        exams: exams_of(view, &deliveries),
        notes,
        marked,
        practice: lines(&view.record, learner, school).await?,
        eligibility: view.enrollment.as_ref().and_then(|enrollment| enrollment.eligibility.clone()),
    })
}

/// The acts whose state the page tells.
fn acts_of(view: &View) -> Vec<OperationId> {
    let completions = view.record.lessons.values().flat_map(|lesson| lesson.completions.keys());
    let attempts = view.record.quizzes.values().flat_map(|attempts| attempts.keys());
    completions.chain(attempts).chain(view.record.exams.keys()).cloned().collect()
}

fn exams_of(view: &View, deliveries: &Deliveries) -> Vec<Exam> {
    let exam = |(id, result): (&OperationId, &carrel_domain::exam::ExamResult)| Exam {
        at: result.at,
        right: result.right(),
        total: result.total(),
        minutes: result.minutes,
        delivery: deliveries.get(id, result.at),
    };
    let mut exams: Vec<Exam> = view.record.exams.iter().map(exam).collect();
    exams.sort_by_key(|exam| exam.at);
    exams
}

fn quiz_of(
    id: &QuizId,
    described: &Described<'_>,
    (program, view): (&ProgramId, &View),
    deliveries: &Deliveries,
) -> Quiz {
    let attempts = scored_attempts(id, &view.record, view.enrollment.as_ref()).into_iter().map(|attempt| {
        let Score { points, max, passed } = attempt.score;
        let delivery = deliveries.get(&attempt.id, attempt.at);
        Attempt { at: attempt.at, points, max, passed, is_final: attempt.is_final, delivery }
    });
    Quiz { title: described.quiz(program, id).unwrap_or_else(|| id.to_string()), attempts: attempts.collect() }
}
