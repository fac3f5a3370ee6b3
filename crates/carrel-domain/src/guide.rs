//! The career guide a school publishes: pages, and every number and every state's rule in it as data with its source.
//!
//! A page's text names a statistic by its id (`{{stat:mlt-median}}`) and never says the number itself, so that no number can
//! stand on a screen without its period and its source (invariant I18).

use crate::ProgramId;
use serde::{Deserialize, Serialize};

/// All of it; small enough to travel and to be kept as one document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Guide {
    pub title: String,
    /// Whose guide this is, and who decides in the end.
    pub notice: String,
    /// In the order in which they are read.
    pub pages: Vec<GuidePage>,
    #[serde(default)]
    pub statistics: Vec<Statistic>,
    #[serde(default)]
    pub charts: Vec<Chart>,
    #[serde(default)]
    pub licensure: Vec<LicensureField>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GuidePage {
    pub id: String,
    pub kind: PageKind,
    pub title: String,
    /// One sentence for the list.
    pub summary: String,
    /// Other words it is looked for by.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What one compares roles by.
    #[serde(default)]
    pub facts: Vec<RoleFact>,
    /// Another page with the same facts, to stand beside this one.
    #[serde(default)]
    pub beside: Option<String>,
    /// What one word can mean; only for [`PageKind::Names`].
    #[serde(default)]
    pub meanings: Vec<Meaning>,
    #[serde(default)]
    pub programs: Vec<LeadingProgram>,
    #[serde(default)]
    pub sources: Vec<Source>,
    /// When somebody at the school last read it against its sources.
    pub reviewed: String,
    pub markdown: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum PageKind {
    Role,
    Topic,
    /// Tells apart what one name is used for.
    Names,
    /// Each heading is a question people ask.
    Questions,
    /// From a later version.
    #[serde(other)]
    Other,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleFact {
    pub name: String,
    /// A line of Markdown.
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Meaning {
    pub name: String,
    pub text: String,
    /// The page about it.
    pub page: String,
}

/// A program that leads some way toward a role, and where it stops.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadingProgram {
    pub id: ProgramId,
    pub gives: String,
    pub does_not_give: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Source {
    pub name: String,
    /// Where it can be read.
    #[serde(default)]
    pub address: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Statistic {
    pub id: String,
    /// What is counted: "Median wage".
    pub label: String,
    /// One number, or the two ends of a range.
    pub values: Vec<f64>,
    /// The same for reading: "$60,780".
    pub shown: String,
    pub unit: String,
    /// The time it speaks of: "May 2023", "2022 to 2032".
    pub period: String,
    /// Whom it counts.
    pub population: String,
    pub source: Source,
    /// When somebody last looked it up there.
    pub as_of: String,
    #[serde(default)]
    pub caveat: Option<String>,
    pub standing: Standing,
}

/// Whether the number was seen where it is said to come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Confirmed,
    /// Somebody says so, and nobody here has found it confirmed. What a later version calls otherwise is no more than that.
    #[serde(other)]
    Claim,
}

/// Statistics that may be compared: they have one unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Chart {
    pub id: String,
    pub title: String,
    /// What it shows, in a sentence, for those who do not see it.
    pub text: String,
    pub statistics: Vec<String>,
}

/// Where a field of work needs a state's license.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct LicensureField {
    pub id: String,
    pub title: String,
    pub text: String,
    /// Pages about the roles it is about.
    #[serde(default)]
    pub pages: Vec<String>,
    pub states: Vec<StateLicense>,
    /// What is known of all the others.
    pub elsewhere: LicenseRule,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct StateLicense {
    pub state: String,
    pub rule: LicenseRule,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct LicenseRule {
    pub answer: LicenseAnswer,
    pub text: String,
    pub source: Source,
    pub as_of: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum LicenseAnswer {
    Required,
    NotRequired,
    /// Also for what a later version says: nobody is told something that was not understood.
    #[serde(other)]
    NotDetermined,
}

impl Guide {
    pub fn page(&self, id: &str) -> Option<&GuidePage> {
        self.pages.iter().find(|page| page.id == id)
    }

    pub fn statistic(&self, id: &str) -> Option<&Statistic> {
        self.statistics.iter().find(|statistic| statistic.id == id)
    }

    pub fn chart(&self, id: &str) -> Option<&Chart> {
        self.charts.iter().find(|chart| chart.id == id)
    }
}

/// What a `{{…}}` in a text stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark<'t> {
    Statistic(&'t str),
    Chart(&'t str),
    /// Something between the braces that means nothing.
    Unknown(&'t str),
}

/// A text taken apart at its marks, each with the byte it begins at.
pub fn marks(text: &str) -> Vec<(usize, Mark<'_>, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find("{{").map(|open| at + open) {
        let Some(close) = text[open..].find("}}").map(|close| open + close) else { break };
        let inner = text[open + 2..close].trim();
        let mark = match inner.split_once(':') {
            Some(("stat", id)) => Mark::Statistic(id),
            Some(("chart", id)) => Mark::Chart(id),
            _ => Mark::Unknown(inner),
        };
        found.push((open, mark, close + 2));
        at = close + 2;
    }
    found
}

/// Numbers of a text that look like statistics of its own: an amount of money, or a share in per cent. With their bytes.
pub fn bare_numbers(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(start) = text[rest..].find(|c: char| c.is_ascii_digit()).map(|start| rest + start) {
        let after =
            text[start..].find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.').map_or(text.len(), |n| start + n);
        let money = text[..start].ends_with('$');
        let share = ["%", " %", " percent", " per cent"].iter().any(|unit| text[after..].starts_with(unit));
        if money || share {
            found.push((start, text[start..after].trim_end_matches(['.', ','])));
        }
        rest = after;
    }
    found
}

/// Whether what is printed says the number that is kept: "$60,780" says 60780. For a range, both ends.
pub fn says(shown: &str, values: &[f64]) -> bool {
    let plain: String = shown.chars().filter(|c| *c != ',').collect();
    let written: Vec<f64> = plain
        .split(|c: char| !c.is_ascii_digit() && c != '.')
        .filter_map(|number| number.trim_matches('.').parse().ok())
        .collect();
    written == values.iter().map(|value| value.abs()).collect::<Vec<f64>>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_taken_apart_at_its_marks() {
        let text = "About {{stat:wage}} then {{ chart:growth }} and {{what}}, {{open";
        let found: Vec<Mark<'_>> = marks(text).into_iter().map(|(_, mark, _)| mark).collect();
        assert_eq!(found, [Mark::Statistic("wage"), Mark::Chart("growth"), Mark::Unknown("what")]);
        let (from, _, until) = marks(text)[0];
        assert_eq!(&text[from..until], "{{stat:wage}}");
    }

    #[test]
    fn money_and_shares_are_numbers_that_want_a_source_and_years_are_not() {
        let found = |text| bare_numbers(text).into_iter().map(|(_, number)| number).collect::<Vec<_>>();
        assert_eq!(found("It pays $57,380. Growth is 5 percent, or 7%."), ["57,380", "5", "7"]);
        assert_eq!(found("Two years, 60 semester hours, since 2022."), [""; 0]);
    }

    #[test]
    fn what_is_printed_must_say_the_number_that_is_kept() {
        assert!(says("$60,780", &[60_780.0]));
        assert!(says("5%", &[5.0]));
        assert!(says("$45,000 to $60,000", &[45_000.0, 60_000.0]));
        assert!(says("19% to 24%", &[19.0, 24.0]));
        assert!(says("about 1.9 million", &[1.9]));
        assert!(!says("$57,380", &[60_780.0]));
        assert!(!says("$45,000 to $60,000", &[45_000.0]));
    }
}
