//! A real provider server in this process, on a free loopback port, with its clock in the test's hand.

use crate::clocks::START;
use anyhow::{Context, Result};
use carrel_domain::pack::PackFile;
use carrel_domain::view::Mirror;
use carrel_domain::{ProgramId, Timestamp};
use carrel_protocol::Tokens;
use carrel_provider::campus::{self, Blob};
use carrel_provider::testkit::OPEN;
use carrel_provider::{Config, Running, testkit};
use std::io::Read as _;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

pub struct School {
    running: Option<Running>,
    pub url: String,
    folder: tempfile::TempDir,
    now: Arc<AtomicI64>,
}

impl School {
    /// The testkit's small school.
    pub async fn open() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        testkit::small_campus(&folder.path().join("campus")).expect("the small campus is written");
        let now = Arc::new(AtomicI64::new(START.0));
        let mut school = Self { running: None, url: String::new(), folder, now };
        school.start_again().await;
        school
    }

    fn config(&self) -> Config {
        let now = Arc::clone(&self.now);
        let mut config = Config::new(self.data());
        config.campus = Some(self.campus());
        config.clock = Arc::new(move || Timestamp(now.load(Ordering::SeqCst)));
        if let Ok(known) = url::Url::parse(&self.url) {
            config.listen = format!("127.0.0.1:{}", known.port().unwrap_or(0)).parse().expect("an address");
        }
        config
    }

    /// Starts the server on the port it had before, with the data it had before.
    pub async fn start_again(&mut self) {
        let running = carrel_provider::start(self.config()).await.expect("the school starts");
        self.url = running.url.clone();
        self.running = Some(running);
    }

    pub async fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.stop().await;
        }
    }

    pub fn data(&self) -> std::path::PathBuf {
        self.folder.path().join("data")
    }

    pub fn campus(&self) -> std::path::PathBuf {
        self.folder.path().join("campus")
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn store(&self) -> &carrel_provider::Store {
        self.running.as_ref().expect("the school is open").store()
    }

    /// Puts a file of random bytes into the open course.
    ///
    /// The campus checker takes no picture of any size and the sample school has no film, so the file joins the small campus
    /// after it was read; import, server and handlers are the real ones.
    pub async fn publish(&self, size: u64) -> Result<PackFile> {
        let source = self.folder().join(format!("{size}.bin"));
        let mut random = std::fs::File::open("/dev/urandom")?.take(size);
        std::io::copy(&mut random, &mut std::fs::File::create(&source)?)?;
        let sha256 = sha256sum(&source)?;
        let file = PackFile {
            path: "01-first/media/film.webp".into(),
            size,
            sha256: sha256.clone(),
            media_type: "image/webp".into(),
        };
        let mut campus = campus::read(&self.campus()).map_err(|faults| anyhow::anyhow!("{faults:?}"))?;
        let pack =
            campus.packs.iter_mut().find(|pack| pack.manifest.program.as_str() == OPEN).context("the open course")?;
        pack.manifest.files.push(file.clone());
        // A version names the content.
        pack.manifest.version.clone_from(&sha256);
        pack.blobs.insert(sha256, Blob::File(source));
        self.store().import(campus).await?;
        Ok(file)
    }

    pub fn pass_ms(&self, ms: i64) {
        self.now.fetch_add(ms, Ordering::SeqCst);
    }

    /// Adds a learner and returns a session for one device of theirs.
    pub async fn session_for(&self, email: &str) -> Tokens {
        let learner = match self.store().learner(email).await {
            Ok(learner) => learner,
            Err(_) => self
                .store()
                .add_learner(email, "Sample Learner", "correct horse battery")
                .await
                .expect("the learner is added"),
        };
        self.store().issue_tokens(&learner).await.expect("tokens are issued")
    }

    /// What the school holds of a learner in a program, folded from its log.
    pub async fn record(&self, email: &str, program: &str) -> Mirror {
        let learner = self.store().learner(email).await.expect("the learner is known");
        self.store().record(&learner, &ProgramId::from(program)).await.expect("the record folds")
    }
}

pub fn sha256sum(path: &Path) -> Result<String> {
    let output = Command::new("sha256sum").arg(path).output().context("sha256sum starts")?;
    let text = String::from_utf8(output.stdout)?;
    text.split(' ').next().map(str::to_owned).context("a hash")
}
