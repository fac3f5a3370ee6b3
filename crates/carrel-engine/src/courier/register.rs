//! Makes this device known to its school while there is a network and a session, so that its parcels are believed later.

use super::identity::{self, Identity};
use super::known::{self, Known};
use crate::api::Topic;
use crate::engine::Engine;
use crate::learner::Learner;
use crate::school::School;
use crate::store::DbError;
use carrel_protocol::{CourierDevice, CourierKeys, Failure};
use std::sync::PoisonError;

#[derive(Debug, thiserror::Error)]
enum NotRegistered {
    #[error(transparent)]
    School(#[from] Failure),
    #[error(transparent)]
    Record(#[from] DbError),
    #[error(transparent)]
    Keys(#[from] carrel_courier::NoRandomness),
    #[error("The keyring is locked")]
    Locked,
}

impl Engine {
    /// Once a run, after a sync that went well. Best effort: without it everything but parcels works, and the next round
    /// tries again.
    pub(crate) async fn register_courier(&self, school: &School, learner: &Learner) {
        let name = identity::name(&school.card.id, &learner.key);
        if self.0.courier_checked.lock().unwrap_or_else(PoisonError::into_inner).contains(&name) {
            return;
        }
        match self.introduce(school, learner, &name).await {
            Ok(()) => {
                self.0.courier_checked.lock().unwrap_or_else(PoisonError::into_inner).insert(name);
                self.changed(&[Topic::Account]);
            }
            Err(error) => tracing::debug!(%error, "This computer could not be made known for parcels yet."),
        }
    }

    async fn introduce(&self, school: &School, learner: &Learner, name: &str) -> Result<(), NotRegistered> {
        let Some(offered) = school.provider.courier_keys().await? else {
            return Ok(known::keep(learner, Some(&Known::default())).await?);
        };
        let secrets = self.0.host.secrets.as_ref();
        let keys = match identity::find(secrets, name).await {
            Identity::Here(keys) => keys,
            Identity::Nothing => identity::make(secrets, name).await?,
            Identity::Locked => return Err(NotRegistered::Locked),
        };
        let wanted = Known { school: Some(offered), device: Some(keys.public()) };
        if known::recall(learner).await?.as_ref() == Some(&wanted) {
            return Ok(());
        }
        let device = CourierDevice { device: learner.device.clone(), keys: keys.public() };
        let school_keys = send(school, learner, &device).await?;
        let known = Known { school: school_keys, device: school_keys.and(wanted.device) };
        Ok(known::keep(learner, Some(&known)).await?)
    }

    /// After signing out, this computer makes no parcels in the learner's name any more.
    pub(crate) async fn forget_courier(&self, school: &School, learner: &Learner) {
        let name = identity::name(&school.card.id, &learner.key);
        self.0.courier_checked.lock().unwrap_or_else(PoisonError::into_inner).remove(&name);
        self.0.host.secrets.delete(&name).await;
        if let Err(error) = known::keep(learner, None).await {
            tracing::warn!(%error, "What was known for parcels could not be forgotten.");
        }
    }
}

async fn send(school: &School, learner: &Learner, device: &CourierDevice) -> Result<Option<CourierKeys>, Failure> {
    let provider = school.provider.as_ref();
    let call = |access| Box::pin(async move { provider.register_courier(&access, device).await }) as _;
    learner.session.with_access(provider, call).await
}
