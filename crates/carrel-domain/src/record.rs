//! The learning record: the fold of a learner's operations in one program.
//!
//! [`apply`] is commutative, associative and idempotent: whatever the order in which operations of several devices
//! arrive, the record is the same (invariant I20; tested in `tests/tests/invariants/fold.rs`). Nothing here ever moves
//! progress backwards except a learner's own `lesson_reopened`, and that cancels only the completions it names
//! (invariant I5).

use crate::enrollment::EnrollmentRequest;
use crate::exam::ExamResult;
use crate::practice::{LogEntry, LogVersion};
use crate::quiz::{ItemKey, Score};
use crate::{Action, DeviceId, LessonId, Occurred, Operation, OperationId, QuizId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What one learner did in one program.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub lessons: BTreeMap<LessonId, LessonRecord>,
    pub quizzes: BTreeMap<QuizId, BTreeMap<OperationId, Attempt>>,
    pub study: Intervals,
    pub requests: BTreeMap<OperationId, RequestMade>,
    /// Practice exams that were handed in.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub exams: BTreeMap<OperationId, ExamResult>,
    /// Questions answered again from memory, oldest first; when the next comes follows from these alone.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub reviews: BTreeMap<ItemKey, BTreeSet<Review>>,
    /// The skills log, by the act that began each entry.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub practice: BTreeMap<OperationId, LogEntry>,
}

/// A question answered again from memory: when, 1 (again) to 4 (easy), and by which act, for two computers may do so at once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Review(pub Timestamp, pub u8, pub OperationId);

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LessonRecord {
    /// Completions by operation, and those a later reopening named.
    pub completions: BTreeMap<OperationId, Timestamp>,
    pub cancelled: BTreeSet<OperationId>,
    pub furthest_permille: u16,
    pub position: Option<Latest<u16>>,
    /// With the earliest moment at which that can have been: the stamp may only say that it came after another.
    pub opened: Option<Latest<Option<Timestamp>>>,
    pub bookmark: Option<Latest<bool>>,
    pub note: Note,
    #[serde(default, skip_serializing_if = "Versions::is_untouched")]
    pub highlights: Versions<Highlight>,
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

/// What stands of things the learner writes and rewrites: each version names those it replaces, and what was written elsewhere
/// without knowing of it stays beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Versions<T> {
    pub heads: BTreeMap<OperationId, T>,
    pub replaced: BTreeSet<OperationId>,
}

/// A note's current versions: one, or several where two computers wrote without knowing of each other.
pub type Note = Versions<NoteVersion>;

impl<T> Default for Versions<T> {
    fn default() -> Self {
        Self { heads: BTreeMap::new(), replaced: BTreeSet::new() }
    }
}

impl<T> Versions<T> {
    pub fn is_untouched(&self) -> bool {
        self.heads.is_empty() && self.replaced.is_empty()
    }

    /// Takes in a version, or with `None` only what it replaces.
    fn take(&mut self, op: &Operation, version: Option<T>) {
        if let Some(version) = version.filter(|_| !self.replaced.contains(&op.id)) {
            self.heads.insert(op.id.clone(), version);
        }
        for id in &op.seen {
            self.heads.remove(id);
            self.replaced.insert(id.clone());
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NoteVersion {
    pub stamp: Stamp,
    pub text: String,
}

/// A marked passage, as last set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Highlight {
    pub stamp: Stamp,
    pub mark: Mark,
}

/// Which words of a lesson are marked, and how. By the words it is found again after the lesson was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Mark {
    /// The fragment of the lesson's page where they stood.
    pub anchor: String,
    pub quote: String,
    pub colour: Colour,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Colour {
    Yellow,
    Green,
    Blue,
    Pink,
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

    /// When it was opened last, as far as that is known: a stamp of a time that has not come was made by a clock that ran ahead, or
    /// had to come after one that was.
    pub fn opened_at(&self, now: Occurred) -> Option<Timestamp> {
        let opened = self.opened.as_ref()?;
        let moments = [Some(opened.stamp.at), opened.value];
        moments.into_iter().flatten().find(|at| *at <= now.latest())
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

    /// The moment of the value that `action` would take the place of. Stamped before it, the action would change nothing.
    pub fn replaces(&self, action: &Action) -> Option<Timestamp> {
        let stamp = match action {
            Action::LessonOpened { .. } => return self.last_opened().map(|(_, at)| at),
            Action::LessonPosition { lesson, .. } => self.lesson(lesson)?.position.as_ref().map(|last| &last.stamp),
            Action::BookmarkSet { lesson, .. } => self.lesson(lesson)?.bookmark.as_ref().map(|last| &last.stamp),
            // Of a quiz's attempts the last may be the one that counts.
            Action::QuizSubmitted { quiz, .. } => return self.quizzes.get(quiz)?.values().map(|one| one.at).max(),
            _ => None,
        };
        stamp.map(|stamp| stamp.at)
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
        Action::LessonOpened { lesson } => {
            keep_latest(&mut record.lesson_mut(lesson).opened, stamp(), Some(op.occurred.earliest()));
        }
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
            record.lesson_mut(lesson).note.take(op, Some(NoteVersion { stamp: stamp(), text }));
        }
        Action::PracticeExamSubmitted(sitting) => {
            let result = ExamResult {
                exam: sitting.exam,
                at,
                seed: sitting.seed,
                minutes: sitting.minutes,
                out_of_time: sitting.out_of_time,
                domains: sitting.domains,
            };
            record.exams.insert(op.id.clone(), result);
        }
        Action::ReviewAnswered { item, rating, .. } => {
            record.reviews.entry(item).or_default().insert(Review(at, rating, op.id.clone()));
        }
        Action::BookmarkSet { lesson, on } => keep_latest(&mut record.lesson_mut(lesson).bookmark, stamp(), on),
        Action::HighlightSet { lesson, mark } => {
            let version = mark.map(|mark| Highlight { stamp: stamp(), mark });
            record.lesson_mut(lesson).highlights.take(op, version);
        }
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
