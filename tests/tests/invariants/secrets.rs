//! No secret in a database, a file, a log or an error: I14.

use carrel_protocol::Secret;
use carrel_provider::testkit::LESSONS;
use carrel_tests::files::below;
use carrel_tests::{Device, Fault, School};
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};
use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Captured {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

fn holds(bytes: &[u8], needle: &str) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle.as_bytes())
}

#[tokio::test(flavor = "multi_thread")]
async fn i14_no_secret_is_in_a_file_a_log_or_an_error() {
    let captured = Captured::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(captured.clone())
        .finish();
    tracing_subscriber::util::SubscriberInitExt::try_init(subscriber)
        .expect("the first subscriber of this test program");

    let school = School::open().await;
    let email = "ana@learner.example";
    let device = Device::studying(&school, email).await;
    let tokens = school.session_for(email).await;
    let secrets =
        [tokens.access_token.expose().to_owned(), tokens.refresh_token.clone().expect("one").expose().to_owned()];
    device.engine.sign_in_with_tokens(tokens.clone()).await.expect("the session is taken on");
    device.complete(LESSONS[0]).await;
    device.sync().await;
    device.network.set(Fault::Fails(carrel_protocol::Failure::SignInAgain));
    device.sync().await;
    device.engine.sign_out(()).await.expect("signed out");

    let found: Vec<_> = [device.folder(), school.folder()].into_iter().flat_map(below).collect();
    assert!(found.len() > 10, "there is something to look through: {found:?}");
    let password = "correct horse battery";
    for path in found {
        let bytes = std::fs::read(&path).expect("the file reads");
        for secret in secrets.iter().map(String::as_str).chain([password]) {
            assert!(!holds(&bytes, secret), "a secret is in {}", path.display());
        }
    }
    let log = captured.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    assert!(!log.is_empty(), "something was logged");
    for secret in &secrets {
        assert!(!holds(&log, secret), "a secret was logged");
    }
    assert!(!format!("{tokens:?}{:?}", Secret::new("hidden-thing")).contains("hidden-thing"), "Debug shows no secret");
}
