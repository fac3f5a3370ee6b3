//! "Will this lead where I want?": a learner's goal, in their state, held against what the school wrote down about it.
//!
//! The rules are a school's data with source, date and caveat (invariant I18); what the learner says of themselves is theirs. The
//! answer is one of three, every piece of it is named, and what nobody has said is never guessed: unknown means not determined.

use crate::catalog::{Determination, Program};
use crate::practice::{LiveNeed, PracticeKind, Tally};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a school found out about the goals its learners come with.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct GoalBook {
    /// What only the learner can say.
    pub questions: Vec<Question>,
    pub goals: Vec<Goal>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Question {
    pub id: String,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Goal {
    pub id: String,
    pub title: String,
    pub text: String,
    /// At most one for a state, and at most one for all others.
    pub rules: Vec<GoalRule>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct GoalRule {
    /// Two letters each; none: everywhere without a rule of its own.
    pub states: Vec<String>,
    pub text: String,
    /// Nothing else is asked, as the source has it. A list that may lack something never ends in "meets". A way that may
    /// exist beside the listed ones is written as a route of its own that is not determined.
    pub complete: bool,
    /// One of these is enough. None: the school could not find out.
    pub routes: Vec<Route>,
    pub source: String,
    /// `2026-11-01`.
    pub as_of: String,
    pub caveat: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Route {
    pub title: String,
    /// All of these.
    pub needs: Vec<Need>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Need {
    pub id: String,
    pub text: String,
    /// What somebody can do who lacks it.
    pub how: String,
    pub check: Check,
}

/// Who can say whether a need is met.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Check {
    /// The learner.
    Learner { question: String },
    /// The skills log, or the learner where the log says less.
    Log { kinds: Vec<PracticeKind>, count: u32, question: String },
    /// The school, about its own program.
    School { says: Determination },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Said {
    Yes,
    No,
    Unknown,
}

/// What is known of the one who asks.
#[derive(Clone, Copy, Debug)]
pub struct Asker<'a> {
    pub state: Option<&'a str>,
    /// By question.
    pub answers: &'a BTreeMap<String, Said>,
    /// Successful live practice in the skills log; none where there is no log of theirs.
    pub tally: Option<&'a Tally>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Eligibility {
    pub goal: String,
    pub title: String,
    pub state: Option<String>,
    pub verdict: Determination,
    pub why: Reason,
    /// Text, source, date and caveat of the rule that was held against the answers.
    pub rule: Option<RuleShown>,
    /// The nearest route first.
    pub routes: Vec<RouteAnswer>,
}

/// Why the verdict is what it is, where the pieces alone do not say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    Pieces,
    /// The rule depends on the state, and none is chosen.
    NoState,
    /// The school has not found out.
    NoRule,
    /// All that is listed is met, and the list may lack something.
    ListMayLack,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RuleShown {
    pub text: String,
    pub source: String,
    pub as_of: String,
    pub caveat: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RouteAnswer {
    pub title: String,
    pub verdict: Determination,
    pub pieces: Vec<Piece>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Piece {
    pub id: String,
    pub text: String,
    pub how: String,
    pub standing: PieceStanding,
    pub by: Whose,
    /// For counted practice: how much of it the log holds.
    pub have: Option<u32>,
    pub question: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum PieceStanding {
    Met,
    Unknown,
    Missing,
}

/// Whose word a piece rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    Learner,
    Log,
    School,
}

/// What a learner was shown and acknowledged: kept with the request, by them and by the school.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct EligibilityShown {
    pub goal: String,
    pub title: String,
    pub state: Option<String>,
    pub verdict: Determination,
    pub program_version: u32,
    /// Source and date of the rule; empty where the school had none.
    pub source: String,
    pub as_of: String,
    /// Of the rule; empty also in what was kept before caveats were.
    #[serde(default)]
    pub caveat: String,
    pub missing: Vec<String>,
    pub unknown: Vec<String>,
}

/// Holds a goal of the program against what is known; none if the program knows no such goal.
pub fn check(program: &Program, goal: &str, asker: Asker<'_>) -> Option<Eligibility> {
    let goal = program.goals.as_ref()?.goals.iter().find(|known| known.id == goal)?;
    let blank = Eligibility {
        goal: goal.id.clone(),
        title: goal.title.clone(),
        state: asker.state.map(str::to_owned),
        verdict: Determination::NotDetermined,
        why: Reason::NoRule,
        rule: None,
        routes: Vec::new(),
    };
    let rule = match rule_for(goal, asker.state) {
        Ok(rule) => rule,
        Err(why) => return Some(Eligibility { why, ..blank }),
    };
    let mut routes: Vec<RouteAnswer> = rule.routes.iter().map(|route| answer(route, asker)).collect();
    routes.sort_by_key(|route| (rank(route.verdict), open_pieces(route)));
    let said = routes.first().map_or(Determination::NotDetermined, |nearest| nearest.verdict);
    let (verdict, why) = match (said, rule.complete) {
        _ if routes.is_empty() => (Determination::NotDetermined, Reason::NoRule),
        (Determination::Meets, false) => (Determination::NotDetermined, Reason::ListMayLack),
        _ => (said, Reason::Pieces),
    };
    let rule = RuleShown {
        text: rule.text.clone(),
        source: rule.source.clone(),
        as_of: rule.as_of.clone(),
        caveat: rule.caveat.clone(),
    };
    Some(Eligibility { verdict, why, rule: Some(rule), routes, ..blank })
}

fn rule_for<'g>(goal: &'g Goal, state: Option<&str>) -> Result<&'g GoalRule, Reason> {
    let own = |code: &str| goal.rules.iter().find(|rule| rule.states.iter().any(|known| known == code));
    if state.is_none() && goal.rules.iter().any(|rule| !rule.states.is_empty()) {
        return Err(Reason::NoState);
    }
    let general = || goal.rules.iter().find(|rule| rule.states.is_empty());
    state.and_then(own).or_else(general).ok_or(Reason::NoRule)
}

fn answer(route: &Route, asker: Asker<'_>) -> RouteAnswer {
    let pieces: Vec<Piece> = route.needs.iter().map(|need| piece(need, asker)).collect();
    let verdict = match pieces.iter().map(|piece| piece.standing).max() {
        Some(PieceStanding::Met) => Determination::Meets,
        Some(PieceStanding::Missing) => Determination::DoesNotMeet,
        // A way nobody described is no way anybody has gone.
        Some(PieceStanding::Unknown) | None => Determination::NotDetermined,
    };
    RouteAnswer { title: route.title.clone(), verdict, pieces }
}

fn piece(need: &Need, asker: Asker<'_>) -> Piece {
    let said = |question: &str| asker.answers.get(question).copied().unwrap_or(Said::Unknown);
    let (standing, by, have, question) = match &need.check {
        Check::Learner { question } => (standing_of(said(question)), Whose::Learner, None, Some(question)),
        Check::School { says } => {
            let standing = match says {
                Determination::Meets => PieceStanding::Met,
                Determination::DoesNotMeet => PieceStanding::Missing,
                Determination::NotDetermined => PieceStanding::Unknown,
            };
            (standing, Whose::School, None, None)
        }
        Check::Log { kinds, count, question } => {
            let live = LiveNeed { label: String::new(), kinds: kinds.clone(), count: *count };
            let have = asker.tally.map(|tally| live.have(tally));
            match (have, said(question)) {
                (Some(have), _) if have >= *count => (PieceStanding::Met, Whose::Log, Some(have), Some(question)),
                // Practice may be on paper; an empty log says nothing.
                (Some(have), Said::Unknown) if have > 0 => {
                    (PieceStanding::Missing, Whose::Log, Some(have), Some(question))
                }
                (have, said) => (standing_of(said), Whose::Learner, have, Some(question)),
            }
        }
    };
    Piece {
        id: need.id.clone(),
        text: need.text.clone(),
        how: need.how.clone(),
        standing,
        by,
        have,
        question: question.cloned(),
    }
}

fn standing_of(said: Said) -> PieceStanding {
    match said {
        Said::Yes => PieceStanding::Met,
        Said::No => PieceStanding::Missing,
        Said::Unknown => PieceStanding::Unknown,
    }
}

fn rank(verdict: Determination) -> u8 {
    match verdict {
        Determination::Meets => 0,
        Determination::NotDetermined => 1,
        Determination::DoesNotMeet => 2,
    }
}

fn open_pieces(route: &RouteAnswer) -> usize {
    route.pieces.iter().filter(|piece| piece.standing != PieceStanding::Met).count()
}

impl Eligibility {
    /// What is kept of it: the nearest way's missing and unknown pieces by name.
    pub fn shown(&self, program: &Program) -> EligibilityShown {
        let nearest = self.routes.first();
        let named = |standing| {
            let pieces = nearest.into_iter().flat_map(|route| &route.pieces);
            pieces.filter(|piece| piece.standing == standing).map(|piece| piece.text.clone()).collect()
        };
        EligibilityShown {
            goal: self.goal.clone(),
            title: self.title.clone(),
            state: self.state.clone(),
            verdict: self.verdict,
            program_version: program.version,
            source: self.rule.as_ref().map(|rule| rule.source.clone()).unwrap_or_default(),
            as_of: self.rule.as_ref().map(|rule| rule.as_of.clone()).unwrap_or_default(),
            caveat: self.rule.as_ref().map(|rule| rule.caveat.clone()).unwrap_or_default(),
            missing: named(PieceStanding::Missing),
            unknown: named(PieceStanding::Unknown),
        }
    }
}
