//! Who may name whom inside the crates (design: "The house").

use super::rust::{code, shipped, words};
use super::tree::{Finding, Tree, finding, is_below};

const ENGINE: &str = "crates/carrel-engine/src";

/// A library and the places of the engine that may name it.
const AT_HOME: &[(&str, &[&str])] = &[
    ("rusqlite", &["store"]),
    ("refinery", &["store"]),
    ("reqwest", &["remote"]),
    ("rustls", &["remote"]),
    ("keyring", &["secrets.rs"]),
    ("secret_service", &["secrets/lock.rs"]),
    ("rustix", &["remote/network.rs"]),
    ("async_io", &["remote/network.rs"]),
    ("axum", &["content", "sign_in.rs"]),
    ("fsrs", &["recall.rs"]),
    ("tauri", &[]),
    ("clap", &[]),
];

pub fn engine_libraries(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, text) in tree.texts(ENGINE, ".rs") {
        let code = code(text);
        for (library, homes) in AT_HOME {
            let at_home =
                homes.iter().map(|home| format!("{ENGINE}/{home}")).any(|home| path == home || is_below(path, &home));
            if !at_home && let Some((_, line)) = words(&code, library).next() {
                found.push(finding(path, format!("line {line} names {library}")));
            }
        }
    }
    found
}

/// Two things hold. Operations are exchanged in `sync/cycle.rs` alone (and in `remote/`, which is the provider). And of the
/// files that call a method of the provider, only that one also works with a learner's store: every other one either asks
/// the school or touches the record.
pub fn one_place_for_both(tree: &Tree) -> Vec<Finding> {
    const THE_PLACE: &str = "crates/carrel-engine/src/sync/cycle.rs";
    let methods = provider_methods(tree);
    let mut found = Vec::new();
    let mut seen = false;
    for (path, text) in tree.texts(ENGINE, ".rs") {
        if is_below(path, &format!("{ENGINE}/remote")) || is_below(path, &format!("{ENGINE}/store")) {
            continue;
        }
        let code: String = shipped(path, text).split_whitespace().collect();
        let asks = methods.iter().any(|method| words(&code, &format!("provider.{method}")).next().is_some());
        let keeps = code.contains(".store.") || code.contains("LearnerStore");
        let exchanges = code.contains(".exchange(");
        seen |= path == THE_PLACE && asks && keeps && exchanges;
        if path != THE_PLACE && exchanges {
            found.push(finding(path, "exchanges operations with a provider"));
        }
        if path != THE_PLACE && asks && keeps {
            found.push(finding(path, "works with a learner's store and calls the provider"));
        }
    }
    if !seen {
        found.push(finding(THE_PLACE, "is not the place any more: this rule looks at the wrong thing"));
    }
    found
}

/// The methods of `trait Provider`, as it stands.
fn provider_methods(tree: &Tree) -> Vec<String> {
    let text = tree.get("crates/carrel-protocol/src/provider.rs").unwrap_or_default();
    let code = code(text);
    let Some(begin) = code.find("trait Provider") else { return Vec::new() };
    let end = code[begin..].find("\n}").map_or(code.len(), |at| begin + at);
    let body = &code[begin..end];
    words(body, "fn").map(|(at, _)| super::rust::word_at(body, at + 3).to_owned()).collect()
}

/// What decides does not do: no I/O, no clock, no waiting.
const PURE: &[&str] = &[
    "crates/carrel-engine/src/sync/plan.rs",
    "crates/carrel-engine/src/sync/resolve.rs",
    "crates/carrel-engine/src/sync/backoff.rs",
    "crates/carrel-engine/src/ledger.rs",
    "crates/carrel-engine/src/waiting.rs",
    "crates/carrel-engine/src/readiness.rs",
    "crates/carrel-engine/src/recall.rs",
    "crates/carrel-provider/src/fold.rs",
];

pub fn pure_parts(tree: &Tree) -> Vec<Finding> {
    let forbidden = ["async", "await", "tokio", "rusqlite", "reqwest", "keyring", "SystemTime", "Instant", "getrandom"];
    let mut found = Vec::new();
    for path in PURE {
        match tree.get(path) {
            Some(text) => found.extend(named(path, &shipped(path, text), &forbidden)),
            None => found.push(finding(*path, "is gone; name its successor here")),
        }
    }
    found
}

pub fn domain(tree: &Tree) -> Vec<Finding> {
    let forbidden = [
        "tokio",
        "async",
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "std::thread",
        "SystemTime",
        "Instant",
        "getrandom",
        "now_v7",
        "new_v4",
        "rusqlite",
        "reqwest",
        "axum",
    ];
    tree.texts("crates/carrel-domain/src", ".rs")
        .flat_map(|(path, text)| named(path, &code(text), &forbidden))
        .collect()
}

/// The shell shows the engine in a window: it names no database, no network, and offers its pages one command.
pub fn shell(tree: &Tree) -> Vec<Finding> {
    let forbidden = ["rusqlite", "reqwest", "keyring", "axum", "carrel_domain", "carrel_protocol", "carrel_sqlite"];
    let mut found = Vec::new();
    let mut commands = 0;
    for (path, text) in tree.texts("src-tauri", ".rs") {
        let code = code(text);
        found.extend(named(path, &code, &forbidden));
        commands += code.matches("#[tauri::command]").count();
    }
    if commands != 1 {
        found.push(finding("src-tauri", format!("{commands} commands; the one is `call`, the table is in the engine")));
    }
    found
}

/// Below the programs nobody prints: words for people go through events, errors and logs.
pub fn prints(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for library in ["carrel-domain", "carrel-protocol", "carrel-sqlite", "carrel-engine"] {
        for (path, text) in tree.texts(&format!("crates/{library}/src"), ".rs") {
            let code = shipped(path, text);
            for name in ["print", "println", "eprint", "eprintln"] {
                let mut said = words(&code, name).filter(|(at, _)| code[at + name.len()..].starts_with('!'));
                found.extend(said.next().map(|(_, line)| finding(path, format!("line {line}: {name}!"))));
            }
        }
    }
    found
}

fn named(path: &str, code: &str, forbidden: &[&str]) -> Vec<Finding> {
    let mut found = Vec::new();
    for word in forbidden {
        if let Some((_, line)) = words(code, word).next() {
            found.push(finding(path, format!("line {line} names {word}")));
        }
    }
    found
}
