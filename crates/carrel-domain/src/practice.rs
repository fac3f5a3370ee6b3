//! The log of practice during an externship: what an entry is, what may stand in it, and how it counts toward a credential.
//!
//! Thresholds are the school's data ([`PracticePlan`]), never code. Only live people count, only what succeeded, and an entry
//! that two computers changed counts once. Whether a body accepts the log is that body's to decide.

use crate::identifiers::{FreeText, Identifier, identifier_in};
use crate::record::Stamp;
use crate::{OperationId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum PracticeKind {
    /// A venipuncture on a live person.
    Venipuncture,
    /// A finger or heel stick on a live person.
    Capillary,
    /// On a training arm or as a drill: logged, and never counted.
    Simulated,
    /// A skill of the checklist shown without a puncture, such as hand hygiene.
    Shown,
    /// Of a newer version; kept, and never counted.
    #[serde(other)]
    Unknown,
}

impl PracticeKind {
    /// Kinds a learner can choose.
    pub const ALL: [Self; 4] = [Self::Venipuncture, Self::Capillary, Self::Simulated, Self::Shown];

    pub fn is_live(self) -> bool {
        matches!(self, Self::Venipuncture | Self::Capillary)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Complication {
    None,
    Hematoma,
    ProlongedBleeding,
    Fainting,
    Nausea,
    NerveSymptoms,
    ArterialPuncture,
    AllergicReaction,
    Needlestick,
    #[serde(other)]
    Other,
}

/// One practice, as the learner wrote it down. It names no patient; see [`faults`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Practice {
    /// `2026-11-29`, by the learner's own calendar.
    pub day: String,
    pub kind: PracticeKind,
    pub site: String,
    pub device: String,
    pub success: bool,
    pub complication: Complication,
    pub place: String,
    /// Name or initials of who watched.
    pub supervisor: String,
    #[serde(default)]
    pub remark: String,
    /// The skill of the checklist that the supervisor signed off with it.
    #[serde(default)]
    pub skill: Option<String>,
}

/// The current versions of one entry of the log: one, or several where two computers changed it apart.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LogEntry {
    pub heads: BTreeMap<OperationId, LogVersion>,
    pub replaced: BTreeSet<OperationId>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LogVersion {
    pub stamp: Stamp,
    /// `None`: taken out of the log.
    pub practice: Option<Practice>,
}

impl LogEntry {
    /// Takes in one version, which replaces those it has seen.
    pub(crate) fn take(&mut self, id: &OperationId, seen: &[OperationId], version: LogVersion) {
        if !self.replaced.contains(id) {
            self.heads.insert(id.clone(), version);
        }
        for id in seen {
            self.heads.remove(id);
            self.replaced.insert(id.clone());
        }
    }

    /// The version that counts: the latest that still says something. A change outlives a removal made apart from it.
    pub fn current(&self) -> Option<(&OperationId, &Practice, Timestamp)> {
        let standing = self.heads.iter().filter_map(|(id, v)| Some((id, v.practice.as_ref()?, &v.stamp)));
        standing
            .max_by(|(a, _, x), (b, _, y)| (x, a).cmp(&(y, b)))
            .map(|(id, practice, stamp)| (id, practice, stamp.at))
    }

    /// How many versions say something.
    pub fn versions(&self) -> usize {
        self.heads.values().filter(|version| version.practice.is_some()).count()
    }
}

/// What a school asks of practice: a checklist to be signed, and what each credential counts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PracticePlan {
    pub checklist: Vec<ChecklistSkill>,
    pub credentials: Vec<Credential>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ChecklistSkill {
    pub id: String,
    pub title: String,
    /// May be shown on a training arm or as a drill.
    pub simulated: bool,
}

impl ChecklistSkill {
    /// Whether this kind of practice can sign the skill off. [`PracticeKind::Shown`] can sign any: a supervisor watched it at
    /// the site, and a plan does not say which of its skills need a puncture.
    pub fn may_be_signed_by(&self, kind: PracticeKind) -> bool {
        match kind {
            PracticeKind::Venipuncture | PracticeKind::Capillary | PracticeKind::Shown => true,
            PracticeKind::Simulated => self.simulated,
            PracticeKind::Unknown => false,
        }
    }

    /// Signed off with it: it names the skill, it went well, and it is of a kind that may.
    pub fn is_signed_by(&self, practice: &Practice) -> bool {
        practice.success && practice.skill.as_ref() == Some(&self.id) && self.may_be_signed_by(practice.kind)
    }
}

/// A credential's numbers, with where they come from (invariant I18).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Credential {
    pub id: String,
    pub name: String,
    pub needs: Vec<LiveNeed>,
    pub source: String,
    /// `2026-11-01`.
    pub as_of: String,
    pub caveat: String,
}

/// So many of these kinds together, on live people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct LiveNeed {
    pub label: String,
    pub kinds: Vec<PracticeKind>,
    pub count: u32,
}

/// Successful practice on live people, by kind.
pub type Tally = BTreeMap<PracticeKind, u32>;

pub fn tally<'a>(entries: impl IntoIterator<Item = &'a LogEntry>) -> Tally {
    let mut tally = Tally::new();
    for practice in entries.into_iter().filter_map(|entry| entry.current().map(|(_, practice, _)| practice)) {
        if practice.kind.is_live() && practice.success {
            *tally.entry(practice.kind).or_default() += 1;
        }
    }
    tally
}

impl LiveNeed {
    pub fn have(&self, tally: &Tally) -> u32 {
        let kinds: BTreeSet<PracticeKind> = self.kinds.iter().copied().filter(|kind| kind.is_live()).collect();
        kinds.iter().filter_map(|kind| tally.get(kind)).sum()
    }
}

/// Where an entry is not what a log can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum PracticeField {
    Day,
    Kind,
    Site,
    Device,
    Place,
    Supervisor,
    Remark,
    Skill,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum Unfit {
    Empty,
    TooLong {
        most: u32,
    },
    /// No day of the calendar.
    NoDay,
    /// Still to come, by the best estimate of today.
    NotYet,
    /// Nothing a learner can choose.
    Unknown,
    Identifies {
        looks_like: Identifier,
    },
    /// The checklist wants this skill on a person, and the practice was a drill.
    NotByDrill,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PracticeFault {
    pub field: PracticeField,
    pub unfit: Unfit,
}

const MOST_LETTERS: u32 = 80;
const MOST_LETTERS_OF_A_REMARK: u32 = 200;

/// Everything that keeps an entry out of the log. `latest` is the last day that can have begun anywhere.
pub fn faults(practice: &Practice, latest: jiff::civil::Date) -> Vec<PracticeFault> {
    let mut found = Vec::new();
    let mut say = |field, unfit: Option<Unfit>| found.extend(unfit.map(|unfit| PracticeFault { field, unfit }));
    say(PracticeField::Day, day_fault(&practice.day, latest));
    say(PracticeField::Kind, (!PracticeKind::ALL.contains(&practice.kind)).then_some(Unfit::Unknown));
    let live = practice.kind.is_live();
    let text = |text: &str, needed: bool, field| text_fault(text, needed, field, MOST_LETTERS);
    say(PracticeField::Site, text(&practice.site, live, FreeText::Anything));
    say(PracticeField::Device, text(&practice.device, live, FreeText::Anything));
    say(PracticeField::Place, text(&practice.place, live, FreeText::Place));
    let watched = live || practice.skill.is_some() || practice.kind == PracticeKind::Shown;
    say(PracticeField::Supervisor, text(&practice.supervisor, watched, FreeText::Name));
    say(PracticeField::Remark, text_fault(&practice.remark, false, FreeText::Anything, MOST_LETTERS_OF_A_REMARK));
    let skill_missing = practice.kind == PracticeKind::Shown && practice.skill.is_none();
    let skill_odd = practice.skill.as_deref().is_some_and(|id| !crate::is_slug(id));
    say(PracticeField::Skill, skill_missing.then_some(Unfit::Empty).or(skill_odd.then_some(Unfit::Unknown)));
    found
}

/// Whether an entry would take a patient's identity to the school: what a school refuses for good.
pub fn identifies_somebody(practice: &Practice) -> bool {
    let texts = [&practice.site, &practice.device, &practice.remark];
    texts.iter().any(|text| identifier_in(text, FreeText::Anything).is_some())
        || identifier_in(&practice.place, FreeText::Place).is_some()
        || identifier_in(&practice.supervisor, FreeText::Name).is_some()
}

/// What the course's checklist has against an entry. Kept apart from [`faults`], which need no course: an entry that was
/// confirmed before a checklist changed stays as it is, and only what it signs changes.
pub fn checklist_fault(practice: &Practice, plan: &PracticePlan) -> Option<PracticeFault> {
    let named = practice.skill.as_ref()?;
    let unfit = match plan.checklist.iter().find(|skill| skill.id == *named) {
        None => Unfit::Unknown,
        Some(skill) if practice.kind == PracticeKind::Simulated && !skill.simulated => Unfit::NotByDrill,
        Some(_) => return None,
    };
    Some(PracticeFault { field: PracticeField::Skill, unfit })
}

fn day_fault(day: &str, latest: jiff::civil::Date) -> Option<Unfit> {
    match day.parse::<jiff::civil::Date>() {
        Ok(read) if day.len() == 10 => (read > latest).then_some(Unfit::NotYet),
        _ => Some(if day.trim().is_empty() { Unfit::Empty } else { Unfit::NoDay }),
    }
}

fn text_fault(text: &str, needed: bool, field: FreeText, most: u32) -> Option<Unfit> {
    if text.trim().is_empty() {
        return needed.then_some(Unfit::Empty);
    }
    if text.chars().count() > most as usize {
        return Some(Unfit::TooLong { most });
    }
    identifier_in(text, field).map(|looks_like| Unfit::Identifies { looks_like })
}
