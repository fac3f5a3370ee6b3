//! When a question comes again: a pure function of the answers given so far and the time it is. Nothing of it is kept, so two
//! computers with the same answers agree on what is due. The forgetting curve is FSRS, with its published parameters.

use crate::api::RecallStanding;
use carrel_domain::pack::{Manifest, Module};
use carrel_domain::quiz::{ItemBody, ItemKey};
use carrel_domain::record::{Record, Review};
use carrel_domain::time::HOUR_MS;
use carrel_domain::{Occurred, Timestamp};
use fsrs::{FSRS, FSRSItem, FSRSReview, MemoryState};
use std::collections::BTreeSet;

/// A session asks at most this many.
pub const SESSION_ITEMS: usize = 15;
/// And ends after this time.
pub const SESSION_MINUTES: u32 = 10;
/// The chance of still knowing it at which a question comes again.
const RETENTION: f32 = 0.9;
const DAY_MS: i64 = 24 * HOUR_MS;
/// What falls due in the evening may come in the morning, and what was answered in the evening not before the next one. A day that
/// begins somewhere would need a time zone, and two computers may have two.
const SAME_DAY_MS: i64 = 16 * HOUR_MS;
/// Longer than any course gives access; also keeps a curve without end from overflowing.
const LONGEST_DAYS: f32 = 3_650.0;

/// What comes now, and how things stand.
pub struct Plan {
    /// Answered before, the longest due first.
    pub due: Vec<(ItemKey, Timestamp)>,
    /// Met and never asked here, in the order of the course; only as many as still fit into today.
    pub fresh: Vec<ItemKey>,
    pub standing: RecallStanding,
}

pub fn plan(manifest: &Manifest, record: &Record, now: Occurred) -> Plan {
    let curve = FSRS::default();
    let met = met(manifest, record);
    let given = |key: &ItemKey| given(record.reviews.get(key), now);
    let mut coming: Vec<(ItemKey, Timestamp)> =
        met.iter().filter_map(|key| Some((key.clone(), due_at(&curve, &given(key))?))).collect();
    coming.sort_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
    let (due, later): (Vec<_>, Vec<_>) = coming.into_iter().partition(|(_, at)| *at <= now.at);

    let unasked: Vec<ItemKey> = met.iter().filter(|key| given(key).is_empty()).cloned().collect();
    let today = asked_today(record, now);
    let room = SESSION_ITEMS.saturating_sub(today.len() + due.len());
    let (fresh, waiting) = unasked.split_at(room.min(unasked.len()));
    // New ones that found no room come when today's answers are a day's length ago.
    let room_at = today.iter().min().filter(|_| !waiting.is_empty()).map(|at| at.plus_ms(SAME_DAY_MS));
    let next_at = later.first().map(|(_, at)| *at).into_iter().chain(room_at).min();
    let next_count = next_at.map_or(0, |next| {
        let soon = |at: Timestamp| at.since_ms(next) < DAY_MS;
        let again = later.iter().filter(|(_, at)| soon(*at)).count();
        let new = if room_at.is_some_and(soon) { waiting.len() } else { 0 };
        again + new.min(SESSION_ITEMS)
    });
    let standing = RecallStanding {
        met: met.len() as u32,
        due: due.len() as u32,
        fresh: fresh.len() as u32,
        now: now.at,
        next_at,
        next_count: next_count as u32,
    };
    Plan { due, fresh: fresh.to_vec(), standing }
}

/// Every question the learner has met and the course still has, in the order of the course.
fn met(manifest: &Manifest, record: &Record) -> Vec<ItemKey> {
    let read: BTreeSet<&str> =
        manifest.modules.iter().filter(|module| read_to_its_end(module, record)).map(|m| m.id.as_str()).collect();
    let is_met = |key: &ItemKey| {
        let taught = manifest.module_of(key).is_some_and(|module| read.contains(module.id.as_str()));
        taught || record.reviews.contains_key(key)
    };
    // What this version cannot ask could only be called wrong, every day anew.
    let askable = manifest.items().filter(|(_, item)| !matches!(item.body, ItemBody::Unknown(_)));
    let keys = askable.filter_map(|(quiz, item)| {
        let key = ItemKey::of(quiz, &item.id);
        (record.quizzes.contains_key(quiz) || is_met(&key)).then_some(key)
    });
    keys.collect()
}

fn read_to_its_end(module: &Module, record: &Record) -> bool {
    let mut written = module.lessons.iter().filter(|lesson| lesson.path.is_some()).peekable();
    written.peek().is_some() && written.all(|one| record.lesson(&one.id).is_some_and(|lesson| lesson.completed()))
}

/// The answers until now, oldest first. One of a time that has not come was stamped by a clock that ran ahead: nobody knows when it
/// was given, so until then it is as if it had not been.
fn given(reviews: Option<&BTreeSet<Review>>, now: Occurred) -> Vec<&Review> {
    reviews.into_iter().flatten().take_while(|review| review.0 <= now.latest()).collect()
}

/// The last answers of today's questions.
fn asked_today(record: &Record, now: Occurred) -> Vec<Timestamp> {
    let last = record.reviews.values().filter_map(|reviews| given(Some(reviews), now).last().map(|review| review.0));
    last.filter(|at| now.at.since_ms(*at) < SAME_DAY_MS).collect()
}

/// When a question falls due. `None`: never answered.
fn due_at(curve: &FSRS, reviews: &[&Review]) -> Option<Timestamp> {
    let last = reviews.last()?.0;
    let state = memory(curve, reviews)?;
    let days = whole_days(curve.next_interval(Some(state.stability), RETENTION, 3));
    Some(last.plus_days(days).plus_ms(SAME_DAY_MS - DAY_MS))
}

/// In how many days it would come again after each answer now: again, hard, good, easy.
pub fn choices(reviews: Option<&BTreeSet<Review>>, now: Occurred) -> [u32; 4] {
    let curve = FSRS::default();
    let reviews = given(reviews, now);
    let state = memory(&curve, &reviews);
    let last = reviews.last().map_or(now.at, |review| review.0);
    match curve.next_states(state, RETENTION, days_between(last, now.at)) {
        Ok(next) => [&next.again, &next.hard, &next.good, &next.easy].map(|state| whole_days(state.interval)),
        // Its own parameters are sound and the numbers finite, so it has no reason; tomorrow is never wrong.
        Err(_) => [1; 4],
    }
}

fn memory(curve: &FSRS, reviews: &[&Review]) -> Option<MemoryState> {
    let mut before = reviews.first()?.0;
    let review = |Review(at, rating, _): &&Review| {
        let delta_t = days_between(before, *at);
        before = *at;
        FSRSReview { rating: u32::from(*rating).clamp(1, 4), delta_t }
    };
    curve.memory_state(FSRSItem { reviews: reviews.iter().map(review).collect() }, None).ok()
}

/// Nights between, by the same day's length as everywhere here.
fn days_between(from: Timestamp, to: Timestamp) -> u32 {
    let since = (to.since_ms(from) + DAY_MS - SAME_DAY_MS).max(0);
    u32::try_from(since / DAY_MS).unwrap_or(u32::MAX)
}

fn whole_days(interval: f32) -> u32 {
    interval.round().clamp(1.0, LONGEST_DAYS) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use carrel_domain::quiz::{Item, Quiz, Scoring};

    #[test]
    fn a_question_of_an_unknown_kind_is_never_asked() {
        let item = |id: &str, body| Item {
            id: id.to_owned(),
            prompt: String::new(),
            explain: String::new(),
            exam_domain: None,
            lesson: None,
            body,
        };
        let number = ItemBody::Numeric { answer: 1.0, tolerance: 0.0, unit: String::new() };
        let quiz = Quiz {
            id: "quiz".into(),
            title: String::new(),
            pass_percent: 70,
            scoring: Scoring::Best,
            max_attempts: 0,
            items: vec![item("known", number), item("later", ItemBody::Unknown(Default::default()))],
        };
        let manifest = Manifest {
            program: "program".into(),
            version: String::new(),
            modules: Vec::new(),
            quizzes: vec![quiz],
            files: Vec::new(),
            glossary: Vec::new(),
            practice_exam: None,
            practice: None,
        };
        let record = Record { quizzes: [("quiz".into(), Default::default())].into(), ..Record::default() };
        let plan = plan(&manifest, &record, Occurred { at: Timestamp(0), uncertainty_ms: 0 });
        assert_eq!(plan.standing.met, 1);
        assert_eq!(plan.fresh, [ItemKey::of(&"quiz".into(), "known")]);
    }
}
