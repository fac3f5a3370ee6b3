//! Practice exams: a sitting drawn from a course's questions by a blueprint, and what came of it.
//!
//! The blueprint is data a school writes. Drawing is a pure function of the questions and a seed, so that the same sitting can be
//! drawn again, and a test can look at a thousand of them.

use crate::pack::Manifest;
use crate::quiz::{Answer, Item, ItemBody, ItemKey, is_right};
use crate::{QuizId, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// What a question says that is in no sitting: it teaches, and no exam would ask it.
pub const NOT_IN_EXAM: &str = "none";

/// What a school says a practice exam is. The questions are those of the course's quizzes, and a few of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PracticeExam {
    /// Stands for a quiz in the keys of the exam's own questions.
    pub id: QuizId,
    pub title: String,
    pub minutes: u32,
    /// `None`: the school draws no line.
    #[serde(default)]
    pub pass_percent: Option<u32>,
    /// What it is and what it is not.
    pub about: String,
    pub source: String,
    pub as_of: String,
    pub domains: Vec<ExamDomain>,
    /// Questions that stand in no quiz.
    #[serde(default)]
    pub items: Vec<Item>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExamDomain {
    pub id: String,
    pub name: String,
    /// Of a whole exam.
    pub items: u32,
}

/// How many questions of one domain a sitting has, and how many the course has to draw from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    pub domain: String,
    pub wanted: u32,
    pub drawn: u32,
    pub bank: u32,
}

/// What one sitting came to in one domain.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct DomainScore {
    pub domain: String,
    pub right: u32,
    pub total: u32,
}

/// One question of a sitting as it was handed in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Given {
    pub item: ItemKey,
    pub right: bool,
    /// Absent: left blank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Answer>,
}

/// A sitting that was handed in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Submission {
    pub exam: QuizId,
    pub seed: u64,
    /// Minutes of study it took, rounded up.
    pub minutes: u32,
    /// The time was up.
    #[serde(default)]
    pub out_of_time: bool,
    pub domains: Vec<DomainScore>,
    pub given: Vec<Given>,
}

/// What the learning record keeps of a sitting; the answers stay in its operation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExamResult {
    pub exam: QuizId,
    pub at: Timestamp,
    pub seed: u64,
    pub minutes: u32,
    pub out_of_time: bool,
    pub domains: Vec<DomainScore>,
}

impl ExamResult {
    pub fn right(&self) -> u32 {
        self.domains.iter().map(|domain| domain.right).sum()
    }

    pub fn total(&self) -> u32 {
        self.domains.iter().map(|domain| domain.total).sum()
    }
}

impl PracticeExam {
    pub fn wanted(&self) -> u32 {
        self.domains.iter().map(|domain| domain.items).sum()
    }

    /// Time for a sitting of this many questions: as much for each as the whole exam gives.
    pub fn time_ms(&self, questions: u32) -> i64 {
        let whole = i64::from(self.minutes) * 60_000;
        match self.wanted() {
            0 => whole,
            wanted => whole * i64::from(questions.min(wanted)) / i64::from(wanted),
        }
    }
}

/// Every question the exam may ask, by domain.
fn bank<'m>(exam: &'m PracticeExam, manifest: &'m Manifest) -> BTreeMap<&'m str, Vec<ItemKey>> {
    let mut bank: BTreeMap<&str, Vec<ItemKey>> = BTreeMap::new();
    // What this version cannot ask would be wrong whatever the learner knows.
    for (quiz, item) in manifest.items().filter(|(_, item)| !matches!(item.body, ItemBody::Unknown(_))) {
        let domain = item.exam_domain.as_deref().filter(|id| exam.domains.iter().any(|domain| domain.id == *id));
        if let Some(domain) = domain {
            bank.entry(domain).or_default().push(ItemKey::of(quiz, &item.id));
        }
    }
    bank
}

/// What a sitting is made of. Where one domain has too few questions, all of them shrink with it: the weights are the exam.
pub fn shares(exam: &PracticeExam, manifest: &Manifest) -> Vec<Share> {
    let bank = bank(exam, manifest);
    let has = |domain: &ExamDomain| bank.get(domain.id.as_str()).map_or(0, Vec::len) as u32;
    let short = exam.domains.iter().filter(|domain| has(domain) < domain.items);
    // The fraction as (has, wanted); the smallest holds everywhere.
    let scale = short
        .map(|domain| (u64::from(has(domain)), u64::from(domain.items)))
        .min_by(|a, b| (a.0 * b.1).cmp(&(b.0 * a.1)))
        .unwrap_or((1, 1));
    let share = |domain: &ExamDomain| Share {
        domain: domain.id.clone(),
        wanted: domain.items,
        drawn: (u64::from(domain.items) * scale.0 / scale.1) as u32,
        bank: has(domain),
    };
    exam.domains.iter().map(share).collect()
}

/// The questions of one sitting, in the order in which they are asked.
pub fn draw(exam: &PracticeExam, manifest: &Manifest, seed: u64) -> Vec<ItemKey> {
    let mut bank = bank(exam, manifest);
    let mut drawn = Vec::new();
    for share in shares(exam, manifest) {
        let mut keys = bank.remove(share.domain.as_str()).unwrap_or_default();
        keys.sort_by_cached_key(|key| lot(seed, "drawn", key));
        drawn.extend(keys.into_iter().take(share.drawn as usize));
    }
    // Domains are mixed, as in an exam.
    drawn.sort_by_cached_key(|key| lot(seed, "order", key));
    drawn
}

fn lot(seed: u64, what: &str, key: &ItemKey) -> [u8; 32] {
    Sha256::digest(format!("{seed}/{what}/{key}")).into()
}

/// Scores a sitting. A question that the course no longer has counts neither way.
pub fn mark(
    exam: &PracticeExam,
    manifest: &Manifest,
    drawn: &[ItemKey],
    answers: &BTreeMap<ItemKey, Answer>,
) -> (Vec<DomainScore>, Vec<Given>) {
    let zero = |domain: &ExamDomain| DomainScore { domain: domain.id.clone(), right: 0, total: 0 };
    let mut scores: Vec<DomainScore> = exam.domains.iter().map(zero).collect();
    let mut given = Vec::new();
    for key in drawn {
        let Some(item) = manifest.item(key) else { continue };
        let answer = answers.get(key);
        let right = answer.is_some_and(|answer| is_right(&item.body, answer));
        if let Some(score) = scores.iter_mut().find(|score| Some(&score.domain) == item.exam_domain.as_ref()) {
            score.total += 1;
            score.right += u32::from(right);
        }
        given.push(Given { item: key.clone(), right, answer: answer.cloned() });
    }
    (scores, given)
}
