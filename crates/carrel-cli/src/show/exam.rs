//! Practice exams and recall.

use super::{day, moment};
use crate::out::Columns;
use carrel_engine::api::{ExamPage, RecallPage, RecallStanding};

pub fn exam(page: &ExamPage) -> String {
    let mut text = format!("{}: {} questions in {} minutes\n", page.title, page.questions, page.minutes);
    if page.questions < page.wanted {
        let short = page.domains.iter().filter(|domain| domain.bank < domain.wanted);
        let short: Vec<&str> = short.map(|domain| domain.name.as_str()).collect();
        text.push_str(&format!("The plan has {}; this course has no more on {}.\n", page.wanted, short.join(", ")));
    }
    if let Some(begun) = &page.under_way {
        let (answered, all, left) = (begun.answered, begun.questions, begun.left_ms / 60_000);
        text.push_str(&format!("One is begun: {answered} of {all} answered, {left} minutes left.\n"));
    }
    let mut columns = Columns::default();
    for result in page.results.iter().rev() {
        let of = |(right, total): (u32, u32)| format!("{right}/{total}");
        let domains = result.domains.iter().map(|one| format!("{} {}", one.domain, of((one.right, one.total))));
        columns.row([
            moment(result.at),
            of((result.right, result.total)),
            domains.collect::<Vec<_>>().join(", "),
            format!("{} min", result.minutes),
        ]);
    }
    format!("{text}{columns}{} handed in. It predicts nothing about an exam.", page.results.len())
}

pub fn recall(page: &RecallPage) -> String {
    let mut columns = Columns::default();
    for one in &page.items {
        let since = one.due_since.map_or("new".to_owned(), |at| format!("due since {}", day(at)));
        columns.row([one.key.to_string(), since, one.item.prompt.clone()]);
    }
    format!("{columns}{}", standing(&page.standing))
}

fn standing(standing: &RecallStanding) -> String {
    let next = standing.next_at.map(|at| format!(" Next on {}: {}.", day(at), standing.next_count)).unwrap_or_default();
    format!("{} due, {} new, of {} met.{next}", standing.due, standing.fresh, standing.met)
}
