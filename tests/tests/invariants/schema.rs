//! A fresh database equals an upgraded one, and what is committed as golden: I19.

use carrel_sqlite::{Durability, connect, migrate_in_place, schema_text};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

type Migrations = fn() -> carrel_sqlite::refinery::Runner;

fn databases() -> [(&'static str, Migrations); 4] {
    [
        ("learner", carrel_engine::store::learner::migrations),
        ("catalog", carrel_engine::store::catalog::migrations),
        ("content", carrel_engine::store::lessons::migrations),
        ("provider/sqlite", carrel_provider::store::migrations),
    ]
}

fn fresh(folder: &Path, name: &str, migrations: &carrel_sqlite::refinery::Runner) -> String {
    let path = folder.join(format!("{}-fresh.db", name.replace('/', "-")));
    let mut conn = connect(&path, Durability::Normal).expect("a new file opens");
    migrate_in_place(&mut conn, &path, migrations).expect("the migrations run");
    schema_text(&conn).expect("the schema reads")
}

/// `CARREL_WRITE_SCHEMA=1` rewrites the golden files (`cargo xtask gen` sets it).
#[test]
fn i19_a_fresh_database_is_the_golden_schema() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, migrations) in databases() {
        let text = fresh(folder.path(), name, &migrations());
        let golden = root().join("migrations").join(name).join("schema.sql");
        if std::env::var_os("CARREL_WRITE_SCHEMA").is_some() {
            std::fs::write(&golden, &text).expect("the golden file is written");
        }
        let wanted = std::fs::read_to_string(&golden).unwrap_or_default();
        assert!(text == wanted, "{} differs from a fresh database: run `cargo xtask gen`", golden.display());
    }
}

/// Every released version's file, with data, upgrades to the same schema and keeps its rows.
#[test]
fn i19_an_upgraded_database_equals_a_fresh_one() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, migrations) in databases() {
        let fixtures = root().join("migrations").join(name).join("fixtures");
        let wanted = fresh(folder.path(), name, &migrations());
        let mut seen = 0;
        for entry in std::fs::read_dir(&fixtures).unwrap_or_else(|_| panic!("{} exists", fixtures.display())) {
            let path = entry.expect("an entry").path();
            let script = std::fs::read_to_string(&path).expect("the fixture reads");
            let copy = folder.path().join(format!("{}-{seen}.db", name.replace('/', "-")));
            let mut conn = connect(&copy, Durability::Normal).expect("a new file opens");
            conn.execute_batch(&script).expect("the fixture loads");
            migrate_in_place(&mut conn, &copy, &migrations()).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            assert_eq!(schema_text(&conn).expect("the schema reads"), wanted, "{}", path.display());
            seen += 1;
        }
        assert!(seen > 0, "{name} has a fixture for each released version");
    }
}
