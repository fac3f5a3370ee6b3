//! A learner's session: a short-lived access token in memory, a refresh token in the keyring, and one refresh at a time.

use crate::clock::Clock;
use crate::secrets::{Kept, SecretStore};
use carrel_protocol::{Failure, Provider, Secret, Tokens};
use futures_util::future::BoxFuture;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::Mutex;

/// Renewed this long before it runs out.
const EARLY_MS: i64 = 60_000;

pub struct Session {
    key: String,
    secrets: Arc<dyn SecretStore>,
    clock: Arc<dyn Clock>,
    /// Held during a refresh, so that window and terminal never spend the same refresh token twice.
    lock_file: PathBuf,
    access: Mutex<Option<Access>>,
    /// The school itself has ended the session. A keyring that merely gives nothing (locked, absent) does not count.
    over: AtomicBool,
}

struct Access {
    token: Secret,
    /// On the monotonic clock: a changed wall clock neither ends nor prolongs a session.
    until_monotonic_ms: i64,
}

impl Session {
    pub fn new(key: String, secrets: Arc<dyn SecretStore>, clock: Arc<dyn Clock>, lock_file: PathBuf) -> Self {
        Self { key, secrets, clock, lock_file, access: Mutex::new(None), over: AtomicBool::new(false) }
    }

    /// Keeps the tokens of a fresh sign-in.
    pub async fn begin(&self, tokens: Tokens) {
        self.secrets.may_ask_again();
        let mut access = self.access.lock().await;
        self.keep(&mut access, tokens).await;
        self.over.store(false, Ordering::Relaxed);
    }

    /// Whether only a new sign-in can help.
    pub fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }

    /// An access token that should work; renewed first where it is about to run out.
    ///
    /// # Errors
    /// [`Failure::SignInAgain`] where there is no session to renew, [`Failure::KeyringLocked`] where it cannot be read; else
    /// why the renewal failed.
    pub async fn access(&self, provider: &dyn Provider) -> Result<Secret, Failure> {
        let mut access = self.access.lock().await;
        let now = self.clock.read().monotonic_ms;
        if let Some(held) = access.as_ref().filter(|held| now < held.until_monotonic_ms - EARLY_MS) {
            return Ok(held.token.clone());
        }
        let _only_us = self.lock_across_processes().await;
        let refresh = match self.secrets.get(&self.key).await {
            Kept::Here(refresh) => refresh,
            Kept::Nothing => return Err(Failure::SignInAgain),
            Kept::Locked => return Err(Failure::KeyringLocked),
        };
        let tokens = provider.refresh(&refresh).await.inspect_err(|failure| {
            if *failure == Failure::SignInAgain {
                self.over.store(true, Ordering::Relaxed);
            }
        })?;
        self.keep(&mut access, tokens).await;
        access.as_ref().map(|held| held.token.clone()).ok_or(Failure::SignInAgain)
    }

    /// Runs `call` with an access token; renews it once if the school no longer takes it.
    pub async fn with_access<'c, T>(
        &self,
        provider: &dyn Provider,
        call: impl Fn(Secret) -> BoxFuture<'c, Result<T, Failure>>,
    ) -> Result<T, Failure> {
        let token = self.access(provider).await?;
        match call(token.clone()).await {
            Err(Failure::SignInAgain) => {
                self.forget(&token).await;
                call(self.access(provider).await?).await
            }
            done => done,
        }
    }

    /// Ends the session here and, if the school can be reached, there. Nothing the learner did is touched.
    pub async fn end(&self, provider: &dyn Provider) {
        self.secrets.may_ask_again();
        let refresh = self.secrets.get(&self.key).await;
        self.secrets.delete(&self.key).await;
        *self.access.lock().await = None;
        if let Kept::Here(refresh) = refresh
            && let Err(failure) = provider.revoke(&refresh).await
        {
            tracing::info!(%failure, "The school was not told of the sign-out; its session runs out by itself.");
        }
    }

    async fn forget(&self, token: &Secret) {
        let mut access = self.access.lock().await;
        if access.as_ref().is_some_and(|held| &held.token == token) {
            *access = None;
        }
    }

    async fn keep(&self, access: &mut Option<Access>, tokens: Tokens) {
        // The new refresh token is kept before the new access token is used: until then the school still takes the old one.
        if let Some(refresh) = &tokens.refresh_token {
            self.secrets.set(&self.key, refresh).await;
        }
        let lasts_ms = tokens.expires_in.map_or(3_600_000, |seconds| i64::try_from(seconds).unwrap_or(3600) * 1000);
        let until_monotonic_ms = self.clock.read().monotonic_ms + lasts_ms;
        *access = Some(Access { token: tokens.access_token, until_monotonic_ms });
    }

    /// Without the lock (a read-only disk) the refresh goes on: the school's grace covers the rare collision.
    async fn lock_across_processes(&self) -> Option<std::fs::File> {
        let path = self.lock_file.clone();
        let locked = carrel_sqlite::aside(move || {
            let file = std::fs::File::create(path)?;
            file.lock()?;
            Ok::<_, std::io::Error>(file)
        });
        locked.await.ok()?.ok()
    }
}
