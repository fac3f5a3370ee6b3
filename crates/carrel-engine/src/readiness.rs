//! Whether a learner can go offline for some hours of study: what is here, and what is missing. Pure.

use crate::api::{CourseReadiness, Missing, PackState, Readiness, SecretsState};
use carrel_domain::Timestamp;

/// Nobody studies through the night: so many hours make a day, and that is how far ahead access is looked at.
const STUDY_HOURS_A_DAY: u32 = 8;
/// What a learner writes in weeks takes little; below this even that has no room for certain.
const MARGIN_BYTES: u64 = 100 * 1024 * 1024;
const MOST_HOURS: u32 = 500;

/// Everything the answer depends on.
#[derive(Clone, Debug)]
pub struct Facts {
    pub now: Timestamp,
    /// Courses the learner has access to, last studied first.
    pub courses: Vec<CourseReadiness>,
    /// Acts that a sync would send, and acts that need the learner.
    pub unsent: u32,
    pub needs_you: u32,
    pub signed_in: bool,
    pub secrets: SecretsState,
    pub free_bytes: Option<u64>,
    pub offline: bool,
}

/// Looks at what is needed for `hours` of study.
pub fn judge(facts: Facts, hours: u32) -> Readiness {
    let hours = hours.clamp(1, MOST_HOURS);
    let here = facts.courses.iter().filter(|course| is_here(course));
    let minutes_here = here.map(|course| course.minutes_left).sum();
    let wanted = wanted(&facts.courses, minutes_here, hours * 60);
    let mut missing = Vec::new();
    of_session(&facts, &mut missing);
    of_courses(&facts, &wanted, (minutes_here, hours), &mut missing);
    of_access(&facts, &wanted, hours, &mut missing);
    if facts.needs_you > 0 {
        missing.push(Missing::NeedsYou { acts: facts.needs_you });
    }
    if facts.signed_in && facts.secrets == SecretsState::NoKeyring {
        missing.push(Missing::SessionNotKept);
    }
    Readiness {
        hours,
        ready: !missing.iter().any(stops_studying),
        minutes_here,
        missing,
        free_bytes: facts.free_bytes,
        offline: facts.offline,
        courses: facts.courses,
    }
}

fn is_here(course: &CourseReadiness) -> bool {
    matches!(course.pack, PackState::Complete { .. })
}

fn has_something_left(course: &CourseReadiness) -> bool {
    course.minutes_left > 0 || course.lessons_left > 0 || course.quizzes_left > 0
}

/// The courses the hours are made of: the one studied last in any case, everything that is here, and of the others as many as
/// fill the time.
fn wanted(courses: &[CourseReadiness], minutes_here: u32, minutes: u32) -> Vec<&CourseReadiness> {
    let mut filled = minutes_here;
    let mut chosen = Vec::new();
    for course in courses.iter().filter(|course| has_something_left(course)) {
        if is_here(course) {
            chosen.push(course);
        } else if chosen.is_empty() || filled < minutes {
            filled += course.minutes_left;
            chosen.push(course);
        }
    }
    chosen
}

/// What was done can be sent, and is sent before the network is left.
fn of_session(facts: &Facts, missing: &mut Vec<Missing>) {
    let acts = facts.unsent;
    if !facts.signed_in {
        missing.push(Missing::SignedOut { acts });
    } else if facts.secrets == SecretsState::Locked {
        missing.push(Missing::KeyringLocked { acts });
    } else if acts > 0 {
        missing.push(Missing::Unsent { acts });
    }
}

fn of_courses(
    facts: &Facts,
    wanted: &[&CourseReadiness],
    (minutes_here, hours): (u32, u32),
    missing: &mut Vec<Missing>,
) {
    if facts.courses.is_empty() {
        missing.push(Missing::NoCourse);
        return;
    }
    let to_get: Vec<_> = wanted.iter().filter(|course| !is_here(course)).collect();
    missing.extend(to_get.iter().map(|course| Missing::Course {
        program: course.program.clone(),
        title: course.title.clone(),
        pack: course.pack.clone(),
    }));
    let needed = to_get.iter().map(|course| bytes_to_come(&course.pack)).sum::<u64>() + MARGIN_BYTES;
    if let Some(lacking) = facts.free_bytes.and_then(|free| needed.checked_sub(free)).filter(|lacking| *lacking > 0) {
        missing.push(Missing::DiskLow { missing_bytes: lacking });
    }
    let minutes = minutes_here + to_get.iter().map(|course| course.minutes_left).sum::<u32>();
    if minutes < hours * 60 {
        missing.push(Missing::NotEnough { minutes });
    }
}

/// Known only once the download has begun.
fn bytes_to_come(pack: &PackState) -> u64 {
    match pack {
        PackState::Downloading { done_bytes, total_bytes, .. } | PackState::Paused { done_bytes, total_bytes, .. } => {
            total_bytes.saturating_sub(*done_bytes)
        }
        PackState::None | PackState::Complete { .. } => 0,
    }
}

fn of_access(facts: &Facts, wanted: &[&CourseReadiness], hours: u32, missing: &mut Vec<Missing>) {
    let until = facts.now.plus_days(hours.div_ceil(STUDY_HOURS_A_DAY));
    let ending = wanted.iter().filter_map(|course| Some((course, course.access_ends.filter(|ends| *ends < until)?)));
    missing.extend(ending.map(|(course, at)| Missing::AccessEnds {
        program: course.program.clone(),
        title: course.title.clone(),
        at,
    }));
}

/// What is safe either way, and only waits longer, stops nobody from studying.
fn stops_studying(missing: &Missing) -> bool {
    match missing {
        Missing::NoCourse
        | Missing::Course { .. }
        | Missing::AccessEnds { .. }
        | Missing::NotEnough { .. }
        | Missing::DiskLow { .. } => true,
        Missing::Unsent { .. }
        | Missing::SignedOut { .. }
        | Missing::KeyringLocked { .. }
        | Missing::SessionNotKept
        | Missing::NeedsYou { .. } => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::PauseReason;
    use carrel_domain::ProgramId;

    const NOW: Timestamp = Timestamp(1_000_000_000);
    const HERE: PackState = PackState::Complete { bytes: 1, downloaded_at: NOW };

    fn course(id: &str, minutes_left: u32, pack: PackState) -> CourseReadiness {
        CourseReadiness {
            program: ProgramId::from(id),
            title: id.to_owned(),
            pack,
            lessons_left: minutes_left / 30,
            minutes_left,
            lessons_to_come: 0,
            quizzes_left: 0,
            access_ends: Some(NOW.plus_days(100)),
        }
    }

    fn facts(courses: Vec<CourseReadiness>) -> Facts {
        Facts {
            now: NOW,
            courses,
            unsent: 0,
            needs_you: 0,
            signed_in: true,
            secrets: SecretsState::Keyring,
            free_bytes: Some(1 << 40),
            offline: false,
        }
    }

    fn wants(program: &str, pack: PackState) -> Missing {
        Missing::Course { program: ProgramId::from(program), title: program.to_owned(), pack }
    }

    #[test]
    fn enough_lessons_on_this_computer_are_enough() {
        let told = judge(facts(vec![course("a", 480, HERE), course("b", 900, PackState::None)]), 8);
        assert!(told.ready);
        assert_eq!(told.minutes_here, 480);
        assert!(told.missing.is_empty(), "nobody needs the second course for that");
    }

    #[test]
    fn as_many_courses_are_wanted_as_fill_the_time_and_the_current_one_always() {
        let paused = PackState::Paused { done_bytes: 10, total_bytes: 30, reason: PauseReason::Offline };
        let courses =
            || vec![course("a", 60, paused.clone()), course("b", 300, HERE), course("c", 300, PackState::None)];
        let (a, c) = (wants("a", paused.clone()), wants("c", PackState::None));
        let of = |hours| judge(facts(courses()), hours).missing;
        assert_eq!(of(1), vec![a.clone()], "the course one is in the middle of, though another would fill the hour");
        assert_eq!(of(6), vec![a.clone()], "360 minutes are there once it is here");
        assert_eq!(of(7), vec![a.clone(), c.clone()]);
        assert_eq!(of(12), vec![a, c, Missing::NotEnough { minutes: 660 }]);
    }

    #[test]
    fn each_thing_that_is_missing_is_named() {
        let low = PackState::Paused { done_bytes: 0, total_bytes: 500, reason: PauseReason::ByLearner };
        let ends = NOW.plus_days(2);
        let mut ending = course("a", 6000, HERE);
        ending.access_ends = Some(ends);
        let access = Missing::AccessEnds { program: ProgramId::from("a"), title: "a".into(), at: ends };
        let base = || facts(vec![course("a", 6000, HERE)]);
        let table: [(Facts, u32, Vec<Missing>, bool); 9] = [
            (facts(Vec::new()), 8, vec![Missing::NoCourse], false),
            (Facts { unsent: 3, ..base() }, 8, vec![Missing::Unsent { acts: 3 }], true),
            (Facts { needs_you: 1, ..base() }, 8, vec![Missing::NeedsYou { acts: 1 }], true),
            (Facts { unsent: 2, signed_in: false, ..base() }, 8, vec![Missing::SignedOut { acts: 2 }], true),
            (Facts { secrets: SecretsState::Locked, ..base() }, 8, vec![Missing::KeyringLocked { acts: 0 }], true),
            (Facts { secrets: SecretsState::NoKeyring, ..base() }, 8, vec![Missing::SessionNotKept], true),
            (Facts { courses: vec![ending.clone()], ..base() }, 8, vec![], true),
            (Facts { courses: vec![ending], ..base() }, 17, vec![access], false),
            (
                Facts { courses: vec![course("a", 600, low.clone())], free_bytes: Some(MARGIN_BYTES), ..base() },
                8,
                vec![wants("a", low), Missing::DiskLow { missing_bytes: 500 }],
                false,
            ),
        ];
        for (facts, hours, missing, ready) in table {
            let told = judge(facts.clone(), hours);
            assert_eq!((&told.missing, told.ready), (&missing, ready), "{facts:?}");
        }
    }

    #[test]
    fn hours_stay_within_reason() {
        assert_eq!(judge(facts(Vec::new()), 0).hours, 1);
        assert_eq!(judge(facts(Vec::new()), u32::MAX).hours, MOST_HOURS);
    }

    #[test]
    fn a_finished_course_is_not_wanted() {
        let told = judge(facts(vec![course("a", 0, PackState::None), course("b", 600, HERE)]), 8);
        assert!(told.missing.is_empty());
    }
}
