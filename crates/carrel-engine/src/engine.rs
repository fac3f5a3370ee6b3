//! The engine: what is open, what runs in the background, and how it starts and ends.

use crate::api::{ApiError, AppNotice, ErrorCode, SchoolCard, SignInState, SyncProblem, Topic};
use crate::clock::Clock;
use crate::content::{ContentError, LessonServer, Library};
use crate::events::Events;
use crate::learner::Learner;
use crate::registry::Registry;
use crate::remote::CarrelProvider;
use crate::remote::network::{self, Follow, Whereabouts};
use crate::school::{School, Surroundings};
use crate::secrets::SecretStore;
use crate::store::Disk;
use carrel_domain::{ProgramId, SchoolId, Timestamp};
use carrel_protocol::{Failure, Provider};
use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, RwLock};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use url::Url;

/// Makes the connection to a school's address. Tests put a faulty network in here.
pub type Connect = Arc<dyn Fn(&Url) -> Result<Arc<dyn Provider>, Failure> + Send + Sync>;

/// What the engine is given by whoever hosts it.
#[derive(Clone)]
pub struct Host {
    /// Everything is kept below here.
    pub data_dir: PathBuf,
    /// Where exports go.
    pub export_dir: PathBuf,
    pub events: Arc<dyn Events>,
    pub clock: Arc<dyn Clock>,
    pub secrets: Arc<dyn SecretStore>,
    /// Address of a school to use from the first start on.
    pub first_school: Option<String>,
    pub connect: Connect,
    pub disk: Disk,
    /// Tells of another network.
    pub follow: Follow,
}

impl Host {
    /// A host that keeps everything below `data_dir` and speaks HTTP.
    pub fn new(
        data_dir: PathBuf,
        events: Arc<dyn Events>,
        clock: Arc<dyn Clock>,
        secrets: Arc<dyn SecretStore>,
    ) -> Self {
        let connect: Connect = Arc::new(|address| Ok(Arc::new(CarrelProvider::new(address.clone())?)));
        let export_dir = data_dir.join("exports");
        let follow: Follow = Arc::new(network::follow);
        let disk = Disk::default();
        Self { data_dir, export_dir, events, clock, secrets, first_school: None, connect, disk, follow }
    }
}

/// Why the engine cannot start at all. Everything less than this is a notice.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    #[error("The data folder {path} cannot be used")]
    DataFolder { path: PathBuf, source: std::io::Error },
    #[error("The lesson reader could not start")]
    Lessons(#[from] ContentError),
}

/// A handle to the running engine; clones share it.
#[derive(Clone)]
pub struct Engine(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub host: Host,
    pub registry: Registry,
    pub lessons: LessonServer,
    libraries: Arc<Mutex<HashMap<SchoolId, Library>>>,
    pub school: RwLock<Option<Arc<School>>>,
    /// Those about one learner's record with the learner's key: they are told to that learner alone.
    pub notices: Mutex<Vec<(Option<String>, AppNotice)>>,
    pub sign_in: Mutex<SignInState>,
    /// Ends the sign-in under way, if any.
    pub sign_in_cancel: Mutex<CancellationToken>,
    pub last_sync: Mutex<LastSync>,
    pub wake: Arc<Notify>,
    /// Cloned by whoever waits for another network.
    pub whereabouts: Whereabouts,
    /// The host's first school was met in this run; from then on the learner chooses.
    pub first_school_met: AtomicBool,
    /// Whose keys for parcels the school was found to know in this run.
    pub courier_checked: Mutex<BTreeSet<String>>,
    /// Held by the round under way.
    pub round: tokio::sync::Mutex<()>,
    pub cancel: CancellationToken,
    pub tasks: TaskTracker,
}

/// How the last sync of the record on screen went.
#[derive(Clone, Debug, Default)]
pub struct LastSync {
    /// Counts the records that were on screen: a round that ends after the next one was opened has nothing to say here.
    pub turn: u64,
    pub running: bool,
    pub attempts: u32,
    pub last_success: Option<Timestamp>,
    pub problem: Option<SyncProblem>,
    /// On the monotonic clock.
    pub due_monotonic_ms: Option<i64>,
    pub catalog_checked_monotonic_ms: Option<i64>,
    pub differing: Vec<ProgramId>,
}

impl Engine {
    /// Opens what is on this computer. Needs no network, no keyring and no right clock (invariant I8).
    pub async fn start(host: Host) -> Result<Self, EngineError> {
        let (registry, unreadable) = Registry::open(&host.data_dir)
            .map_err(|source| EngineError::DataFolder { path: host.data_dir.clone(), source })?;
        let libraries: Arc<Mutex<HashMap<SchoolId, Library>>> = Arc::default();
        let shelves = Arc::clone(&libraries);
        let find = move |school: &SchoolId| shelves.lock().unwrap_or_else(PoisonError::into_inner).get(school).cloned();
        let engine = Self(Arc::new(Inner {
            lessons: LessonServer::start(Arc::new(find)).await?,
            libraries,
            registry,
            school: RwLock::new(None),
            notices: Mutex::default(),
            sign_in: Mutex::new(SignInState::Idle),
            sign_in_cancel: Mutex::default(),
            last_sync: Mutex::default(),
            wake: Arc::default(),
            whereabouts: (host.follow)(),
            first_school_met: AtomicBool::new(false),
            courier_checked: Mutex::default(),
            round: tokio::sync::Mutex::default(),
            cancel: CancellationToken::new(),
            tasks: TaskTracker::new(),
            host,
        }));
        if let Some(kept) = unreadable {
            engine.notice(AppNotice::SettingsUnreadable { kept_as: kept.display().to_string() });
        }
        let known = engine.0.registry.get().current().map(|school| school.card.clone());
        match known {
            Some(card) => drop(engine.open_school(card).await),
            None => engine.meet_first_school().await,
        }
        Ok(engine)
    }

    /// At the very first start the offered school is asked before the first screen, but only briefly.
    async fn meet_first_school(&self) {
        if self.0.host.first_school.is_some() {
            let _ = tokio::time::timeout(Duration::from_secs(2), self.adopt_first_school()).await;
        }
    }

    /// Ends background work and waits for it. What is durable stays so; an interrupted download goes on next time.
    pub async fn shut_down(&self) {
        self.0.cancel.cancel();
        self.0.sign_in_cancel.lock().unwrap_or_else(PoisonError::into_inner).cancel();
        self.0.tasks.close();
        self.0.tasks.wait().await;
        let libraries: Vec<Library> = {
            let held = self.0.libraries.lock().unwrap_or_else(PoisonError::into_inner);
            held.values().cloned().collect()
        };
        for library in libraries {
            library.shut_down().await;
        }
        if let Some(school) = self.0.school.write().await.take() {
            if let Some(learner) = school.learner.write().await.take() {
                learner.store.close().await;
            }
            school.index.close().await;
            school.catalog.close().await;
        }
    }

    pub(crate) fn around(&self) -> Surroundings {
        Surroundings {
            events: Arc::clone(&self.0.host.events),
            clock: Arc::clone(&self.0.host.clock),
            secrets: Arc::clone(&self.0.host.secrets),
            wake: Arc::clone(&self.0.wake),
            disk: self.0.host.disk.clone(),
        }
    }

    pub(crate) fn changed(&self, topics: &[Topic]) {
        self.0.host.events.changed(topics);
    }

    pub(crate) fn notice(&self, notice: AppNotice) {
        self.notice_for(None, notice);
    }

    fn notice_for(&self, learner: Option<&str>, notice: AppNotice) {
        let mut notices = self.0.notices.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = (learner.map(str::to_owned), notice);
        if !notices.contains(&entry) {
            notices.push(entry);
        }
        drop(notices);
        self.changed(&[Topic::Account]);
    }

    pub(crate) fn monotonic_ms(&self) -> i64 {
        self.0.host.clock.read().monotonic_ms
    }

    /// Opens a school and its current learner, and makes it the one in use.
    pub(crate) async fn open_school(&self, card: SchoolCard) -> Result<Arc<School>, ApiError> {
        let address = crate::remote::parse_address(&card.address)
            .map_err(|_| ApiError { code: ErrorCode::BadAddress, detail: Some(card.address.clone()) })?;
        let provider = (self.0.host.connect)(&address)?;
        let opened = School::open(&self.0.host.data_dir, card, provider, &self.around()).await;
        let (mut school, notices) = match opened {
            Ok(opened) => opened,
            Err(error) => {
                let error = ApiError::from(error);
                if error.code == ErrorCode::NewerData {
                    self.notice(AppNotice::DataFromNewerVersion { file: "catalog.db".to_owned() });
                }
                return Err(error);
            }
        };
        let following = self.0.cancel.child_token();
        self.0.tasks.spawn(school.index.clone().follow(following.clone()));
        school.following = Some(following.drop_guard());
        let school = Arc::new(school);
        self.0
            .libraries
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(school.card.id.clone(), school.library.clone());
        notices.into_iter().for_each(|notice| self.notice(notice));
        let current = self.0.registry.get().current().and_then(|school| school.learner.clone());
        if let Some(key) = current {
            self.open_learner(&school, &key).await?;
        }
        *self.0.school.write().await = Some(Arc::clone(&school));
        self.begin_turn(None);
        self.load_last_success().await;
        self.changed(&[Topic::Account, Topic::Catalog, Topic::Learning, Topic::Downloads, Topic::Sync]);
        self.0.wake.notify_one();
        Ok(school)
    }

    pub(crate) async fn open_learner(&self, school: &School, key: &str) -> Result<Arc<Learner>, ApiError> {
        let opened = school.open_learner(key, &self.around()).await;
        let (learner, notices) = opened.inspect_err(|error| {
            if matches!(error, crate::store::DbError::Newer { .. }) {
                self.notice(AppNotice::DataFromNewerVersion { file: "learner.db".to_owned() });
            }
        })?;
        notices.into_iter().for_each(|notice| self.notice_for(Some(key), notice));
        let mut open = school.learner.write().await;
        *open = Some(Arc::clone(&learner));
        // In the same moment, so that nothing of the learner before is ever shown beside the new name.
        let checked = self.last_sync().catalog_checked_monotonic_ms;
        self.begin_turn(checked);
        drop(open);
        Ok(learner)
    }

    /// Another record is on screen: what is known of the sync was about the one before.
    fn begin_turn(&self, catalog_checked_monotonic_ms: Option<i64>) {
        let mut last = self.0.last_sync.lock().unwrap_or_else(PoisonError::into_inner);
        *last = LastSync { turn: last.turn + 1, catalog_checked_monotonic_ms, ..LastSync::default() };
    }

    /// The school in use.
    pub(crate) async fn school(&self) -> Result<Arc<School>, ApiError> {
        let school = self.0.school.read().await.clone();
        school.ok_or(ApiError { code: ErrorCode::NoSchool, detail: None })
    }

    /// The school in use and the learner whose record is open.
    pub(crate) async fn learner(&self) -> Result<(Arc<School>, Arc<Learner>), ApiError> {
        let school = self.school().await?;
        let learner = school.learner.read().await.clone();
        Ok((school, learner.ok_or(ApiError { code: ErrorCode::NoLearner, detail: None })?))
    }

    /// The open record, for tests and tools that look behind the screen.
    pub async fn open_record(&self) -> Option<Arc<Learner>> {
        self.learner().await.ok().map(|(_, learner)| learner)
    }
}
