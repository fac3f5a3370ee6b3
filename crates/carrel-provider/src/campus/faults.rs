//! Mistakes in a campus, collected: where, what, and what to do.

use std::cell::RefCell;
use std::fmt;
use std::path::{Path, PathBuf};

/// One mistake, as `path:line: what is wrong. What to do.`
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Relative to the campus.
    pub path: String,
    pub line: usize,
    pub wrong: String,
    pub remedy: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}. {}.", self.path, self.line, self.wrong, self.remedy)
    }
}

/// Where readers put what they find; reading goes on after each.
pub struct Faults {
    campus: PathBuf,
    found: RefCell<Vec<Fault>>,
    to_confirm: RefCell<Vec<String>>,
}

impl Faults {
    pub fn new(campus: &Path) -> Self {
        Self { campus: campus.to_owned(), found: RefCell::default(), to_confirm: RefCell::default() }
    }

    pub fn add(&self, path: &Path, line: usize, wrong: impl Into<String>, remedy: impl Into<String>) {
        let path = self.within(path);
        self.found.borrow_mut().push(Fault { path, line, wrong: wrong.into(), remedy: remedy.into() });
    }

    fn within(&self, path: &Path) -> String {
        path.strip_prefix(&self.campus).unwrap_or(path).to_string_lossy().into_owned()
    }

    /// No mistake: a statement that waits for somebody at the school.
    pub fn to_confirm(&self, path: &Path, statement: &str) {
        self.to_confirm.borrow_mut().push(format!("{}: {statement}", self.within(path)));
    }

    /// Every mistake by file and line, and what waits for the school.
    pub fn finish(self) -> (Vec<Fault>, Vec<String>) {
        let mut found = self.found.into_inner();
        found.sort();
        found.dedup();
        (found, self.to_confirm.into_inner())
    }

    pub fn text(&self, path: &Path) -> Option<String> {
        match std::fs::read_to_string(path) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                self.add(path, 1, "This file is missing", "Add it, or take away what names it");
                None
            }
            Err(error) => {
                self.add(
                    path,
                    1,
                    format!("This file cannot be read as text: {error}"),
                    "Save it as UTF-8 and make it readable",
                );
                None
            }
        }
    }

    pub fn bytes(&self, path: &Path) -> Option<Vec<u8>> {
        std::fs::read(path)
            .inspect_err(|error| self.add(path, 1, format!("This file cannot be read: {error}"), "Make it readable"))
            .ok()
    }

    /// Folders and files in a folder, sorted by name. Names beginning with a dot are not ours.
    pub fn list(&self, folder: &Path) -> (Vec<PathBuf>, Vec<PathBuf>) {
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                self.add(folder, 1, format!("This folder cannot be read: {error}"), "Make it, and make it readable");
                return (Vec::new(), Vec::new());
            }
        };
        let visible = |path: &PathBuf| path.file_name().is_some_and(|name| !name.to_string_lossy().starts_with('.'));
        let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).filter(visible).collect();
        paths.sort();
        paths.into_iter().partition(|path| path.is_dir())
    }

    /// The first line of a file that contains `text`.
    pub fn line_with(&self, path: &Path, text: &str) -> usize {
        let content = std::fs::read_to_string(path).unwrap_or_default();
        content.lines().position(|line| line.contains(text)).map_or(1, |index| index + 1)
    }
}

/// "1 mistake", "2 mistakes".
pub fn mistakes(count: usize) -> String {
    if count == 1 { "1 mistake".to_owned() } else { format!("{count} mistakes") }
}

/// The name of a file or folder, for ids and messages.
pub fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
