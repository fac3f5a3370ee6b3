//! The page's words, and those of plain text, from the same Fluent files as the screens': a translation needs no code here either.
//!
//! Only plain messages of one line are read, with `{ $name }` where a value goes. Numbers stand in columns of their own, so
//! no plural is needed.

use std::collections::BTreeMap;

const FILES: [&str; 5] = [
    include_str!("../../../../ui/locales/en-US/record.ftl"),
    include_str!("../../../../ui/locales/en-US/activity.ftl"),
    include_str!("../../../../ui/locales/en-US/common.ftl"),
    include_str!("../../../../ui/locales/en-US/skills.ftl"),
    include_str!("../../../../ui/locales/en-US/career.ftl"),
];

pub struct Words(BTreeMap<&'static str, &'static str>);

impl Words {
    pub fn load() -> Self {
        let lines = FILES.iter().flat_map(|file| file.lines());
        let messages = lines.filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()));
        Self(messages.filter_map(|line| line.split_once(" = ")).collect())
    }

    pub fn has(&self, id: &str) -> bool {
        self.0.contains_key(id)
    }

    /// The words for `id`, values put in by name; the id itself where there are none.
    pub fn get(&self, id: &str, values: &[(&str, &str)]) -> String {
        let Some(pattern) = self.0.get(id) else { return id.to_owned() };
        let mut text = String::new();
        let mut rest = *pattern;
        // Once through: what a value says is never taken for a place to put one.
        while let Some((before, after)) = rest.split_once("{ $") {
            let Some((name, behind)) = after.split_once(" }") else { break };
            text.push_str(before);
            text.push_str(values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value));
            rest = behind;
        }
        text + rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_page_are_lines_this_reader_understands() {
        let words = Words::load();
        for line in FILES[0].lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (id, pattern) = line.split_once(" = ").expect("one line, one message");
            assert!(id.starts_with("record-") && words.has(id), "{id}");
            assert!(!pattern.contains("->") && pattern.matches('{').count() == pattern.matches("{ $").count(), "{id}");
        }
    }

    #[test]
    fn a_value_is_put_in_once_and_never_read_as_a_pattern() {
        let words = Words::load();
        assert_eq!(words.get("act-lesson-completed", &[("subject", "{ $subject }")]), "You finished { $subject }");
        assert_eq!(words.get("no-such", &[]), "no-such");
    }
}
