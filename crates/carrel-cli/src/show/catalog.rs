//! Programs.

use super::{moment, spoken, yes};
use crate::out::Columns;
use carrel_engine::api::{CatalogResults, ProgramPage, RequestPreview};

pub fn results(results: &CatalogResults) -> String {
    if results.total == 0 && results.catalog_size == 0 {
        return "The catalog was never fetched. Fetch it: carrelctl catalog refresh".into();
    }
    let mut text = String::new();
    if let Some(corrected) = &results.corrected {
        text.push_str(&format!("Nothing found as typed; searched for “{corrected}”.\n"));
    }
    let mut columns = Columns::default();
    for hit in &results.hits {
        let label = hit.label.map(|label| spoken(&label)).unwrap_or_default();
        columns.row([
            hit.id.to_string(),
            hit.title.clone(),
            format!("{:>4} h", hit.contact_hours),
            format!("{:>4} days", hit.access_days),
            format!("{:>14}", hit.total.to_string()),
            label,
        ]);
    }
    let fetched = results.fetched_at.map_or("never".into(), moment);
    format!("{text}{columns}{} of {} programs. As the school said {fetched}.", results.total, results.catalog_size)
}

pub fn program(page: &ProgramPage) -> String {
    let program = &page.program;
    let mut columns = Columns::default();
    columns.row(["Code".into(), program.code.clone()]);
    columns.row(["Category".into(), program.category.clone()]);
    columns.row(["Total cost".into(), page.total.to_string()]);
    columns.row(["Paid elsewhere".into(), format!("{} to {} (usual)", page.elsewhere_low, page.elsewhere_high)]);
    columns.row(["Study".into(), format!("{} hours", program.contact_hours)]);
    columns.row(["Access".into(), format!("{} days", program.access_days)]);
    columns.row(["You get".into(), program.credential_awarded.clone()]);
    columns.row(["Prepares for".into(), program.prepares_for.join(", ")]);
    columns.row(["Live practice".into(), yes(program.clinical.required).into()]);
    let state = page.state.state.as_deref().unwrap_or("no state chosen");
    columns.row(["In your state".into(), format!("{} ({state})", spoken(&page.state.determination))]);
    columns.row(["Enrollment".into(), spoken(&page.state.enrollment)]);
    columns.row(["Yours".into(), page.label.map_or("not enrolled".into(), |label| spoken(&label))]);
    let mut text = format!("{}\n{}\n\n{columns}\n", program.title, program.summary);
    text.push_str(&format!("{}\n  Source: {} ({})\n", page.state.text, page.state.source, page.state.as_of));
    for (title, list) in [
        ("Included", &program.included),
        ("Not included", &program.not_included),
        ("The certificate is", &program.certificate_is),
        ("The certificate is not", &program.certificate_is_not),
    ] {
        text.push_str(&listed(title, list));
    }
    text.push_str(&format!("\nIf you asked for a place now, by the school's own rule: {}\n", preview(&page.preview)));
    text
}

fn listed(title: &str, lines: &[String]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let lines: String = lines.iter().map(|line| format!("  - {line}\n")).collect();
    format!("\n{title}\n{lines}")
}

fn preview(preview: &RequestPreview) -> String {
    match preview {
        RequestPreview::AcceptedAtOnce => "accepted at once.".into(),
        RequestPreview::Reviewed { text } => format!("a person at the school decides. {text}"),
        RequestPreview::NeedsAcknowledgment { text } => {
            format!("first acknowledge what holds in your state, with --acknowledge-state. {text}")
        }
        RequestPreview::Refused { refusal } => format!("refused. {} {}", refusal.text, refusal.remedy),
    }
}
