//! The learners' logs: taking operations in.
//!
//! One request is one transaction. What every operation needs (enrollments, digests, the head of the log) is read once at
//! its beginning, kept in memory and written once at its end; an operation itself costs one insert. The server does not
//! fold: it answers with the log, and the clients fold it with the same function as [`Store::record`].

use super::accounts::Learner;
use super::{PackCache, Store, StoreError, catalog, changes, content, enrollments};
use crate::fold::{self, Effect, ReadOp, Standing, Verdict};
use carrel_domain::digest::Digest;
use carrel_domain::enrollment::{Enrollment, Outcome, Refusal};
use carrel_domain::pack::Manifest;
use carrel_domain::view::Mirror;
use carrel_domain::{Action, Operation, ProgramId, QuizId, Timestamp};
use carrel_protocol::{Answer, Receipt, SyncRequest, SyncResponse};
use rusqlite::{CachedStatement, Connection, OptionalExtension, params};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

impl Store {
    /// One round trip of the private record. Without operations it only reads.
    pub async fn sync(&self, learner: &Learner, request: SyncRequest) -> Result<SyncResponse, StoreError> {
        let (key, now, epoch, packs) = (learner.key, self.now(), self.epoch.clone(), self.packs.clone());
        if request.ops.is_empty() {
            return self
                .db
                .read(move |conn| {
                    // One snapshot for the page and its digest.
                    let conn = conn.unchecked_transaction()?;
                    changes::answer(&conn, key, &epoch, &request, now, Taken::default())
                })
                .await;
        }
        // Before the transaction: the school writes for one learner at a time.
        let read = fold::read_all(&request.ops);
        self.db
            .write(move |tx| {
                let taken = ingest(tx, key, &request, &read, now, &packs)?;
                changes::answer(tx, key, &epoch, &request, now, taken)
            })
            .await
    }

    /// What the school knows of one learner in one program: the log, folded with the clients' own function.
    pub async fn record(&self, learner: &Learner, program: &ProgramId) -> Result<Mirror, StoreError> {
        let (key, program) = (learner.key, program.clone());
        self.db.read(move |conn| mirror(conn, key, &program)).await
    }

    /// The programs a learner has done anything in.
    pub async fn programs_of(&self, learner: &Learner) -> Result<Vec<ProgramId>, StoreError> {
        let key = learner.key;
        let digests = self.db.read(move |conn| read_digests(conn, key)).await?;
        Ok(digests.into_iter().map(|(program, _)| program).collect())
    }
}

fn mirror(conn: &Connection, learner: i64, program: &ProgramId) -> Result<Mirror, StoreError> {
    let mut mirror =
        Mirror { enrollment: enrollments::read_one(conn, learner, program.as_str())?, ..Mirror::default() };
    let sql = format!("{} WHERE l.learner = ?1 AND l.program = ?2 ORDER BY l.position", changes::SELECT_LOG);
    let mut statement = conn.prepare_cached(&sql)?;
    let mut rows = statement.query((learner, program.as_str()))?;
    while let Some(row) = rows.next()? {
        mirror.accept(&changes::read_operation(row)?.1);
    }
    Ok(mirror)
}

/// What a request's operations came to.
#[derive(Default)]
pub(super) struct Taken {
    pub receipts: Vec<Receipt>,
    /// Where the log stood before them: everything behind it is the asking device's own. `None`: there were none.
    pub head_before: Option<i64>,
}

/// What is known of the learner while their operations come in.
struct Ingest<'t> {
    conn: &'t Connection,
    insert: CachedStatement<'t>,
    packs: &'t PackCache,
    learner: i64,
    device: i64,
    school: String,
    now: Timestamp,
    head: i64,
    has_refusals: bool,
    enrollments: BTreeMap<ProgramId, Enrollment>,
    /// Programs whose enrollment changed, and those whose completion has to be looked at.
    changed: BTreeSet<ProgramId>,
    advanced: BTreeSet<ProgramId>,
    digests: BTreeMap<ProgramId, Digest>,
    grown: BTreeSet<ProgramId>,
}

pub(super) fn ingest(
    conn: &Connection,
    learner: i64,
    request: &SyncRequest,
    read: &[Result<ReadOp, Refusal>],
    now: Timestamp,
    packs: &PackCache,
) -> Result<Taken, StoreError> {
    let mut ingest = Ingest::begin(conn, learner, request, now, packs)?;
    let head_before = Some(ingest.head);
    let mut receipts: Vec<Receipt> = Vec::new();
    for (op, read) in request.ops.iter().zip(read) {
        let answer = ingest.take(op, read)?;
        match receipts.last_mut() {
            Some(run) if run.last.checked_add(1) == Some(op.seq) && run.answer == answer => run.last = op.seq,
            _ => receipts.push(Receipt { first: op.seq, last: op.seq, answer }),
        }
    }
    ingest.finish()?;
    Ok(Taken { receipts, head_before })
}

const INSERT_LOG: &str =
    "INSERT INTO log (learner, position, op_id, device, seq, program, at, uncertainty, seen, kind, payload, accepted_at)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
     ON CONFLICT (learner, op_id) DO NOTHING";

impl<'t> Ingest<'t> {
    fn begin(
        conn: &'t Connection,
        learner: i64,
        request: &SyncRequest,
        now: Timestamp,
        packs: &'t PackCache,
    ) -> Result<Self, StoreError> {
        let device = request.device.as_ref().map_or("", |device| device.as_str());
        let known = enrollments::read_all(conn, learner)?;
        Ok(Self {
            conn,
            insert: conn.prepare_cached(INSERT_LOG)?,
            packs,
            learner,
            device: claim_device(conn, learner, device, &request.device_name)?,
            school: super::school(conn)?.name,
            now,
            head: head(conn, learner)?,
            has_refusals: conn
                .prepare_cached("SELECT EXISTS (SELECT 1 FROM refusals WHERE learner = ?1)")?
                .query_row([learner], |row| row.get(0))?,
            enrollments: known.into_iter().map(|(one, _)| (one.program.clone(), one)).collect(),
            changed: BTreeSet::new(),
            advanced: BTreeSet::new(),
            digests: read_digests(conn, learner)?.into_iter().collect(),
            grown: BTreeSet::new(),
        })
    }

    /// Answers one operation. Sent again, it gets the answer it got the first time (invariant I11).
    fn take(&mut self, op: &Operation, read: &Result<ReadOp, Refusal>) -> Result<Answer, StoreError> {
        let ReadOp { id, action, digest } = match read {
            Ok(read) => read,
            Err(refusal) => return Ok(Answer::Refused { refusal: refusal.clone() }),
        };
        let id = *id;
        if self.has_refusals
            && let Some(refusal) = refusal_of(self.conn, self.learner, id)?
        {
            return Ok(Answer::Refused { refusal });
        }
        match self.judge(op, action)? {
            Verdict::Accept(effect) => {
                if !self.append(op, id, digest)? {
                    return self.known(id);
                }
                self.effect(op, action, effect);
                Ok(self.accepted_at(self.now))
            }
            Verdict::Refuse(refusal) => match accepted_before(self.conn, self.learner, id)? {
                Some(at) => Ok(self.accepted_at(at)),
                None => self.refuse(id, refusal),
            },
            Verdict::NeedsYou(text) => match accepted_before(self.conn, self.learner, id)? {
                Some(at) => Ok(self.accepted_at(at)),
                None => Ok(Answer::NeedsYou { text }),
            },
            Verdict::Waits(text) => match accepted_before(self.conn, self.learner, id)? {
                Some(at) => Ok(self.accepted_at(at)),
                None => Ok(Answer::Waits { text }),
            },
        }
    }

    fn judge(&self, op: &Operation, action: &Action) -> Result<Verdict, StoreError> {
        let asks = matches!(action, Action::EnrollmentRequested(_));
        let program = if asks { catalog::live_program(self.conn, &op.program)? } else { None };
        let completed = if asks { self.completed() } else { BTreeSet::new() };
        let pack = match action {
            Action::QuizSubmitted { .. } => self.pack(&op.program)?,
            _ => None,
        };
        let standing = Standing {
            now: self.now,
            school: &self.school,
            program: program.as_ref(),
            enrollment: self.enrollments.get(&op.program),
            completed: &completed,
            pack: pack.as_deref(),
            attempts: match action {
                Action::QuizSubmitted { quiz, .. } => self.attempts(op, quiz, pack.as_deref())?,
                _ => 0,
            },
        };
        Ok(fold::judge(op, action, &standing))
    }

    /// Other attempts at a quiz that limits them.
    fn attempts(&self, op: &Operation, quiz: &QuizId, pack: Option<&Manifest>) -> Result<u32, StoreError> {
        if pack.and_then(|pack| pack.quiz(quiz)).is_none_or(|quiz| quiz.max_attempts == 0) {
            return Ok(0);
        }
        let sql = "SELECT COUNT(*) FROM log WHERE learner = ?1 AND program = ?2 AND kind = 'quiz_submitted'
                   AND json_extract(payload, '$.quiz') = ?3";
        let of = params![self.learner, op.program.as_str(), quiz.as_str()];
        Ok(self.conn.prepare_cached(sql)?.query_row(of, |row| row.get(0))?)
    }

    fn completed(&self) -> BTreeSet<ProgramId> {
        let finished = self.enrollments.values().filter(|enrollment| fold::is_finished(enrollment));
        finished.map(|enrollment| enrollment.program.clone()).collect()
    }

    fn pack(&self, program: &ProgramId) -> Result<Option<Arc<Manifest>>, StoreError> {
        content::manifest(self.conn, self.packs, program)
    }

    /// Whether it was new.
    fn append(&mut self, op: &Operation, id: [u8; 16], own: &Digest) -> Result<bool, StoreError> {
        let seen = if op.seen.is_empty() { String::new() } else { serde_json::to_string(&op.seen)? };
        let added = self.insert.execute(params![
            self.learner,
            self.head + 1,
            id,
            self.device,
            op.seq,
            op.program.as_str(),
            op.occurred.at.0,
            op.occurred.uncertainty_ms,
            seen,
            op.kind,
            op.payload.text(),
            self.now.0,
        ])?;
        if added == 0 {
            return Ok(false);
        }
        self.head += 1;
        match self.digests.get_mut(&op.program) {
            Some(digest) => digest.join(own),
            None => self.digests.entry(op.program.clone()).or_default().join(own),
        }
        if !self.grown.contains(&op.program) {
            self.grown.insert(op.program.clone());
        }
        Ok(true)
    }

    fn effect(&mut self, op: &Operation, action: &Action, effect: Effect) {
        match effect {
            Effect::Enroll(enrollment) => {
                self.changed.insert(op.program.clone());
                self.enrollments.insert(op.program.clone(), *enrollment);
            }
            Effect::Grade(score) => {
                if let Some(enrollment) = self.enrollments.get_mut(&op.program) {
                    enrollment.grades.insert(op.id.clone(), score);
                    self.changed.insert(op.program.clone());
                }
            }
            Effect::Nothing => {}
        }
        let advances = matches!(action, Action::LessonCompleted { .. } | Action::QuizSubmitted { .. });
        if advances && !self.advanced.contains(&op.program) {
            self.advanced.insert(op.program.clone());
        }
    }

    fn known(&self, id: [u8; 16]) -> Result<Answer, StoreError> {
        Ok(self.accepted_at(accepted_before(self.conn, self.learner, id)?.unwrap_or(self.now)))
    }

    fn accepted_at(&self, at: Timestamp) -> Answer {
        Answer::Accepted { at, by: self.school.clone() }
    }

    fn refuse(&mut self, id: [u8; 16], refusal: Refusal) -> Result<Answer, StoreError> {
        self.conn.prepare_cached("INSERT INTO refusals (learner, op_id, json) VALUES (?1, ?2, ?3)")?.execute((
            self.learner,
            id,
            serde_json::to_string(&refusal)?,
        ))?;
        self.has_refusals = true;
        Ok(Answer::Refused { refusal })
    }

    fn finish(mut self) -> Result<(), StoreError> {
        let sql = "UPDATE learners SET head = ?2 WHERE key = ?1";
        self.conn.prepare_cached(sql)?.execute((self.learner, self.head))?;
        for program in std::mem::take(&mut self.advanced) {
            self.look_at_completion(&program)?;
        }
        for enrollment in self.changed.iter().filter_map(|program| self.enrollments.get(program)) {
            enrollments::put(self.conn, self.learner, enrollment)?;
        }
        let sql = "INSERT INTO digests (learner, program, count, hash) VALUES (?1, ?2, ?3, ?4)
                   ON CONFLICT (learner, program) DO UPDATE SET count = excluded.count, hash = excluded.hash";
        let mut keep = self.conn.prepare_cached(sql)?;
        for (program, digest) in self.digests.iter().filter(|(program, _)| self.grown.contains(*program)) {
            keep.execute(params![self.learner, program.as_str(), digest.count, digest.hash()])?;
        }
        Ok(())
    }

    /// The last lesson or quiz of a whole program makes its requirements met. A later reopening takes nothing back.
    fn look_at_completion(&mut self, program: &ProgramId) -> Result<(), StoreError> {
        let Some(pack) = self.pack(program)? else { return Ok(()) };
        let Some(enrollment) = self.enrollments.get_mut(program) else { return Ok(()) };
        if !fold::may_be_finished(&pack, enrollment) {
            return Ok(());
        }
        let record = mirror(self.conn, self.learner, program)?.record;
        if fold::requirements_met(&pack, enrollment, &record) {
            enrollment.outcome = Outcome::RequirementsMet;
            self.changed.insert(program.clone());
        }
        Ok(())
    }
}

fn claim_device(conn: &Connection, learner: i64, device: &str, name: &str) -> Result<i64, StoreError> {
    let name: String = name.chars().take(100).collect();
    let sql = "INSERT INTO devices (learner, device, name) VALUES (?1, ?2, ?3)
               ON CONFLICT (learner, device) DO UPDATE
               SET name = CASE excluded.name WHEN '' THEN name ELSE excluded.name END RETURNING key";
    Ok(conn.prepare_cached(sql)?.query_row((learner, device, name), |row| row.get(0))?)
}

fn refusal_of(conn: &Connection, learner: i64, id: [u8; 16]) -> Result<Option<Refusal>, StoreError> {
    let sql = "SELECT json FROM refusals WHERE learner = ?1 AND op_id = ?2";
    let json: Option<String> = conn.prepare_cached(sql)?.query_row((learner, id), |row| row.get(0)).optional()?;
    Ok(json.map(|json| serde_json::from_str(&json)).transpose()?)
}

fn accepted_before(conn: &Connection, learner: i64, id: [u8; 16]) -> Result<Option<Timestamp>, StoreError> {
    let sql = "SELECT accepted_at FROM log WHERE learner = ?1 AND op_id = ?2";
    Ok(conn.prepare_cached(sql)?.query_row((learner, id), |row| row.get(0)).optional()?.map(Timestamp))
}

pub(super) fn head(conn: &Connection, learner: i64) -> Result<i64, StoreError> {
    let sql = "SELECT head FROM learners WHERE key = ?1";
    Ok(conn.prepare_cached(sql)?.query_row([learner], |row| row.get(0))?)
}

pub(super) fn read_digests(conn: &Connection, learner: i64) -> Result<Vec<(ProgramId, Digest)>, StoreError> {
    let sql = "SELECT program, count, hash FROM digests WHERE learner = ?1 ORDER BY program";
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map([learner], |row| {
        Ok((ProgramId(row.get(0)?), Digest::read(row.get(1)?, row.get_ref(2)?.as_str()?)))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
