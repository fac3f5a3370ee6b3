//! Before going offline.

use super::learning::pack;
use super::{day, size};
use crate::out::Columns;
use carrel_engine::api::{Missing, Readiness};

pub fn readiness(told: &Readiness) -> String {
    let mut text = match told.ready {
        true => format!("You can study {} hours without a network.\n", told.hours),
        false => format!("Something is missing for {} hours of study without a network.\n", told.hours),
    };
    let mut columns = Columns::default();
    for course in &told.courses {
        columns.row([
            course.program.to_string(),
            course.title.clone(),
            format!("{} lessons left, {}", course.lessons_left, time(course.minutes_left)),
            format!("{} quizzes left", course.quizzes_left),
            course.access_ends.map_or(String::new(), |ends| format!("access ends {}", day(ends))),
            pack(&course.pack),
        ]);
    }
    text.push_str(&columns.to_string());
    let free = told.free_bytes.map(|free| format!(" {} free on the disk.", size(free))).unwrap_or_default();
    text.push_str(&format!("Lessons here: {}.{free}\n", time(told.minutes_here)));
    for missing in &told.missing {
        text.push_str(&format!("- {}\n", words(missing)));
    }
    if told.offline && !told.missing.is_empty() {
        text.push_str("The school could not be reached at the last try; what has to be fetched needs a network.\n");
    }
    text
}

fn time(minutes: u32) -> String {
    format!("{} h {} min", minutes / 60, minutes % 60)
}

fn words(missing: &Missing) -> String {
    match missing {
        Missing::NoCourse => "You have no course yet. Find one: carrelctl catalog search".into(),
        Missing::Course { program, title, pack: state } => {
            format!("{title} is {}. Get it: carrelctl download {program} --wait", pack(state))
        }
        Missing::AccessEnds { title, at, .. } => format!("Your access to {title} ends {}.", day(*at)),
        Missing::NotEnough { minutes } => {
            format!("All there is to study comes to {}. Find more: carrelctl catalog search", time(*minutes))
        }
        Missing::Unsent { acts } => format!("{acts} acts have not reached the school. Send them: carrelctl sync"),
        Missing::SignedOut { acts } => {
            format!("You are signed out, and {acts} acts have not reached the school. Sign in: carrelctl sign-in")
        }
        Missing::KeyringLocked { acts } => {
            format!(
                "Your keyring is locked, and {acts} acts have not reached the school. Unlock it, then: carrelctl sync"
            )
        }
        Missing::SessionNotKept => {
            "There is no keyring here, so sending asks you to sign in each time: carrelctl sign-in".into()
        }
        Missing::NeedsYou { acts } => format!("{acts} acts need you: carrelctl journal --needs-you"),
        Missing::DiskLow { missing_bytes } => {
            format!("{} of space are missing. Free some: carrelctl download remove PROGRAM", size(*missing_bytes))
        }
    }
}
