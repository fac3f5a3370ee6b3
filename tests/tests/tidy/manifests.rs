//! Which crate may depend on which (design: "The house").

use super::tree::{Finding, Tree, finding};
use std::collections::BTreeSet;

/// The arrows between our crates, tests of a crate included. Engine and provider never know each other; both stand on
/// `carrel-sqlite`, which stands on nothing of ours.
const ARROWS: &[(&str, &[&str])] = &[
    ("carrel-domain", &[]),
    ("carrel-sqlite", &[]),
    ("carrel-protocol", &["carrel-domain"]),
    ("carrel-courier", &["carrel-domain", "carrel-protocol"]),
    ("carrel-text", &["carrel-domain"]),
    ("carrel-engine", &["carrel-domain", "carrel-protocol", "carrel-courier", "carrel-sqlite", "carrel-text"]),
    ("carrel-provider", &["carrel-domain", "carrel-protocol", "carrel-courier", "carrel-sqlite", "carrel-text"]),
    ("carrel-moodle", &["carrel-domain", "carrel-protocol"]),
    ("carrel-cli", &["carrel-domain", "carrel-engine"]),
    ("carrel", &["carrel-engine"]),
    ("xtask", &[]),
    (
        "carrel-tests",
        &[
            "carrel-domain",
            "carrel-protocol",
            "carrel-courier",
            "carrel-text",
            "carrel-sqlite",
            "carrel-engine",
            "carrel-provider",
            "carrel-moodle",
        ],
    ),
];

/// The whole list for the crates at the bottom.
const ONLY: &[(&str, &[&str])] = &[
    ("carrel-domain", &["serde", "serde_json", "sha2", "jiff", "uuid", "ts-rs"]),
    ("carrel-protocol", &["serde", "serde_json", "thiserror", "async-trait", "bytes", "futures-util", "ts-rs"]),
    ("carrel-sqlite", &["rusqlite", "refinery", "thiserror", "tokio", "tracing", "tempfile"]),
];

/// What a crate must not have.
const NEVER: &[(&str, &[&str])] = &[
    ("carrel-engine", &["tauri", "clap", "anyhow", "tracing-subscriber"]),
    ("carrel", &["rusqlite", "reqwest", "keyring", "axum"]),
    ("carrel-cli", &["rusqlite", "reqwest", "keyring", "axum", "tauri"]),
    ("xtask", &["tokio", "tauri", "rusqlite", "reqwest"]),
];

pub fn arrows(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, text) in manifests(tree) {
        let name = package_name(text);
        let Some((_, allowed)) = ARROWS.iter().find(|(krate, _)| *krate == name) else {
            found.push(finding(path, format!("{name} has no place in the house; draw its arrows here first")));
            continue;
        };
        for on in dependencies(text).iter().filter(|on| on.starts_with("carrel")) {
            if *on != name && !allowed.contains(&on.as_str()) {
                found.push(finding(path, format!("{name} depends on {on}")));
            }
        }
    }
    found
}

pub fn libraries(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, text) in manifests(tree) {
        let name = package_name(text);
        let of = |table: &[(&str, &'static [&'static str])]| {
            table.iter().find(|(krate, _)| *krate == name).map(|(_, libraries)| *libraries)
        };
        let (only, never) = (of(ONLY), of(NEVER).unwrap_or_default());
        for on in dependencies(text).iter().filter(|on| !on.starts_with("carrel")) {
            let on = on.as_str();
            if never.contains(&on) || only.is_some_and(|only| !only.contains(&on)) {
                found.push(finding(path, format!("{name} depends on {on}")));
            }
        }
    }
    found
}

fn manifests(tree: &Tree) -> impl Iterator<Item = (&str, &str)> {
    tree.texts("", "Cargo.toml")
}

fn package_name(text: &str) -> &str {
    let package = text.split("[package]").nth(1).unwrap_or_default();
    let line = package.lines().find(|line| line.trim_start().starts_with("name")).unwrap_or_default();
    line.split('"').nth(1).unwrap_or_default()
}

/// The names in every table of dependencies of the package itself.
fn dependencies(text: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut inside = false;
    for line in text.lines().map(str::trim) {
        if let Some(header) = line.strip_prefix('[') {
            let header = header.trim_matches(['[', ']']);
            let (table, name) = header.rsplit_once("dependencies").unwrap_or((header, "-"));
            inside = name.is_empty() && !table.starts_with("workspace");
            if let Some(name) = name.strip_prefix('.').filter(|_| !table.starts_with("workspace")) {
                names.insert(name.to_owned());
            }
        } else if inside && !line.starts_with('#') {
            let name = line.split(['=', '.', ' ']).next().unwrap_or_default();
            if !name.is_empty() && line.contains('=') {
                names.insert(name.to_owned());
            }
        }
    }
    names
}
