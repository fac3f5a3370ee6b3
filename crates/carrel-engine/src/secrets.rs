//! Where a session is kept: the operating system's keyring, or, where there is none, this run's memory. Never a file.
//!
//! A keyring may be locked, and then every question to it puts a password prompt before the learner. So a locked one is
//! asked once, and again only when the learner wants something; in between Carrel merely looks whether it is open by now.
//! No question lasts longer than [`PATIENCE`], and no prompt is put beside another.

mod lock;

use crate::api::SecretsState;
use async_trait::async_trait;
use carrel_protocol::Secret;
use keyring::Error::{NoEntry, NoStorageAccess};
use lock::Lock;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::oneshot;

/// What is kept under a key.
#[derive(Clone, Debug, PartialEq)]
pub enum Kept {
    Here(Secret),
    /// Nothing, or there is no keyring to ask: nothing local may be deleted because of it.
    Nothing,
    /// Whatever there is, the keyring does not give it now.
    Locked,
}

#[async_trait]
pub trait SecretStore: Send + Sync {
    async fn get(&self, key: &str) -> Kept;
    /// Keeps the secret as safely as this computer can; [`SecretStore::state`] tells how safely that is.
    async fn set(&self, key: &str, secret: &Secret);
    async fn delete(&self, key: &str);
    fn state(&self) -> SecretsState;
    /// The learner wants something: a locked keyring may ask for its password once more.
    fn may_ask_again(&self);
}

/// The operating system's keyring, with memory behind it.
pub fn open_keyring() -> Arc<dyn SecretStore> {
    open_keyring_waiting(PATIENCE)
}

/// The same with another limit, for tests of a keyring that never answers.
pub fn open_keyring_waiting(limit: Duration) -> Arc<dyn SecretStore> {
    Arc::new(Keyring {
        memory: Memory::default(),
        state: Mutex::new(SecretsState::Keyring),
        turn: Arc::default(),
        asked: Arc::default(),
        limit,
    })
}

/// Only this run's memory: for tests, and for computers whose owner wants nothing kept.
pub fn memory_only() -> Arc<dyn SecretStore> {
    Arc::new(Memory::default())
}

const SERVICE: &str = "app.carrel.desktop";
/// Plenty for a busy bus. A person at the prompt may take longer: the next sync finds the keyring open.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Default)]
struct Memory(Mutex<HashMap<String, Secret>>);

#[async_trait]
impl SecretStore for Memory {
    async fn get(&self, key: &str) -> Kept {
        let held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.get(key).cloned().map_or(Kept::Nothing, Kept::Here)
    }
    async fn set(&self, key: &str, secret: &Secret) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(key.to_owned(), secret.clone());
    }
    async fn delete(&self, key: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }
    fn state(&self) -> SecretsState {
        SecretsState::NoKeyring
    }
    fn may_ask_again(&self) {}
}

struct Keyring {
    /// What the keyring would not take. It wins over the keyring: it is newer.
    memory: Memory,
    state: Mutex<SecretsState>,
    /// Held by the call under way, also after nobody waits for it any more.
    turn: Arc<tokio::sync::Mutex<()>>,
    /// The keyring has asked for its password since it was locked.
    asked: Arc<AtomicBool>,
    limit: Duration,
}

#[async_trait]
impl SecretStore for Keyring {
    async fn get(&self, key: &str) -> Kept {
        if let Kept::Here(secret) = self.memory.get(key).await {
            return Kept::Here(secret);
        }
        match self.ask(key, |entry| entry.get_password()).await {
            Ok(text) => Kept::Here(Secret::new(text)),
            Err(Unanswered::Locked) => Kept::Locked,
            Err(Unanswered::Nothing | Unanswered::NoKeyring) => Kept::Nothing,
        }
    }

    async fn set(&self, key: &str, secret: &Secret) {
        let text = secret.expose().to_owned();
        match self.ask(key, move |entry| entry.set_password(&text)).await {
            Ok(()) => self.memory.delete(key).await,
            Err(_) => {
                tracing::warn!("The keyring did not take the session; it is kept until Carrel closes.");
                self.memory.set(key, secret).await;
            }
        }
    }

    async fn delete(&self, key: &str) {
        self.memory.delete(key).await;
        if let Err(Unanswered::Locked | Unanswered::NoKeyring) = self.ask(key, |entry| entry.delete_credential()).await
        {
            tracing::warn!("The keyring did not forget the session.");
        }
    }

    fn state(&self) -> SecretsState {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn may_ask_again(&self) {
        self.asked.store(false, Ordering::SeqCst);
    }
}

/// Why the keyring did not do what it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unanswered {
    /// It knows nothing under this key.
    Nothing,
    Locked,
    NoKeyring,
}

impl Keyring {
    async fn ask<T: Send + 'static>(
        &self,
        key: &str,
        act: impl FnOnce(keyring::Entry) -> keyring::Result<T> + Send + 'static,
    ) -> Result<T, Unanswered> {
        let answer = tokio::time::timeout(self.limit, self.ask_in_turn(key, act)).await.unwrap_or_else(|_| {
            self.asked.store(true, Ordering::SeqCst);
            Err(Unanswered::Locked)
        });
        let state = match &answer {
            Ok(_) | Err(Unanswered::Nothing) => SecretsState::Keyring,
            Err(Unanswered::Locked) => SecretsState::Locked,
            Err(Unanswered::NoKeyring) => SecretsState::NoKeyring,
        };
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = state;
        answer
    }

    /// A thread of its own for each call: it may wait for a person, and neither a pool nor the end of Carrel waits with it.
    async fn ask_in_turn<T: Send + 'static>(
        &self,
        key: &str,
        act: impl FnOnce(keyring::Entry) -> keyring::Result<T> + Send + 'static,
    ) -> Result<T, Unanswered> {
        let turn = Arc::clone(&self.turn).lock_owned().await;
        let (key, asked) = (key.to_owned(), Arc::clone(&self.asked));
        let (tell, told) = oneshot::channel();
        std::thread::spawn(move || {
            let answer = ask_once(&key, &asked, act);
            drop(turn);
            // Nobody may be waiting any more.
            let _ = tell.send(answer);
        });
        told.await.unwrap_or(Err(Unanswered::NoKeyring))
    }
}

fn ask_once<T>(
    key: &str,
    asked: &AtomicBool,
    act: impl FnOnce(keyring::Entry) -> keyring::Result<T>,
) -> Result<T, Unanswered> {
    let lock = lock::look(SERVICE, key);
    let asked_before = asked.swap(lock == Lock::Shut, Ordering::SeqCst);
    if asked_before && lock != Lock::Open {
        asked.store(true, Ordering::SeqCst);
        return Err(Unanswered::Locked);
    }
    keyring::Entry::new(SERVICE, key).and_then(act).map_err(|error| match error {
        NoEntry => Unanswered::Nothing,
        _ if lock == Lock::Shut => Unanswered::Locked,
        NoStorageAccess(_) => {
            asked.store(true, Ordering::SeqCst);
            Unanswered::Locked
        }
        _ => Unanswered::NoKeyring,
    })
}
