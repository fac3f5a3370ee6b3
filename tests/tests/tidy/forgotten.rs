//! Files nobody would miss: not compiled, not read, not numbered, not explained.

use super::rust::{code, word_at, words};
use super::tree::{Finding, Tree, finding, folder_of, is_below};
use std::collections::{BTreeMap, BTreeSet};

/// A `.rs` file that no target reaches is never compiled, and its tests never run.
pub fn unreachable(tree: &Tree) -> Vec<Finding> {
    let mut reached = BTreeSet::new();
    let roots: BTreeSet<String> = roots(tree).into_iter().collect();
    let mut open: Vec<String> = roots.iter().cloned().collect();
    while let Some(path) = open.pop() {
        let Some(text) = tree.get(&path) else { continue };
        if reached.insert(path.clone()) {
            open.extend(modules(roots.contains(&path), &path, text));
        }
    }
    let lost = tree.texts("", ".rs").filter(|(path, _)| !reached.contains(*path));
    lost.map(|(path, _)| finding(path, "no target and no `mod` reaches it")).collect()
}

/// What Cargo compiles by itself, and what the manifests name.
fn roots(tree: &Tree) -> Vec<String> {
    let mut roots = Vec::new();
    for (manifest, text) in tree.texts("", "Cargo.toml") {
        let folder = folder_of(manifest);
        let at = |rest: &str| if folder.is_empty() { rest.to_owned() } else { format!("{folder}/{rest}") };
        roots.extend(["build.rs", "src/lib.rs", "src/main.rs"].map(at));
        for line in text.lines().filter(|line| line.contains(".rs\"") && !line.trim_start().starts_with('#')) {
            roots.extend(line.split('"').nth(1).map(at));
        }
        if folder.is_empty() {
            continue;
        }
        for found in ["src/bin", "examples", "tests", "benches"].map(at) {
            let direct = tree.texts(&found, ".rs").filter(|(path, _)| {
                folder_of(path) == found || (folder_of(folder_of(path)) == found && path.ends_with("/main.rs"))
            });
            roots.extend(direct.map(|(path, _)| path.to_owned()));
        }
    }
    roots
}

/// The files of the `mod name;` items of a file.
fn modules(is_root: bool, path: &str, text: &str) -> Vec<String> {
    let code = code(text);
    let folder = folder_of(path);
    let stem = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".rs");
    // Roots and `mod.rs` lend their own folder to their modules.
    let below = if is_root || stem == "mod" { folder.to_owned() } else { format!("{folder}/{stem}") };
    let mut found = Vec::new();
    for (at, _) in words(&code, "mod") {
        let name = word_at(&code, at + 4);
        if !name.is_empty() && code[at + 4 + name.len()..].starts_with(';') {
            found.push(format!("{below}/{name}.rs"));
            found.push(format!("{below}/{name}/mod.rs"));
        }
    }
    found
}

/// A golden file or a fixture nobody names proves nothing.
pub fn unused_test_data(tree: &Tree) -> Vec<Finding> {
    let sources: Vec<&str> = tree.texts("", ".rs").map(|(_, text)| text).collect();
    let data = tree.paths().filter(|path| {
        let in_tests = is_below(path, "tests/tests") || (is_below(path, "crates") && path.contains("/tests/"));
        in_tests && !path.ends_with(".rs")
    });
    let unnamed = data.filter(|path| {
        let (file, folder) =
            (path.rsplit('/').next().unwrap_or(path), folder_of(path).rsplit('/').next().unwrap_or(""));
        !sources.iter().any(|text| text.contains(file) || text.contains(&format!("\"{folder}\"")))
    });
    unnamed.map(|path| finding(path, "no test names it or its folder")).collect()
}

pub fn migration_gaps(tree: &Tree) -> Vec<Finding> {
    let mut by_folder: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    let mut found = Vec::new();
    for (path, _) in tree.texts("migrations", ".sql") {
        let name = path.rsplit('/').next().unwrap_or(path);
        if name == "schema.sql" || folder_of(path).ends_with("/fixtures") {
            continue;
        }
        let number = name.strip_prefix('V').and_then(|rest| rest.split_once("__")).and_then(|(n, _)| n.parse().ok());
        match number {
            Some(number) => by_folder.entry(folder_of(path)).or_default().push(number),
            None => found.push(finding(path, "is neither V<number>__<name>.sql nor schema.sql nor a fixture")),
        }
    }
    for (folder, mut numbers) in by_folder {
        numbers.sort_unstable();
        if !numbers.iter().copied().eq(1..=u32::try_from(numbers.len()).unwrap_or(0)) {
            found.push(finding(folder, format!("the numbers are {numbers:?}")));
        }
    }
    found
}

/// The first words of every Rust file say what it is for. Shared parts of tests and the tests themselves included.
pub fn without_doc(tree: &Tree) -> Vec<Finding> {
    let bare = tree.texts("", ".rs").filter(|(_, text)| !text.trim_start().starts_with("//!"));
    bare.map(|(path, _)| finding(path, "begins without a module doc (`//! …`)")).collect()
}
