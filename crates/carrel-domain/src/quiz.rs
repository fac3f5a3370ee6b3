//! Quizzes and how they are scored. The same function scores on the learner's computer (provisional) and at the provider (final).

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
    /// Choice ids: one for single, a set for multiple, the order for ordering.
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
        (ItemBody::Numeric { answer, tolerance, .. }, Answer::Number(given)) => (given - answer).abs() <= *tolerance,
        _ => false,
    }
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
    fn the_courses_rule_says_which_attempt_counts() {
        let attempts = [Score { points: 9, max: 10, passed: true }, Score { points: 3, max: 10, passed: false }];
        assert_eq!(counting(Scoring::Best, attempts).map(|s| s.points), Some(9));
        assert_eq!(counting(Scoring::Last, attempts).map(|s| s.points), Some(3));
        assert_eq!(counting(Scoring::Best, []), None);
    }
}
