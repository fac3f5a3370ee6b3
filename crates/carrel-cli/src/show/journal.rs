//! The journal: what was done, where it stands, why it waits, and what can be done about it.

use super::learning::delivery;
use super::moment;
use crate::out::Columns;
use carrel_engine::api::{Act, ActivityPage, Cause, Choice, Waiting};

pub fn journal(page: &ActivityPage) -> String {
    let mut columns = Columns::default();
    for act in &page.acts {
        columns.row([
            act.seq.to_string(),
            moment(act.at),
            act.kind.replace('_', " "),
            act.program_title.clone(),
            act.subject.clone().unwrap_or_default(),
            standing(act),
        ]);
    }
    let more =
        page.acts.last().filter(|_| page.more).map(|last| format!(" More: --before {}", last.seq)).unwrap_or_default();
    format!("{columns}{} waiting, {} need you.{more}", page.waiting, page.needs_you)
}

fn standing(act: &Act) -> String {
    let mut text = delivery(&act.delivery);
    if let Some(waiting) = &act.waiting {
        text.push_str(&why(waiting));
    }
    if act.put_away {
        text.push_str(" (put away)");
    }
    for choice in &act.choices {
        text.push_str(&format!("; carrelctl journal {}", how(*choice, act.seq)));
    }
    text
}

fn how(choice: Choice, seq: i64) -> String {
    match choice {
        Choice::AcknowledgeAndAskAgain => format!("ask-again {seq} --acknowledge-state"),
        Choice::AskAgain => format!("ask-again {seq}"),
        Choice::PutAway => format!("put-away {seq}"),
    }
}

fn why(waiting: &Waiting) -> String {
    let cause = match &waiting.cause {
        // The delivery has said it.
        Cause::SchoolDecides { .. } => return String::new(),
        Cause::NextTry => "it goes with the next sync".into(),
        Cause::SendingNow => "it is being sent".into(),
        Cause::NoNetwork => "there is no network".into(),
        Cause::SchoolBusy => "the school's server is busy".into(),
        Cause::SchoolUnavailable => "the school's server does not answer".into(),
        Cause::SchoolSlow => "the school took too long to answer".into(),
        Cause::Maintenance => "the school is being maintained".into(),
        Cause::Garbled => "the school's answer arrived broken".into(),
        Cause::ConnectionNotSafe => "the connection is not safe; check this computer's date and network".into(),
        Cause::NotTheSchool => {
            "something else answers in the school's place; open a web page and sign in to the network".into()
        }
        Cause::SignedOut => "you are signed out: carrelctl sign-in".into(),
        Cause::KeyringLocked => "the keyring is locked; unlock it".into(),
        Cause::SchoolAsks { text } => format!("the school asks: {}", text.as_deref().unwrap_or_default()),
        Cause::DiskFull => "the disk is full; free some space".into(),
        Cause::Ours => "something in Carrel went wrong; it is tried again".into(),
        Cause::Behind { .. } => "an earlier act in this program needs you first: carrelctl journal --needs-you".into(),
    };
    let next = waiting.next_try.map(|at| format!("; next try {}", moment(at))).unwrap_or_default();
    format!(", {cause}{next}")
}
