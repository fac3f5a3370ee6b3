//! `career/`: the guide somebody reads before they spend money. Every number in it is data with a source, every link leads
//! somewhere, and nothing is promised.

mod licensure;
mod page;
mod prose;
mod statistics;

use super::faults::Faults;
use super::fields::{Doc, Fields};
use carrel_domain::catalog::Program;
use carrel_domain::guide::{Chart, Guide, Source, Statistic};
use carrel_protocol::MAX_GUIDE_BYTES;
use page::Read;
use std::collections::BTreeSet;
use std::path::Path;

/// The guide below `campus`; none if the school has no `career/`.
pub fn read(campus: &Path, programs: &[Program], faults: &Faults) -> Option<Guide> {
    let folder = campus.join("career");
    if !folder.is_dir() {
        return None;
    }
    let about = Doc::file(&folder.join("guide.toml"), faults);
    let (title, notice) = about.and_then(|doc| doc.read(faults, about_it)).unwrap_or_default();
    let (statistics, charts) = statistics::read(&folder.join("statistics.toml"), faults);
    let pages = pages(&folder, faults);
    let known = Known::new(&statistics, &charts, &pages, programs);
    let licensure = licensure::read(&folder.join("licensure.toml"), &known, faults);
    for page in &pages {
        page::check(page, &pages, &known, faults);
    }
    let pages = pages.into_iter().map(|read| read.page).collect();
    let guide = Guide { title, notice, pages, statistics, charts, licensure };
    check_size(&folder, &guide, faults);
    Some(guide)
}

fn about_it(f: &mut Fields<'_>) -> (String, String) {
    (f.words("title"), f.words("notice"))
}

fn pages(folder: &Path, faults: &Faults) -> Vec<Read> {
    let mut pages = Vec::new();
    let (folders, _) = faults.list(folder);
    for folder in folders {
        let (_, files) = faults.list(&folder);
        for file in files {
            if file.extension().is_some_and(|kind| kind == "md") {
                pages.extend(page::read(&file, faults));
            } else {
                faults.add(&file, 1, "This is no page of the guide", "Name it something.md, or move it elsewhere");
            }
        }
    }
    if pages.is_empty() {
        faults.add(folder, 1, "The guide has no page", "Write one in roles/ or topics/");
    }
    pages.sort_by(|a, b| (a.order, &a.page.id).cmp(&(b.order, &b.page.id)));
    let mut ids = BTreeSet::new();
    for read in &pages {
        if !ids.insert(read.page.id.as_str()) {
            faults.add(&read.path, 1, "Two pages have this file's name", "Rename one: a page is named by its file");
        }
    }
    pages
}

fn check_size(folder: &Path, guide: &Guide, faults: &Faults) {
    let bytes = serde_json::to_vec(guide).map_or(0, |json| json.len());
    if bytes > MAX_GUIDE_BYTES {
        let wrong = format!("The guide has {} KB", bytes / 1024);
        faults.add(folder, 1, wrong, format!("Make it smaller than {} KB", MAX_GUIDE_BYTES / 1024));
    }
}

/// What a text of the guide may name.
pub(super) struct Known {
    statistics: BTreeSet<String>,
    charts: BTreeSet<String>,
    pages: BTreeSet<String>,
    programs: BTreeSet<String>,
}

impl Known {
    fn new(statistics: &[Statistic], charts: &[Chart], pages: &[Read], programs: &[Program]) -> Self {
        Self {
            statistics: statistics.iter().map(|statistic| statistic.id.clone()).collect(),
            charts: charts.iter().map(|chart| chart.id.clone()).collect(),
            pages: pages.iter().map(|read| read.page.id.clone()).collect(),
            programs: programs.iter().map(|program| program.id.to_string()).collect(),
        }
    }
}

/// `{ name = "…", address = "https://…" }`: the name always, the address where there is one.
fn source(f: &mut Fields<'_>) -> Source {
    let source = Source { name: f.words("name"), address: f.opt_words("address") };
    if let Some(address) = &source.address {
        let web = url::Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "https" | "http") && url.has_host());
        if !web {
            let wrong = format!("\"{address}\" is no address of a page");
            f.fault("address", wrong, "Write one that begins with https://, or leave it out");
        }
    }
    source
}

fn no_source() -> Source {
    Source { name: String::new(), address: None }
}
