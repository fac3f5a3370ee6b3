//! School, learner, settings and sync.

use super::{moment, spoken, yes};
use crate::out::Columns;
use crate::words;
use carrel_engine::api::{AppState, SchoolCard, SecretsState, Settings, SyncStatus};

pub fn status(state: &AppState) -> String {
    let mut columns = Columns::default();
    let school =
        state.school.as_ref().map_or("none chosen".into(), |school| format!("{} ({})", school.name, school.address));
    columns.row(["School".into(), school]);
    let learner = state.learner.as_ref();
    columns.row([
        "Learner".into(),
        learner.map_or("nobody".into(), |one| format!("{} ({}), key {}", one.name, one.email, one.key)),
    ]);
    columns.row(["Signed in".into(), yes(learner.is_some_and(|learner| learner.signed_in)).into()]);
    columns.row(["Session kept".into(), secrets(state.secrets).into()]);
    columns.row(["Home state".into(), state.settings.my_state.clone().unwrap_or_else(|| "not chosen".into())]);
    let others = state.learners.iter().filter(|other| learner.is_none_or(|learner| learner.key != other.key));
    for other in others {
        columns.row(["Also here".into(), format!("{} ({}), key {}", other.name, other.email, other.key)]);
    }
    for notice in &state.notices {
        columns.row(["Notice".into(), serde_json::to_string(notice).unwrap_or_default()]);
    }
    format!("{columns}\n{}", sync(&state.sync, state.secrets))
}

pub fn sync(status: &SyncStatus, kept: SecretsState) -> String {
    let last = status.last_success.map_or("never".into(), moment);
    let waiting = match status.waiting {
        0 => "Nothing waits to be sent.".to_owned(),
        1 => "One act waits on this computer to be confirmed by the school.".to_owned(),
        many => format!("{many} acts wait on this computer to be confirmed by the school."),
    };
    let mut text = format!("{waiting} Last heard from the school: {last}.");
    if status.needs_you > 0 {
        let count = match status.needs_you {
            1 => "One act needs you".to_owned(),
            many => format!("{many} acts need you"),
        };
        text.push_str(&format!("\n{count}: carrelctl journal --needs-you"));
    }
    if let Some(problem) = &status.problem {
        text.push_str(&format!("\n{}", words::sync_problem(problem.kind, kept).1));
        if let Some(said) = &problem.text {
            text.push_str(&format!("\nThe school says: {said}"));
        }
        if let Some(next) = problem.next_attempt_at {
            text.push_str(&format!("\nNext try: {}.", moment(next)));
        }
    }
    text
}

pub fn schools(schools: &[SchoolCard], chosen: Option<&SchoolCard>) -> String {
    if schools.is_empty() {
        return "No school is known here yet. Add one: carrelctl school add URL".into();
    }
    let mut columns = Columns::default();
    for school in schools {
        let mark = if chosen.is_some_and(|chosen| chosen.id == school.id) { "*" } else { " " };
        columns.row([mark.into(), school.id.to_string(), school.name.clone(), school.address.clone()]);
    }
    columns.to_string()
}

pub fn settings(settings: &Settings) -> String {
    let mut columns = Columns::default();
    columns.row(["Home state".into(), settings.my_state.clone().unwrap_or_else(|| "not chosen".into())]);
    columns.row(["This computer".into(), settings.device_name.clone()]);
    columns.row(["Theme".into(), spoken(&settings.theme)]);
    columns.row(["Lesson text".into(), format!("{} %", settings.text_size)]);
    columns.to_string()
}

fn secrets(state: SecretsState) -> &'static str {
    match state {
        SecretsState::Keyring => "in the keyring",
        SecretsState::NoKeyring => "nowhere: there is no keyring here, so a session ends with the program",
        SecretsState::Locked => {
            "the keyring is locked: what is in it cannot be read, and a new session ends with the program"
        }
    }
}
