//! The disk itself is tested: it loses what was not synced, and nothing else.

use super::*;
use rusqlite::{Connection, OpenFlags};

fn open(path: &Path, synchronous: &str) -> Connection {
    install();
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags_and_vfs(path, flags, NAME).expect("the database opens");
    conn.pragma_update(None, "journal_mode", "WAL").expect("a write-ahead log");
    conn.pragma_update(None, "synchronous", synchronous).expect("how to sync");
    conn.execute_batch("CREATE TABLE IF NOT EXISTS act (number INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT")
        .expect("a table");
    conn
}

fn acts(conn: &Connection) -> i64 {
    conn.query_row("SELECT COUNT(*) FROM act", [], |row| row.get(0)).expect("the acts are counted")
}

/// How many acknowledged commits 200 power cuts took, one database living through all of them.
fn lost(synchronous: &str, checkpoint: bool) -> (i64, Cut) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("acts.db");
    let (mut lost, mut all, mut dice) = (0, Cut::default(), Dice::new(7));
    let mut here = 0;
    for seed in 0..200 {
        let conn = open(&path, synchronous);
        for _ in 0..=dice.below(12) {
            let text = "x".repeat(dice.place(3000));
            let number = conn.execute("INSERT INTO act (text) VALUES (?1)", [text]).expect("an act is written");
            here += number as i64;
        }
        if checkpoint && dice.percent(30) {
            conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").expect("a checkpoint");
        }
        let what = cut(folder.path(), seed).expect("the power is cut");
        all = Cut {
            files: all.files + what.files,
            unsynced: all.unsynced + what.unsynced,
            changed: all.changed + what.changed,
        };
        assert!(
            conn.execute("INSERT INTO act (text) VALUES ('late')", []).is_err(),
            "a program without power does nothing"
        );
        drop(conn);
        let Ok(after) = std::panic::catch_unwind(|| open(&path, synchronous)) else { return (lost + here, all) };
        let sound: String = after.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap_or_default();
        if sound != "ok" {
            return (lost + here, all);
        }
        lost += here - acts(&after);
        here = acts(&after);
        // Closed in order every other time, so that logs are met both whole and gone.
        if dice.percent(50) {
            drop(after);
        } else {
            cut(folder.path(), seed).expect("the power is cut again");
        }
    }
    (lost, all)
}

#[test]
fn with_full_sync_no_acknowledged_commit_goes_with_the_power() {
    let (gone, what) = lost("FULL", true);
    assert_eq!(gone, 0, "{what:?}");
    assert!(what.files >= 400 && what.unsynced > 0, "{what:?}");
}

#[test]
fn without_sync_commits_go_with_the_power() {
    let (gone, what) = lost("OFF", false);
    assert!(gone > 0, "a disk that loses nothing proves nothing: {what:?}");
    assert!(what.changed > 0, "{what:?}");
}

#[test]
fn with_normal_sync_the_last_commits_may_go_but_the_file_stays_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("acts.db");
    let mut shorter = 0;
    for seed in 0..60 {
        let conn = open(&path, "NORMAL");
        let before = acts(&conn);
        for _ in 0..5 {
            conn.execute("INSERT INTO act (text) VALUES (hex(zeroblob(700)))", []).expect("an act is written");
        }
        cut(folder.path(), seed).expect("the power is cut");
        drop(conn);
        let conn = open(&path, "NORMAL");
        let sound: String = conn.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("it is checked");
        assert_eq!(sound, "ok");
        assert!((0..=before + 5).contains(&acts(&conn)));
        shorter += usize::from(acts(&conn) < before + 5);
    }
    assert!(shorter > 0, "some cut took something");
}

#[test]
fn the_same_seed_leaves_the_same_bytes() {
    let after = |seed| {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("acts.db");
        let conn = open(&path, "OFF");
        for _ in 0..20 {
            conn.execute("INSERT INTO act (text) VALUES (hex(zeroblob(900)))", []).expect("an act is written");
        }
        cut(folder.path(), seed).expect("the power is cut");
        (
            std::fs::read(&path).expect("the file"),
            std::fs::metadata(path.with_extension("db-wal")).expect("the log").len(),
        )
    };
    assert_eq!(after(3), after(3));
    let different: std::collections::HashSet<_> = (0..20).map(after).collect();
    assert!(different.len() > 3, "seeds choose");
}
