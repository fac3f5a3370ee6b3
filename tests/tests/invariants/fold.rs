//! The laws of the fold, over made-up histories: in any order, with repetitions, split anywhere between mirror and journal.
//!
//! Histories are dense on purpose: few lessons, few moments, few numbers, so that acts meet. Reopenings, notes and marks name real acts,
//! earlier and later ones; numbers come twice, as after a disk image was brought back.

use carrel_domain::digest::Digest;
use carrel_domain::exam::{DomainScore, Given, Submission};
use carrel_domain::practice::{Complication, Practice, PracticeKind};
use carrel_domain::quiz::{Answer, ItemKey, Score};
use carrel_domain::record::{Colour, Mark, Record, apply};
use carrel_domain::view::{Mirror, overlay};
use carrel_domain::{Action, LessonId, Occurred, Operation, OperationId, ProgramId, QuizId, Timestamp};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use std::collections::BTreeMap;

/// An act before it is known what it names.
#[derive(Clone, Debug)]
struct Draft {
    action: Action,
    named: Vec<Index>,
    program: u8,
    device: u8,
    seq: i64,
    at: i64,
}

fn any_action() -> impl Strategy<Value = Action> {
    let lesson = (0..2u8).prop_map(|l| LessonId(format!("lesson-{l}")));
    let quiz = (0..2u8).prop_map(|q| QuizId(format!("quiz-{q}")));
    prop_oneof![
        3 => lesson.clone().prop_map(|lesson| Action::LessonCompleted { lesson }),
        3 => lesson.clone().prop_map(|lesson| Action::LessonReopened { lesson }),
        3 => (lesson.clone(), "[a-c]{0,2}").prop_map(|(lesson, text)| Action::NoteSaved { lesson, text }),
        1 => lesson.clone().prop_map(|lesson| Action::LessonOpened { lesson }),
        2 => (lesson.clone(), 0u16..1200).prop_map(|(lesson, permille)| Action::LessonPosition { lesson, permille }),
        // Short and close together: spans touch, nest, bridge, and some end before they begin.
        3 => (lesson.clone(), 0i64..30, -2i64..8).prop_map(|(lesson, from, long)| Action::StudyInterval {
            lesson,
            from: Timestamp(from),
            to: Timestamp(from + long)
        }),
        3 => (lesson.clone(), proptest::option::weighted(0.7, any_mark()))
            .prop_map(|(lesson, mark)| Action::HighlightSet { lesson, mark }),
        2 => (lesson, any::<bool>()).prop_map(|(lesson, on)| Action::BookmarkSet { lesson, on }),
        1 => (quiz, 0u32..4).prop_map(|(quiz, points)| Action::QuizSubmitted {
            quiz,
            answers: [("item".to_owned(), Answer::Number(f64::from(points)))].into(),
            score: Score { points, max: 3, passed: points > 1 },
            edition: None,
        }),
        1 => (0..9u64, 0..4u32).prop_map(|(seed, right)| Action::PracticeExamSubmitted(sitting(seed, right))),
        3 => (0..2u8, any::<bool>(), 1..5u8).prop_map(|(item, right, rating)| Action::ReviewAnswered {
            item: ItemKey(format!("quiz-0/q{item}")),
            right,
            rating,
        }),
        // Few entries: versions of one meet, replace each other and are taken out.
        3 => (0..3u8, any::<bool>(), "[a-b]{1}").prop_map(|(of, stays, site)| Action::SkillLogged {
            of: (of > 0).then(|| OperationId(format!("entry-{of}"))),
            practice: stays.then(|| practice(&site)),
        }),
        1 => Just(Action::Unknown),
    ]
}

fn any_mark() -> impl Strategy<Value = Mark> {
    ("p[1-2]", "[a-c]{1,2}", any::<bool>()).prop_map(|(anchor, quote, green)| Mark {
        anchor,
        quote,
        colour: if green { Colour::Green } else { Colour::Yellow },
        note: String::new(),
    })
}

fn sitting(seed: u64, right: u32) -> Submission {
    Submission {
        exam: "exam".into(),
        seed,
        minutes: 5,
        out_of_time: seed.is_multiple_of(2),
        domains: vec![DomainScore { domain: "one".to_owned(), right, total: 3 }],
        given: vec![Given { item: ItemKey("quiz-0/q0".to_owned()), right: right > 0, answer: None }],
    }
}

fn practice(site: &str) -> Practice {
    Practice {
        day: "2026-11-20".to_owned(),
        kind: PracticeKind::Venipuncture,
        site: site.to_owned(),
        device: String::new(),
        success: true,
        complication: Complication::None,
        place: String::new(),
        supervisor: String::new(),
        remark: String::new(),
        skill: None,
    }
}

fn any_draft() -> impl Strategy<Value = Draft> {
    (any_action(), vec(any::<Index>(), 0..3), 0..2u8, 0..2u8, 1..4i64, 0..4i64)
        .prop_map(|(action, named, program, device, seq, at)| Draft { action, named, program, device, seq, at })
}

fn any_history() -> impl Strategy<Value = Vec<Operation>> {
    vec(any_draft(), 1..40).prop_map(|drafts| (0..drafts.len()).map(|n| operation(&drafts, n)).collect())
}

/// Reopenings name completions and notes name notes, most of them of their own lesson.
fn operation(drafts: &[Draft], n: usize) -> Operation {
    let draft = &drafts[n];
    let fits = |other: &Draft| match &draft.action {
        Action::LessonReopened { .. } => matches!(other.action, Action::LessonCompleted { .. }),
        Action::NoteSaved { .. } => matches!(other.action, Action::NoteSaved { .. }),
        Action::HighlightSet { .. } => matches!(other.action, Action::HighlightSet { .. }),
        Action::SkillLogged { .. } => matches!(other.action, Action::SkillLogged { .. }),
        _ => false,
    };
    let fitting: Vec<usize> = (0..drafts.len()).filter(|at| fits(&drafts[*at])).collect();
    let named = draft.named.iter().filter(|_| !fitting.is_empty()).map(|index| *index.get(&fitting));
    let (kind, payload) = draft.action.encode();
    Operation {
        id: id(n),
        device: format!("device-{}", draft.device).as_str().into(),
        seq: draft.seq,
        program: format!("program-{}", draft.program).as_str().into(),
        occurred: Occurred { at: Timestamp(draft.at), uncertainty_ms: 0 },
        seen: named.map(id).collect(),
        kind: kind.into(),
        payload,
    }
}

/// Ids in no relation to the order of the acts.
fn id(n: usize) -> OperationId {
    OperationId(format!("{:02x}-{n}", n.wrapping_mul(167) % 251))
}

/// A history, and the same acts in another order with some of them coming again.
fn told_twice() -> impl Strategy<Value = (Vec<Operation>, Vec<Operation>)> {
    (any_history(), vec(any::<Index>(), 0..10)).prop_flat_map(|(history, again)| {
        let mut retold = history.clone();
        retold.extend(again.iter().map(|index| index.get(&history).clone()));
        (Just(history), Just(retold).prop_shuffle())
    })
}

fn fold<'a>(ops: impl IntoIterator<Item = &'a Operation>) -> Record {
    let mut record = Record::default();
    ops.into_iter().for_each(|op| apply(&mut record, op));
    record
}

fn digest<'a>(ops: impl IntoIterator<Item = &'a Operation>) -> Digest {
    let mut digest = Digest::default();
    ops.into_iter().for_each(|op| digest.add(op));
    digest
}

fn by_program(ops: &[Operation]) -> BTreeMap<&ProgramId, Vec<&Operation>> {
    let mut programs: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for op in ops {
        programs.entry(&op.program).or_default().push(op);
    }
    programs
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn i20_the_fold_is_the_same_in_any_order_and_with_repetitions((history, retold) in told_twice()) {
        prop_assert_eq!(fold(&history), fold(&retold));
        prop_assert_eq!(fold(&history), fold(history.iter().chain(&history)));
    }

    /// However the acts are divided: the school's half first, ours on top, in whatever order each.
    #[test]
    fn i4_i20_the_view_is_the_same_wherever_the_history_is_split(
        (history, retold) in told_twice(),
        confirmed in vec(any::<bool>(), 50),
    ) {
        let is_confirmed = |op: &&Operation| {
            let n: usize = op.id.as_str().split('-').nth(1).and_then(|n| n.parse().ok()).expect("a number");
            confirmed[n]
        };
        let mut mirror = Mirror::default();
        history.iter().filter(is_confirmed).for_each(|op| mirror.accept(op));
        let waiting: Vec<&Operation> = retold.iter().filter(|op| !is_confirmed(op)).collect();
        prop_assert_eq!(overlay(&mirror, waiting.iter().copied()).record, fold(&history));

        // The school confirms what waited, and hears the rest of it from another computer: nothing on screen changes.
        let mut later = mirror.clone();
        history.iter().filter(|op| !is_confirmed(op)).for_each(|op| later.accept(op));
        prop_assert_eq!(&overlay(&later, waiting).record, &fold(&history));
        prop_assert_eq!(&later.digest, &digest(&history));
    }

    /// What one fold has, another may be given act by act: nothing depends on who folded first.
    #[test]
    fn i20_a_fold_goes_on_from_another_fold((history, retold) in told_twice(), cut in any::<Index>()) {
        let (first, second) = history.split_at(cut.index(history.len()));
        let mut record = fold(second);
        first.iter().chain(&retold).for_each(|op| apply(&mut record, op));
        prop_assert_eq!(record, fold(&history));
    }

    #[test]
    fn i20_the_digest_of_the_parts_joined_is_the_digest_of_the_whole(
        history in any_history(),
        cuts in vec(any::<Index>(), 0..4),
    ) {
        let whole = digest(&history);
        let mut of_programs = Digest::default();
        by_program(&history).values().rev().for_each(|part| of_programs.join(&digest(part.iter().copied())));
        prop_assert_eq!(&of_programs, &whole, "per program");

        let mut ends: Vec<usize> = cuts.iter().map(|cut| cut.index(history.len())).chain([0, history.len()]).collect();
        ends.sort_unstable();
        let mut of_pieces = Digest::default();
        ends.windows(2).rev().for_each(|piece| of_pieces.join(&digest(&history[piece[0]..piece[1]])));
        prop_assert_eq!(&of_pieces, &whole, "cut anywhere");
    }

    #[test]
    fn i20_a_digest_tells_one_act_more_or_less(history in any_history(), which in any::<Index>()) {
        let at = which.index(history.len());
        let mut fewer = history.clone();
        let gone = fewer.remove(at);
        prop_assert_ne!(digest(&fewer), digest(&history));
        prop_assert_ne!(digest(history.iter().chain([&gone])), digest(&history), "counted twice");
    }
}
