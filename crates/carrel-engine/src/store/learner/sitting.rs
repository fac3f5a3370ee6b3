//! A practice exam under way: as durable as a draft, so that a crash costs neither an answer nor more than seconds of time.

use super::{DbError, LearnerStore};
use carrel_domain::quiz::{Answer, ItemKey};
use carrel_domain::{ProgramId, QuizId, Timestamp};
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sitting {
    pub seed: u64,
    pub started: Timestamp,
    /// As drawn: an update of the course changes no sitting under way.
    pub items: Vec<ItemKey>,
    #[serde(default)]
    pub answers: BTreeMap<ItemKey, Answer>,
    /// Marked to look at again.
    #[serde(default)]
    pub flagged: BTreeSet<ItemKey>,
    /// The question the learner was at.
    #[serde(default)]
    pub at: u32,
    pub limit_ms: i64,
    /// Study time that went into it.
    #[serde(default)]
    pub spent_ms: i64,
}

impl Sitting {
    pub fn left_ms(&self) -> i64 {
        (self.limit_ms - self.spent_ms).max(0)
    }
}

impl LearnerStore {
    pub async fn sitting(&self, program: ProgramId, exam: QuizId) -> Result<Option<Sitting>, DbError> {
        self.db
            .read(move |conn| {
                let mut statement =
                    conn.prepare_cached("SELECT sitting FROM sittings WHERE program = ?1 AND exam = ?2")?;
                let text: Option<String> =
                    statement.query_row(params![program.as_str(), exam.as_str()], |row| row.get(0)).optional()?;
                Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
            })
            .await
    }

    /// Begins a sitting unless one is under way; gives the one that is.
    pub async fn begin_sitting(&self, program: ProgramId, exam: QuizId, new: Sitting) -> Result<Sitting, DbError> {
        let text = serde_json::to_string(&new).unwrap_or_else(|_| "null".to_owned());
        let (key, name) = (program.clone(), exam.clone());
        self.db
            .write(move |tx| {
                tx.execute(
                    "INSERT INTO sittings (program, exam, sitting) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
                    params![key.as_str(), name.as_str(), text],
                )?;
                Ok::<_, DbError>(())
            })
            .await?;
        Ok(self.sitting(program, exam).await?.unwrap_or(new))
    }

    /// Keeps what changed, if this very sitting is still under way.
    pub async fn save_sitting(&self, program: ProgramId, exam: QuizId, sitting: Sitting) -> Result<(), DbError> {
        let text = serde_json::to_string(&sitting).unwrap_or_else(|_| "null".to_owned());
        let seed = as_stored(sitting.seed);
        self.db
            .write(move |tx| {
                tx.execute(
                    "UPDATE sittings SET sitting = ?3
                     WHERE program = ?1 AND exam = ?2 AND sitting ->> 'seed' = ?4",
                    params![program.as_str(), exam.as_str(), text, seed],
                )?;
                Ok(())
            })
            .await
    }

    /// Forgets a sitting that was handed in.
    pub async fn end_sitting(&self, program: ProgramId, exam: QuizId, seed: u64) -> Result<(), DbError> {
        self.db
            .write(move |tx| {
                tx.execute(
                    "DELETE FROM sittings WHERE program = ?1 AND exam = ?2 AND sitting ->> 'seed' = ?3",
                    params![program.as_str(), exam.as_str(), as_stored(seed)],
                )?;
                Ok(())
            })
            .await
    }
}

/// Seeds have 53 bits, so that JSON and SQLite take them as they are.
fn as_stored(seed: u64) -> i64 {
    i64::try_from(seed).unwrap_or(i64::MAX)
}
