//! What is kept, what goes, and what another process or a damaged disk may do.

use super::*;
use carrel_sqlite::DbError;
use rusqlite::Connection;

#[tokio::test]
async fn a_page_sets_programs_mark_and_date_together() {
    let catalog = Catalog::empty().await;
    assert_eq!(catalog.store.mark().await.expect("readable"), None);
    assert_eq!(catalog.find("").await.fetched_at, None);
    assert!(catalog.apply(page(vec![upsert(program("a", "Alpha"))])).await);
    assert_eq!(catalog.store.mark().await.expect("readable"), Some(CatalogMark("mark-1".into())));
    assert_eq!(catalog.store.program("a".into()).await.expect("readable"), Some(program("a", "Alpha")));
    let again = CatalogPage { mark: CatalogMark("mark-2".into()), ..page(vec![upsert(program("a", "Alpha"))]) };
    assert!(!catalog.apply(again).await, "the same again changes nothing");
    assert_eq!(catalog.store.mark().await.expect("readable"), Some(CatalogMark("mark-2".into())), "but the mark");
    catalog.store.touched(Timestamp(2000)).await.expect("writable");
    assert_eq!(catalog.store.fetched_at().await.expect("readable"), Some(Timestamp(2000)));
    let more = CatalogPage { more: true, ..page(vec![upsert(program("b", "Beta"))]) };
    catalog.store.apply(more, false, Timestamp(9000)).await.expect("applies");
    assert_eq!(catalog.find("").await.fetched_at, Some(Timestamp(2000)), "not whole again before the last page");
}

#[tokio::test]
async fn a_changed_program_is_found_by_its_new_words_alone() {
    let catalog = Catalog::of(vec![program("a", "Blood Drawing"), program("b", "Blood Typing")]).await;
    assert!(catalog.apply(page(vec![upsert(program("a", "Heart Monitoring"))])).await);
    assert_eq!(catalog.ids("drawing").await, Vec::<String>::new());
    assert_eq!(catalog.ids("blood").await, ["b"]);
    assert_eq!(catalog.ids("hear").await, ["a"]);
    assert_eq!(catalog.find("draving").await.corrected, None, "a word nobody has is no correction");
}

#[tokio::test]
async fn a_withdrawn_program_is_not_found_and_can_still_be_read() {
    let catalog = Catalog::of(vec![program("a", "Alpha"), program("b", "Beta")]).await;
    assert!(catalog.apply(page(vec![withdrawn("a"), withdrawn("unknown")])).await);
    assert!(!catalog.apply(page(vec![withdrawn("a")])).await, "gone already");
    let results = catalog.find("").await;
    assert_eq!((ids(&results), results.catalog_size), (vec!["b".to_owned()], 1));
    assert_eq!(catalog.ids("alpha").await, Vec::<String>::new());
    assert_eq!(catalog.ids("x-a").await, Vec::<String>::new(), "nor by its code");
    let kept = catalog.store.program("a".into()).await.expect("readable");
    assert_eq!(kept.map(|program| program.title), Some("Alpha".to_owned()));
    let titles = catalog.store.titles(vec!["a".into(), "b".into(), "c".into()]).await.expect("readable");
    assert_eq!(titles.into_values().collect::<Vec<_>>(), ["Alpha", "Beta"]);
    assert!(catalog.apply(page(vec![upsert(program("a", "Alpha"))])).await, "offered again");
    assert_eq!(catalog.ids("alp").await, ["a"]);
}

#[tokio::test]
async fn of_two_changes_in_one_page_the_later_holds() {
    let catalog = Catalog::empty().await;
    let both = vec![upsert(program("a", "Alpha")), withdrawn("a"), withdrawn("b"), upsert(program("b", "Beta"))];
    catalog.apply(page(both)).await;
    assert_eq!(catalog.ids("").await, ["b"]);
}

fn part(ids: &[&str], more: bool) -> CatalogPage {
    let changes = ids.iter().map(|id| upsert(program(id, id))).collect();
    CatalogPage { more, complete: true, ..page(changes) }
}

#[tokio::test]
async fn what_a_complete_run_does_not_name_is_gone_with_its_last_page() {
    let catalog = Catalog::of(vec![program("old", "old"), program("kept", "kept")]).await;
    let now = Timestamp(1);
    catalog.store.apply(part(&["one"], true), true, now).await.expect("applies");
    assert_eq!(catalog.ids("").await, ["kept", "old", "one"], "not before");
    let path = catalog.folder.path().join("catalog.db");
    let (reopened, _) = CatalogStore::open(path).await.expect("opens");
    assert!(reopened.apply(part(&["kept"], false), false, now).await.expect("applies"));
    assert_eq!(catalog.ids("").await, ["kept", "one"]);
    assert_eq!(catalog.ids("old").await, Vec::<String>::new());
    assert!(!reopened.apply(part(&["one", "kept"], false), true, now).await.expect("applies"), "nothing new in it");
}

#[tokio::test]
async fn a_complete_run_without_its_first_page_removes_nothing() {
    let catalog = Catalog::of(vec![program("kept", "kept")]).await;
    let now = Timestamp(1);
    catalog.store.apply(part(&["one"], false), false, now).await.expect("applies");
    assert_eq!(catalog.ids("").await, ["kept", "one"]);
    catalog.store.apply(part(&["one"], true), true, now).await.expect("applies");
    catalog.store.apply(part(&[], true), true, now).await.expect("the run begins anew");
    catalog.store.apply(part(&["kept"], false), false, now).await.expect("applies");
    assert_eq!(catalog.ids("").await, ["kept"], "only the pages of the latest run count");
}

#[tokio::test]
async fn what_another_process_wrote_shows_with_the_next_search() {
    let catalog = Catalog::of(vec![program("a", "Alpha")]).await;
    let (other, _) = CatalogStore::open(catalog.folder.path().join("catalog.db")).await.expect("opens");
    assert_eq!(catalog.ids("").await, ["a"]);
    other.apply(page(vec![upsert(program("b", "Beta")), withdrawn("a")]), false, Timestamp(5)).await.expect("applies");
    assert_eq!(catalog.ids("").await, ["b"]);
    assert_eq!(catalog.ids("bet").await, ["b"]);
}

#[tokio::test]
async fn the_index_holds_exactly_what_is_offered_after_many_changes() {
    let mut random = Random(3);
    let catalog = Catalog::empty().await;
    let words = ["alpha", "beta", "gamma", "delta", "épsilon"];
    let mut last = std::collections::BTreeMap::new();
    for _ in 0..60 {
        let changes = (0..8).map(|_| {
            let id = format!("p{}", random.below(20));
            if random.below(3) == 0 {
                last.remove(&id);
                return withdrawn(&id);
            }
            let changed = program(&id, &format!("{} {}", random.pick(&words), random.pick(&words)));
            last.insert(id, changed.clone());
            upsert(changed)
        });
        let changes: Vec<_> = changes.collect();
        catalog.apply(page(changes)).await;
    }
    let fresh = Catalog::of(last.into_values().collect()).await;
    assert_eq!(index(&catalog), index(&fresh));
    for typed in ["", "alp", "beta d", "e"] {
        assert_eq!(catalog.ids(typed).await, fresh.ids(typed).await, "{typed}");
    }
}

/// Beginning or word, the word, the program, the fields.
type Posting = (i64, String, String, u16);

/// Words with their uses, and each posting by the program's id instead of its key.
fn index(catalog: &Catalog) -> (Vec<(String, i64)>, Vec<Posting>) {
    let conn = Connection::open(catalog.folder.path().join("catalog.db")).expect("opens");
    let mut select = conn.prepare("SELECT word, uses FROM vocabulary ORDER BY word").expect("valid");
    let words = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("runs");
    let words = words.collect::<Result<Vec<(String, i64)>, _>>().expect("rows");
    let mut select = conn.prepare("SELECT prefix, word, chunk, programs FROM postings").expect("valid");
    let mut rows = select.query([]).expect("runs");
    let mut postings = Vec::new();
    while let Some(row) = rows.next().expect("a row") {
        let packed: Vec<u8> = row.get(3).expect("a blob");
        for pair in packed.chunks_exact(2) {
            let entry = u16::from_le_bytes([pair[0], pair[1]]);
            let key = row.get::<_, i64>(2).expect("a chunk") * 4096 + i64::from(entry >> 4);
            let id: String =
                conn.query_row("SELECT id FROM programs WHERE key = ?1", [key], |row| row.get(0)).expect("a program");
            postings.push((row.get(0).expect("a number"), row.get(1).expect("a word"), id, entry & 15));
        }
    }
    postings.sort();
    (words, postings)
}

#[tokio::test]
async fn a_damaged_file_is_set_aside_and_an_empty_catalog_begun() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("catalog.db");
    let bytes = "this is no database ".repeat(1000);
    std::fs::write(&path, &bytes).expect("writable");
    std::fs::write(folder.path().join("catalog.db.damaged-1"), "an earlier one").expect("writable");
    let (store, damaged) = CatalogStore::open(path).await.expect("opens all the same");
    let aside = damaged.expect("says so");
    assert_eq!(aside, folder.path().join("catalog.db.damaged-2"), "the earlier one is left alone");
    assert_eq!(std::fs::read(&aside).expect("kept"), bytes.as_bytes(), "as it was");
    let results = store.search(CatalogQuery::default(), None).await.expect("searches");
    assert_eq!((results.catalog_size, results.fetched_at), (0, None));
    assert_eq!(store.mark().await.expect("readable"), None, "so that everything is fetched again");
    store.apply(page(vec![upsert(program("a", "Alpha"))]), true, Timestamp(1)).await.expect("applies");
}

#[tokio::test]
async fn a_newer_file_is_refused_and_left_as_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("catalog.db");
    drop(CatalogStore::open(path.clone()).await.expect("opens"));
    let conn = Connection::open(&path).expect("opens");
    conn.execute(
        "INSERT INTO refinery_schema_history (version, name, applied_on, checksum) VALUES (99, 'later', '', '1')",
        [],
    )
    .expect("writable");
    conn.pragma_update(None, "wal_checkpoint", "TRUNCATE").expect("checkpoints");
    drop(conn);
    let before = std::fs::read(&path).expect("readable");
    let refused = CatalogStore::open(path.clone()).await;
    assert!(matches!(refused, Err(DbError::Newer { found: 99, known: 2 })));
    assert_eq!(std::fs::read(&path).expect("readable"), before);
    assert_eq!(
        std::fs::read_dir(folder.path())
            .expect("a folder")
            .flatten()
            .filter(|f| { f.file_name().to_string_lossy().contains("damaged") })
            .count(),
        0
    );
}
