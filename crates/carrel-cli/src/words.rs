//! What is said when something is not done: what happened, what is safe, what to do. And the exit code that goes with it.

use carrel_engine::api::{ApiError, ErrorCode, SecretsState, SyncProblemKind};
use std::fmt;

/// How `carrelctl` ends; the numbers are promised in `--help`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    Done = 0,
    Refused = 1,
    Usage = 2,
    Offline = 3,
    SignInFirst = 4,
    NeedsYou = 5,
    NothingFound = 6,
    ThisComputer = 7,
}

/// Why a command came to nothing.
#[derive(Debug)]
pub enum Failure {
    /// The engine said no.
    Api(ApiError),
    /// A sentence of our own, and how it ends.
    Said(Ending, String),
    /// Something around the engine broke.
    Other(anyhow::Error),
}

impl Failure {
    pub fn ending(&self) -> Ending {
        match self {
            Self::Api(error) => ending(error.code),
            Self::Said(ending, _) => *ending,
            Self::Other(_) => Ending::Refused,
        }
    }
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        Self::Api(error)
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Other(error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Api(error) => f.write_str(&sentences(error)),
            Self::Said(_, text) => f.write_str(text),
            Self::Other(error) => write!(f, "{error:#}"),
        }
    }
}

fn ending(code: ErrorCode) -> Ending {
    use ErrorCode as E;
    match code {
        E::BadAddress | E::BadRequest | E::NoteTooLong => Ending::Usage,
        E::Offline | E::Busy => Ending::Offline,
        E::NoLearner | E::SignInAgain | E::SignInDenied | E::SignInTimedOut => Ending::SignInFirst,
        E::UnknownProgram | E::UnknownLesson | E::UnknownQuiz => Ending::NothingFound,
        E::DiskFull | E::DamagedPack | E::NewerData => Ending::ThisComputer,
        E::NotTheSchool | E::NewerProtocol | E::NoSchool | E::NotDownloaded | E::NoAccess => Ending::Refused,
        E::AlreadyRequested | E::AttemptsUsedUp | E::Ours => Ending::Refused,
        E::NotAParcel | E::NotAReply => Ending::Usage,
        E::NewerFile | E::FileTooLarge | E::FileDamaged | E::FileForged => Ending::Refused,
        E::OtherSchool | E::UnknownSchool | E::UnknownDevice | E::NoCourier => Ending::Refused,
        E::NotYourReply | E::ReplyKeyGone => Ending::Refused,
        E::NothingToSend => Ending::NothingFound,
        E::CourierNotReady => Ending::SignInFirst,
        E::KeyringLocked | E::RecordInUse => Ending::ThisComputer,
        E::NoExam => Ending::NothingFound,
        E::GoalChanged | E::QuizChanged => Ending::Refused,
    }
}

fn sentences(error: &ApiError) -> String {
    let text = plain(error.code);
    match error.detail.as_deref().filter(|detail| !detail.is_empty()) {
        Some(detail) => format!("{text}\n  {detail}"),
        None => text.to_owned(),
    }
}

fn plain(code: ErrorCode) -> &'static str {
    use ErrorCode as E;
    match code {
        E::BadAddress => "This is not a web address. Give the school's address, such as https://school.example.",
        E::NotTheSchool => {
            "Something answered there, and it is not a Carrel school. Check the address; a network's sign-in page may also be in the way."
        }
        E::NewerProtocol => "This school needs a newer Carrel. Update Carrel and try again; your work stays as it is.",
        E::Offline => "The school cannot be reached. Your work is safe here; try again when there is a network.",
        E::Busy => "The school's server is busy. Your work is safe on this computer; try again in a while.",
        E::NoSchool => "No school is chosen. Add one: carrelctl school add URL",
        E::NoLearner => "Nobody is signed in on this computer. Sign in: carrelctl sign-in",
        E::SignInDenied => "The school did not let Carrel in. Sign in again and allow it: carrelctl sign-in",
        E::SignInAgain => {
            "The session has ended. Your work is safe on this computer; sign in again to send it: carrelctl sign-in"
        }
        E::SignInTimedOut => "Nobody signed in in time. Begin again: carrelctl sign-in",
        E::UnknownProgram => "There is no such program. See: carrelctl catalog search",
        E::UnknownLesson => "There is no such lesson. See: carrelctl study show PROGRAM",
        E::UnknownQuiz => "There is no such quiz. See: carrelctl study show PROGRAM",
        E::NotDownloaded => "This course is not on this computer. Fetch it: carrelctl download PROGRAM --wait",
        E::NoAccess => "The school gives no access to this now. Everything you did is kept.",
        E::AlreadyRequested => "You have asked for this already. See what became of it: carrelctl journal",
        E::AttemptsUsedUp => "There are no attempts left on this quiz. Those you made are kept.",
        E::NoteTooLong => "The note is too long and was not kept. Shorten it and try again.",
        E::DiskFull => {
            "The disk is full, so this was not kept. Everything before it is safe; free some space and do it again."
        }
        E::DamagedPack => {
            "What arrived is not what the school announced. Nothing of it was used; remove the download and fetch it again."
        }
        E::NewerData => "This data was written by a newer Carrel and was left as it is. Use the newer version.",
        E::NotAParcel => {
            "This file is no parcel. Give the carrel-parcel file; a reply is taken in by: carrelctl parcel reply"
        }
        E::NotAReply => {
            "This file is no reply. Give the carrel-reply file; a parcel is sent by: carrelctl parcel carry"
        }
        E::NewerFile => "A newer version of Carrel made this file. Update the older one; nothing was changed.",
        E::FileTooLarge => "This file is larger than a parcel or a reply can be. Nothing of it was taken.",
        E::FileDamaged => {
            "This file cannot be opened: it was damaged on the way, or it is not for here. Copy it again, or make a new parcel; nothing is lost."
        }
        E::FileForged => "This file was not signed by whom it should be. Nothing of it was taken; make a new parcel.",
        E::OtherSchool => "This file is for another school. Choose that one first: carrelctl school use ID",
        E::UnknownSchool => "The parcel's school is not known here. Add it first: carrelctl school add ADDRESS",
        E::UnknownDevice => {
            "The school does not know the computer that made this parcel. That computer has to sync once with a network while signed in, and make a new parcel. Nothing is lost."
        }
        E::NotYourReply => {
            "This reply is for somebody else, and nothing was changed. If it is a learner of this computer: carrelctl --learner KEY parcel reply FILE"
        }
        E::ReplyKeyGone => {
            "This computer has no keyring, so the key to this reply was kept only until Carrel closed. Your work is safe: the next sync or parcel confirms it."
        }
        E::NothingToSend => "Nothing waits to be sent: the school has confirmed everything.",
        E::NoCourier => "This school takes no parcels. Your work is safe here and will be sent over a network.",
        E::CourierNotReady => {
            "The school does not know this computer's keys yet. Sync once with a network while signed in (carrelctl sync); after that parcels can be made offline."
        }
        E::KeyringLocked => "The keyring of this computer is locked, and the key is in it. Unlock it and try again.",
        E::RecordInUse => "Another program of this computer is sending your work right now. Try again in a minute.",
        E::NoExam => "This course has no practice exam, or none is under way. See: carrelctl study exam PROGRAM",
        E::QuizChanged => "The school changed this quiz. Nothing was handed in; look at its questions again.",
        E::GoalChanged => "This is not what you read about the goal. Read it again: carrelctl catalog eligibility",
        E::BadRequest => "This was not understood.",
        E::Ours => "Something in Carrel went wrong. What you did before is safe. Please report it with these words:",
    }
}

/// Why the last sync came to nothing, and how a command that needed it ends.
pub fn sync_problem(kind: SyncProblemKind, kept: SecretsState) -> (Ending, &'static str) {
    use SyncProblemKind as P;
    match kind {
        P::Offline => (Ending::Offline, "No network. Your work is safe on this computer and will be sent."),
        P::Busy => {
            (Ending::Offline, "The school's server is busy. Your work is safe on this computer and will be sent.")
        }
        P::Unavailable | P::Timeout | P::Garbled => (
            Ending::Offline,
            "The school's server does not answer well now. Your work is safe on this computer and will be sent.",
        ),
        P::Tls => (
            Ending::Offline,
            "No safe connection to the school could be made. Check this computer's date and network; your work is safe.",
        ),
        P::NotTheSchool => (
            Ending::Offline,
            "Something else answers in the school's place, perhaps a network's sign-in page. Your work is safe.",
        ),
        P::Maintenance => {
            (Ending::Offline, "The school is being maintained. Your work is safe on this computer and will be sent.")
        }
        P::SignInAgain => (
            Ending::SignInFirst,
            "The session has ended. Your work is safe; sign in again to send it: carrelctl sign-in",
        ),
        P::NeedsYou if kept == SecretsState::Locked => (
            Ending::ThisComputer,
            "The keyring of this computer is locked, and your session is in it. Unlock it and sync again; there is no need to sign in. Your work is safe.",
        ),
        P::NeedsYou => (Ending::NeedsYou, "Something waits for you: carrelctl journal --needs-you"),
        P::DiskFull => (Ending::ThisComputer, "The disk is full. Free some space; nothing was lost."),
        P::Ours => (
            Ending::Refused,
            "Something in Carrel went wrong while sending. Your work is safe and will be tried again.",
        ),
    }
}
