//! The app as a whole: schools, learners, settings, sync.

use carrel_domain::{SchoolId, Timestamp};
use serde::{Deserialize, Serialize};

/// Everything the shell around the screens needs.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct AppState {
    pub version: String,
    /// The school in use; `None` at the very first start without one.
    pub school: Option<SchoolCard>,
    pub schools: Vec<SchoolCard>,
    /// The address of the school this computer was set up for, while it has not answered yet.
    pub awaited_school: Option<String>,
    /// Whose record is open; studying goes on whether or not they are signed in.
    pub learner: Option<LearnerCard>,
    /// They have a course or asked for one: where their work is, is home, and else the catalog.
    pub studying: bool,
    /// Everybody with a record of this school on this computer.
    pub learners: Vec<LearnerCard>,
    pub secrets: SecretsState,
    pub settings: Settings,
    pub states: Vec<StateName>,
    pub notices: Vec<AppNotice>,
    pub sync: SyncStatus,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SchoolCard {
    pub id: SchoolId,
    pub name: String,
    pub address: String,
    pub sample: bool,
    pub notice: String,
    pub about: String,
    pub support_email: String,
    pub support_hours: String,
    pub support_reply_hours: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct LearnerCard {
    /// Names the learner's folder on this computer.
    pub key: String,
    pub name: String,
    pub email: String,
    /// A session is stored; it may still turn out to have ended.
    pub signed_in: bool,
}

/// Where the session is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum SecretsState {
    Keyring,
    /// No keyring on this computer: signed in until the app closes.
    NoKeyring,
    /// The keyring is locked: signed in until the app closes.
    Locked,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(default)]
pub struct Settings {
    pub theme: Theme,
    /// Lesson text size in percent, 80 to 200.
    pub text_size: u16,
    /// Two letters: where the learner lives, for state rules.
    pub my_state: Option<String>,
    pub device_name: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self { theme: Theme::System, text_size: 100, my_state: None, device_name: String::new() }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    System,
    Light,
    Dark,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct StateName {
    pub code: String,
    pub name: String,
}

/// Something that happened to this computer's data and that the learner should know once.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AppNotice {
    /// The catalog file was damaged; it was set aside and is fetched again.
    CatalogSetAside {
        kept_as: String,
    },
    /// The learner's file was damaged; it was set aside and its acts were carried over.
    RecordSalvaged {
        acts: u32,
        kept_as: String,
    },
    /// A newer version of Carrel wrote this data; it was left as it is.
    DataFromNewerVersion {
        file: String,
    },
    SettingsUnreadable {
        kept_as: String,
    },
    /// The school had lost acts it had confirmed, as after a restored backup; they were sent again.
    SentAgain {
        acts: u32,
    },
    /// The school's count of this learner's record differs from this computer's, even after fetching it again.
    RecordsDiffer {
        programs: Vec<String>,
    },
}

/// What the sync indicator shows.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SyncStatus {
    pub running: bool,
    pub last_success: Option<Timestamp>,
    /// Acts on this computer the school has not confirmed.
    pub waiting: u32,
    /// Acts the school asks the learner about, or did not take: those the activity's filter shows.
    pub needs_you: u32,
    pub problem: Option<SyncProblem>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SyncProblem {
    pub kind: SyncProblemKind,
    /// The school's own words, where there are any.
    pub text: Option<String>,
    pub next_attempt_at: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum SyncProblemKind {
    Offline,
    Busy,
    Unavailable,
    Timeout,
    Tls,
    Garbled,
    NotTheSchool,
    Maintenance,
    SignInAgain,
    NeedsYou,
    DiskFull,
    Ours,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum SignInState {
    Idle,
    /// The system browser shows the school's page; the answer has not come back.
    Waiting {
        address: String,
    },
    /// The last attempt came to nothing.
    Failed {
        error: ApiError,
    },
}

/// Why a command did not do what it was asked. The UI has words for each code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ApiError {
    pub code: ErrorCode,
    /// For the words: a name, a path, the school's sentence. Never a secret.
    pub detail: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The address is not one.
    BadAddress,
    /// Something answered, and it is not a Carrel school.
    NotTheSchool,
    NewerProtocol,
    Offline,
    Busy,
    NoSchool,
    NoLearner,
    SignInDenied,
    SignInAgain,
    SignInTimedOut,
    UnknownProgram,
    UnknownLesson,
    UnknownQuiz,
    /// The course is not downloaded, or not wholly.
    NotDownloaded,
    NoAccess,
    AlreadyRequested,
    AttemptsUsedUp,
    NoteTooLong,
    /// Nothing was kept; free some space and do it again.
    DiskFull,
    DamagedPack,
    NewerData,
    /// Something else, or a reply.
    NotAParcel,
    /// Something else, or a parcel.
    NotAReply,
    /// A later version made the file.
    NewerFile,
    FileTooLarge,
    /// Cut off or changed on the way, or for keys nobody here has.
    FileDamaged,
    /// Signed by somebody else than it says.
    FileForged,
    /// The file is for this school, and another is open.
    OtherSchool,
    /// The parcel is for a school this computer does not know.
    UnknownSchool,
    /// The school does not know the computer that made the parcel.
    UnknownDevice,
    /// With the name of the learner of this computer whose it is.
    NotYourReply,
    /// The keys for it were kept until Carrel closed, and it has closed.
    ReplyKeyGone,
    NothingToSend,
    /// The school takes no parcels.
    NoCourier,
    /// The school does not know this computer's keys yet.
    CourierNotReady,
    KeyringLocked,
    /// Another program of this computer is sending this record now.
    RecordInUse,
    /// The course has no practice exam, or none is under way.
    NoExam,
    /// The questions are not those that were answered. Nothing was handed in; the answers are kept as a draft.
    QuizChanged,
    /// What the school says about a goal is not what was read, or it says nothing any more.
    GoalChanged,
    BadRequest,
    Ours,
}

/// What a `changed` event names; the UI asks again for what it shows of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// School, learner, sign-in, notices.
    Account,
    Catalog,
    /// Enrollments, progress, notes, activity.
    Learning,
    Downloads,
    Sync,
    Settings,
}

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct AddressArgs {
    pub address: String,
}

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SchoolArgs {
    pub school: SchoolId,
}

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct LearnerArgs {
    pub key: String,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SignInStarted {
    /// The school's page, already opened in the system browser; shown in case it did not open.
    pub address: String,
}

/// A link that leads outside, as it may be opened.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct OutsideLink {
    /// A web page or a mailbox, written out; the host opens it.
    pub address: String,
}

#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Exported {
    pub path: String,
    pub acts: u32,
}
