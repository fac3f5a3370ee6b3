//! A practice exam is drawn as its blueprint says, whatever the seed, and the same again from the same seed.
#![allow(clippy::expect_used)]

use carrel_domain::exam::{ExamDomain, PracticeExam, draw, mark, shares};
use carrel_domain::pack::Manifest;
use carrel_domain::quiz::{Answer, Item, ItemBody, ItemKey, Quiz, Scoring};
use std::collections::{BTreeMap, BTreeSet};

const BLUEPRINT: [(&str, u32); 5] =
    [("safety", 26), ("preparation", 20), ("routine", 28), ("special", 12), ("processing", 14)];

fn item(id: String, domain: Option<&str>) -> Item {
    Item {
        id,
        prompt: String::new(),
        explain: String::new(),
        exam_domain: domain.map(str::to_owned),
        lesson: None,
        body: ItemBody::Numeric { answer: 1.0, tolerance: 0.0, unit: String::new() },
    }
}

/// A course with so many questions in each domain, half of them the exam's own, and some that are in no exam.
fn course(has: &[(&str, u32)]) -> (PracticeExam, Manifest) {
    let half = |which: u32, name: &str| {
        let items = has.iter().flat_map(|(domain, count)| {
            (0..*count).filter(move |n| n % 2 == which).map(move |n| item(format!("{domain}-{n}"), Some(domain)))
        });
        items.chain((0..9).map(|n| item(format!("{name}-{n}"), None))).collect::<Vec<_>>()
    };
    let exam = PracticeExam {
        id: "exam".into(),
        title: String::new(),
        minutes: 120,
        pass_percent: None,
        about: String::new(),
        source: String::new(),
        as_of: String::new(),
        domains: BLUEPRINT.map(|(id, items)| ExamDomain { id: id.into(), name: id.into(), items }).into(),
        items: half(1, "own"),
    };
    let quiz = Quiz {
        id: "quiz".into(),
        title: String::new(),
        pass_percent: 70,
        scoring: Scoring::Best,
        max_attempts: 0,
        items: half(0, "quiz"),
    };
    let manifest = Manifest {
        program: "program".into(),
        version: String::new(),
        modules: Vec::new(),
        quizzes: vec![quiz],
        files: Vec::new(),
        glossary: Vec::new(),
        practice_exam: Some(exam.clone()),
        practice: None,
    };
    (exam, manifest)
}

fn by_domain(manifest: &Manifest, drawn: &[ItemKey]) -> BTreeMap<String, u32> {
    let mut counts = BTreeMap::new();
    for key in drawn {
        let domain = manifest.item(key).expect("a question of the course").exam_domain.clone();
        *counts.entry(domain.expect("only what is in the exam")).or_default() += 1;
    }
    counts
}

fn wanted(of: impl Fn(u32) -> u32) -> BTreeMap<String, u32> {
    BLUEPRINT.iter().map(|(id, items)| ((*id).to_owned(), of(*items))).collect()
}

#[test]
fn a_thousand_sittings_all_follow_the_blueprint() {
    let (exam, manifest) =
        course(&[("safety", 38), ("preparation", 31), ("routine", 56), ("special", 24), ("processing", 26)]);
    let mut ever = BTreeSet::new();
    for seed in 0..1_000 {
        let drawn = draw(&exam, &manifest, seed);
        assert_eq!(by_domain(&manifest, &drawn), wanted(|items| items), "seed {seed}");
        assert_eq!(drawn.iter().collect::<BTreeSet<_>>().len(), 100, "no question twice, seed {seed}");
        assert_eq!(drawn, draw(&exam, &manifest, seed), "the same seed, the same sitting");
        ever.extend(drawn);
    }
    assert_eq!(ever.len(), 38 + 31 + 56 + 24 + 26, "every question comes up sometime");
    assert_ne!(draw(&exam, &manifest, 1), draw(&exam, &manifest, 2));
}

#[test]
fn domains_are_mixed_as_in_an_exam() {
    let (exam, manifest) = course(&BLUEPRINT);
    let drawn = draw(&exam, &manifest, 5);
    let domains: Vec<_> = drawn.iter().map(|key| manifest.item(key).expect("there").exam_domain.clone()).collect();
    let changes = domains.windows(2).filter(|pair| pair[0] != pair[1]).count();
    assert!(changes > 50, "{changes} changes of domain in 100 questions");
}

#[test]
fn a_short_domain_makes_the_whole_exam_smaller_and_keeps_its_weights() {
    let (exam, manifest) =
        course(&[("safety", 38), ("preparation", 31), ("routine", 56), ("special", 6), ("processing", 26)]);
    let drawn = draw(&exam, &manifest, 3);
    assert_eq!(by_domain(&manifest, &drawn), wanted(|items| items / 2));
    assert_eq!(exam.time_ms(drawn.len() as u32), 60 * 60_000, "half of the questions, half of the time");
    let short = shares(&exam, &manifest).into_iter().find(|share| share.bank < share.wanted).expect("one is short");
    assert_eq!((short.domain.as_str(), short.bank, short.drawn), ("special", 6, 6));
}

#[test]
fn a_course_without_a_question_for_one_domain_draws_nothing() {
    let (exam, manifest) = course(&[("safety", 38)]);
    assert!(draw(&exam, &manifest, 1).is_empty());
}

#[test]
fn blanks_are_wrong_and_questions_the_course_no_longer_has_count_neither_way() {
    let (exam, mut manifest) = course(&BLUEPRINT);
    let drawn = draw(&exam, &manifest, 9);
    let answers: BTreeMap<ItemKey, Answer> =
        drawn.iter().take(40).map(|key| (key.clone(), Answer::Number(1.0))).collect();
    let (scores, given) = mark(&exam, &manifest, &drawn, &answers);
    assert_eq!((scores.iter().map(|s| s.right).sum::<u32>(), scores.iter().map(|s| s.total).sum::<u32>()), (40, 100));
    assert_eq!(given.iter().filter(|one| one.answer.is_none()).count(), 60);

    manifest.quizzes.clear();
    let (scores, given) = mark(&exam, &manifest, &drawn, &answers);
    assert_eq!(scores.iter().map(|score| score.total).sum::<u32>() as usize, given.len());
    assert!(given.len() < 100 && given.iter().all(|one| one.item.parts().0 == "exam"));
}

#[test]
fn a_question_of_an_unknown_kind_is_in_no_exam() {
    let (exam, mut manifest) = course(&BLUEPRINT);
    let before = shares(&exam, &manifest);
    let later = Item { body: ItemBody::Unknown(BTreeMap::new()), ..item("later".to_owned(), Some("safety")) };
    manifest.quizzes[0].items.push(later);
    assert_eq!(shares(&exam, &manifest), before);
}
