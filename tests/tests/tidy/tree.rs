//! The files of the project, read once.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

/// Not ours, made by a build, or local to one machine.
const SKIPPED: &[&str] = &[".git", "target", "node_modules", "dist", "tour", "gen"];
const SKIPPED_ENDINGS: &[&str] = &[".db", ".db-wal", ".db-shm", ".log"];

/// Something a rule does not like, and where.
pub struct Finding {
    /// A path, or a path and a name within: what an excuse refers to.
    pub place: String,
    pub what: String,
}

pub fn finding(place: impl Into<String>, what: impl Into<String>) -> Finding {
    Finding { place: place.into(), what: what.into() }
}

/// Text files by their path from the root, with `/` everywhere; other files have no text.
#[derive(Default)]
pub struct Tree {
    files: BTreeMap<String, Option<String>>,
}

impl Tree {
    pub fn here() -> &'static Self {
        static HERE: OnceLock<Tree> = OnceLock::new();
        HERE.get_or_init(|| {
            let mut tree = Self::default();
            tree.walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join(".."), "");
            assert!(tree.get("Cargo.toml").is_some(), "the tree begins at the root of the project");
            tree
        })
    }

    /// A tree made up to plant a mistake in.
    pub fn of(files: &[(&str, &str)]) -> Self {
        Self { files: files.iter().map(|(path, text)| ((*path).to_owned(), Some((*text).to_owned()))).collect() }
    }

    fn walk(&mut self, folder: &Path, below: &str) {
        for entry in std::fs::read_dir(folder).expect("a folder of the project reads") {
            let entry = entry.expect("an entry reads");
            let name = entry.file_name().to_string_lossy().into_owned();
            let kind = entry.file_type().expect("a file has a type");
            let path = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
            if SKIPPED.contains(&name.as_str()) {
                // In a second work tree `.git` is a file.
                continue;
            }
            if kind.is_dir() {
                self.walk(&entry.path(), &path);
            } else if kind.is_file() && !SKIPPED_ENDINGS.iter().any(|ending| name.ends_with(ending)) {
                // Somebody may be saving it right now: what is gone is no longer part of the tree.
                let Ok(bytes) = std::fs::read(entry.path()) else { continue };
                self.files.insert(path, String::from_utf8(bytes).ok());
            }
        }
    }

    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path)?.as_deref()
    }

    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// Text files below `folder` (all of them for "") whose name ends so.
    pub fn texts<'t>(&'t self, folder: &'t str, ending: &'t str) -> impl Iterator<Item = (&'t str, &'t str)> {
        let all = self.files.iter().filter_map(|(path, text)| Some((path.as_str(), text.as_deref()?)));
        all.filter(move |(path, _)| is_below(path, folder) && path.ends_with(ending))
    }
}

pub fn is_below(path: &str, folder: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// `a/b/../c` as `a/c`.
pub fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

pub fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
