//! One school on this computer: its catalog, its course packs, and the learner whose record is open.

use crate::api::{AppNotice, SchoolCard};
use crate::clock::Clock;
use crate::content::{ContentError, LessonIndex, Library};
use crate::events::Events;
use crate::learner::Learner;
use crate::secrets::SecretStore;
use crate::session::Session;
use crate::store::catalog::CatalogStore;
use crate::store::{DbError, Disk};
use carrel_domain::{SchoolId, is_slug};
use carrel_protocol::Provider;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Weak};
use tokio::sync::{Mutex, Notify, RwLock};
use tokio_util::sync::DropGuard;

pub struct School {
    pub card: SchoolCard,
    pub provider: Arc<dyn Provider>,
    pub catalog: CatalogStore,
    pub library: Library,
    pub index: LessonIndex,
    /// Ends what follows the library when the school is put away.
    pub(crate) following: Option<DropGuard>,
    pub learner: RwLock<Option<Arc<Learner>>>,
    /// Records somebody still works with, by key: a sync of a learner who went and came back is the same record's.
    records: Mutex<HashMap<String, Weak<Learner>>>,
    folder: PathBuf,
}

/// What every part of a school needs of its host.
#[derive(Clone)]
pub struct Surroundings {
    pub events: Arc<dyn Events>,
    pub clock: Arc<dyn Clock>,
    pub secrets: Arc<dyn SecretStore>,
    pub wake: Arc<Notify>,
    pub disk: Disk,
}

#[derive(Debug, thiserror::Error)]
pub enum OpenSchoolError {
    #[error("The school's database could not be opened")]
    Database(#[from] DbError),
    #[error("The school's course packs could not be opened")]
    Content(#[from] ContentError),
}

impl School {
    /// Opens (or makes) the school's folder below `data_dir`. Needs no network.
    pub async fn open(
        data_dir: &Path,
        card: SchoolCard,
        provider: Arc<dyn Provider>,
        around: &Surroundings,
    ) -> Result<(Self, Vec<AppNotice>), OpenSchoolError> {
        let folder = data_dir.join("schools").join(folder_name(&card.id));
        std::fs::create_dir_all(&folder).map_err(DbError::from)?;
        let (catalog, set_aside) = CatalogStore::open_on(&around.disk, folder.join("catalog.db")).await?;
        let content = folder.join("content");
        let search = content.join("search.db");
        let library = Library::open(content, Arc::clone(&around.events), Arc::clone(&around.clock))?;
        let index = LessonIndex::new(search, around.disk.clone(), library.clone(), Arc::clone(&around.events));
        let notices = set_aside.map(|kept| AppNotice::CatalogSetAside { kept_as: kept.display().to_string() });
        let school = Self {
            card,
            provider,
            catalog,
            library,
            index,
            following: None,
            learner: RwLock::new(None),
            records: Mutex::default(),
            folder,
        };
        Ok((school, notices.into_iter().collect()))
    }

    /// Opens the record of the learner `key`, making it if need be. There is never a second value for one record: what the
    /// one learns of the time or writes down, the other would not know.
    pub async fn open_learner(
        &self,
        key: &str,
        around: &Surroundings,
    ) -> Result<(Arc<Learner>, Vec<AppNotice>), DbError> {
        let mut records = self.records.lock().await;
        if let Some(learner) = records.get(key).and_then(Weak::upgrade) {
            return Ok((learner, Vec::new()));
        }
        let folder = self.folder.join("learners").join(key);
        std::fs::create_dir_all(&folder)?;
        let session = Session::new(
            format!("{}/{key}", self.card.id),
            Arc::clone(&around.secrets),
            Arc::clone(&around.clock),
            folder.join("session.lock"),
        );
        let (learner, opening) = Learner::open(&folder, session, around).await?;
        let notices = opening
            .salvaged
            .map(|(kept, acts)| AppNotice::RecordSalvaged { acts, kept_as: kept.display().to_string() });
        let learner = Arc::new(learner);
        records.insert(key.to_owned(), Arc::downgrade(&learner));
        Ok((learner, notices.into_iter().collect()))
    }
}

/// Ids come from elsewhere: one that could be anything but a plain folder name is hashed.
fn folder_name(id: &SchoolId) -> String {
    if is_slug(id.as_str()) { id.to_string() } else { short_hash(id.as_str()) }
}

/// A folder name for any text.
pub fn short_hash(text: &str) -> String {
    use sha2::{Digest as _, Sha256};
    let bytes: [u8; 32] = Sha256::digest(text.as_bytes()).into();
    bytes[..12].iter().map(|byte| format!("{byte:02x}")).collect()
}
