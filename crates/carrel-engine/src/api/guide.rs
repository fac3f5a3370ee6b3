//! The career guide: its outline, its pages as blocks a screen puts together, and what a search in it finds.
//!
//! A page is the school's text. It crosses as structure and never as HTML, so that nothing in it can act on the app.

use carrel_domain::guide::{Chart, LicensureField, Meaning, PageKind, Source, Statistic};
use carrel_domain::{ProgramId, Timestamp};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum GuideView {
    /// Nothing is known of it yet, or it is on its way.
    NotFetched,
    /// The school publishes none.
    None,
    Here {
        guide: GuideOutline,
    },
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct GuideOutline {
    pub title: String,
    pub notice: String,
    pub fetched_at: Timestamp,
    pub pages: Vec<GuideEntry>,
    pub statistics: Vec<Statistic>,
    pub charts: Vec<Chart>,
    pub licensure: Vec<LicensureField>,
}

/// A page in a list.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct GuideEntry {
    pub id: String,
    pub kind: PageKind,
    pub title: String,
    pub summary: String,
    pub sections: Vec<GuideSection>,
    pub meanings: Vec<Meaning>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct GuideSection {
    pub id: String,
    pub title: String,
}

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct GuidePageArgs {
    pub page: String,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct GuidePageView {
    pub entry: GuideEntry,
    pub facts: Vec<GuideFact>,
    /// The role that stands beside this one, with the same facts.
    pub beside: Option<BesideRole>,
    pub blocks: Vec<Block>,
    pub programs: Vec<LeadingProgramView>,
    pub sources: Vec<Source>,
    pub reviewed: String,
    /// Every statistic that the page names.
    pub statistics: Vec<Statistic>,
    pub charts: Vec<Chart>,
    /// Fields of `licensure` that are about this page.
    pub licensure: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct GuideFact {
    pub name: String,
    pub text: Vec<Inline>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct BesideRole {
    pub id: String,
    pub title: String,
    pub facts: Vec<GuideFact>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct LeadingProgramView {
    pub id: ProgramId,
    /// `None`: no longer in the catalog.
    pub title: Option<String>,
    pub gives: String,
    pub does_not_give: String,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "block", rename_all = "snake_case")]
pub enum Block {
    Heading {
        /// 2 or 3.
        level: u8,
        id: String,
        text: String,
    },
    Paragraph {
        text: Vec<Inline>,
    },
    List {
        ordered: bool,
        items: Vec<Vec<Block>>,
    },
    Table {
        head: Vec<Vec<Inline>>,
        rows: Vec<Vec<Vec<Inline>>>,
    },
    Callout {
        tone: CalloutTone,
        blocks: Vec<Block>,
    },
    /// Statistics that stand for themselves, beside one another.
    Statistics {
        ids: Vec<String>,
    },
    Chart {
        id: String,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum CalloutTone {
    Remember,
    Caution,
    Quote,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "inline", rename_all = "snake_case")]
pub enum Inline {
    Text {
        text: String,
    },
    Strong {
        text: Vec<Inline>,
    },
    Emphasis {
        text: Vec<Inline>,
    },
    /// Leads out of Carrel; asked about before it opens.
    Link {
        address: String,
        text: Vec<Inline>,
    },
    PageLink {
        page: String,
        text: Vec<Inline>,
    },
    ProgramLink {
        program: ProgramId,
        text: Vec<Inline>,
    },
    Statistic {
        id: String,
    },
}

#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(default)]
pub struct GuideSearchArgs {
    pub text: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct GuideHit {
    pub place: GuidePlace,
    pub title: String,
    /// Where on the page.
    pub section: Option<String>,
    /// A piece of the text around what was found.
    pub excerpt: String,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "place", rename_all = "snake_case")]
pub enum GuidePlace {
    Page {
        page: String,
        section: Option<String>,
    },
    /// The states' rules; `state` where one of them was found.
    Licensure {
        state: Option<String>,
    },
}
