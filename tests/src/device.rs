//! One computer with Carrel on it: a real engine over real files.

use crate::clocks::TurnedClock;
use crate::files::copy_folder;
use crate::network::Network;
use crate::school::School;
use carrel_domain::view::View;
use carrel_domain::{LessonId, ProgramId};
use carrel_engine::api::{EnrollArgs, LessonArgs, PackState, ProgramArgs, Topic};
use carrel_engine::events::Events;
use carrel_engine::learner::Learner;
use carrel_engine::secrets::{SecretStore, memory_only};
use carrel_engine::{Engine, Host};
use carrel_provider::testkit::OPEN;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Notify;

pub struct Device {
    pub engine: Engine,
    pub network: Arc<Network>,
    pub clock: Arc<TurnedClock>,
    pub bell: Arc<Bell>,
    secrets: Arc<dyn SecretStore>,
    first_school: String,
    folder: tempfile::TempDir,
}

/// Hears every event, so that a test can wait for one instead of sleeping.
#[derive(Default)]
pub struct Bell {
    rung: Notify,
    pub heard: Mutex<Vec<Topic>>,
}

impl Events for Bell {
    fn changed(&self, topics: &[Topic]) {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).extend(topics);
        self.rung.notify_waiters();
    }
}

impl Device {
    /// A new computer that knows the school and has its catalog.
    pub async fn new(school: &School) -> Self {
        let device = Self::bare(&school.url).await;
        device.engine.sync_now(()).await.expect("syncing reports problems in the status, not as errors");
        device
    }

    /// A new computer at its very first start.
    pub async fn bare(first_school: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (network, clock, bell, secrets) =
            (Network::new(), TurnedClock::new(), Arc::<Bell>::default(), memory_only());
        let engine = start(folder.path(), &network, &clock, &bell, &secrets, first_school).await;
        Self { engine, network, clock, bell, secrets, first_school: first_school.to_owned(), folder }
    }

    /// A new computer with `email` signed in and synced.
    pub async fn signed_in(school: &School, email: &str) -> Self {
        let device = Self::new(school).await;
        device.sign_in(school, email).await;
        device
    }

    /// The same with a place in [`OPEN`] and its course downloaded.
    pub async fn studying(school: &School, email: &str) -> Self {
        let device = Self::signed_in(school, email).await;
        if device.view(OPEN).await.enrollment.is_none() {
            device.enroll(OPEN).await;
            device.sync().await;
        }
        device.download(OPEN).await;
        device
    }

    pub async fn sign_in(&self, school: &School, email: &str) {
        let tokens = school.session_for(email).await;
        self.engine.sign_in_with_tokens(tokens).await.expect("the session is taken on");
        self.sync().await;
    }

    /// Closes the program and opens it again on the same files. The secrets stay, as a keyring would keep them.
    pub async fn restart(&mut self) {
        self.engine.shut_down().await;
        self.open_again().await;
    }

    /// Opens a second program on the same files without closing the first in order.
    pub async fn open_again(&mut self) {
        self.engine =
            start(self.folder.path(), &self.network, &self.clock, &self.bell, &self.secrets, &self.first_school).await;
    }

    /// The keyring forgets everything.
    pub fn lose_keyring(&mut self) {
        self.secrets = memory_only();
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Puts a copy of everything into `to`; for a device whose engine has ended.
    pub fn copy_to(&self, to: &Path) {
        copy_folder(self.folder.path(), to);
    }

    /// The disk is put back to an image; for a device whose engine has ended.
    pub fn put_back(&self, image: &Path) {
        std::fs::remove_dir_all(self.folder.path()).expect("the folder is emptied");
        copy_folder(image, self.folder.path());
    }

    pub async fn sync(&self) {
        self.engine.sync_now(()).await.expect("syncing reports problems in the status, not as errors");
    }

    pub async fn enroll(&self, program: &str) {
        let args = EnrollArgs { program: program.into(), state_acknowledged: false, eligibility: None };
        self.engine.enroll(args).await.expect("the request is written down");
    }

    /// Downloads a course and waits until every byte is here.
    pub async fn download(&self, program: &str) {
        let args = ProgramArgs { program: program.into() };
        self.engine.download(args).await.expect("the download starts");
        self.until(async || {
            let page = self.engine.downloads(()).await.expect("downloads are listed");
            let item = page.items.into_iter().find(|item| item.program.as_str() == program);
            match item.map(|item| item.pack) {
                Some(PackState::Complete { .. }) => true,
                Some(PackState::Paused { reason, .. }) => panic!("the download stopped: {reason:?}"),
                _ => false,
            }
        })
        .await;
    }

    /// Waits for events until `holds`; gives up loudly after a minute of real time.
    pub async fn until(&self, holds: impl AsyncFn() -> bool) {
        let wait = async {
            loop {
                let rung = self.bell.rung.notified();
                tokio::pin!(rung);
                rung.as_mut().enable();
                if holds().await {
                    return;
                }
                rung.await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(60), wait).await.expect("it happens within a minute");
    }

    pub async fn complete(&self, lesson: &str) {
        self.engine.complete_lesson(lesson_args(lesson)).await.expect("the lesson is marked done");
    }

    pub async fn reopen(&self, lesson: &str) {
        self.engine.reopen_lesson(lesson_args(lesson)).await.expect("the lesson is reopened");
    }

    pub async fn record(&self) -> Arc<Learner> {
        self.engine.open_record().await.expect("a record is open")
    }

    pub async fn view(&self, program: &str) -> View {
        let record = self.record().await;
        let ledger = record.ledger().await.expect("the ledger reads");
        ledger.view(&ProgramId::from(program)).cloned().unwrap_or_default()
    }

    pub async fn is_done(&self, lesson: &str) -> bool {
        let view = self.view(OPEN).await;
        view.record.lesson(&LessonId::from(lesson)).is_some_and(|lesson| lesson.completed())
    }

    pub async fn open_acts(&self) -> usize {
        self.record().await.ledger().await.expect("the ledger reads").open_count()
    }
}

pub fn lesson_args(lesson: &str) -> LessonArgs {
    LessonArgs { program: OPEN.into(), lesson: lesson.into() }
}

async fn start(
    folder: &Path,
    network: &Arc<Network>,
    clock: &Arc<TurnedClock>,
    bell: &Arc<Bell>,
    secrets: &Arc<dyn SecretStore>,
    first_school: &str,
) -> Engine {
    let mut host = Host::new(folder.to_owned(), bell.clone(), clock.clone(), Arc::clone(secrets));
    host.connect = network.connect();
    host.follow = network.follow();
    host.first_school = (!first_school.is_empty()).then(|| first_school.to_owned());
    Engine::start(host).await.expect("the engine starts")
}
