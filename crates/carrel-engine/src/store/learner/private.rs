//! What stays on this computer: quiz drafts, exact places in lessons and in their films.

use super::{DbError, LearnerStore};
use crate::api::FilmPlace;
use carrel_domain::quiz::Answers;
use carrel_domain::{Action, LessonId, Operation, ProgramId, QuizId};
use rusqlite::{OptionalExtension, Transaction, params};

/// What was handed in is no draft any more. In the transaction of the act: a draft left behind would begin the next attempt.
pub(super) fn drop_handed_in(tx: &Transaction<'_>, op: &Operation) -> Result<(), DbError> {
    match op.action() {
        Ok(Action::QuizSubmitted { quiz, .. }) => drop_draft(tx, &op.program, &quiz),
        _ => Ok(()),
    }
}

fn drop_draft(tx: &Transaction<'_>, program: &ProgramId, quiz: &QuizId) -> Result<(), DbError> {
    let sql = "DELETE FROM drafts WHERE program = ?1 AND quiz = ?2";
    tx.execute(sql, params![program.as_str(), quiz.as_str()])?;
    Ok(())
}

impl LearnerStore {
    pub async fn draft(&self, program: ProgramId, quiz: QuizId) -> Result<Answers, DbError> {
        self.db
            .read(move |conn| {
                let text: Option<String> = conn
                    .prepare_cached("SELECT answers FROM drafts WHERE program = ?1 AND quiz = ?2")?
                    .query_row(params![program.as_str(), quiz.as_str()], |row| row.get(0))
                    .optional()?;
                Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
            })
            .await
    }

    /// An empty draft is forgotten.
    pub async fn save_draft(&self, program: ProgramId, quiz: QuizId, answers: Answers) -> Result<(), DbError> {
        let text = serde_json::to_string(&answers).unwrap_or_else(|_| "{}".to_owned());
        self.db
            .write(move |tx| {
                if answers.is_empty() {
                    return drop_draft(tx, &program, &quiz);
                }
                tx.execute(
                    "INSERT INTO drafts (program, quiz, answers) VALUES (?1, ?2, ?3)
                     ON CONFLICT (program, quiz) DO UPDATE SET answers = excluded.answers",
                    params![program.as_str(), quiz.as_str(), text],
                )?;
                Ok(())
            })
            .await
    }

    pub async fn place(&self, program: ProgramId, lesson: LessonId) -> Result<Option<u16>, DbError> {
        self.db
            .read(move |conn| {
                let mut statement =
                    conn.prepare_cached("SELECT permille FROM places WHERE program = ?1 AND lesson = ?2")?;
                Ok(statement.query_row(params![program.as_str(), lesson.as_str()], |row| row.get(0)).optional()?)
            })
            .await
    }

    pub async fn save_place(&self, program: ProgramId, lesson: LessonId, permille: u16) -> Result<(), DbError> {
        self.db
            .write(move |tx| {
                tx.prepare_cached(
                    "INSERT INTO places (program, lesson, permille) VALUES (?1, ?2, ?3)
                     ON CONFLICT (program, lesson) DO UPDATE SET permille = excluded.permille",
                )?
                .execute(params![program.as_str(), lesson.as_str(), permille])?;
                Ok(())
            })
            .await
    }

    /// How far the films of a lesson were watched. A film has its place beside its lesson's, under `<lesson> <block>`: no id has
    /// a space in it.
    pub async fn film_places(&self, program: ProgramId, lesson: LessonId) -> Result<Vec<FilmPlace>, DbError> {
        self.db
            .read(move |conn| {
                let mut select = conn.prepare_cached(
                    "SELECT substr(lesson, length(?2) + 2), permille FROM places
                     WHERE program = ?1 AND lesson > ?2 || ' ' AND lesson < ?2 || '!'",
                )?;
                let rows = select.query_map(params![program.as_str(), lesson.as_str()], |row| {
                    Ok(FilmPlace { anchor: row.get(0)?, permille: row.get(1)? })
                })?;
                Ok(rows.collect::<Result<_, _>>()?)
            })
            .await
    }

    pub async fn save_film_place(
        &self,
        program: ProgramId,
        lesson: LessonId,
        anchor: String,
        permille: u16,
    ) -> Result<(), DbError> {
        self.save_place(program, LessonId(format!("{lesson} {anchor}")), permille).await
    }
}
