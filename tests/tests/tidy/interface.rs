//! The three tiers of the UI: `shared` → `features` → `shell`, with `ipc` and `state` below them.

use super::tree::{Finding, Tree, finding, folder_of, is_below, normal};

struct Import {
    from: String,
    only_types: bool,
}

pub fn tiers(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for ending in [".ts", ".svelte"] {
        for (path, text) in tree.texts("ui/src", ending) {
            for import in imports(text) {
                if let Some(why) = objection(path, &import) {
                    found.push(finding(path, format!("{why}: {}", import.from)));
                }
            }
        }
    }
    found
}

fn objection(path: &str, import: &Import) -> Option<&'static str> {
    if import.from.starts_with("@tauri-apps/") {
        return (!is_below(path, "ui/src/ipc")).then_some("only ipc speaks to Tauri");
    }
    if !import.from.starts_with('.') {
        return None;
    }
    let target = normal(&format!("{}/{}", folder_of(path), import.from));
    let target = target.strip_prefix("ui/src/").unwrap_or(&target);
    let own = path.strip_prefix("ui/src/").unwrap_or(path);
    let goes = |folder: &str| target == folder || is_below(target, folder);
    match own.split('/').next().unwrap_or_default() {
        "features" => feature_objection(own, target, import),
        // The kit of the component tests stands beside the components.
        "shared" if is_test(own) => (goes("features") || goes("shell")).then_some("shared knows no screen"),
        "shared" => {
            let allowed = goes("shared") || goes("state/l10n") || (target == "ipc/types" && import.only_types);
            (!allowed).then_some("shared imports nothing of ours but words, formats and types")
        }
        "state" => (goes("features") || goes("shell") || goes("shared")).then_some("state knows no component"),
        "ipc" => (!goes("ipc")).then_some("ipc stands below everything"),
        _ => None,
    }
}

fn feature_objection(own: &str, target: &str, import: &Import) -> Option<&'static str> {
    let name = own.split('/').nth(1).unwrap_or_default();
    if is_below(target, "features") && target.split('/').nth(1) != Some(name) {
        return Some("a feature never imports another feature");
    }
    if is_below(target, "shell") {
        return Some("a feature does not know the shell");
    }
    let ipc = ["ipc/client", "ipc/types"].contains(&target) || is_test(own);
    (is_below(target, "ipc") && !ipc && !import.only_types).then_some("a feature reaches the engine through ipc/client")
}

fn is_test(own: &str) -> bool {
    own.ends_with(".test.ts") || own == "shared/testing.ts"
}

/// `… from 'x'`, `import 'x'` and `import('x')`.
fn imports(text: &str) -> Vec<Import> {
    let mut found = Vec::new();
    for marker in ["from ", "import ", "import("] {
        for (at, _) in text.match_indices(marker) {
            let rest = &text[at + marker.len()..];
            let Some(quote) = rest.chars().next().filter(|c| ['\'', '"'].contains(c)) else { continue };
            let Some(from) = rest[1..].split(quote).next().filter(|from| !from.contains('\n')) else { continue };
            let statement = text[..at].rfind("import ").map_or("", |start| &text[start..at]);
            let only_types = marker == "from " && statement.starts_with("import type ");
            found.push(Import { from: from.to_owned(), only_types });
        }
    }
    found
}
