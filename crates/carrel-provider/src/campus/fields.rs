//! Reads TOML key by key and goes on after every mistake, which a derive would not.
//!
//! Each getter gives a stand-in value when it reports a mistake; nothing made of stand-ins leaves `campus::read`, and a draft
//! with them is only looked at.

use super::faults::Faults;
use super::words;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One TOML text: a file, or the front matter of a lesson.
pub struct Doc {
    pub path: PathBuf,
    pub text: String,
    /// Lines of the file before the text begins.
    pub lines_before: usize,
}

impl Doc {
    pub fn file(path: &Path, faults: &Faults) -> Option<Self> {
        Some(Self { path: path.to_owned(), text: faults.text(path)?, lines_before: 0 })
    }

    fn line(&self, byte: usize) -> usize {
        let before = self.text.as_bytes().get(..byte).unwrap_or_default();
        self.lines_before + 1 + before.iter().filter(|byte| **byte == b'\n').count()
    }

    /// Parses, and hands the top table to `read` unless the text is not TOML at all.
    pub fn read<T>(&self, faults: &Faults, read: impl FnOnce(&mut Fields<'_>) -> T) -> Option<T> {
        let (table, errors) = DeTable::parse_recoverable(&self.text);
        for error in &errors {
            let line = self.line(error.span().map_or(0, |span| span.start));
            faults.add(
                &self.path,
                line,
                format!("This is not TOML: {}", one_line(error.message())),
                "Correct the line",
            );
        }
        if !errors.is_empty() {
            return None;
        }
        let mut fields = Fields::new(self, faults, table.get_ref(), self.lines_before + 1);
        let value = read(&mut fields);
        fields.refuse_unknown();
        Some(value)
    }
}

/// One table and what was asked of it.
pub struct Fields<'d> {
    doc: &'d Doc,
    faults: &'d Faults,
    table: &'d DeTable<'d>,
    pub at: usize,
    asked: BTreeSet<&'static str>,
}

impl<'d> Fields<'d> {
    fn new(doc: &'d Doc, faults: &'d Faults, table: &'d DeTable<'d>, at: usize) -> Self {
        Self { doc, faults, table, at, asked: BTreeSet::new() }
    }

    /// Where a key stands; its table if it is missing.
    pub fn line(&self, key: &str) -> usize {
        let found = self.table.iter().find(|(name, _)| name.get_ref() == key);
        found.map_or(self.at, |(name, _)| self.doc.line(name.span().start))
    }

    pub fn fault(&self, key: &str, wrong: impl Into<String>, remedy: impl Into<String>) {
        self.faults.add(&self.doc.path, self.line(key), wrong, remedy);
    }

    fn find(&mut self, key: &'static str) -> Option<&'d Spanned<DeValue<'d>>> {
        self.asked.insert(key);
        self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }

    fn need(&mut self, key: &'static str) -> Option<&'d Spanned<DeValue<'d>>> {
        let found = self.find(key);
        if found.is_none() {
            self.fault(key, format!("`{key}` is missing"), format!("Add `{key} = …` here; see docs/provider-guide.md"));
        }
        found
    }

    fn wrong_kind(&self, key: &str, wanted: &str, found: &DeValue<'_>) {
        self.fault(key, format!("`{key}` is a {}", found.type_str()), format!("Write {wanted}"));
    }

    pub fn has(&mut self, key: &'static str) -> bool {
        self.find(key).is_some()
    }

    /// Text that may be empty.
    pub fn text(&mut self, key: &'static str) -> String {
        match self.need(key).map(Spanned::get_ref) {
            Some(DeValue::String(text)) => self.checked(key, text),
            Some(other) => {
                self.wrong_kind(key, "a text in quotes", other);
                String::new()
            }
            None => String::new(),
        }
    }

    /// A list of what something is not ("certificate_is_not") denies what it names.
    fn checked(&self, key: &str, text: &str) -> String {
        if key.split('_').any(|word| word == "not") {
            return text.trim().to_owned();
        }
        for (line, promise) in words::promises(text) {
            let wrong = format!("`{key}` promises what no school can keep (\"{promise}\")");
            self.faults.add(&self.doc.path, self.line(key) + line, wrong, words::REMEDY);
        }
        text.trim().to_owned()
    }

    /// Text that says something.
    pub fn words(&mut self, key: &'static str) -> String {
        let text = self.text(key);
        if text.is_empty() && matches!(self.find(key).map(Spanned::get_ref), Some(DeValue::String(_))) {
            self.fault(key, format!("`{key}` is empty"), "Write it out");
        }
        text
    }

    pub fn opt_words(&mut self, key: &'static str) -> Option<String> {
        self.has(key).then(|| self.words(key))
    }

    /// An id: lower case letters, digits and hyphens.
    pub fn slug(&mut self, key: &'static str) -> String {
        let id = self.words(key);
        if !id.is_empty() && !carrel_domain::is_slug(&id) {
            self.fault(key, format!("`{key}` is \"{id}\""), "Use lower case letters, digits and hyphens only");
        }
        id
    }

    pub fn whole(&mut self, key: &'static str, range: RangeInclusive<i64>) -> i64 {
        let low = *range.start();
        let number = match self.need(key).map(Spanned::get_ref) {
            Some(DeValue::Integer(number)) => {
                i64::from_str_radix(&number.as_str().replace('_', ""), number.radix()).ok()
            }
            Some(other) => {
                self.wrong_kind(key, "a whole number without quotes", other);
                return low;
            }
            None => return low,
        };
        number.filter(|number| range.contains(number)).unwrap_or_else(|| {
            let remedy = format!("Write a whole number from {} to {}", range.start(), range.end());
            self.fault(key, format!("`{key}` is out of range"), remedy);
            low
        })
    }

    pub fn count(&mut self, key: &'static str, range: RangeInclusive<i64>) -> u32 {
        u32::try_from(self.whole(key, range)).unwrap_or(0)
    }

    /// Money in whole cents, never negative (invariant I16).
    pub fn cents(&mut self, key: &'static str) -> i64 {
        self.whole(key, 0..=100_000_000)
    }

    pub fn decimal(&mut self, key: &'static str) -> f64 {
        let number = match self.need(key).map(Spanned::get_ref) {
            Some(DeValue::Integer(number)) => number.as_str().replace('_', "").parse::<f64>().ok(),
            Some(DeValue::Float(number)) => number.as_str().replace('_', "").parse().ok(),
            Some(other) => {
                self.wrong_kind(key, "a number without quotes", other);
                return 0.0;
            }
            None => return 0.0,
        };
        number.filter(|number| number.is_finite()).unwrap_or_else(|| {
            self.fault(key, format!("`{key}` is no number"), "Write a number such as 10 or 2.5");
            0.0
        })
    }

    pub fn flag(&mut self, key: &'static str) -> bool {
        match self.need(key).map(Spanned::get_ref) {
            Some(DeValue::Boolean(flag)) => *flag,
            Some(other) => {
                self.wrong_kind(key, "true or false", other);
                false
            }
            None => false,
        }
    }

    pub fn opt_flag(&mut self, key: &'static str) -> bool {
        self.has(key) && self.flag(key)
    }

    /// One of a few words.
    pub fn choice<T: Copy>(&mut self, key: &'static str, choices: &[(&str, T)]) -> Option<T> {
        let word = self.words(key);
        let found = choices.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
        if found.is_none() && !word.is_empty() {
            let names: Vec<_> = choices.iter().map(|(name, _)| format!("\"{name}\"")).collect();
            self.fault(key, format!("`{key}` is \"{word}\""), format!("Write one of {}", names.join(", ")));
        }
        found
    }

    pub fn date(&mut self, key: &'static str) -> String {
        let text = match self.need(key).map(Spanned::get_ref) {
            Some(DeValue::String(text)) => text.to_string(),
            Some(DeValue::Datetime(date)) => date.to_string(),
            Some(other) => {
                self.wrong_kind(key, "a date such as \"2026-11-01\"", other);
                return String::new();
            }
            None => return String::new(),
        };
        if text.len() != 10 || text.parse::<jiff::civil::Date>().is_err() {
            self.fault(key, format!("`{key}` is \"{text}\""), "Write a day of the calendar such as \"2026-11-01\"");
        }
        text
    }

    pub fn texts(&mut self, key: &'static str) -> Vec<String> {
        let Some(value) = self.need(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_kind(key, "a list of texts: [\"…\", \"…\"]", value.get_ref());
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in items.iter() {
            match item.get_ref() {
                DeValue::String(text) if !text.trim().is_empty() => {
                    let text = self.checked(key, text);
                    if texts.contains(&text) {
                        self.fault(key, format!("`{key}` says \"{text}\" twice"), "Delete or change one");
                    }
                    texts.push(text);
                }
                _ => self.fault(
                    key,
                    format!("`{key}` holds something that is no text"),
                    "Write texts in quotes, none empty",
                ),
            }
        }
        texts
    }

    pub fn opt_texts(&mut self, key: &'static str) -> Vec<String> {
        if self.has(key) { self.texts(key) } else { Vec::new() }
    }

    /// Reads a table that must be there.
    pub fn table<T>(&mut self, key: &'static str, read: impl FnOnce(&mut Fields<'_>) -> T) -> Option<T> {
        let value = self.need(key)?;
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_kind(key, &format!("a table: [{key}]"), value.get_ref());
            return None;
        };
        let mut fields = Fields::new(self.doc, self.faults, table, self.doc.line(value.span().start));
        let value = read(&mut fields);
        fields.refuse_unknown();
        Some(value)
    }

    pub fn opt_table<T>(&mut self, key: &'static str, read: impl FnOnce(&mut Fields<'_>) -> T) -> Option<T> {
        if self.has(key) { self.table(key, read) } else { None }
    }

    /// Reads each of a list of tables; none if the key is missing.
    pub fn tables<T>(&mut self, key: &'static str, mut read: impl FnMut(&mut Fields<'_>) -> T) -> Vec<T> {
        let Some(value) = self.find(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_kind(key, &format!("a list of tables: [[{key}]]"), value.get_ref());
            return Vec::new();
        };
        let mut values = Vec::new();
        for item in items.iter() {
            let DeValue::Table(table) = item.get_ref() else {
                self.wrong_kind(key, &format!("a list of tables: [[{key}]]"), item.get_ref());
                continue;
            };
            let mut fields = Fields::new(self.doc, self.faults, table, self.doc.line(item.span().start));
            values.push(read(&mut fields));
            fields.refuse_unknown();
        }
        values
    }

    /// Those that a reader tells apart by one of their texts.
    pub fn tables_by<T>(
        &mut self,
        key: &'static str,
        by: &'static str,
        mut read: impl FnMut(&mut Fields<'_>) -> T,
    ) -> Vec<T> {
        let mut seen = BTreeSet::new();
        self.tables(key, |f| {
            let value = read(f);
            if let Some(DeValue::String(text)) = f.find(by).map(Spanned::get_ref)
                && !seen.insert(text.trim().to_owned())
            {
                let wrong = format!("Two of `{key}` have the {by} \"{}\"", text.trim());
                f.fault(by, wrong, "Delete or change one: nobody could tell them apart");
            }
            value
        })
    }

    fn refuse_unknown(&self) {
        for (name, _) in self.table.iter().filter(|(name, _)| !self.asked.contains(name.get_ref().as_ref())) {
            let known: Vec<&str> = self.asked.iter().copied().collect();
            let wrong = format!("Nobody knows the key `{}` here", name.get_ref());
            let remedy = format!("Correct or delete it; the keys are {}", known.join(", "));
            self.faults.add(&self.doc.path, self.doc.line(name.span().start), wrong, remedy);
        }
    }
}

fn one_line(text: &str) -> String {
    text.lines().collect::<Vec<_>>().join(", ")
}
