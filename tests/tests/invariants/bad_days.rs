//! Bad input and bad days: damaged files, newer files, and whatever a network can put in a school's place.

use carrel_engine::api::{AppNotice, ErrorCode, SyncProblemKind};
use carrel_engine::clock::SystemClock;
use carrel_engine::events::NoEvents;
use carrel_engine::remote::CarrelProvider;
use carrel_engine::secrets::memory_only;
use carrel_engine::{Engine, Host};
use carrel_protocol::{Failure, LaterReason, Provider};
use carrel_provider::testkit::LESSONS;
use carrel_tests::{Device, School};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

fn find(folder: &Path, name: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder reads") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(find(&path, name));
        } else if path.file_name().is_some_and(|file| file.to_string_lossy().starts_with(name)) {
            found.push(path);
        }
    }
    found
}

/// Writes rubbish over the middle of a database and takes its log away.
fn damage(path: &Path, from_page: u64, pages: u64) {
    use std::io::{Seek, SeekFrom, Write};
    let mut file = std::fs::OpenOptions::new().write(true).open(path).expect("the file opens");
    file.seek(SeekFrom::Start(from_page * 4096)).expect("a place in it");
    file.write_all(&vec![0xA5; (pages * 4096) as usize]).expect("rubbish is written");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_catalog_is_set_aside_and_fetched_again() {
    let school = School::open().await;
    let mut device = Device::studying(&school, "ana@learner.example").await;
    device.engine.shut_down().await;
    let path =
        find(device.folder(), "catalog.db").into_iter().find(|path| path.ends_with("catalog.db")).expect("a catalog");
    std::fs::write(&path, vec![0xA5; 40_000]).expect("rubbish");
    device.open_again().await;
    let notices = device.engine.state(()).await.expect("it starts").notices;
    assert!(matches!(notices[..], [AppNotice::CatalogSetAside { .. }]), "{notices:?}");
    assert_eq!(
        find(device.folder(), "catalog.db.damaged").iter().filter(|p| !p.to_string_lossy().ends_with("-wal")).count(),
        1
    );
    device.sync().await;
    let found = device.engine.search_catalog(Default::default()).await.expect("search works");
    assert!(found.total > 0, "the catalog is back");
}

#[tokio::test(flavor = "multi_thread")]
async fn i7_a_damaged_record_is_set_aside_and_its_acts_are_carried_over() {
    let mut school = School::open().await;
    let mut device = Device::studying(&school, "ana@learner.example").await;
    school.stop().await;
    for lesson in LESSONS {
        device.complete(lesson).await;
    }
    let before = device.record().await.store.journal_from(0, 1000).await.expect("the journal reads").len();
    device.engine.shut_down().await;
    let path =
        find(device.folder(), "learner.db").into_iter().find(|path| path.ends_with("learner.db")).expect("a record");
    let conn = rusqlite::Connection::open(&path).expect("it opens");
    let root: u64 = conn
        .query_row("SELECT rootpage FROM sqlite_schema WHERE name = 'mirror'", [], |row| row.get::<_, i64>(0))
        .expect("the table is there") as u64;
    drop(conn);
    damage(&path, root - 1, 1);
    device.open_again().await;
    let notices = device.engine.state(()).await.expect("it starts").notices;
    assert!(
        matches!(notices[..], [AppNotice::RecordSalvaged { acts, .. }] if acts as usize == before),
        "all {before} acts were carried over: {notices:?}"
    );
    school.start_again().await;
    device.sign_in(&school, "ana@learner.example").await;
    assert_eq!(device.open_acts().await, 0, "they reach the school");
    for lesson in LESSONS {
        assert!(device.is_done(lesson).await, "and what the school had comes back: {lesson}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn data_of_a_newer_version_is_refused_politely_and_left_alone() {
    let school = School::open().await;
    let mut device = Device::studying(&school, "ana@learner.example").await;
    device.engine.shut_down().await;
    let path =
        find(device.folder(), "learner.db").into_iter().find(|path| path.ends_with("learner.db")).expect("a record");
    let conn = rusqlite::Connection::open(&path).expect("it opens");
    let newer = "INSERT INTO refinery_schema_history SELECT 999, 'later', applied_on, checksum
                 FROM refinery_schema_history WHERE version = 1";
    conn.execute(newer, []).expect("a newer version");
    conn.close().expect("it closes");
    let bytes = std::fs::read(&path).expect("it reads");
    device.open_again().await;
    let state = device.engine.state(()).await.expect("it starts");
    assert!(matches!(state.notices[..], [AppNotice::DataFromNewerVersion { .. }]), "{:?}", state.notices);
    device.engine.shut_down().await;
    assert_eq!(std::fs::read(&path).expect("it reads"), bytes, "not a byte was changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_that_cannot_be_read_are_set_aside() {
    let school = School::open().await;
    let mut device = Device::studying(&school, "ana@learner.example").await;
    device.engine.shut_down().await;
    std::fs::write(device.folder().join("carrel.json"), "{ not json").expect("rubbish");
    device.open_again().await;
    let state = device.engine.state(()).await.expect("it starts");
    assert!(matches!(state.notices[..], [AppNotice::SettingsUnreadable { .. }]), "{:?}", state.notices);
    device.sign_in(&school, "ana@learner.example").await;
    assert!(device.view(carrel_provider::testkit::OPEN).await.enrollment.is_some(), "the record was on disk all along");
}

/// Answers every connection with the same bytes, then closes it.
async fn answers_with(bytes: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0u8; 4096];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(bytes).await;
            let _ = stream.shutdown().await;
        }
    });
    url
}

const PORTAL: &[u8] =
    b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 35\r\n\r\n<html>Accept our terms first</html>";
const REDIRECT: &[u8] = b"HTTP/1.1 302 Found\r\nlocation: http://portal.example/\r\ncontent-length: 0\r\n\r\n";
const TRUNCATED: &[u8] =
    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{\"protocol\": 1, \"school\"";
const BROKEN_JSON: &[u8] =
    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 14\r\n\r\n{\"protocol\": 1";
const SERVER_ERROR: &[u8] = b"HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\n\r\n";
const TOO_MANY: &[u8] = b"HTTP/1.1 429 Too Many Requests\r\nretry-after: 90\r\ncontent-length: 0\r\n\r\n";
const NOT_HTTP: &[u8] = b"SSH-2.0-OpenSSH_9.2\r\n";

#[tokio::test(flavor = "multi_thread")]
async fn whatever_stands_in_the_schools_place_is_told_apart() {
    let later = Failure::later;
    let cases = [
        (PORTAL, later(LaterReason::NotTheSchool)),
        (REDIRECT, later(LaterReason::NotTheSchool)),
        (TRUNCATED, later(LaterReason::Garbled)),
        (BROKEN_JSON, later(LaterReason::Garbled)),
        (SERVER_ERROR, later(LaterReason::Unavailable)),
        (TOO_MANY, Failure::Later { reason: LaterReason::Busy, retry_after: Some(Duration::from_secs(90)) }),
        (NOT_HTTP, later(LaterReason::Garbled)),
    ];
    for (bytes, wanted) in cases {
        let url = answers_with(bytes).await;
        let provider = CarrelProvider::new(url.parse().expect("an address")).expect("a provider");
        let words = String::from_utf8_lossy(&bytes[..bytes.len().min(30)]).into_owned();
        assert_eq!(provider.describe().await.map(|_| ()), Err(wanted), "{words}");
    }
    let nobody = CarrelProvider::new("http://127.0.0.1:9".parse().expect("an address")).expect("a provider");
    assert_eq!(nobody.describe().await.map(|_| ()), Err(Failure::Offline));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_school_behind_a_captive_portal_is_offline_in_plain_words_and_loses_nothing() {
    let mut school = School::open().await;
    let device = Device::studying(&school, "ana@learner.example").await;
    let port: u16 = url::Url::parse(&school.url).expect("an address").port().expect("a port");
    school.stop().await;
    device.complete(LESSONS[0]).await;
    let listener = TcpListener::bind(("127.0.0.1", port)).await.expect("the portal takes the school's place");
    let portal = tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0u8; 4096];
            let _ = stream.read(&mut request).await;
            let _ = stream.write_all(PORTAL).await;
        }
    });
    device.sync().await;
    let problem = device.engine.state(()).await.expect("state").sync.problem.expect("there is one");
    assert_eq!(problem.kind, SyncProblemKind::NotTheSchool);
    assert_eq!(device.open_acts().await, 1, "a portal's page confirms nothing");
    portal.abort();
    let _ = portal.await;
    school.start_again().await;
    device.sync().await;
    assert_eq!(device.open_acts().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_school_address_gets_a_clear_answer() {
    let folder = tempfile::tempdir().expect("a folder");
    let host = Host::new(folder.path().to_owned(), Arc::new(NoEvents), Arc::new(SystemClock::new()), memory_only());
    let engine = Engine::start(host).await.expect("it starts");
    let portal = answers_with(PORTAL).await;
    let cases = [
        ("my school", ErrorCode::BadAddress),
        ("http://school.example", ErrorCode::BadAddress),
        ("http://127.0.0.1:9", ErrorCode::Offline),
        (portal.as_str(), ErrorCode::NotTheSchool),
    ];
    for (address, wanted) in cases {
        let args = carrel_engine::api::AddressArgs { address: address.to_owned() };
        let code = engine.add_school(args).await.map(|_| ()).map_err(|error| error.code);
        assert_eq!(code, Err(wanted), "{address}");
    }
}
