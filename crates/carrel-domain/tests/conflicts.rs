//! What a screen shows when two computers did something without knowing of each other: the rules, row by row.
//!
//! Read a row as: *before* both knew this; then the one computer did *here* and the other did *there*; the school answered as
//! `school` says; and both show *view*. An act is written `name@time what`; its computer is the first letter of its name.
//! Every row is tried in both orders of arrival, at every stage between "all of it is waiting" and "all of it is confirmed",
//! and with every act coming twice. Adding a kind of operation means adding its rows.

use carrel_domain::enrollment::{Enrollment, EnrollmentLabel, EnrollmentRequest};
use carrel_domain::exam::{DomainScore, Submission};
use carrel_domain::practice::{Practice, tally};
use carrel_domain::quiz::{ItemKey, Score};
use carrel_domain::record::{Colour, LessonRecord, Mark, Record, apply};
use carrel_domain::view::{Mirror, View, overlay};
use carrel_domain::{Action, LessonId, Money, Occurred, Operation, OperationId, Payload, Timestamp};

struct Row {
    rule: &'static str,
    before: &'static [&'static str],
    here: &'static [&'static str],
    there: &'static [&'static str],
    school: Says,
    view: &'static str,
}

/// What the school does with the acts of both.
#[derive(Clone, Copy)]
enum Says {
    /// It takes them.
    Yes,
    /// It refuses the named act for good, and takes the others.
    No(&'static str),
    /// It has not been reached.
    Nothing,
    /// It takes them and says this about the enrollment.
    Enrolled(&'static str),
    /// The same, and this is its own score of the named attempt.
    Graded(&'static str, Score),
}
use Says::{Enrolled, Graded, No, Nothing, Yes};

const FAILED_BY_SCHOOL: Score = Score { points: 1, max: 4, passed: false };

#[rustfmt::skip]
const ROWS: &[Row] = &[
    // lesson_completed: stands while one completion is not cancelled.
    Row { rule: "done on both is done, and since the earlier moment", before: &[], here: &["A1@10 done"], there: &["B1@20 done"],
          school: Yes, view: "done at 10" },
    Row { rule: "done twice is done", before: &["A1@10 done"], here: &["A2@20 done"], there: &[],
          school: Yes, view: "done at 10" },
    Row { rule: "a refused act leaves the view, and nothing else does", before: &[], here: &["A1@10 done", "A2@11 bookmark on"], there: &[],
          school: No("A1"), view: "bookmarked" },
    Row { rule: "refused here, the same act of the other computer stands", before: &[], here: &["A1@10 done"], there: &["B1@20 done"],
          school: No("A1"), view: "done at 20" },

    // lesson_reopened: cancels exactly the completions it has seen.
    Row { rule: "reopened after it was seen done", before: &["A1@10 done"], here: &["A2@20 reopen A1"], there: &[],
          school: Yes, view: "reopened" },
    Row { rule: "a stale computer takes no newer progress away", before: &["A1@10 done"], here: &["A2@90 reopen A1"], there: &["B1@20 done"],
          school: Yes, view: "done at 20" },
    Row { rule: "reopened on both is reopened once", before: &["A1@10 done"], here: &["A2@20 reopen A1"], there: &["B1@30 reopen A1"],
          school: Yes, view: "reopened" },
    Row { rule: "done again after reopening is done", before: &["A1@10 done"], here: &["A2@20 reopen A1", "A3@30 done"], there: &["B1@40 reopen A1"],
          school: Yes, view: "done at 30" },
    Row { rule: "reopening arrives before what it reopens", before: &[], here: &["A1@10 done"], there: &["B1@20 reopen A1"],
          school: Yes, view: "reopened" },
    Row { rule: "reopening that has seen nothing does nothing", before: &["A1@10 done"], here: &["A2@20 reopen"], there: &[],
          school: Yes, view: "done at 10" },
    Row { rule: "a refused reopening leaves the lesson done", before: &["A1@10 done"], here: &["A2@20 reopen A1"], there: &[],
          school: No("A2"), view: "done at 10" },

    // lesson_position: the furthest place is the maximum, the last place is the latest.
    Row { rule: "the furthest place stays, the last place is the later one", before: &["A1@10 place 300"], here: &["A2@20 place 900"], there: &["B1@30 place 200"],
          school: Yes, view: "furthest 900, last 200" },
    Row { rule: "an old clock does not make a place the last one", before: &[], here: &["A1@5 place 900"], there: &["B1@30 place 200"],
          school: Yes, view: "furthest 900, last 200" },
    Row { rule: "at the same moment the device's name decides, for all alike", before: &[], here: &["A1@10 place 900"], there: &["B1@10 place 200"],
          school: Yes, view: "furthest 900, last 200" },
    Row { rule: "the same number twice, after a disk image came back: the greater value", before: &[], here: &["A1@10 place 400"], there: &["A1x@10 place 700"],
          school: Yes, view: "furthest 700, last 700" },
    Row { rule: "a place beyond the end is the end", before: &[], here: &["A1@10 place 4000"], there: &[],
          school: Yes, view: "furthest 1000, last 1000" },

    // lesson_opened: the latest.
    Row { rule: "opened last is the later one", before: &["A1@10 open"], here: &["A2@40 open"], there: &["B1@30 open"],
          school: Yes, view: "opened at 40" },

    // study_interval: the union; two computers at once do not count twice.
    Row { rule: "time apart is added", before: &[], here: &["A1@10 study 0-10"], there: &["B1@50 study 20-25"],
          school: Yes, view: "studied 15" },
    Row { rule: "time at once counts once", before: &[], here: &["A1@10 study 0-10"], there: &["B1@50 study 5-12"],
          school: Yes, view: "studied 12" },
    Row { rule: "spans that touch are one", before: &["A1@5 study 0-5"], here: &["A2@10 study 5-10"], there: &["B1@15 study 10-15"],
          school: Yes, view: "studied 15 in one piece" },
    Row { rule: "one span bridges two", before: &["A1@5 study 0-5"], here: &["A2@30 study 20-30"], there: &["B1@31 study 4-21"],
          school: Yes, view: "studied 30 in one piece" },
    Row { rule: "a span that ends before it begins is no time", before: &[], here: &["A1@10 study 10-0"], there: &["B1@20 study 5-5"],
          school: Yes, view: "" },

    // practice_exam_submitted: every sitting is kept, with what it came to on the computer where it was sat.
    Row { rule: "both sittings are kept", before: &[], here: &["A1@10 exam 70/100"], there: &["B1@20 exam 80/100"],
          school: Yes, view: "exams A1 70/100, B1 80/100" },
    Row { rule: "a sitting the school refused does not count", before: &["A1@10 exam 70/100"], here: &["A2@20 exam 90/100"], there: &[],
          school: No("A2"), view: "exams A1 70/100" },

    // review_answered: the set of all answers, oldest first; when it comes again follows from the set.
    Row { rule: "answers of both computers stand in one row", before: &[], here: &["A1@10 review 3"], there: &["B1@20 review 1"],
          school: Yes, view: "reviews 3, 1" },
    Row { rule: "the moment orders answers, not their arrival", before: &["A1@30 review 4"], here: &[], there: &["B1@20 review 2"],
          school: Yes, view: "reviews 2, 4" },
    Row { rule: "two answers at the same moment are two", before: &[], here: &["A1@10 review 3"], there: &["B1@10 review 3"],
          school: Yes, view: "reviews 3, 3" },

    // quiz_submitted: every attempt is kept; the score is provisional until the school's own.
    Row { rule: "both attempts are kept", before: &[], here: &["A1@10 quiz 3/4"], there: &["B1@20 quiz 2/4"],
          school: Yes, view: "attempts A1 3/4, B1 2/4" },
    Row { rule: "the same answers twice are two attempts", before: &["A1@10 quiz 3/4"], here: &["A2@20 quiz 3/4"], there: &[],
          school: Yes, view: "attempts A1 3/4, A2 3/4" },
    Row { rule: "the school's score is final", before: &["A1@10 quiz 3/4"], here: &[], there: &["B1@20 quiz 4/4"],
          school: Graded("A1", FAILED_BY_SCHOOL), view: "attempts A1 1/4 final, B1 4/4; Active" },
    Row { rule: "a refused attempt does not count", before: &["A1@10 quiz 3/4"], here: &["A2@20 quiz 4/4"], there: &[],
          school: No("A2"), view: "attempts A1 3/4" },

    // note_saved: a version replaces those it has seen.
    Row { rule: "two notes written apart are both kept", before: &[], here: &["A1@10 note arteries"], there: &["B1@20 note veins"],
          school: Yes, view: "notes arteries | veins" },
    Row { rule: "two edits of one note are both kept", before: &["A1@5 note blood"], here: &["A2@10 note arteries over A1"], there: &["B1@20 note veins over A1"],
          school: Yes, view: "notes arteries | veins" },
    Row { rule: "a version that has seen both joins them", before: &["A1@10 note arteries", "B1@20 note veins"], here: &["A2@30 note both over A1 B1"], there: &[],
          school: Yes, view: "notes both" },
    Row { rule: "what was joined here and edited there is shown twice", before: &["A1@10 note arteries", "B1@20 note veins"], here: &["A2@30 note both over A1 B1"], there: &["B2@40 note veins! over B1"],
          school: Yes, view: "notes both | veins!" },
    Row { rule: "an emptied note is gone", before: &["A1@10 note arteries"], here: &["A2@20 note over A1"], there: &[],
          school: Yes, view: "" },
    Row { rule: "emptied here, edited there: the edit stays", before: &["A1@10 note arteries"], here: &["A2@30 note over A1"], there: &["B1@20 note veins over A1"],
          school: Yes, view: "notes veins" },
    Row { rule: "a version arrives before the one it replaces", before: &[], here: &["A1@10 note arteries"], there: &["B1@20 note veins over A1"],
          school: Yes, view: "notes veins" },
    Row { rule: "a chain arrives in any order", before: &[], here: &["A1@10 note one", "A2@20 note two over A1"], there: &["B1@30 note three over A2"],
          school: Yes, view: "notes three" },
    Row { rule: "a version that claims to replace itself shows nothing, everywhere alike", before: &[], here: &["A1@10 note arteries over A1"], there: &[],
          school: Yes, view: "" },
    Row { rule: "a refused version brings the earlier one back", before: &["A1@10 note arteries"], here: &["A2@20 note veins over A1"], there: &[],
          school: No("A2"), view: "notes arteries" },

    // bookmark_set: the latest.
    Row { rule: "the later word counts", before: &["A1@10 bookmark on"], here: &["A2@30 bookmark off"], there: &["B1@20 bookmark on"],
          school: Yes, view: "not bookmarked" },
    Row { rule: "at the same moment the device's name decides", before: &[], here: &["A1@10 bookmark off"], there: &["B1@10 bookmark on"],
          school: Yes, view: "bookmarked" },
    Row { rule: "the same number twice, after a disk image came back: on", before: &[], here: &["A1@10 bookmark on"], there: &["A1x@10 bookmark off"],
          school: Yes, view: "bookmarked" },

    // highlight_set: like a note, for each passage; taking a mark away names the versions it takes.
    Row { rule: "passages marked apart are both marked", before: &[], here: &["A1@10 mark vein"], there: &["B1@20 mark arm"],
          school: Yes, view: "marked arm | vein" },
    Row { rule: "the same passage marked on both is marked twice, until one of them is taken away", before: &[], here: &["A1@10 mark vein"], there: &["B1@20 mark vein"],
          school: Yes, view: "marked vein | vein" },
    Row { rule: "two changes of one mark are both kept", before: &["A1@5 mark vein"], here: &["A2@10 mark vein! over A1"], there: &["B1@20 mark vein? over A1"],
          school: Yes, view: "marked vein! | vein?" },
    Row { rule: "a mark taken away is gone", before: &["A1@10 mark vein"], here: &["A2@20 unmark over A1"], there: &[],
          school: Yes, view: "" },
    Row { rule: "taken away here, changed there: the change stays", before: &["A1@10 mark vein"], here: &["A2@90 unmark over A1"], there: &["B1@20 mark vein! over A1"],
          school: Yes, view: "marked vein!" },
    Row { rule: "taking away arrives before the mark", before: &[], here: &["A1@10 mark vein"], there: &["B1@20 unmark over A1"],
          school: Yes, view: "" },
    Row { rule: "a refused change brings the earlier mark back", before: &["A1@10 mark vein"], here: &["A2@20 mark arm over A1"], there: &[],
          school: No("A2"), view: "marked vein" },
    // skill_logged: an entry of the log is one, whoever changed it; a version replaces those it has seen.
    Row { rule: "practice logged on both is two entries", before: &[], here: &["A1@10 log vein"], there: &["B1@20 log heel"],
          school: Yes, view: "log vein, heel; counted 2" },
    Row { rule: "a correction replaces what it has seen", before: &["A1@10 log vein"], here: &["A2@20 log-A1 hand over A1"], there: &[],
          school: Yes, view: "log hand; counted 1" },
    Row { rule: "corrected on both: the later counts, once, and both are kept", before: &["A1@10 log vein"], here: &["A2@20 log-A1 hand over A1"], there: &["B1@30 log-A1 arm over A1"],
          school: Yes, view: "log arm (2 versions); counted 1" },
    Row { rule: "a correction that has seen both settles it", before: &["A1@10 log vein"], here: &["A2@20 log-A1 hand over A1", "A3@40 log-A1 both over A2 B1"], there: &["B1@30 log-A1 arm over A1"],
          school: Yes, view: "log both; counted 1" },
    Row { rule: "taken out of the log is gone", before: &["A1@10 log vein"], here: &["A2@20 log-A1 over A1"], there: &[],
          school: Yes, view: "" },
    Row { rule: "taken out here, corrected there: the correction stays", before: &["A1@10 log vein"], here: &["A2@30 log-A1 over A1"], there: &["B1@20 log-A1 arm over A1"],
          school: Yes, view: "log arm; counted 1" },
    Row { rule: "a correction arrives before what it corrects", before: &[], here: &["A1@10 log vein"], there: &["B1@20 log-A1 arm over A1"],
          school: Yes, view: "log arm; counted 1" },
    Row { rule: "a refused correction brings the entry back", before: &["A1@10 log vein"], here: &["A2@20 log-A1 hand over A1"], there: &[],
          school: No("A2"), view: "log vein; counted 1" },

    // enrollment_requested: a request waits; the enrollment is the school's word.
    Row { rule: "a request that waits is shown as one", before: &[], here: &["A1@10 request"], there: &[],
          school: Nothing, view: "requested by A1; RequestedHere" },
    Row { rule: "two requests are one enrollment", before: &[], here: &["A1@10 request"], there: &["B1@20 request"],
          school: Enrolled("accepted"), view: "requested by A1, B1; Active" },
    Row { rule: "the school holds it for a person", before: &[], here: &["A1@10 request"], there: &[],
          school: Enrolled("submitted"), view: "requested by A1; WaitingForSchool" },
    Row { rule: "a refused request leaves the view", before: &[], here: &["A1@10 request"], there: &["B1@20 done"],
          school: No("A1"), view: "done at 20" },
    Row { rule: "the school's no stands until the learner asks again", before: &["A1@10 request"], here: &[], there: &[],
          school: Enrolled("declined"), view: "requested by A1; Declined" },

    // A kind this version does not know: kept, counted, and changes nothing on screen.
    Row { rule: "an unknown kind changes nothing", before: &["A1@10 done"], here: &["A2@20 future_kind"], there: &["B1@20 future_kind"],
          school: Yes, view: "done at 10" },
    Row { rule: "a known kind that cannot be read changes nothing", before: &["A1@10 done"], here: &["A2@20 spoiled"], there: &[],
          school: Yes, view: "done at 10" },

    // Facts of different kinds do not touch each other.
    Row { rule: "each computer did something else", before: &["A1@10 done"], here: &["A2@20 note arteries", "A3@21 place 500"], there: &["B1@30 bookmark on", "B2@31 reopen A1"],
          school: Yes, view: "reopened; furthest 500, last 500; notes arteries; bookmarked" },
];

#[test]
fn i20_every_row_holds_in_both_orders_at_every_stage_and_with_repetition() {
    for row in ROWS {
        let refused = |act: &&&str| matches!(row.school, No(name) if act.starts_with(&format!("{name}@")));
        let read = |acts: &[&'static str]| acts.iter().filter(|act| !refused(act)).map(|act| operation(act)).collect();
        let (before, here, there): (Vec<_>, Vec<_>, Vec<_>) = (read(row.before), read(row.here), read(row.there));
        let mut backwards = [&before[..], &here, &there].concat();
        backwards.reverse();
        for order in [[&before[..], &here, &there].concat(), [&before[..], &there, &here].concat(), backwards] {
            for confirmed in stages(row.school, order.len()) {
                let view = view(row.school, &order, confirmed);
                assert_eq!(shown(&view), row.view, "{} ({confirmed} of {} confirmed)", row.rule, order.len());
            }
        }
    }
}

#[test]
fn every_kind_of_operation_has_its_rows() {
    let kinds = [
        "enrollment_requested",
        "lesson_opened",
        "lesson_position",
        "lesson_completed",
        "lesson_reopened",
        "study_interval",
        "quiz_submitted",
        "note_saved",
        "bookmark_set",
        "highlight_set",
        "practice_exam_submitted",
        "review_answered",
        "skill_logged",
        "future_kind",
    ];
    let acts = || ROWS.iter().flat_map(|row| row.here.iter().chain(row.there)).map(|act| operation(act));
    for kind in kinds {
        assert!(acts().filter(|op| op.kind == kind).count() > 1, "{kind} has too few rows");
    }
    assert!(acts().all(|op| kinds.contains(&op.kind.as_str())), "a kind is missing from this list");
}

/// How many acts the school has confirmed: every number while it takes all, none where it was not reached.
fn stages(school: Says, acts: usize) -> Vec<usize> {
    match school {
        Yes | No(_) => (0..=acts).collect(),
        Nothing => vec![0],
        Enrolled(_) | Graded(..) => vec![acts],
    }
}

fn view(school: Says, order: &[Operation], confirmed: usize) -> View {
    let mut mirror = Mirror::default();
    for op in &order[..confirmed] {
        mirror.accept(op);
        apply(&mut mirror.record, op);
    }
    mirror.enrollment = match school {
        Enrolled(application) => Some(enrollment(application)),
        Graded(attempt, score) => {
            let mut said = enrollment("accepted");
            said.grades.insert(attempt.into(), score);
            Some(said)
        }
        _ => None,
    };
    let waiting = order[confirmed..].iter();
    overlay(&mirror, waiting.clone().chain(waiting.rev()))
}

/// The view in the words of the table.
fn shown(view: &View) -> String {
    let record = &view.record;
    let mut facts = Vec::new();
    if let Some(lesson) = record.lesson(&lesson()) {
        facts.extend(lesson_facts(lesson));
    }
    let pieces = if record.study.0.len() == 1 && record.study.total_ms() > 12 { " in one piece" } else { "" };
    facts.extend((record.study.total_ms() > 0).then(|| format!("studied {}{pieces}", record.study.total_ms())));
    facts.extend(attempts(view));
    facts.extend(sittings(record));
    let ratings = record.reviews.values().flatten().map(|review| review.1.to_string()).collect::<Vec<_>>();
    facts.extend((!ratings.is_empty()).then(|| format!("reviews {}", ratings.join(", "))));
    facts.extend(log(record));
    let requests: Vec<&str> = record.requests.keys().map(OperationId::as_str).collect();
    facts.extend((!requests.is_empty()).then(|| format!("requested by {}", requests.join(", "))));
    let label: Option<EnrollmentLabel> = view.label(Timestamp(100));
    facts.extend(label.map(|label| format!("{label:?}")));
    facts.join("; ")
}

fn lesson_facts(lesson: &LessonRecord) -> Vec<String> {
    let mut facts = Vec::new();
    match lesson.completed_at() {
        Some(at) => facts.push(format!("done at {}", at.0)),
        None if !lesson.cancelled.is_empty() => facts.push("reopened".to_owned()),
        None => {}
    }
    let place = lesson.position.as_ref();
    facts.extend(place.map(|last| format!("furthest {}, last {}", lesson.furthest_permille, last.value)));
    facts.extend(lesson.opened.as_ref().map(|opened| format!("opened at {}", opened.stamp.at.0)));
    let mut notes: Vec<&str> = lesson.note.heads.values().map(|version| version.text.as_str()).collect();
    notes.retain(|text| !text.is_empty());
    notes.sort_unstable();
    facts.extend((!notes.is_empty()).then(|| format!("notes {}", notes.join(" | "))));
    let mut marked: Vec<&str> = lesson.highlights.heads.values().map(|version| version.mark.quote.as_str()).collect();
    marked.sort_unstable();
    facts.extend((!marked.is_empty()).then(|| format!("marked {}", marked.join(" | "))));
    facts.extend(
        lesson.bookmark.as_ref().map(|mark| if mark.value { "bookmarked" } else { "not bookmarked" }.to_owned()),
    );
    facts
}

fn sittings(record: &Record) -> Option<String> {
    let each = record.exams.iter().map(|(id, result)| format!("{id} {}/{}", result.right(), result.total()));
    (!record.exams.is_empty()).then(|| format!("exams {}", each.collect::<Vec<_>>().join(", ")))
}

fn log(record: &Record) -> Option<String> {
    let mut entries: Vec<String> = Vec::new();
    for entry in record.practice.values() {
        let Some((_, practice, _)) = entry.current() else { continue };
        let versions = if entry.versions() > 1 { format!(" ({} versions)", entry.versions()) } else { String::new() };
        entries.push(format!("{}{versions}", practice.site));
    }
    let counted: u32 = tally(record.practice.values()).values().sum();
    (!entries.is_empty()).then(|| format!("log {}; counted {counted}", entries.join(", ")))
}

fn attempts(view: &View) -> Option<String> {
    let made = view.record.quizzes.get(&"quiz".into())?;
    let attempt = |(id, attempt): (&OperationId, &carrel_domain::record::Attempt)| {
        let said = view.enrollment.as_ref().and_then(|said| said.grades.get(id));
        let score = said.unwrap_or(&attempt.score);
        format!("{id} {}/{}{}", score.points, score.max, if said.is_some() { " final" } else { "" })
    };
    Some(format!("attempts {}", made.iter().map(attempt).collect::<Vec<_>>().join(", ")))
}

/// `A2@20 note veins over A1` as an operation of computer A with the number 2. `A1x` is another act with the same number.
fn operation(text: &str) -> Operation {
    let (head, what) = text.split_once(' ').expect("a head and what was done");
    let (name, at) = head.split_once('@').expect("a name and a time");
    let (device, number) = name.split_at(1);
    let (what, seen) =
        match what.split_once("over ").or_else(|| what.split_once("reopen ").map(|(_, seen)| ("reopen", seen))) {
            Some((what, seen)) => (what.trim(), seen.split(' ').map(OperationId::from).collect()),
            None => (what, Vec::new()),
        };
    let (kind, payload) = meaning(what);
    Operation {
        id: name.into(),
        device: device.into(),
        seq: number.trim_end_matches('x').parse().expect("a number"),
        program: "program".into(),
        occurred: Occurred { at: Timestamp(at.parse().expect("a time")), uncertainty_ms: 0 },
        seen,
        kind,
        payload,
    }
}

fn meaning(what: &str) -> (String, Payload) {
    let (verb, rest) = what.split_once(' ').unwrap_or((what, ""));
    let numbers = |separator| rest.split(separator).map(|n: &str| n.parse().expect("a number")).collect::<Vec<u32>>();
    let action = match verb {
        "done" => Action::LessonCompleted { lesson: lesson() },
        "reopen" => Action::LessonReopened { lesson: lesson() },
        "open" => Action::LessonOpened { lesson: lesson() },
        "place" => Action::LessonPosition { lesson: lesson(), permille: rest.parse().expect("a place") },
        "note" => Action::NoteSaved { lesson: lesson(), text: rest.to_owned() },
        "mark" => Action::HighlightSet { lesson: lesson(), mark: Some(mark(rest)) },
        "unmark" => Action::HighlightSet { lesson: lesson(), mark: None },
        "bookmark" => Action::BookmarkSet { lesson: lesson(), on: rest == "on" },
        "log" => Action::SkillLogged { of: None, practice: practice(rest) },
        "log-A1" => Action::SkillLogged { of: Some("A1".into()), practice: practice(rest) },
        "study" => {
            let [from, to] = numbers('-')[..] else { panic!("two moments: {what}") };
            Action::StudyInterval { lesson: lesson(), from: Timestamp(from.into()), to: Timestamp(to.into()) }
        }
        "quiz" => {
            let [points, max] = numbers('/')[..] else { panic!("points of points: {what}") };
            let score = Score { points, max, passed: points * 4 >= max * 3 };
            Action::QuizSubmitted { quiz: "quiz".into(), answers: Default::default(), score, edition: None }
        }
        "exam" => {
            let [right, total] = numbers('/')[..] else { panic!("right of all: {what}") };
            let domains = vec![DomainScore { domain: "all".to_owned(), right, total }];
            let (exam, given) = ("exam".into(), Vec::new());
            Action::PracticeExamSubmitted(Submission { exam, seed: 1, minutes: 90, out_of_time: false, domains, given })
        }
        "review" => {
            let rating = rest.parse().expect("a rating");
            Action::ReviewAnswered { item: ItemKey("quiz/q1".to_owned()), right: rating > 1, rating }
        }
        "request" => Action::EnrollmentRequested(EnrollmentRequest {
            program_version: 1,
            price: price(),
            state: None,
            state_acknowledged: false,
            eligibility: None,
        }),
        "spoiled" => return ("lesson_completed".to_owned(), Payload::new("[]".to_owned()).expect("JSON")),
        unknown => return (unknown.to_owned(), Payload::new("{}".to_owned()).expect("JSON")),
    };
    let (kind, payload) = action.encode();
    (kind.to_owned(), payload)
}

fn mark(quote: &str) -> Mark {
    Mark { anchor: "p1".to_owned(), quote: quote.to_owned(), colour: Colour::Yellow, note: String::new() }
}

fn practice(site: &str) -> Option<Practice> {
    let practice = serde_json::json!({"day": "2026-11-20", "kind": "venipuncture", "site": site, "device": "", "success": true,
        "complication": "none", "place": "", "supervisor": ""});
    (!site.is_empty()).then(|| serde_json::from_value(practice).expect("a practice"))
}

fn lesson() -> LessonId {
    "lesson".into()
}

fn price() -> Money {
    serde_json::from_value(serde_json::json!({"cents": 0, "currency": "USD"})).expect("a price")
}

fn enrollment(application: &str) -> Enrollment {
    let access = serde_json::json!({"state": "active", "starts": 0, "ends": 1000});
    serde_json::from_value(serde_json::json!({
        "program": "program", "program_version": 1, "requested_by": "A1", "application": application, "agreement": "none",
        "funding": "none", "access": access, "outcome": "in_progress", "price": price(), "state": null,
        "reason": null, "decided_at": null, "decided_by": null, "grades": {},
    }))
    .expect("an enrollment")
}

#[test]
fn time_as_wide_as_time_itself_is_nonsense_and_counts_without_falling_over() {
    let mut record = Record::default();
    record.study.add(Timestamp(i64::MIN), Timestamp(-1));
    record.study.add(Timestamp(0), Timestamp(i64::MAX));
    assert_eq!(record.study.total_ms(), i64::MAX);
}
