//! Finding in the guide: it is small, so its words are held in memory and looked through one by one.

use super::plain_block;
use crate::api::{Block, GuideHit, GuidePlace};
use carrel_domain::eligibility::STATES;
use carrel_domain::guide::Guide;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

const MOST_HITS: usize = 20;
const EXCERPT_CHARS: usize = 180;

/// A piece of text that is found as one, and where it is.
pub(super) struct Unit {
    /// Units of one page are one hit.
    group: usize,
    place: GuidePlace,
    title: String,
    section: Option<String>,
    /// How much a word here says about the page: a title more than a sentence.
    weight: u32,
    /// Whether it reads as a sentence, to be shown.
    quotable: bool,
    pub text: String,
    pub words: BTreeSet<String>,
}

/// All that can be found, without words yet.
pub(super) fn units(guide: &Guide, blocks: &[Vec<Block>]) -> Vec<Unit> {
    let mut units = Vec::new();
    for (group, (page, blocks)) in guide.pages.iter().zip(blocks).enumerate() {
        let mut section: Option<(String, String)> = None;
        let mut add = |section: &Option<(String, String)>, weight, quotable, text: String| {
            let (id, name) = section.clone().unzip();
            let place = GuidePlace::Page { page: page.id.clone(), section: id };
            let (title, words) = (page.title.clone(), BTreeSet::new());
            units.push(Unit { group, place, title, section: name, weight, quotable, text, words });
        };
        add(&None, 12, false, page.title.clone());
        add(&None, 9, false, page.aliases.join(", "));
        add(&None, 4, true, page.summary.clone());
        for fact in &page.facts {
            add(&None, 2, true, format!("{}: {}", fact.name, super::plain(&super::blocks::line(&fact.text), guide)));
        }
        for block in blocks {
            if let Block::Heading { id, text, .. } = block {
                section = Some((id.clone(), text.clone()));
                add(&section, 5, false, text.clone());
            } else {
                add(&section, 1, true, plain_block(block, guide));
            }
        }
    }
    let groups = guide.pages.len();
    for field in &guide.licensure {
        for rule in &field.states {
            let at = STATES.iter().position(|(code, _)| *code == rule.state);
            let name = at.map_or(rule.state.as_str(), |at| STATES[at].1);
            let place = GuidePlace::Licensure { state: Some(rule.state.clone()) };
            let text = format!("{name}, {}: license. {}", field.title, rule.rule.text);
            let (title, section) = (name.to_owned(), Some(field.title.clone()));
            let group = groups + at.unwrap_or(STATES.len());
            units.push(Unit { group, place, title, section, weight: 2, quotable: true, text, words: BTreeSet::new() });
        }
    }
    units
}

/// The best match of each page that has every one of `words`, whole or begun, best first.
pub fn search(prepared: &super::Prepared, words: &[String]) -> Vec<GuideHit> {
    if words.is_empty() {
        return Vec::new();
    }
    let mut groups: BTreeMap<usize, Vec<&Unit>> = BTreeMap::new();
    for unit in &prepared.units {
        groups.entry(unit.group).or_default().push(unit);
    }
    let mut hits: Vec<(u32, GuideHit)> =
        groups.values().filter_map(|units| best(units, words, &prepared.numbers)).collect();
    // Stable: equal ones stay in the guide's order.
    hits.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    hits.into_iter().take(MOST_HITS).map(|(_, hit)| hit).collect()
}

fn best(units: &[&Unit], words: &[String], numbers: &[String]) -> Option<(u32, GuideHit)> {
    let mut score = 0;
    for word in words {
        let best = units.iter().map(|unit| unit.weight * strength(unit, word)).max().unwrap_or(0);
        if best == 0 {
            return None;
        }
        score += best;
    }
    let found = |unit: &Unit| words.iter().map(|word| strength(unit, word)).sum::<u32>();
    // Of those that say equally much, the first.
    let shown = units.iter().rev().filter(|unit| unit.quotable).max_by_key(|unit| found(unit))?;
    let hit = GuideHit {
        place: shown.place.clone(),
        title: shown.title.clone(),
        section: shown.section.clone(),
        excerpt: excerpt(&shown.text, words, numbers),
    };
    Some((score, hit))
}

/// 2 for the word itself, 1 for one that begins with it.
fn strength(unit: &Unit, word: &str) -> u32 {
    if unit.words.contains(word) {
        return 2;
    }
    let next = unit.words.range::<str, _>((Bound::Excluded(word), Bound::Unbounded)).next();
    u32::from(next.is_some_and(|next| next.starts_with(word)))
}

/// A piece of `text` around the first of `words` that stands in it, cut between words and never inside one of `numbers`: what
/// says where a number is from would be what is cut off.
fn excerpt(text: &str, words: &[String], numbers: &[String]) -> String {
    if text.chars().count() <= EXCERPT_CHARS {
        return text.to_owned();
    }
    let lower = text.to_lowercase();
    let at = words.iter().filter_map(|word| lower.find(word.as_str())).min().unwrap_or(0);
    let before = lower.get(..at).map_or(0, |before| before.chars().count());
    let skip = if before + 40 > EXCERPT_CHARS { before - 60 } else { 0 };
    let byte = |chars: usize| text.char_indices().nth(chars).map_or(text.len(), |(at, _)| at);
    let (begin, end) = (byte(skip), byte(skip + EXCERPT_CHARS));
    let piece = text.get(begin..end).unwrap_or(text);
    let mut from = if begin == 0 { 0 } else { begin + piece.find(' ').map_or(0, |at| at + 1) };
    let mut until = if end == text.len() { end } else { begin + piece.rfind(' ').unwrap_or(piece.len()) };
    for number in numbers.iter().filter(|number| !number.is_empty()) {
        for (at, _) in text.match_indices(number.as_str()) {
            let behind = at + number.len();
            from = if at < from && from < behind { at } else { from };
            until = if at < until && until < behind { behind } else { until };
        }
    }
    let (begins, ends) = (if from == 0 { "" } else { "… " }, if until == text.len() { "" } else { " …" });
    format!("{begins}{}{ends}", text.get(from..until).unwrap_or(piece))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_cut_between_words_around_what_was_found() {
        let text = format!("{}the needle is here {}", "before it ".repeat(40), "after it ".repeat(40));
        let piece = excerpt(&text, &["needle".to_owned()], &[]);
        assert!(piece.contains("the needle is here"), "{piece}");
        assert!(piece.starts_with("… ") && piece.ends_with(" …"), "{piece}");
        assert!(piece.chars().count() <= EXCERPT_CHARS + 4);
        assert_eq!(excerpt("Short.", &["needle".to_owned()], &[]), "Short.");
    }

    #[test]
    fn i18_a_number_is_never_cut_from_its_source() {
        let number = format!("$57,380 (Median wage; May 2023; {}; claim)", "a source with a long name ".repeat(6));
        for before in ["", "Short. ", &"before it ".repeat(16), &"before it ".repeat(40)] {
            let text = format!("{before}{number} {}", "after it ".repeat(40));
            let piece = excerpt(&text, &["57,380".to_owned()], std::slice::from_ref(&number));
            assert!(piece.contains(&number), "{piece}");
            let piece = excerpt(&text, &["name".to_owned()], std::slice::from_ref(&number));
            assert!(piece.contains(&number), "begun before what was found: {piece}");
        }
    }
}
