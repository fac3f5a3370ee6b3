//! How large things may get. What does not fit usually wants to be two things.

use super::rust::{functions as functions_in, is_test_file, shipped};
use super::tree::{Finding, Tree, finding};

const FUNCTION_LINES: usize = 70;
const FILE_LINES: usize = 400;
const COMPONENT_LINES: usize = 150;

/// Only exhaustive tables: one `match` or one list that reads best whole. `path name`, and why.
pub const EXCUSED_FUNCTIONS: &[(&str, &str)] = &[];

pub const EXCUSED_FILES: &[(&str, &str)] = &[("ui/src/ipc/types.ts", "generated from the Rust types")];

pub fn functions(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (path, text) in tree.texts("", ".rs") {
        for function in functions_in(&shipped(path, text)) {
            if function.lines > FUNCTION_LINES {
                let place = format!("{path} {}", function.name);
                let what = format!("line {}, {} lines (at most {FUNCTION_LINES})", function.line, function.lines);
                found.push(finding(place, what));
            }
        }
    }
    found
}

pub fn files(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for (ending, most) in [(".rs", FILE_LINES), (".ts", FILE_LINES), (".svelte", COMPONENT_LINES)] {
        for (path, text) in tree.texts("", ending) {
            let lines = text.lines().count();
            if lines > most && !is_test_file(path) && !path.ends_with(".test.ts") {
                found.push(finding(path, format!("{lines} lines (at most {most})")));
            }
        }
    }
    found
}
