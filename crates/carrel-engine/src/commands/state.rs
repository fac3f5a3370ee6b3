//! The app as a whole.

use crate::api::{ApiError, AppNotice, AppState, Settings, StateName, SyncStatus, Topic};
use crate::engine::Engine;
use crate::learner::Learner;
use carrel_domain::eligibility::STATES;
use std::sync::PoisonError;

impl Engine {
    pub async fn state(&self, (): ()) -> Result<AppState, ApiError> {
        let known = self.0.registry.get();
        let school = self.0.school.read().await.clone();
        let entry =
            school.as_ref().and_then(|school| known.schools.iter().find(|entry| entry.card.id == school.card.id));
        let open = match &school {
            Some(school) => school.learner.read().await.clone(),
            None => None,
        };
        let studying = match &open {
            Some(learner) => is_studying(learner).await,
            None => false,
        };
        let learners = entry.map(|entry| entry.learners.clone()).unwrap_or_default();
        let mut notices = self.notices_for(open.as_deref());
        let differing = self.last_sync().differing;
        if !differing.is_empty() {
            notices.push(AppNotice::RecordsDiffer { programs: differing.into_iter().map(|id| id.0).collect() });
        }
        Ok(AppState {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            school: school.map(|school| school.card.clone()),
            awaited_school: self.awaited_school().await,
            schools: known.schools.iter().map(|entry| entry.card.clone()).collect(),
            learner: open.and_then(|open| learners.iter().find(|card| card.key == open.key).cloned()),
            studying,
            learners,
            secrets: self.0.host.secrets.state(),
            settings: known.settings,
            states: STATES
                .iter()
                .map(|(code, name)| StateName { code: (*code).into(), name: (*name).into() })
                .collect(),
            notices,
            sync: self.sync_status().await,
        })
    }

    pub(crate) async fn sync_status(&self) -> SyncStatus {
        let last = self.last_sync();
        let (waiting, needs_you) = match self.learner().await {
            Ok((_, learner)) => (waiting(&learner).await, learner.store.needing_learner().await.unwrap_or(0)),
            Err(_) => (0, 0),
        };
        SyncStatus { running: last.running, last_success: last.last_success, waiting, needs_you, problem: last.problem }
    }

    /// The host's first school, as long as no school is open.
    async fn awaited_school(&self) -> Option<String> {
        match self.school().await {
            Ok(_) => None,
            Err(_) => self.0.host.first_school.clone(),
        }
    }

    pub async fn change_settings(&self, mut settings: Settings) -> Result<(), ApiError> {
        settings.text_size = settings.text_size.clamp(80, 200);
        settings.my_state = settings.my_state.filter(|code| STATES.iter().any(|(known, _)| known == code));
        settings.device_name = settings.device_name.trim().chars().take(60).collect();
        self.0.registry.update(|known| known.settings = settings)?;
        self.changed(&[Topic::Settings, Topic::Account, Topic::Catalog]);
        Ok(())
    }

    pub async fn dismiss_notices(&self, (): ()) -> Result<(), ApiError> {
        let open = self.open_record().await;
        let told = self.notices_for(open.as_deref());
        self.0.notices.lock().unwrap_or_else(PoisonError::into_inner).retain(|(_, notice)| !told.contains(notice));
        self.note_sync(|last| last.differing.clear());
        self.changed(&[Topic::Account]);
        Ok(())
    }

    /// What concerns the computer, and the record that is open.
    fn notices_for(&self, open: Option<&Learner>) -> Vec<AppNotice> {
        let notices = self.0.notices.lock().unwrap_or_else(PoisonError::into_inner);
        let told = notices.iter().filter(|(key, _)| key.is_none() || key.as_deref() == open.map(|open| &*open.key));
        told.map(|(_, notice)| notice.clone()).collect()
    }
}

/// Whether "My learning" has anything to show. A record that cannot be read is for its own page to report.
async fn is_studying(learner: &Learner) -> bool {
    let now = learner.now().at;
    if learner.ledger().await.is_ok_and(|ledger| ledger.views().any(|(_, view)| view.label(now).is_some())) {
        return true;
    }
    learner.store.requested_programs().await.is_ok_and(|programs| !programs.is_empty())
}

/// Open acts that wait for the school; those that wait for the learner go nowhere before the learner does something.
async fn waiting(learner: &Learner) -> u32 {
    let open = learner.ledger().await.map_or(0, |ledger| ledger.open_count() as u32);
    open.saturating_sub(learner.store.open_and_needing_learner().await.unwrap_or(0))
}
