//! The career guide in a terminal: `carrelctl guide`.

use crate::cli::Guide;
use crate::out::{Columns, Out};
use crate::show::{moment, spoken};
use crate::words::{Ending, Failure};
use carrel_domain::guide::{Chart, Standing, Statistic};
use carrel_engine::Engine;
use carrel_engine::api::{
    Block, GuideHit, GuideOutline, GuidePageArgs, GuidePageView, GuidePlace, GuideSearchArgs, GuideView, Inline,
};

pub async fn run(engine: &Engine, command: &Guide, out: Out) -> Result<Ending, Failure> {
    match command {
        Guide::List => {
            let view = engine.guide(()).await?;
            out.reply(&view, outline)?;
            Ok(ending(matches!(view, GuideView::Here { .. })))
        }
        Guide::Show { page } => {
            let found = engine.guide_page(GuidePageArgs { page: page.clone() }).await?;
            let none = || format!("The guide has no page {page}. See: carrelctl guide list");
            out.reply(&found, |found| found.as_ref().map_or_else(none, whole))?;
            Ok(ending(found.is_some()))
        }
        Guide::Search { text } => {
            let hits = engine.search_guide(GuideSearchArgs { text: text.join(" ") }).await?;
            out.reply(&hits, |hits| listed(hits))?;
            Ok(ending(!hits.is_empty()))
        }
    }
}

fn ending(found: bool) -> Ending {
    if found { Ending::Done } else { Ending::NothingFound }
}

fn outline(view: &GuideView) -> String {
    let guide = match view {
        GuideView::NotFetched => return "The guide was never fetched. Fetch it: carrelctl catalog refresh".into(),
        GuideView::None => return "This school publishes no career guide.".into(),
        GuideView::Here { guide } => guide,
    };
    let mut columns = Columns::default();
    for page in &guide.pages {
        columns.row([page.id.clone(), spoken(&page.kind), page.title.clone()]);
    }
    let GuideOutline { title, notice, fetched_at, statistics, .. } = guide;
    let fetched = moment(*fetched_at);
    format!("{title}\n{notice}\n\n{columns}\n{} statistics, each with its source. Fetched {fetched}.", statistics.len())
}

fn listed(hits: &[GuideHit]) -> String {
    let mut text = String::new();
    for hit in hits {
        let place = match &hit.place {
            GuidePlace::Page { page, .. } => page.clone(),
            GuidePlace::Licensure { state } => format!("license in {}", state.as_deref().unwrap_or("a state")),
        };
        let section = hit.section.as_ref().map(|section| format!(" > {section}")).unwrap_or_default();
        text.push_str(&format!("{place}: {}{section}\n  {}\n", hit.title, hit.excerpt));
    }
    format!("{text}{} found.", hits.len())
}

fn whole(page: &GuidePageView) -> String {
    let mut text = format!("{}\n{}\n\n", page.entry.title, page.entry.summary);
    let mut columns = Columns::default();
    for fact in &page.facts {
        columns.row([fact.name.clone(), line(&fact.text, page)]);
    }
    text.push_str(&columns.to_string());
    blocks(&page.blocks, page, "", &mut text);
    for program in &page.programs {
        text.push_str(&format!(
            "\nProgram {}\n  gives: {}\n  does not give: {}\n",
            program.id, program.gives, program.does_not_give
        ));
    }
    let sources: String = page.sources.iter().map(|source| format!("  - {}\n", source.name)).collect();
    format!("{text}\nSources\n{sources}Checked on {}. The board or agency itself decides.", page.reviewed)
}

fn blocks(blocks: &[Block], page: &GuidePageView, indent: &str, text: &mut String) {
    for block in blocks {
        match block {
            Block::Heading { text: title, .. } => text.push_str(&format!("\n{indent}{title}\n")),
            Block::Paragraph { text: words } => text.push_str(&format!("{indent}{}\n", line(words, page))),
            Block::List { items, .. } => {
                for item in items {
                    let mut inner = String::new();
                    self::blocks(item, page, &format!("{indent}    "), &mut inner);
                    text.push_str(&format!("{indent}  - {}\n", inner.trim()));
                }
            }
            Block::Table { head, rows } => {
                for row in std::iter::once(head).chain(rows) {
                    let cells: Vec<String> = row.iter().map(|cell| line(cell, page)).collect();
                    text.push_str(&format!("{indent}  {}\n", cells.join(" | ")));
                }
            }
            Block::Callout { blocks, .. } => self::blocks(blocks, page, &format!("{indent}  | "), text),
            Block::Statistics { ids } => ids.iter().for_each(|id| text.push_str(&number(id, page, indent))),
            Block::Chart { id } => {
                let statistics =
                    page.charts.iter().find(|chart| chart.id == *id).map(|Chart { statistics, .. }| statistics);
                statistics.into_iter().flatten().for_each(|id| text.push_str(&number(id, page, indent)));
            }
        }
    }
}

fn line(words: &[Inline], page: &GuidePageView) -> String {
    let part = |inline: &Inline| match inline {
        Inline::Text { text } => text.clone(),
        Inline::Strong { text }
        | Inline::Emphasis { text }
        | Inline::Link { text, .. }
        | Inline::PageLink { text, .. }
        | Inline::ProgramLink { text, .. } => line(text, page),
        Inline::Statistic { id } => number(id, page, "").trim().to_owned(),
    };
    words.iter().map(part).collect()
}

/// Never without its period and its source.
fn number(id: &str, page: &GuidePageView, indent: &str) -> String {
    let Some(statistic) = page.statistics.iter().find(|statistic| statistic.id == id) else { return String::new() };
    let Statistic { shown, label, period, population, source, as_of, caveat, standing, .. } = statistic;
    let claim = if *standing == Standing::Claim { "; a claim, not confirmed" } else { "" };
    let caveat = caveat.as_ref().map(|caveat| format!(" {caveat}")).unwrap_or_default();
    format!("{indent}  {shown} ({label}; {population}; {period}; {}, {as_of}{claim}).{caveat}\n", source.name)
}
