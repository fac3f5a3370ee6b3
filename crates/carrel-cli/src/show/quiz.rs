//! A quiz, and what came of it.

use super::spoken;
use carrel_engine::api::{QuizItem, QuizItemKind, QuizPage, QuizResult};

pub fn questions(page: &QuizPage) -> String {
    let left = page.attempts_left.map_or("as many attempts as you like".into(), |left| format!("{left} attempts left"));
    let mut text = format!("{}: pass with {} %, {left}\n", page.title, page.pass_percent);
    for (number, item) in page.items.iter().enumerate() {
        text.push_str(&question(number + 1, item));
    }
    text.push_str(&format!(
        "\nTo hand in answers to these questions and no others: --answers FILE --edition {}\n",
        page.edition
    ));
    text
}

fn question(number: usize, item: &QuizItem) -> String {
    let unit = item.unit.as_ref().map(|unit| format!(" in {unit}")).unwrap_or_default();
    let mut text = format!("\n{number}. {} [{}: {}{unit}]\n", item.prompt, item.id, spoken(&item.kind));
    if item.kind == QuizItemKind::Unknown {
        text.push_str("   This version of Carrel cannot show this question. A newer one can.\n");
    }
    if let Some(picture) = &item.picture {
        text.push_str(&format!("   Picture: {}\n", picture.alt));
    }
    for left in &item.lefts {
        text.push_str(&format!("   {}: {}\n", left.id, left.text));
    }
    for choice in &item.choices {
        text.push_str(&format!("   {}) {}\n", choice.id, choice.text));
    }
    text
}

pub fn result(result: &QuizResult) -> String {
    let wrong: Vec<_> = result.items.iter().filter(|item| !item.right).collect();
    let verdict = if result.score.passed { "passed" } else { "not passed yet" };
    let mut text =
        format!("{} %, {verdict}, by this computer; the school confirms it with the next sync.\n", result.percent);
    for item in wrong {
        text.push_str(&format!("\n{}: {}\n  {}\n", item.id, item.solution.join("; "), item.explain));
    }
    text
}
