//! Words that must not stand in the tree.

use super::rust::{code, shipped, word_at, words};
use super::tree::{Finding, Tree, finding};

const EMPTY: &[&str] = &["manager", "service", "helper", "util"];

/// Types, modules and files named after what everything is.
pub fn empty_names(tree: &Tree) -> Vec<Finding> {
    let mut found: Vec<Finding> = tree
        .paths()
        .filter(|path| path.split('/').any(is_empty_name))
        .map(|path| finding(path, "says nothing about what it holds"))
        .collect();
    for (ending, kinds) in [
        (".rs", &["struct", "enum", "trait", "type", "mod"][..]),
        (".ts", &["class", "interface", "type", "enum"]),
        (".svelte", &["class", "interface", "type"]),
    ] {
        for (path, text) in tree.texts("", ending) {
            let code = if ending == ".rs" { code(text) } else { text.to_owned() };
            for kind in kinds {
                for (at, line) in words(&code, kind) {
                    let name = word_at(&code, at + kind.len() + 1);
                    if is_empty_name(name) {
                        found.push(finding(path, format!("line {line}: {name} says nothing about what it does")));
                    }
                }
            }
        }
    }
    found
}

/// Whether one of the words a name is made of is an empty one.
fn is_empty_name(name: &str) -> bool {
    let mut parts = vec![String::new()];
    for c in name.chars() {
        if !c.is_alphanumeric() || c.is_uppercase() {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut().filter(|_| c.is_alphanumeric()) {
            part.extend(c.to_lowercase());
        }
    }
    parts
        .iter()
        .any(|part| EMPTY.contains(&part.as_str()) || part.strip_suffix('s').is_some_and(|one| EMPTY.contains(&one)))
}

pub fn loose_ends(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, text) in tree.texts("", ".rs") {
        let all = code(text);
        for name in ["todo", "unimplemented", "dbg"] {
            for (_, line) in words(&all, name).filter(|(at, _)| all[at + name.len()..].starts_with('!')) {
                found.push(finding(path, format!("line {line}: {name}!")));
            }
        }
        let ours: String = shipped(path, text);
        for (number, line) in ours.lines().enumerate() {
            if line.contains(".unwrap()") {
                found.push(finding(path, format!("line {}: unwrap outside a test", number + 1)));
            }
        }
    }
    found
}

/// Spelled in two halves, so that this file does not name them itself.
const PRIVATE: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("registry.npm", "js.org"),
    concat!("npm", "mirror.com"),
    concat!("registry.ya", "rnpkg.com"),
    concat!("index.crates", ".io"),
    concat!("static.crates", ".io"),
    concat!("proxy.golang", ".org"),
    concat!("pypi", ".org"),
];

/// Places of one machine, and hosts packages happened to come from: a clone elsewhere has others.
pub fn private_places(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, text) in tree.texts("", "") {
        for (number, line) in text.lines().enumerate() {
            if let Some(place) = PRIVATE.iter().find(|place| names(line, place)) {
                found.push(finding(path, format!("line {} names {place}", number + 1)));
            }
        }
    }
    let lock = tree.get("ui/package-lock.json").unwrap_or_default();
    if let Some(number) = lock.lines().position(|line| line.contains("\"resolved\"")) {
        let what = format!("line {}: \"resolved\" ties the lock file to one registry (see ui/.npmrc)", number + 1);
        found.push(finding("ui/package-lock.json", what));
    }
    found
}

/// A path counts where it begins, not in the middle of another.
fn names(line: &str, place: &str) -> bool {
    line.match_indices(place).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !place.starts_with('/') || !before.is_some_and(|c| c.is_alphanumeric() || "._-~*$})".contains(c))
    })
}
