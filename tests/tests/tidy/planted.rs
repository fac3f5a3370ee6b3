//! Each rule sees a mistake that was made on purpose.

use super::tree::{Finding, Tree};
use super::{forgotten, interface, layers, manifests, promises, sizes, words};

type Rule = fn(&Tree) -> Vec<Finding>;

#[track_caller]
fn sees(rule: Rule, files: &[(&str, &str)], place: &str, what: &str) {
    let found = rule(&Tree::of(files));
    let hit = found.iter().any(|finding| finding.place == place && finding.what.contains(what));
    let said: Vec<String> = found.iter().map(|finding| format!("{}: {}", finding.place, finding.what)).collect();
    assert!(hit, "wanted {place}: …{what}…, found {said:?}");
}

#[track_caller]
fn passes(rule: Rule, files: &[(&str, &str)]) {
    let found = rule(&Tree::of(files));
    let said: Vec<String> = found.iter().map(|finding| format!("{}: {}", finding.place, finding.what)).collect();
    assert!(found.is_empty(), "{said:?}");
}

#[test]
fn layers_are_seen_in_code_and_not_in_comments_or_strings() {
    let engine = |text| [("crates/carrel-engine/src/sync/plan.rs", text)];
    sees(layers::engine_libraries, &engine("use rusqlite::Row;"), "crates/carrel-engine/src/sync/plan.rs", "rusqlite");
    passes(
        layers::engine_libraries,
        &engine("// rusqlite\nconst A: &str = \"rusqlite\"; /* reqwest /* x */ keyring */"),
    );
    passes(layers::engine_libraries, &engine("const A: &str = r#\"axum \" x\"#; let b = '\"'; fn no_keyring() {}"));
    sees(
        layers::engine_libraries,
        &engine("let b = '\"'; axum::serve(); let c = '\"';"),
        "crates/carrel-engine/src/sync/plan.rs",
        "axum",
    );
    passes(layers::engine_libraries, &[("crates/carrel-engine/src/store/a.rs", "use rusqlite::Row;")]);
    let clock = [("crates/carrel-domain/src/time.rs", "fn now() { std::time::Instant::now(); }")];
    sees(layers::domain, &clock, "crates/carrel-domain/src/time.rs", "Instant");
    sees(
        layers::shell,
        &[("src-tauri/a.rs", "#[tauri::command] fn a() {} #[tauri::command] fn b() {}")],
        "src-tauri",
        "2 commands",
    );
    let said = "crates/carrel-engine/src/sync/plan.rs";
    sees(layers::prints, &engine("fn a() { println!(); }"), said, "println");
    sees(layers::pure_parts, &engine("async fn a() {}"), "crates/carrel-engine/src/sync/plan.rs", "async");
}

#[test]
fn a_second_place_that_syncs_is_seen() {
    let files = [
        (
            "crates/carrel-protocol/src/provider.rs",
            "pub trait Provider {\n    async fn exchange(&self);\n    async fn account(&self);\n}\n",
        ),
        (
            "crates/carrel-engine/src/sync/cycle.rs",
            "fn a() { cycle.provider.exchange(x); cycle.learner.store.meta(); }",
        ),
        (
            "crates/carrel-engine/src/commands/a.rs",
            "fn a() { school.provider\n    .account(); learner.store.append(x); }",
        ),
        ("crates/carrel-engine/src/commands/b.rs", "fn a() { school.provider.exchange(x); }"),
        ("crates/carrel-engine/src/commands/c.rs", "fn a() { school.provider.as_ref(); learner.store.append(x); }"),
    ];
    sees(layers::one_place_for_both, &files, "crates/carrel-engine/src/commands/a.rs", "works with");
    sees(layers::one_place_for_both, &files, "crates/carrel-engine/src/commands/b.rs", "exchanges");
    assert_eq!(layers::one_place_for_both(&Tree::of(&files)).len(), 2, "handing a provider on is not asking it");
    sees(layers::one_place_for_both, &files[..1], "crates/carrel-engine/src/sync/cycle.rs", "wrong thing");
}

#[test]
fn arrows_are_read_from_every_table() {
    let manifest = |on: &str| format!("[package]\nname = \"carrel-engine\"\n\n{on}\n");
    for on in [
        "[dependencies]\ncarrel-provider.workspace = true",
        "[dev-dependencies]\ncarrel-provider = { path = \"../x\" }",
        "[dependencies.carrel-provider]\npath = \"x\"",
    ] {
        sees(manifests::arrows, &[("crates/x/Cargo.toml", &manifest(on))], "crates/x/Cargo.toml", "carrel-provider");
    }
    passes(manifests::arrows, &[("crates/x/Cargo.toml", &manifest("[dependencies]\ncarrel-domain.workspace = true"))]);
    let tauri = manifest("[dependencies]\ntauri = \"2\"");
    sees(manifests::libraries, &[("crates/x/Cargo.toml", &tauri)], "crates/x/Cargo.toml", "tauri");
}

#[test]
fn tiers_of_the_interface_are_seen() {
    let found = |path: &str, text: &str| interface::tiers(&Tree::of(&[(path, text)])).len();
    assert_eq!(found("ui/src/features/a/A.svelte", "import B from '../b/B.svelte';"), 1);
    assert_eq!(
        found("ui/src/features/a/A.svelte", "import B from './B.svelte'; import { t } from '../../state/l10n';"),
        0
    );
    assert_eq!(found("ui/src/features/a/a.ts", "const x = await import('../../shell/go.svelte');"), 1);
    assert_eq!(found("ui/src/features/a/a.ts", "import { invoke } from '@tauri-apps/api/core';"), 1);
    assert_eq!(found("ui/src/shared/A.svelte", "import { call } from '../ipc/client';"), 1);
    assert_eq!(found("ui/src/shared/A.svelte", "import type { Pace } from '../ipc/types';"), 0);
    assert_eq!(found("ui/src/state/a.ts", "import A from '../shared/A.svelte';"), 1);
}

#[test]
fn sizes_leave_tests_out() {
    let long = format!("//! x\nfn long() {{\n{}}}\n", "    a();\n".repeat(70));
    sees(sizes::functions, &[("a/src/a.rs", &long)], "a/src/a.rs long", "72 lines");
    passes(sizes::functions, &[("a/src/a.rs", &format!("#[cfg(test)]\nmod tests {{\n{long}}}\n"))]);
    passes(sizes::functions, &[("a/src/a.rs", &format!("fn short(a: [u8; 2]) {{ }}\n{}", "// x\n".repeat(90)))]);
    sees(sizes::files, &[("ui/src/A.svelte", &"\n".repeat(151))], "ui/src/A.svelte", "151 lines");
}

#[test]
fn loose_words_are_seen() {
    let one = |text| [("a/src/a.rs", text)];
    sees(words::loose_ends, &one("fn a() { b.unwrap(); }"), "a/src/a.rs", "unwrap");
    passes(words::loose_ends, &one("fn a() { b.unwrap_or(c); }\n#[cfg(test)]\nmod tests { fn a() { b.unwrap(); } }"));
    sees(words::loose_ends, &one(concat!("fn a() { to", "do!() }")), "a/src/a.rs", "todo");
    sees(words::empty_names, &one("struct SyncManager;"), "a/src/a.rs", "SyncManager");
    sees(words::empty_names, &[("a/src/helpers.rs", "")], "a/src/helpers.rs", "nothing");
    passes(words::empty_names, &one("use tauri::Manager; struct Serviceable;"));
    sees(words::private_places, &[("a.md", concat!("in `/ro", "ot/x`"))], "a.md", "line 1");
    passes(words::private_places, &[("a.md", concat!("target/wo", "rk/x and https://a.example/b/ro", "ot/"))]);
    sees(words::private_places, &[("ui/package-lock.json", "\"resolved\": \"x\"")], "ui/package-lock.json", "resolved");
}

#[test]
fn forgotten_files_are_seen() {
    let tree = [
        ("crates/a/Cargo.toml", "[package]\nname = \"a\"\n"),
        ("crates/a/src/lib.rs", "mod b;"),
        ("crates/a/src/b.rs", "mod c;"),
        ("crates/a/src/b/c.rs", ""),
        ("crates/a/src/d.rs", ""),
        ("crates/a/tests/e/main.rs", "mod f;"),
        ("crates/a/tests/e/g.rs", ""),
    ];
    sees(forgotten::unreachable, &tree, "crates/a/src/d.rs", "reaches");
    sees(forgotten::unreachable, &tree, "crates/a/tests/e/g.rs", "reaches");
    assert_eq!(forgotten::unreachable(&Tree::of(&tree)).len(), 2);
    sees(
        forgotten::migration_gaps,
        &[("migrations/a/V1__a.sql", ""), ("migrations/a/V3__a.sql", "")],
        "migrations/a",
        "[1, 3]",
    );
    passes(forgotten::migration_gaps, &[("migrations/a/V1__a.sql", ""), ("migrations/a/schema.sql", "")]);
    sees(forgotten::unused_test_data, &[("tests/tests/a/golden.txt", "")], "tests/tests/a/golden.txt", "names");
    sees(forgotten::without_doc, &[("a/src/lib.rs", "use x;")], "a/src/lib.rs", "doc");
}

#[test]
fn a_promise_without_a_test_is_seen() {
    let files = [("a.rs", "fn i5_no_attribute() {}\n#[tokio::test]\nasync fn i6_a_test() {}\n")];
    sees(promises::invariants, &files, "I5", "i5_");
    assert!(!promises::invariants(&Tree::of(&files)).iter().any(|finding| finding.place == "I6"));
    sees(promises::ignored, &[("a.rs", "#[ignore]\nfn a() {}")], "a.rs", "ignore");
}
