//! The career guide as it is read: a school's document, its pages taken apart into blocks, and words to find them by.
//!
//! Pure. `store/catalog/guide.rs` keeps the document, and says what a word is.

pub mod blocks;
mod index;

pub use index::search;

use crate::api::{
    BesideRole, Block, GuideEntry, GuideFact, GuideOutline, GuidePageView, GuideSection, Inline, LeadingProgramView,
};
use crate::record_page::Words;
use carrel_domain::guide::{Guide, GuidePage, Mark, RoleFact, Standing, Statistic, marks};
use carrel_domain::{ProgramId, Timestamp};
use carrel_protocol::GuideTag;
use index::Unit;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// A guide that is ready to be read and searched.
pub struct Prepared {
    pub tag: GuideTag,
    pub fetched_at: Timestamp,
    pub guide: Guide,
    /// Of each page, in order.
    blocks: Vec<Vec<Block>>,
    units: Vec<Unit>,
    /// The statistics as they stand in the texts of `units`.
    numbers: Vec<String>,
}

impl Prepared {
    /// `split` gives the words of each text.
    pub fn new<E>(
        tag: GuideTag,
        fetched_at: Timestamp,
        guide: Guide,
        split: impl FnOnce(&[&str]) -> Result<Vec<BTreeSet<String>>, E>,
    ) -> Result<Self, E> {
        let blocks: Vec<Vec<Block>> = guide.pages.iter().map(|page| blocks::read(&page.markdown)).collect();
        let mut units = index::units(&guide, &blocks);
        let texts: Vec<&str> = units.iter().map(|unit| unit.text.as_str()).collect();
        let words = split(&texts)?;
        for (unit, words) in units.iter_mut().zip(words) {
            unit.words = words;
        }
        let numbers = guide.statistics.iter().map(in_words).collect();
        Ok(Self { tag, fetched_at, guide, blocks, units, numbers })
    }

    pub fn outline(&self) -> GuideOutline {
        let guide = &self.guide;
        GuideOutline {
            title: guide.title.clone(),
            notice: guide.notice.clone(),
            fetched_at: self.fetched_at,
            pages: guide.pages.iter().zip(&self.blocks).map(|(page, blocks)| entry(page, blocks)).collect(),
            statistics: guide.statistics.clone(),
            charts: guide.charts.clone(),
            licensure: guide.licensure.clone(),
        }
    }

    /// A page as a screen shows it; `titles` are those of the catalog.
    pub fn page(&self, id: &str, titles: &BTreeMap<ProgramId, String>) -> Option<GuidePageView> {
        let at = self.guide.pages.iter().position(|page| page.id == id)?;
        let (page, blocks) = (&self.guide.pages[at], &self.blocks[at]);
        let beside = page.beside.as_deref().and_then(|id| self.guide.page(id));
        let mut named = named(&page.markdown);
        let beside_facts = beside.iter().flat_map(|page| &page.facts);
        for fact in page.facts.iter().chain(beside_facts) {
            named.0.extend(self::named(&fact.text).0);
        }
        let charts: Vec<_> = named.1.iter().filter_map(|id| self.guide.chart(id)).cloned().collect();
        named.0.extend(charts.iter().flat_map(|chart| chart.statistics.iter().cloned()));
        let about = |pages: &Vec<String>| pages.contains(&page.id);
        Some(GuidePageView {
            entry: entry(page, blocks),
            facts: facts(&page.facts),
            beside: beside.map(|page| BesideRole {
                id: page.id.clone(),
                title: page.title.clone(),
                facts: facts(&page.facts),
            }),
            blocks: blocks.clone(),
            programs: leading(page, titles),
            sources: page.sources.clone(),
            reviewed: page.reviewed.clone(),
            statistics: named.0.iter().filter_map(|id| self.guide.statistic(id)).cloned().collect(),
            charts,
            licensure: self.guide.licensure.iter().filter(|f| about(&f.pages)).map(|f| f.id.clone()).collect(),
        })
    }
}

fn leading(page: &GuidePage, titles: &BTreeMap<ProgramId, String>) -> Vec<LeadingProgramView> {
    let view = |program: &carrel_domain::guide::LeadingProgram| LeadingProgramView {
        id: program.id.clone(),
        title: titles.get(&program.id).cloned(),
        gives: program.gives.clone(),
        does_not_give: program.does_not_give.clone(),
    };
    page.programs.iter().map(view).collect()
}

/// The statistics and the charts a text names.
fn named(text: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut statistics, mut charts) = (BTreeSet::new(), BTreeSet::new());
    for (_, mark, _) in marks(text) {
        match mark {
            Mark::Statistic(id) => drop(statistics.insert(id.to_owned())),
            Mark::Chart(id) => drop(charts.insert(id.to_owned())),
            Mark::Unknown(_) => {}
        }
    }
    (statistics, charts)
}

fn entry(page: &GuidePage, blocks: &[Block]) -> GuideEntry {
    let section = |block: &Block| match block {
        Block::Heading { level: 2, id, text } => Some(GuideSection { id: id.clone(), title: text.clone() }),
        _ => None,
    };
    GuideEntry {
        id: page.id.clone(),
        kind: page.kind,
        title: page.title.clone(),
        summary: page.summary.clone(),
        sections: blocks.iter().filter_map(section).collect(),
        meanings: page.meanings.clone(),
    }
}

fn facts(facts: &[RoleFact]) -> Vec<GuideFact> {
    let fact = |fact: &RoleFact| GuideFact { name: fact.name.clone(), text: blocks::line(&fact.text) };
    facts.iter().map(fact).collect()
}

/// A block as plain text, statistics as they are printed.
fn plain_block(block: &Block, guide: &Guide) -> String {
    match block {
        Block::Heading { text, .. } => text.clone(),
        Block::Paragraph { text } => plain(text, guide),
        Block::List { items, .. } => joined(items.iter().flatten().map(|block| plain_block(block, guide))),
        Block::Table { head, rows } => joined(head.iter().chain(rows.iter().flatten()).map(|cell| plain(cell, guide))),
        Block::Callout { blocks, .. } => joined(blocks.iter().map(|block| plain_block(block, guide))),
        Block::Statistics { ids } => joined(ids.iter().map(|id| spoken(id, guide))),
        Block::Chart { id } => {
            guide.chart(id).map(|chart| format!("{}. {}", chart.title, chart.text)).unwrap_or_default()
        }
    }
}

fn joined(texts: impl Iterator<Item = String>) -> String {
    texts.collect::<Vec<_>>().join(" ")
}

/// A line of text without its marks.
pub fn plain(text: &[Inline], guide: &Guide) -> String {
    let part = |inline: &Inline| match inline {
        Inline::Text { text } => text.clone(),
        Inline::Strong { text }
        | Inline::Emphasis { text }
        | Inline::Link { text, .. }
        | Inline::PageLink { text, .. }
        | Inline::ProgramLink { text, .. } => plain(text, guide),
        Inline::Statistic { id } => spoken(id, guide),
    };
    text.iter().map(part).collect()
}

/// A number never without its time, source and caveat, and never more sure than it is, in plain text too.
fn spoken(id: &str, guide: &Guide) -> String {
    guide.statistic(id).map(in_words).unwrap_or_default()
}

fn in_words(s: &Statistic) -> String {
    let claim = (s.standing == Standing::Claim).then_some(CLAIM.as_str());
    let beside = [s.label.as_str(), &s.period, &s.source.name].into_iter().chain(claim).chain(s.caveat.as_deref());
    format!("{} ({})", s.shown, beside.collect::<Vec<_>>().join("; "))
}

/// What a screen calls it.
static CLAIM: LazyLock<String> = LazyLock::new(|| Words::load().get("career-claim", &[]));
