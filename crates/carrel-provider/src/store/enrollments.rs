//! Enrollments, and what the school's staff decides about them.

use super::accounts::Learner;
use super::{Store, StoreError};
use carrel_domain::enrollment::{Access, Application, Enrollment, Outcome};
use carrel_domain::{ProgramId, Timestamp};
use rusqlite::{Connection, OptionalExtension, params};

/// What a person at the school says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StaffDecision {
    Accept,
    Decline {
        reason: String,
    },
    /// The learner has finished the program.
    Complete,
}

impl Store {
    pub async fn enrollment(&self, learner: &Learner, program: &ProgramId) -> Result<Option<Enrollment>, StoreError> {
        let (key, program) = (learner.key, program.clone());
        self.db.read(move |conn| read_one(conn, key, program.as_str())).await
    }

    /// Every learner's enrollments, those that wait for the school first.
    pub async fn enrollments(&self) -> Result<Vec<(Learner, Enrollment)>, StoreError> {
        let learners = self.learners().await?;
        let all = move |conn: &Connection| {
            let mut found = Vec::new();
            for learner in learners {
                let theirs = read_all(conn, learner.key)?;
                found.extend(theirs.into_iter().map(|(enrollment, _)| (learner.clone(), enrollment)));
            }
            found.sort_by_key(|(_, enrollment)| enrollment.application != Application::Submitted);
            Ok(found)
        };
        self.db.read(all).await
    }

    /// Writes a staff decision down; the learner's computers hear of it at their next sync.
    pub async fn decide(
        &self,
        learner: &Learner,
        program: &ProgramId,
        decision: StaffDecision,
    ) -> Result<Enrollment, StoreError> {
        let (key, program, now) = (learner.key, program.clone(), self.now());
        self.db
            .write(move |tx| {
                let enrollment = read_one(tx, key, program.as_str())?.ok_or(StoreError::NoEnrollment)?;
                let terms = super::catalog::any_program(tx, &program)?;
                let access_days = terms.map_or(0, |program| program.access_days);
                let mut decided = apply_decision(enrollment, decision, now, access_days)?;
                decided.decided_at = Some(now);
                decided.decided_by = Some(super::school(tx)?.name);
                put(tx, key, &decided)?;
                Ok(decided)
            })
            .await
    }
}

fn apply_decision(
    mut enrollment: Enrollment,
    decision: StaffDecision,
    now: Timestamp,
    access_days: u32,
) -> Result<Enrollment, StoreError> {
    match (decision, enrollment.application) {
        (StaffDecision::Complete, Application::Accepted) => enrollment.outcome = Outcome::Completed,
        (StaffDecision::Complete, _) => return Err(StoreError::AlreadyDecided("not accepted")),
        (_, Application::Accepted) => return Err(StoreError::AlreadyDecided("accepted")),
        (StaffDecision::Accept, _) => {
            enrollment.application = Application::Accepted;
            enrollment.access = Access::Active { starts: now, ends: now.plus_days(access_days) };
            enrollment.funding = carrel_domain::enrollment::Funding::Pending;
            enrollment.reason = None;
        }
        (StaffDecision::Decline { .. }, Application::Declined) => return Err(StoreError::AlreadyDecided("declined")),
        (StaffDecision::Decline { reason }, _) => {
            enrollment.application = Application::Declined;
            enrollment.reason = Some(reason);
        }
    }
    Ok(enrollment)
}

pub(super) fn read_one(conn: &Connection, learner: i64, program: &str) -> Result<Option<Enrollment>, StoreError> {
    let sql = "SELECT json FROM enrollments WHERE learner = ?1 AND program = ?2";
    let json: Option<String> = conn.prepare_cached(sql)?.query_row((learner, program), |row| row.get(0)).optional()?;
    Ok(json.map(|json| serde_json::from_str(&json)).transpose()?)
}

/// All enrollments of a learner with their positions, oldest change first.
pub(super) fn read_all(conn: &Connection, learner: i64) -> Result<Vec<(Enrollment, i64)>, StoreError> {
    let sql = "SELECT json, position FROM enrollments WHERE learner = ?1 ORDER BY position";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([learner])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let json: String = row.get(0)?;
        all.push((serde_json::from_str(&json)?, row.get(1)?));
    }
    Ok(all)
}

/// Writes an enrollment at the next position of the learner's log.
pub(super) fn put(conn: &Connection, learner: i64, enrollment: &Enrollment) -> Result<(), StoreError> {
    let sql = "UPDATE learners SET head = head + 1 WHERE key = ?1 RETURNING head";
    let position: i64 = conn.prepare_cached(sql)?.query_row([learner], |row| row.get(0))?;
    conn.execute(
        "INSERT INTO enrollments (learner, program, position, json) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (learner, program) DO UPDATE SET position = excluded.position, json = excluded.json",
        params![learner, enrollment.program.as_str(), position, serde_json::to_string(enrollment)?],
    )?;
    Ok(())
}
