//! The learning record: the fold of a learner's operations in one program.
//!
//! [`apply`] is commutative, associative and idempotent: whatever the order in which operations of several devices
//! arrive, the record is the same (invariant I20; tested in `tests/tests/invariants/fold.rs`). Nothing here ever moves
//! progress backwards except a learner's own `lesson_reopened`, and that cancels only the completions it names
//! (invariant I5).

use crate::enrollment::EnrollmentRequest;
use crate::practice::{LogEntry, LogVersion};
use crate::quiz::Score;
use crate::{Action, DeviceId, LessonId, Operation, OperationId, QuizId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What one learner did in one program.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub lessons: BTreeMap<LessonId, LessonRecord>,
    pub quizzes: BTreeMap<QuizId, BTreeMap<OperationId, Attempt>>,
    pub study: Intervals,
    pub requests: BTreeMap<OperationId, RequestMade>,
    /// The skills log, by the act that began each entry.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub practice: BTreeMap<OperationId, LogEntry>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LessonRecord {
    /// Completions by operation, and those a later reopening named.
    pub completions: BTreeMap<OperationId, Timestamp>,
    pub cancelled: BTreeSet<OperationId>,
    pub furthest_permille: u16,
    pub position: Option<Latest<u16>>,
    pub opened: Option<Latest<()>>,
    pub bookmark: Option<Latest<bool>>,
    pub note: Note,
}

/// The value written last: by corrected time, then device, then sequence. A computer brought back from an old disk image gives
/// the same number to another act; then the greater value stands, so that all agree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Latest<T> {
    pub stamp: Stamp,
    pub value: T,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stamp {
    pub at: Timestamp,
    pub device: DeviceId,
    pub seq: i64,
}

/// A note's current versions: one, or several where two computers wrote without knowing of each other.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Note {
    pub heads: BTreeMap<OperationId, NoteVersion>,
    pub replaced: BTreeSet<OperationId>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NoteVersion {
    pub stamp: Stamp,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    pub at: Timestamp,
    /// As scored on the learner's computer; the provider's own word stands in `Enrollment::grades`.
    pub score: Score,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RequestMade {
    pub at: Timestamp,
    pub request: EnrollmentRequest,
}

/// Time on task: a union of half-open spans, sorted and disjoint, so that two devices at once never count twice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Intervals(pub Vec<(Timestamp, Timestamp)>);

impl Intervals {
    pub fn add(&mut self, from: Timestamp, to: Timestamp) {
        if from >= to {
            return;
        }
        let first = self.0.partition_point(|&(_, end)| end < from);
        let last = self.0.partition_point(|&(start, _)| start <= to);
        if first == last {
            self.0.insert(first, (from, to));
            return;
        }
        let merged = (from.min(self.0[first].0), to.max(self.0[last - 1].1));
        self.0.splice(first..last, [merged]);
    }

    pub fn total_ms(&self) -> i64 {
        // A span as wide as time itself is nonsense, and no reason to fall over.
        self.0.iter().map(|(from, to)| to.since_ms(*from)).fold(0, i64::saturating_add)
    }
}

impl LessonRecord {
    pub fn completed(&self) -> bool {
        self.completions.keys().any(|id| !self.cancelled.contains(id))
    }

    /// When it was first done, of the completions that still stand.
    pub fn completed_at(&self) -> Option<Timestamp> {
        self.standing_completions().map(|(_, at)| at).min()
    }

    /// The completions a reopening now would have to name.
    pub fn standing_completions(&self) -> impl Iterator<Item = (&OperationId, Timestamp)> {
        self.completions.iter().filter(|(id, _)| !self.cancelled.contains(*id)).map(|(id, at)| (id, *at))
    }

    pub fn bookmarked(&self) -> bool {
        self.bookmark.as_ref().is_some_and(|latest| latest.value)
    }
}

impl Record {
    pub fn lesson(&self, id: &LessonId) -> Option<&LessonRecord> {
        self.lessons.get(id)
    }

    pub fn completed_count(&self) -> usize {
        self.lessons.values().filter(|lesson| lesson.completed()).count()
    }

    /// The lesson opened last, where studying goes on.
    pub fn last_opened(&self) -> Option<(&LessonId, Timestamp)> {
        let opened = self.lessons.iter().filter_map(|(id, l)| l.opened.as_ref().map(|o| (id, &o.stamp)));
        opened.max_by_key(|(_, stamp)| *stamp).map(|(id, stamp)| (id, stamp.at))
    }

    fn lesson_mut(&mut self, id: LessonId) -> &mut LessonRecord {
        self.lessons.entry(id).or_default()
    }
}

/// Folds one operation in. A malformed payload or an unknown kind changes nothing.
pub fn apply(record: &mut Record, op: &Operation) {
    let Ok(action) = op.action() else { return };
    let at = op.occurred.at;
    let stamp = || Stamp { at, device: op.device.clone(), seq: op.seq };
    match action {
        Action::EnrollmentRequested(request) => {
            record.requests.insert(op.id.clone(), RequestMade { at, request });
        }
        Action::LessonOpened { lesson } => keep_latest(&mut record.lesson_mut(lesson).opened, stamp(), ()),
        Action::LessonPosition { lesson, permille } => {
            let lesson = record.lesson_mut(lesson);
            lesson.furthest_permille = lesson.furthest_permille.max(permille);
            keep_latest(&mut lesson.position, stamp(), permille);
        }
        Action::LessonCompleted { lesson } => {
            record.lesson_mut(lesson).completions.insert(op.id.clone(), at);
        }
        Action::LessonReopened { lesson } => record.lesson_mut(lesson).cancelled.extend(op.seen.iter().cloned()),
        Action::StudyInterval { from, to, .. } => record.study.add(from, to),
        Action::QuizSubmitted { quiz, score, .. } => {
            record.quizzes.entry(quiz).or_default().insert(op.id.clone(), Attempt { at, score });
        }
        Action::NoteSaved { lesson, text } => {
            save_note(&mut record.lesson_mut(lesson).note, op, NoteVersion { stamp: stamp(), text });
        }
        Action::BookmarkSet { lesson, on } => keep_latest(&mut record.lesson_mut(lesson).bookmark, stamp(), on),
        Action::SkillLogged { of, practice } => {
            let entry = record.practice.entry(of.unwrap_or_else(|| op.id.clone())).or_default();
            entry.take(&op.id, &op.seen, LogVersion { stamp: stamp(), practice });
        }
        Action::Unknown => {}
    }
}

fn keep_latest<T: Ord>(slot: &mut Option<Latest<T>>, stamp: Stamp, value: T) {
    if slot.as_ref().is_none_or(|known| (&known.stamp, &known.value) < (&stamp, &value)) {
        *slot = Some(Latest { stamp, value });
    }
}

fn save_note(note: &mut Note, op: &Operation, version: NoteVersion) {
    if !note.replaced.contains(&op.id) {
        note.heads.insert(op.id.clone(), version);
    }
    for id in &op.seen {
        note.heads.remove(id);
        note.replaced.insert(id.clone());
    }
}
