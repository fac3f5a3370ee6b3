//! Invariant I14: no secret in the database or the log.
#![allow(clippy::expect_used)]

mod common;

use common::{PASSWORD, school};
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};

#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("not poisoned").write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn every_byte_below(folder: &Path, into: &mut Vec<u8>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            every_byte_below(&path, into);
        } else {
            into.extend(std::fs::read(path).expect("a file"));
        }
    }
}

#[tokio::test]
async fn i14_no_secret_is_in_the_database_or_the_log() {
    let captured = Captured::default();
    let writer = captured.clone();
    let log =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone()).finish();
    tracing::subscriber::set_global_default(log).expect("the only subscriber");
    let school = school().await;
    let (learner, tokens) = school.learner("ana@example.com").await;
    let store = school.running.store();
    let cookie = store.start_browser_session(&learner).await.expect("a session");
    let refresh = tokens.refresh_token.clone().expect("one");
    store.refresh(refresh.expose()).await.expect("a store").expect("granted");
    let query = "/oauth/authorize?client_id=carrel-desktop&state=secret-state-in-the-query";
    school
        .http
        .get(school.url(query))
        .header("cookie", format!("carrel_session={cookie}"))
        .send()
        .await
        .expect("answer");
    school.get("/v1/account", &tokens).await;
    let form = [("grant_type", "refresh_token"), ("refresh_token", refresh.expose())];
    school.http.post(school.url("/oauth/token")).form(&form).send().await.expect("answer");
    let secrets = [PASSWORD, tokens.access_token.expose(), refresh.expose(), &cookie, "secret-state-in-the-query"];

    let mut stored = Vec::new();
    every_byte_below(&school.folder.path().join("data"), &mut stored);
    assert!(has(&stored, "ana@example.com"), "the bytes looked at are the database's");
    for secret in secrets {
        assert!(!has(&stored, secret), "{secret} is in the data folder");
    }
    // The client in this process logs as well: only the server's lines are ours to judge.
    let log = String::from_utf8_lossy(&captured.0.lock().expect("not poisoned")).into_owned();
    let ours: String = log.lines().filter(|line| line.contains("carrel_provider")).collect();
    assert!(ours.contains("/v1/account"), "the log is the server's");
    for secret in secrets.iter().chain(&["ana@example.com"]) {
        assert!(!ours.contains(secret), "{secret} is in the log");
    }
}

fn has(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}
