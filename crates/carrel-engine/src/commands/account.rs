//! Signing in and out, and several learners on one computer.

use crate::api::{ApiError, ErrorCode, LearnerArgs, LearnerCard, SignInStarted, SignInState, Topic};
use crate::engine::Engine;
use crate::learner::Learner;
use crate::school::{School, short_hash};
use crate::sign_in::{Attempt, NotSignedIn};
use carrel_protocol::{Account, AuthorizationGrant, Tokens};
use std::sync::{Arc, PoisonError};
use tokio_util::sync::CancellationToken;

impl Engine {
    /// Starts an attempt and returns the page for the system browser. The outcome shows in [`Engine::sign_in_state`].
    pub async fn begin_sign_in(&self, (): ()) -> Result<SignInStarted, ApiError> {
        let school = self.school().await?;
        // A page nobody serves helps nobody: better to say "offline" here than in the browser.
        school.provider.describe().await?;
        let attempt = Attempt::prepare(school.provider.sign_in()).await?;
        let address = attempt.address.clone();
        let cancel = self.fresh_cancel();
        self.set_sign_in(SignInState::Waiting { address: address.clone() });
        let engine = self.clone();
        self.0.tasks.spawn(async move {
            tokio::select! {
                biased;
                () = cancel.cancelled() => {}
                answer = attempt.answer() => engine.finish_sign_in(&school, answer).await,
            }
        });
        Ok(SignInStarted { address })
    }

    pub async fn sign_in_state(&self, (): ()) -> Result<SignInState, ApiError> {
        Ok(self.0.sign_in.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    pub async fn cancel_sign_in(&self, (): ()) -> Result<(), ApiError> {
        self.fresh_cancel();
        self.set_sign_in(SignInState::Idle);
        Ok(())
    }

    /// Ends the session. The learner's record stays on this computer and opens again with the next sign-in.
    pub async fn sign_out(&self, (): ()) -> Result<(), ApiError> {
        let (school, learner) = self.learner().await?;
        learner.session.end(school.provider.as_ref()).await;
        self.forget_courier(&school, &learner).await;
        self.mark_signed_in(&learner.key, false)?;
        self.changed(&[Topic::Account, Topic::Sync]);
        Ok(())
    }

    /// Opens another learner's record of this school.
    pub async fn switch_learner(&self, args: LearnerArgs) -> Result<(), ApiError> {
        let school = self.school().await?;
        let known = self.0.registry.get();
        let known_here = known.current().is_some_and(|entry| entry.learners.iter().any(|card| card.key == args.key));
        if !known_here {
            return Err(ApiError::of(ErrorCode::NoLearner));
        }
        self.open_learner(&school, &args.key).await?;
        self.0.registry.update(|known| {
            if let Some(entry) = known.current_mut() {
                entry.learner = Some(args.key.clone());
            }
        })?;
        self.load_last_success().await;
        self.changed(&[Topic::Account, Topic::Learning, Topic::Catalog, Topic::Sync]);
        self.0.wake.notify_one();
        Ok(())
    }

    pub(crate) fn mark_signed_in(&self, key: &str, signed_in: bool) -> Result<(), ApiError> {
        self.0.registry.update(|known| {
            let cards = known.schools.iter_mut().flat_map(|entry| &mut entry.learners);
            cards.filter(|card| card.key == key).for_each(|card| card.signed_in = signed_in);
        })?;
        Ok(())
    }

    fn fresh_cancel(&self) -> CancellationToken {
        let mut held = self.0.sign_in_cancel.lock().unwrap_or_else(PoisonError::into_inner);
        held.cancel();
        *held = CancellationToken::new();
        held.clone()
    }

    fn set_sign_in(&self, state: SignInState) {
        *self.0.sign_in.lock().unwrap_or_else(PoisonError::into_inner) = state;
        self.changed(&[Topic::Account]);
    }

    async fn finish_sign_in(&self, school: &Arc<School>, answer: Result<AuthorizationGrant, NotSignedIn>) {
        let done = match answer {
            Ok(grant) => self.sign_in_with(school, grant).await,
            Err(NotSignedIn::Denied) => Err(ApiError::of(ErrorCode::SignInDenied)),
            Err(NotSignedIn::TimedOut) => Err(ApiError::of(ErrorCode::SignInTimedOut)),
            Err(NotSignedIn::Failed(failure)) => Err(failure.into()),
        };
        match done {
            Ok(()) => self.set_sign_in(SignInState::Idle),
            Err(error) => self.set_sign_in(SignInState::Failed { error }),
        }
        self.changed(&[Topic::Account, Topic::Learning, Topic::Catalog, Topic::Sync]);
    }

    async fn sign_in_with(&self, school: &Arc<School>, grant: AuthorizationGrant) -> Result<(), ApiError> {
        let tokens = school.provider.redeem(grant).await?;
        self.begin_session(school, tokens).await
    }

    /// Takes on a session the host already holds, for schools whose sign-in does not come through the browser.
    pub async fn sign_in_with_tokens(&self, tokens: Tokens) -> Result<(), ApiError> {
        let school = self.school().await?;
        self.begin_session(&school, tokens).await?;
        self.changed(&[Topic::Account, Topic::Learning, Topic::Catalog, Topic::Sync]);
        Ok(())
    }

    async fn begin_session(&self, school: &Arc<School>, tokens: Tokens) -> Result<(), ApiError> {
        let account = school.provider.account(&tokens.access_token).await?;
        let key = short_hash(account.learner.as_str());
        // Another learner may have been studying; their record stays where it is.
        let learner = self.open_learner(school, &key).await?;
        learner.session.begin(tokens).await;
        self.remember_learner(school, &key, &account)?;
        self.load_last_success().await;
        // A new session is tried at once.
        self.note_sync(|last| {
            last.problem = None;
            last.due_monotonic_ms = None;
        });
        self.0.wake.notify_one();
        Ok(())
    }

    fn remember_learner(&self, school: &School, key: &str, account: &Account) -> Result<(), ApiError> {
        let card = LearnerCard {
            key: key.to_owned(),
            name: account.name.clone(),
            email: account.email.clone(),
            signed_in: true,
        };
        self.0.registry.update(|known| {
            let entry = known.schools.iter_mut().find(|entry| entry.card.id == school.card.id);
            let Some(entry) = entry else { return };
            entry.learner = Some(key.to_owned());
            entry.learners.retain(|known| known.key != key);
            entry.learners.push(card);
        })?;
        Ok(())
    }

    /// The school no longer takes this learner's session: the record stays open, only sending waits.
    pub(crate) fn note_ended_session(&self, learner: &Learner) {
        if learner.session.is_over()
            && let Err(error) = self.mark_signed_in(&learner.key, false)
        {
            tracing::warn!(?error, "The end of a session could not be noted.");
        }
    }
}
