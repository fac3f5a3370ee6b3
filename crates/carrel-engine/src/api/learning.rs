//! My learning, a course, and downloads.

use super::RecallStanding;
use carrel_domain::enrollment::{EnrollmentLabel, Refusal};
use carrel_domain::pace::Pace;
use carrel_domain::pack::LessonChange;
use carrel_domain::quiz::Score;
use carrel_domain::{LessonId, ProgramId, QuizId, Timestamp};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct MyLearning {
    /// Courses the school has let the learner into, last studied first.
    pub courses: Vec<CourseCard>,
    /// Requests that are not (or not yet) courses: waiting, held, declined.
    pub requests: Vec<RequestCard>,
    pub continue_at: Option<ContinueAt>,
    /// Acts not confirmed yet, over all programs.
    pub waiting: u32,
    pub needs_you: u32,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ContinueAt {
    pub program: ProgramId,
    pub program_title: String,
    pub lesson: LessonId,
    pub lesson_title: String,
    pub position_permille: u16,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct CourseCard {
    pub program: ProgramId,
    pub title: String,
    pub category: String,
    pub label: EnrollmentLabel,
    pub progress: Progress,
    pub pace: Option<Pace>,
    pub pack: PackState,
    pub next: Option<LessonLink>,
    pub last_studied: Option<Timestamp>,
    pub waiting: u32,
    /// Questions that recall would ask now.
    pub recall_due: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Progress {
    /// Lessons of the whole program, written or not.
    pub lessons: u32,
    pub lessons_written: u32,
    pub lessons_done: u32,
    pub quizzes: u32,
    pub quizzes_passed: u32,
    pub study_minutes: u32,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RequestCard {
    pub program: ProgramId,
    pub title: String,
    pub label: EnrollmentLabel,
    pub made_at: Timestamp,
    pub delivery: DeliveryView,
    /// The school's words: why it waits or was declined.
    pub reason: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct LessonLink {
    pub lesson: LessonId,
    pub title: String,
}

/// Where one act is: whose truth it is so far.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum DeliveryView {
    OnThisComputer,
    Sent {
        at: Timestamp,
    },
    Confirmed {
        at: Timestamp,
        by: String,
    },
    Refused {
        at: Timestamp,
        refusal: Refusal,
    },
    NeedsYou {
        text: String,
    },
    /// The school has it and decides about the enrollment first; nothing for the learner to do.
    WaitsForSchool {
        text: String,
    },
}

/// The course's content on this computer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum PackState {
    None,
    Downloading {
        #[cfg_attr(feature = "bindings", ts(type = "number"))]
        done_bytes: u64,
        #[cfg_attr(feature = "bindings", ts(type = "number"))]
        total_bytes: u64,
        #[cfg_attr(feature = "bindings", ts(type = "number | null"))]
        bytes_per_second: Option<u64>,
    },
    /// Some of it is here; it goes on where it stopped.
    Paused {
        #[cfg_attr(feature = "bindings", ts(type = "number"))]
        done_bytes: u64,
        #[cfg_attr(feature = "bindings", ts(type = "number"))]
        total_bytes: u64,
        reason: PauseReason,
    },
    /// Every byte is here and was verified.
    Complete {
        #[cfg_attr(feature = "bindings", ts(type = "number"))]
        bytes: u64,
        downloaded_at: Timestamp,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum PauseReason {
    ByLearner,
    Offline,
    SchoolBusy,
    DiskFull {
        #[cfg_attr(feature = "bindings", ts(type = "number"))]
        missing_bytes: u64,
    },
    SignInAgain,
    NoAccess {
        text: String,
    },
    /// What arrived is not what the school announced.
    Damaged,
    Interrupted,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct CoursePage {
    pub program: ProgramId,
    pub title: String,
    pub label: EnrollmentLabel,
    pub progress: Progress,
    pub pace: Option<Pace>,
    pub pack: PackState,
    pub modules: Vec<ModuleView>,
    /// What the school changed since the learner last looked, lesson by lesson.
    pub news: Vec<LessonNews>,
    pub continue_at: Option<LessonLink>,
    /// How the course is completed, in the school's words.
    pub completion_text: String,
    /// Last moment in which leaving gives everything back, by the estimate on this computer.
    pub full_refund_until: Option<Timestamp>,
    /// Whether the course on this computer has a practice exam.
    pub practice_exam: bool,
    pub recall: RecallStanding,
    /// The course has practice to log, or the learner has logged some.
    pub has_skills: bool,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ModuleView {
    pub id: String,
    pub title: String,
    pub lessons: Vec<LessonLine>,
    pub quiz: Option<QuizLine>,
    pub lessons_done: u32,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct LessonLine {
    pub id: LessonId,
    pub title: String,
    pub minutes: u32,
    pub written: bool,
    pub done: bool,
    pub done_delivery: Option<DeliveryView>,
    pub furthest_permille: u16,
    pub bookmarked: bool,
    pub has_note: bool,
}

/// What an update of the course did to a lesson, until the learner has read it since.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct LessonNews {
    pub lesson: LessonId,
    pub title: String,
    pub what: LessonChange,
    /// When the update came to this computer.
    pub at: Timestamp,
    /// The learner had finished it; an update never takes that back.
    pub done: bool,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct QuizLine {
    pub id: QuizId,
    pub title: String,
    pub questions: u32,
    pub attempts: u32,
    /// The score that counts by the course's rule.
    pub counting: Option<Score>,
    /// The school has confirmed the counting score.
    pub is_final: bool,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct DownloadsPage {
    pub items: Vec<DownloadItem>,
    #[cfg_attr(feature = "bindings", ts(type = "number"))]
    pub used_bytes: u64,
    #[cfg_attr(feature = "bindings", ts(type = "number | null"))]
    pub free_bytes: Option<u64>,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct DownloadItem {
    pub program: ProgramId,
    pub title: String,
    pub pack: PackState,
    pub lessons: u32,
}
