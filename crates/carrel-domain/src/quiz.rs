//! Quizzes and how they are scored. The same function scores on the learner's computer (provisional) and at the provider (final).

use crate::digest::name_of;
use crate::{LessonId, QuizId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// One question of a program: `quiz/item`. Both are ids, so the bar between them is never part of one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(transparent)]
pub struct ItemKey(pub String);

impl ItemKey {
    pub fn of(quiz: &QuizId, item: &str) -> Self {
        Self(format!("{quiz}/{item}"))
    }

    /// The quiz and the item's id in it.
    pub fn parts(&self) -> (&str, &str) {
        self.0.split_once('/').unwrap_or((&self.0, ""))
    }
}

impl fmt::Display for ItemKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quiz {
    pub id: QuizId,
    pub title: String,
    pub pass_percent: u32,
    pub scoring: Scoring,
    /// 0: as many as the learner likes.
    pub max_attempts: u32,
    pub items: Vec<Item>,
}

impl Quiz {
    /// Names these questions as they are: another wording, rule or answer is another edition.
    pub fn edition(&self) -> String {
        name_of(self)
    }
}

/// Which attempt counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Scoring {
    Best,
    Last,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Item {
    pub id: String,
    pub prompt: String,
    pub explain: String,
    /// The domain of the practice exam that may ask it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exam_domain: Option<String>,
    /// Where it is taught, if the author says so more exactly than by the module.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lesson: Option<LessonId>,
    #[serde(flatten)]
    pub body: ItemBody,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ItemBody {
    /// Exactly one choice is right.
    Single {
        choices: Vec<Choice>,
    },
    /// All the right ones and no other.
    Multiple {
        choices: Vec<Choice>,
    },
    /// Choices stand in the right order; the screen shuffles them.
    Ordering {
        choices: Vec<Choice>,
    },
    Matching {
        pairs: Vec<Pair>,
    },
    Numeric {
        answer: f64,
        tolerance: f64,
        unit: String,
    },
    /// Exactly one area of a picture is right. It is answered with the area's id like a single choice.
    Hotspot {
        /// Path of the picture among the pack's files.
        image: String,
        /// What the picture shows, for those who cannot see it.
        alt: String,
        areas: Vec<Area>,
    },
    /// A kind this version does not know, or cannot read. It is kept as it came, so that a newer version that finds the pack
    /// on the disk shows it; it cannot be answered here, so it is never right here.
    #[serde(untagged)]
    Unknown(BTreeMap<String, serde_json::Value>),
}

/// A rectangle of a picture, in percent of its width and height, from its upper left corner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Area {
    pub id: String,
    /// What is there, in words that do not give the answer away.
    pub text: String,
    pub x: f64,
    pub y: f64,
    pub w: f64,
    pub h: f64,
    #[serde(default)]
    pub correct: bool,
    #[serde(default)]
    pub feedback: String,
}

impl Area {
    /// Whether it has a size and lies on the picture.
    pub fn is_on_picture(&self) -> bool {
        let on = |from: f64, length: f64| from >= 0.0 && length > 0.0 && from + length <= 100.0;
        on(self.x, self.w) && on(self.y, self.h)
    }

    /// Whether nothing of `other` lies outside this area, so that it could not be pointed at.
    pub fn covers(&self, other: &Self) -> bool {
        self.x <= other.x
            && self.y <= other.y
            && self.x + self.w >= other.x + other.w
            && self.y + self.h >= other.y + other.h
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    pub id: String,
    pub text: String,
    #[serde(default)]
    pub correct: bool,
    #[serde(default)]
    pub feedback: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    pub id: String,
    pub left: String,
    pub right: String,
}

/// What a learner answered to one item. Absent: left blank.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum Answer {
    /// Choice ids: one for single, a set for multiple, the order for ordering, one area for a hot spot.
    Choices(Vec<String>),
    /// Left pair id to the pair id whose right side was picked.
    Matches(BTreeMap<String, String>),
    Number(f64),
}

pub type Answers = BTreeMap<String, Answer>;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Score {
    pub points: u32,
    pub max: u32,
    pub passed: bool,
}

impl Score {
    pub fn percent(&self) -> u32 {
        (self.points * 100).checked_div(self.max).unwrap_or(0)
    }
}

pub fn score(quiz: &Quiz, answers: &Answers) -> Score {
    let max = quiz.items.len() as u32;
    let right = |item: &&Item| answers.get(&item.id).is_some_and(|answer| is_right(&item.body, answer));
    let points = quiz.items.iter().filter(right).count() as u32;
    Score { points, max, passed: max > 0 && points * 100 >= quiz.pass_percent * max }
}

/// Whether one answer is right. An answer of the wrong kind is simply not right.
pub fn is_right(body: &ItemBody, answer: &Answer) -> bool {
    match (body, answer) {
        (ItemBody::Single { choices } | ItemBody::Multiple { choices }, Answer::Choices(picked)) => {
            let wanted: BTreeSet<&str> = choices.iter().filter(|c| c.correct).map(|c| c.id.as_str()).collect();
            picked.iter().map(String::as_str).collect::<BTreeSet<_>>() == wanted
        }
        (ItemBody::Ordering { choices }, Answer::Choices(order)) => order.iter().eq(choices.iter().map(|c| &c.id)),
        (ItemBody::Matching { pairs }, Answer::Matches(matches)) => {
            pairs.iter().all(|pair| matches.get(&pair.id) == Some(&pair.id))
        }
        (ItemBody::Numeric { answer, tolerance, .. }, Answer::Number(given)) => is_within(*given, *answer, *tolerance),
        (ItemBody::Hotspot { areas, .. }, Answer::Choices(picked)) => {
            matches!(picked.as_slice(), [id] if areas.iter().any(|area| area.correct && area.id == *id))
        }
        _ => false,
    }
}

/// Numbers are written in decimals and kept in halves: 1.1 is within 0.1 of 1.0 to whoever wrote the question.
fn is_within(given: f64, answer: f64, tolerance: f64) -> bool {
    let rounding = 1e-9 * answer.abs().max(given.abs()).max(tolerance);
    (given - answer).abs() <= tolerance + rounding
}

/// The score that counts among attempts given oldest first.
pub fn counting(scoring: Scoring, attempts: impl IntoIterator<Item = Score>) -> Option<Score> {
    let attempts = attempts.into_iter();
    match scoring {
        Scoring::Last => attempts.last(),
        Scoring::Best => attempts.max_by_key(|score| (score.passed, score.percent())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(id: &str, correct: bool) -> Choice {
        Choice { id: id.into(), text: id.into(), correct, feedback: String::new() }
    }

    fn item(id: &str, body: ItemBody) -> Item {
        Item { id: id.into(), prompt: String::new(), explain: String::new(), exam_domain: None, lesson: None, body }
    }

    #[test]
    fn every_kind_of_item_is_right_only_when_wholly_right() {
        let quiz = Quiz {
            id: "q".into(),
            title: String::new(),
            pass_percent: 70,
            scoring: Scoring::Best,
            max_attempts: 0,
            items: vec![
                item("single", ItemBody::Single { choices: vec![choice("a", true), choice("b", false)] }),
                item(
                    "multiple",
                    ItemBody::Multiple { choices: vec![choice("a", true), choice("b", true), choice("c", false)] },
                ),
                item("order", ItemBody::Ordering { choices: vec![choice("a", false), choice("b", false)] }),
                item("number", ItemBody::Numeric { answer: 10.0, tolerance: 0.5, unit: "days".into() }),
            ],
        };
        let choices = |ids: &[&str]| Answer::Choices(ids.iter().map(|s| (*s).to_owned()).collect());
        let mut answers = Answers::from([
            ("single".to_owned(), choices(&["a"])),
            ("multiple".to_owned(), choices(&["b", "a"])),
            ("order".to_owned(), choices(&["a", "b"])),
            ("number".to_owned(), Answer::Number(10.4)),
        ]);
        assert_eq!(score(&quiz, &answers), Score { points: 4, max: 4, passed: true });
        answers.insert("multiple".to_owned(), choices(&["a", "b", "c"]));
        answers.insert("order".to_owned(), choices(&["b", "a"]));
        assert_eq!(score(&quiz, &answers), Score { points: 2, max: 4, passed: false });
        assert_eq!(score(&quiz, &Answers::new()).points, 0, "blank is not right");
    }

    #[test]
    fn a_number_at_the_edge_of_the_tolerance_is_within_it() {
        let given = |answer, tolerance, given| {
            is_right(&ItemBody::Numeric { answer, tolerance, unit: String::new() }, &Answer::Number(given))
        };
        for (answer, tolerance, number) in [(1.0, 0.1, 1.1), (1.0, 0.1, 0.9), (0.3, 0.1, 0.4), (3.2, 0.0, 3.2)] {
            assert!(given(answer, tolerance, number), "{number} within {tolerance} of {answer}");
        }
        for (answer, tolerance, number) in
            [(1.0, 0.1, 1.11), (10.0, 0.0, 10.0001), (0.0, 0.0, 0.1), (1.0, 0.1, f64::NAN)]
        {
            assert!(!given(answer, tolerance, number), "{number} is not within {tolerance} of {answer}");
        }
    }

    #[test]
    fn another_wording_rule_or_answer_is_another_edition() {
        let number = |answer| item("n", ItemBody::Numeric { answer, tolerance: 0.5, unit: "days".into() });
        let quiz = Quiz {
            id: "q".into(),
            title: String::new(),
            pass_percent: 70,
            scoring: Scoring::Best,
            max_attempts: 0,
            items: vec![number(10.0)],
        };
        let read: Quiz = serde_json::from_value(serde_json::to_value(&quiz).expect("it writes")).expect("it reads");
        assert_eq!(read.edition(), quiz.edition(), "written and read, it is the same");
        assert_ne!(Quiz { pass_percent: 80, ..quiz.clone() }.edition(), quiz.edition());
        assert_ne!(Quiz { items: vec![number(11.0)], ..quiz.clone() }.edition(), quiz.edition());
    }

    fn area(id: &str, x: f64, w: f64, correct: bool) -> Area {
        Area { id: id.into(), text: id.into(), x, y: 10.0, w, h: 10.0, correct, feedback: String::new() }
    }

    #[test]
    fn a_place_in_a_picture_is_answered_with_one_area() {
        let areas = vec![area("a", 0.0, 40.0, false), area("b", 50.0, 40.0, true)];
        let body = ItemBody::Hotspot { image: "m/p.svg".into(), alt: "An arm".into(), areas };
        let given = |ids: &[&str]| is_right(&body, &Answer::Choices(ids.iter().map(|id| (*id).to_owned()).collect()));
        assert!(given(&["b"]));
        assert!(!given(&["a"]) && !given(&["a", "b"]) && !given(&[]) && !given(&["c"]));
    }

    #[test]
    fn areas_lie_on_the_picture_and_one_may_hide_another() {
        assert!(area("a", 60.0, 40.0, true).is_on_picture());
        for (x, w) in [(-1.0, 10.0), (95.0, 6.0), (10.0, 0.0), (f64::NAN, 5.0), (5.0, f64::INFINITY)] {
            assert!(!area("a", x, w, true).is_on_picture(), "{x} {w}");
        }
        assert!(area("a", 0.0, 50.0, false).covers(&area("b", 10.0, 40.0, false)));
        assert!(!area("a", 0.0, 50.0, false).covers(&area("b", 10.0, 41.0, false)));
    }

    #[test]
    fn a_question_of_a_kind_nobody_knows_yet_is_kept_as_it_came_and_spoils_nothing() {
        let json = serde_json::json!({
            "id": "q", "title": "T", "pass_percent": 50, "scoring": "best", "max_attempts": 0,
            "items": [
                { "id": "q1", "prompt": "P", "explain": "E", "kind": "single",
                  "choices": [{ "id": "a", "text": "A", "correct": true, "feedback": "" }] },
                { "id": "q2", "prompt": "P", "explain": "E", "kind": "drawing", "strokes": [1.5, 2], "of": { "x": "y" } },
            ],
        });
        let quiz: Quiz = serde_json::from_value(json.clone()).expect("the quiz reads");
        assert!(matches!(quiz.items[0].body, ItemBody::Single { .. }));
        assert!(matches!(quiz.items[1].body, ItemBody::Unknown(_)));
        assert_eq!(serde_json::to_value(&quiz).expect("and writes"), json, "nothing is lost");
        let answers = Answers::from([
            ("q1".to_owned(), Answer::Choices(vec!["a".into()])),
            ("q2".to_owned(), Answer::Choices(vec!["a".into()])),
        ]);
        assert_eq!(score(&quiz, &answers), Score { points: 1, max: 2, passed: true });
    }

    #[test]
    fn the_courses_rule_says_which_attempt_counts() {
        let attempts = [Score { points: 9, max: 10, passed: true }, Score { points: 3, max: 10, passed: false }];
        assert_eq!(counting(Scoring::Best, attempts).map(|s| s.points), Some(9));
        assert_eq!(counting(Scoring::Last, attempts).map(|s| s.points), Some(3));
        assert_eq!(counting(Scoring::Best, []), None);
    }
}
