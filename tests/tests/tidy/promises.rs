//! The invariants of the design are promises; each has a test that carries its number.

use super::rust::{code, words};
use super::tree::{Finding, Tree, finding};

const PROMISED: &[u32] = &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 19, 20];

pub fn invariants(tree: &Tree) -> Vec<Finding> {
    let names: Vec<String> = tree.texts("", ".rs").flat_map(|(_, text)| tests_in(&code(text))).collect();
    let missing = PROMISED.iter().filter(|number| !names.iter().any(|name| name.starts_with(&format!("i{number}_"))));
    missing.map(|number| finding(format!("I{number}"), format!("no test is named i{number}_…"))).collect()
}

/// Names of functions that carry a test attribute.
fn tests_in(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut marked = false;
    for line in code.lines().map(str::trim) {
        if line.starts_with("#[") {
            marked |= line.starts_with("#[test]") || line.starts_with("#[tokio::test");
        } else if let Some((_, rest)) = line.split_once("fn ").filter(|_| marked) {
            names.push(super::rust::word_at(rest, 0).to_owned());
            marked = false;
        } else if !line.is_empty() {
            marked = false;
        }
    }
    names
}

/// A test that does not run is a promise that is not kept.
pub fn ignored(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, text) in tree.texts("", ".rs") {
        let code = code(text);
        for (at, line) in words(&code, "ignore") {
            if code[..at].ends_with("#[") {
                found.push(finding(path, format!("line {line}: #[ignore]")));
            }
        }
    }
    for (path, text) in tree.texts("ui/src", ".test.ts") {
        for word in [".skip(", ".only(", ".todo("] {
            if text.contains(word) {
                found.push(finding(path, format!("{word}…)")));
            }
        }
    }
    found
}
