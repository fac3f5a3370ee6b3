//! Operations: what a learner did, one durable fact each. The journal is made of them and the provider folds them.

use crate::enrollment::EnrollmentRequest;
use crate::exam::Submission;
use crate::practice::Practice;
use crate::quiz::{Answers, ItemKey, Score};
use crate::record::Mark;
use crate::{DeviceId, LessonId, Occurred, OperationId, ProgramId, QuizId, Timestamp};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// The largest payload of one operation, in bytes of JSON. A note of that size is a book.
pub const MAX_PAYLOAD_BYTES: usize = 64 * 1024;

/// One act of one learner on one device. Never changed once written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Operation {
    /// UUIDv7; the idempotency key.
    pub id: OperationId,
    pub device: DeviceId,
    /// Contiguous per device, from 1: a gap means something was lost.
    pub seq: i64,
    pub program: ProgramId,
    pub occurred: Occurred,
    /// The operations this one replaces, as far as the learner had seen them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seen: Vec<OperationId>,
    pub kind: String,
    pub payload: Payload,
}

/// The JSON of an operation's payload, kept byte for byte so that its digest is the same everywhere. Seen to be JSON where
/// it comes in, and written out as it is from then on.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Payload(Box<RawValue>);

impl Payload {
    /// Fails if the text is not JSON.
    pub fn new(text: String) -> Result<Self, serde_json::Error> {
        RawValue::from_string(text).map(Self)
    }

    pub fn text(&self) -> &str {
        self.0.get()
    }
}

impl PartialEq for Payload {
    fn eq(&self, other: &Self) -> bool {
        self.text() == other.text()
    }
}

/// What an operation means. A kind this version does not know is kept, counted, sent on, and changes nothing on screen.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    EnrollmentRequested(EnrollmentRequest),
    LessonOpened {
        lesson: LessonId,
    },
    LessonPosition {
        lesson: LessonId,
        permille: u16,
    },
    LessonCompleted {
        lesson: LessonId,
    },
    /// Cancels exactly the completions named in `seen`.
    LessonReopened {
        lesson: LessonId,
    },
    StudyInterval {
        lesson: LessonId,
        from: Timestamp,
        to: Timestamp,
    },
    QuizSubmitted {
        quiz: QuizId,
        answers: Answers,
        score: Score,
        /// Of the questions that were answered, as [`crate::quiz::Quiz::edition`] names them; older acts do not say.
        edition: Option<String>,
    },
    /// Replaces exactly the versions named in `seen`; an empty text removes them.
    NoteSaved {
        lesson: LessonId,
        text: String,
    },
    BookmarkSet {
        lesson: LessonId,
        on: bool,
    },
    /// Marks a passage, in place of exactly the versions named in `seen`; without a mark it only takes those away.
    HighlightSet {
        lesson: LessonId,
        mark: Option<Mark>,
    },
    PracticeExamSubmitted(Submission),
    /// One question answered again from memory; `rating` is 1 (again) to 4 (easy).
    ReviewAnswered {
        item: ItemKey,
        right: bool,
        rating: u8,
    },
    /// A line of the skills log: new, or in place of exactly the versions named in `seen`.
    SkillLogged {
        /// The act that began the entry; none for a new one.
        of: Option<OperationId>,
        /// None takes the entry out of the log.
        practice: Option<Practice>,
    },
    Unknown,
}

#[derive(Serialize, Deserialize)]
struct LessonPayload {
    lesson: LessonId,
}
#[derive(Serialize, Deserialize)]
struct PositionPayload {
    lesson: LessonId,
    permille: u16,
}
#[derive(Serialize, Deserialize)]
struct StudyPayload {
    lesson: LessonId,
    from: Timestamp,
    to: Timestamp,
}
#[derive(Serialize, Deserialize)]
struct QuizPayload {
    quiz: QuizId,
    answers: Answers,
    score: Score,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    edition: Option<String>,
}
#[derive(Serialize, Deserialize)]
struct NotePayload {
    lesson: LessonId,
    text: String,
}
#[derive(Serialize, Deserialize)]
struct BookmarkPayload {
    lesson: LessonId,
    on: bool,
}
#[derive(Serialize, Deserialize)]
struct HighlightPayload {
    lesson: LessonId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mark: Option<Mark>,
}

#[derive(Serialize, Deserialize)]
struct ReviewPayload {
    item: ItemKey,
    right: bool,
    rating: u8,
}

#[derive(Serialize, Deserialize)]
struct SkillPayload {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    of: Option<OperationId>,
    #[serde(default)]
    practice: Option<Practice>,
}

/// A known kind whose payload does not say what the kind needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    pub kind: String,
    pub why: String,
}

impl Operation {
    pub fn action(&self) -> Result<Action, Malformed> {
        let action = match self.kind.as_str() {
            "enrollment_requested" => Action::EnrollmentRequested(self.read()?),
            "lesson_opened" => self.read().map(|LessonPayload { lesson }| Action::LessonOpened { lesson })?,
            "lesson_position" => self.read().map(|PositionPayload { lesson, permille }| Action::LessonPosition {
                lesson,
                permille: permille.min(1000),
            })?,
            "lesson_completed" => self.read().map(|LessonPayload { lesson }| Action::LessonCompleted { lesson })?,
            "lesson_reopened" => self.read().map(|LessonPayload { lesson }| Action::LessonReopened { lesson })?,
            "study_interval" => {
                self.read().map(|StudyPayload { lesson, from, to }| Action::StudyInterval { lesson, from, to })?
            }
            "quiz_submitted" => self.read().map(|QuizPayload { quiz, answers, score, edition }| {
                Action::QuizSubmitted { quiz, answers, score, edition }
            })?,
            "note_saved" => self.read().map(|NotePayload { lesson, text }| Action::NoteSaved { lesson, text })?,
            "practice_exam_submitted" => Action::PracticeExamSubmitted(self.read()?),
            "review_answered" => self.read().map(|ReviewPayload { item, right, rating }| Action::ReviewAnswered {
                item,
                right,
                rating: rating.clamp(1, 4),
            })?,
            "bookmark_set" => self.read().map(|BookmarkPayload { lesson, on }| Action::BookmarkSet { lesson, on })?,
            "highlight_set" => {
                self.read().map(|HighlightPayload { lesson, mark }| Action::HighlightSet { lesson, mark })?
            }
            "skill_logged" => self.read().map(|SkillPayload { of, practice }| Action::SkillLogged { of, practice })?,
            _ => Action::Unknown,
        };
        Ok(action)
    }

    fn read<T: DeserializeOwned>(&self) -> Result<T, Malformed> {
        serde_json::from_str(self.payload.text())
            .map_err(|error| Malformed { kind: self.kind.clone(), why: error.to_string() })
    }
}

impl Action {
    /// The kind and payload that stand for this action in the journal and on the wire.
    pub fn encode(&self) -> (&'static str, Payload) {
        match self {
            Self::EnrollmentRequested(request) => ("enrollment_requested", json(request)),
            Self::LessonOpened { lesson } => ("lesson_opened", json(&LessonPayload { lesson: lesson.clone() })),
            Self::LessonPosition { lesson, permille } => {
                ("lesson_position", json(&PositionPayload { lesson: lesson.clone(), permille: *permille }))
            }
            Self::LessonCompleted { lesson } => ("lesson_completed", json(&LessonPayload { lesson: lesson.clone() })),
            Self::LessonReopened { lesson } => ("lesson_reopened", json(&LessonPayload { lesson: lesson.clone() })),
            Self::StudyInterval { lesson, from, to } => {
                ("study_interval", json(&StudyPayload { lesson: lesson.clone(), from: *from, to: *to }))
            }
            Self::QuizSubmitted { quiz, answers, score, edition } => {
                let (quiz, answers, edition) = (quiz.clone(), answers.clone(), edition.clone());
                ("quiz_submitted", json(&QuizPayload { quiz, answers, score: *score, edition }))
            }
            Self::NoteSaved { lesson, text } => {
                ("note_saved", json(&NotePayload { lesson: lesson.clone(), text: text.clone() }))
            }
            Self::BookmarkSet { lesson, on } => {
                ("bookmark_set", json(&BookmarkPayload { lesson: lesson.clone(), on: *on }))
            }
            Self::HighlightSet { lesson, mark } => {
                ("highlight_set", json(&HighlightPayload { lesson: lesson.clone(), mark: mark.clone() }))
            }
            Self::PracticeExamSubmitted(submission) => ("practice_exam_submitted", json(submission)),
            Self::ReviewAnswered { item, right, rating } => {
                ("review_answered", json(&ReviewPayload { item: item.clone(), right: *right, rating: *rating }))
            }
            Self::SkillLogged { of, practice } => {
                ("skill_logged", json(&SkillPayload { of: of.clone(), practice: practice.clone() }))
            }
            Self::Unknown => ("unknown", json(&serde_json::Map::new())),
        }
    }
}

fn json<T: Serialize>(value: &T) -> Payload {
    // Payload types hold only strings, numbers and maps with string keys: they always serialise.
    Payload(serde_json::value::to_raw_value(value).unwrap_or_else(|_| RawValue::NULL.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_payload_is_json_and_keeps_every_byte() {
        let text = r#"{"b": 1,  "a":[ ]}"#;
        let payload = Payload::new(text.to_owned()).expect("JSON");
        assert_eq!(payload.text(), text);
        assert_eq!(serde_json::to_string(&payload).expect("JSON"), text);
        assert!(Payload::new("{\"b\":".to_owned()).is_err());
    }
}
