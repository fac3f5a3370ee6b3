//! `statistics.toml`: every number of the guide, with what it counts, when, who says so, and what is wrong with it.

use super::{no_source, source};
use crate::campus::faults::Faults;
use crate::campus::fields::{Doc, Fields};
use carrel_domain::guide::{Chart, Standing, Statistic, says};
use std::collections::BTreeSet;
use std::path::Path;

pub(super) fn read(path: &Path, faults: &Faults) -> (Vec<Statistic>, Vec<Chart>) {
    if !path.exists() {
        return (Vec::new(), Vec::new());
    }
    let read = Doc::file(path, faults).and_then(|doc| {
        doc.read(faults, |f| {
            let mut ids = BTreeSet::new();
            let statistics = f.tables("statistics", |f| {
                let statistic = statistic(f);
                once(f, &mut ids, &statistic.id);
                statistic
            });
            let charts = f.tables("charts", |f| {
                let chart = chart(f, &statistics);
                once(f, &mut ids, &chart.id);
                chart
            });
            (statistics, charts)
        })
    });
    read.unwrap_or_default()
}

fn once(f: &Fields<'_>, ids: &mut BTreeSet<String>, id: &str) {
    if !ids.insert(id.to_owned()) {
        f.fault("id", format!("\"{id}\" is used twice"), "Give each statistic and chart an id of its own");
    }
}

fn statistic(f: &mut Fields<'_>) -> Statistic {
    let range = f.has("low") || f.has("high");
    let values = if range { vec![f.decimal("low"), f.decimal("high")] } else { vec![f.decimal("value")] };
    let standings = [("confirmed", Standing::Confirmed), ("claim", Standing::Claim)];
    let statistic = Statistic {
        id: f.slug("id"),
        label: f.words("label"),
        values,
        shown: f.words("shown"),
        unit: f.words("unit"),
        period: f.words("period"),
        population: f.words("population"),
        source: f.table("source", source).unwrap_or_else(no_source),
        as_of: f.date("as_of"),
        caveat: f.opt_words("caveat"),
        standing: f.choice("standing", &standings).unwrap_or(Standing::Claim),
    };
    if range && statistic.values[0] >= statistic.values[1] {
        f.fault("low", "`low` is not less than `high`", "Write the lower number first, or one `value`");
    }
    if !statistic.shown.is_empty() && !says(&statistic.shown, &statistic.values) {
        let wrong = format!("`shown` is \"{}\" and says another number than the one that is kept", statistic.shown);
        f.fault("shown", wrong, "Make the two equal: readers see one, charts draw the other");
    }
    if f.has("standing") && statistic.standing == Standing::Claim && statistic.caveat.is_none() {
        let remedy = "Add `caveat`: who says it, and why it is not confirmed";
        f.fault("standing", "A claim that is not confirmed has no caveat", remedy);
    }
    statistic
}

fn chart(f: &mut Fields<'_>, statistics: &[Statistic]) -> Chart {
    let chart =
        Chart { id: f.slug("id"), title: f.words("title"), text: f.words("text"), statistics: f.texts("statistics") };
    let mut units = BTreeSet::new();
    for id in &chart.statistics {
        match statistics.iter().find(|statistic| statistic.id == *id) {
            Some(statistic) => drop(units.insert(statistic.unit.as_str())),
            None => f.fault("statistics", format!("There is no statistic \"{id}\""), "Name one of this file"),
        }
    }
    if units.len() > 1 {
        let units = units.into_iter().collect::<Vec<_>>().join(", ");
        f.fault("statistics", format!("This chart compares {units}"), "Draw only what has one unit");
    }
    chart
}
