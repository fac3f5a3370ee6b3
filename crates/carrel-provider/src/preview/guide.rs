//! The career guide: its pages, every number with its period, source and caveat, and where a license is needed.

use super::html::{Page, link, list, table};
use carrel_domain::guide::{
    Chart, Guide, GuidePage, LicenseAnswer, LicenseRule, LicensureField, Mark, Source, Standing, Statistic, marks,
};
use carrel_text::outside::outside_address;
use carrel_text::{escape, render_guide};

pub fn index(guide: &Guide) -> Page {
    let mut page = Page::new(&guide.title, Some(("/", "All programs")));
    page.paragraph(&guide.notice);
    page.list(guide.pages.iter().map(|page| {
        let address = format!("/guide/{}", page.id);
        format!("{}<br>{}", link(&address, &page.title), escape(&page.summary))
    }));
    if !guide.licensure.is_empty() {
        page.add(&format!("<p>{}</p>\n", link("/licensure", "Where a license is needed")));
    }
    guide.charts.iter().for_each(|chart| page.add(&chart_table(guide, chart)));
    page.heading("Every number");
    page.add(&numbers(&guide.statistics.iter().collect::<Vec<_>>()));
    page
}

/// `None`: the guide has no such page.
pub fn guide_page(guide: &Guide, id: &str) -> Option<Page> {
    let read = guide.page(id)?;
    let mut page = Page::new(&read.title, Some(("/guide", &guide.title)));
    page.paragraph(&read.summary);
    page.add(&table(
        &["Fact", "Of this role"],
        read.facts.iter().map(|fact| vec![escape(&fact.name), prose(guide, &fact.text)]),
    ));
    page.list(read.meanings.iter().map(|meaning| {
        let address = format!("/guide/{}", meaning.page);
        format!("{}: {}", link(&address, &meaning.name), prose(guide, &meaning.text))
    }));
    page.add(&prose(guide, &read.markdown));
    page.add(&leading(guide, read));
    let named = named(guide, read);
    if !named.is_empty() {
        page.heading("Numbers of this page");
        page.add(&numbers(&named));
    }
    page.heading("Sources");
    page.list(read.sources.iter().map(source));
    page.note(&format!("Reviewed {}", read.reviewed));
    Some(page)
}

fn leading(guide: &Guide, read: &GuidePage) -> String {
    table(
        &["Program", "Gives", "Does not give"],
        read.programs.iter().map(|program| {
            let address = format!("/program/{}", program.id);
            vec![
                link(&address, program.id.as_str()),
                prose(guide, &program.gives),
                prose(guide, &program.does_not_give),
            ]
        }),
    )
}

/// A text with its numbers said and its charts as tables.
fn prose(guide: &Guide, markdown: &str) -> String {
    let (mut out, mut text, mut at) = (String::new(), String::new(), 0);
    for (begins, mark, ends) in marks(markdown) {
        text.push_str(markdown.get(at..begins).unwrap_or_default());
        at = ends;
        match mark {
            Mark::Statistic(id) => text.push_str(&said(guide, id)),
            Mark::Chart(id) => {
                out.push_str(&render(&std::mem::take(&mut text)));
                out.push_str(&guide.chart(id).map_or_else(String::new, |chart| chart_table(guide, chart)));
            }
            Mark::Unknown(inner) => text.push_str(inner),
        }
    }
    text.push_str(markdown.get(at..).unwrap_or_default());
    out + &render(&text)
}

fn render(markdown: &str) -> String {
    render_guide(markdown, &|address| match address.split_once(':') {
        Some(("page", id)) => Some(format!("/guide/{id}")),
        Some(("program", id)) => Some(format!("/program/{id}")),
        _ => None,
    })
}

fn said(guide: &Guide, id: &str) -> String {
    guide.statistic(id).map_or_else(|| id.to_owned(), |statistic| format!("**{}**", statistic.shown))
}

/// The numbers a page names in any of its texts, each once.
fn named<'g>(guide: &'g Guide, read: &GuidePage) -> Vec<&'g Statistic> {
    let facts = read.facts.iter().map(|fact| fact.text.as_str());
    let meanings = read.meanings.iter().map(|meaning| meaning.text.as_str());
    let programs = read.programs.iter().flat_map(|program| [program.gives.as_str(), program.does_not_give.as_str()]);
    let texts = facts.chain(meanings).chain(programs).chain([read.summary.as_str(), read.markdown.as_str()]);
    let marks: Vec<Mark<'_>> = texts.flat_map(marks).map(|(_, mark, _)| mark).collect();
    guide.statistics.iter().filter(|one| marks.contains(&Mark::Statistic(&one.id))).collect()
}

fn chart_table(guide: &Guide, chart: &Chart) -> String {
    let drawn: Vec<&Statistic> = chart.statistics.iter().filter_map(|id| guide.statistic(id)).collect();
    format!("<h3>{}</h3>\n<p>{}</p>\n{}", escape(&chart.title), escape(&chart.text), numbers(&drawn))
}

fn numbers(statistics: &[&Statistic]) -> String {
    let rows = statistics.iter().map(|one| {
        let standing = if one.standing == Standing::Claim { "<br><strong>A claim, not confirmed</strong>" } else { "" };
        vec![
            format!("{}<br><code>{}</code>", escape(&one.label), escape(&one.id)),
            format!("<strong>{}</strong> {}{standing}", escape(&one.shown), escape(&one.unit)),
            format!("{}<br>{}", escape(&one.period), escape(&one.population)),
            format!("{}, looked up {}", source(&one.source), escape(&one.as_of)),
            escape(one.caveat.as_deref().unwrap_or_default()),
        ]
    });
    table(&["What", "Number", "Period and whom it counts", "Source", "Caveat"], rows)
}

fn source(source: &Source) -> String {
    let address = source.address.as_deref().and_then(outside_address);
    address.map_or_else(|| escape(&source.name), |address| link(address.as_str(), &source.name))
}

pub fn licensure(guide: &Guide) -> Page {
    let mut page = Page::new("Where a license is needed", Some(("/guide", &guide.title)));
    for field in &guide.licensure {
        page.heading(&field.title);
        page.paragraph(&field.text);
        page.add(&states(field));
        page.add(&list(
            "ul",
            field.pages.iter().map(|id| {
                let title = guide.page(id).map_or(id.as_str(), |page| page.title.as_str());
                link(&format!("/guide/{id}"), title)
            }),
        ));
    }
    page
}

fn states(field: &LicensureField) -> String {
    let row = |place: &str, rule: &LicenseRule| {
        let answer = match rule.answer {
            LicenseAnswer::Required => "required",
            LicenseAnswer::NotRequired => "not required",
            LicenseAnswer::NotDetermined => "not determined",
        };
        let source = format!("{}, looked up {}", source(&rule.source), escape(&rule.as_of));
        vec![escape(place), answer.to_owned(), escape(&rule.text), source]
    };
    let named = field.states.iter().map(|one| row(&one.state, &one.rule));
    table(&["State", "License", "What it asks", "Source"], named.chain([row("All others", &field.elsewhere)]))
}
