//! Where a session is kept: the operating system's keyring, or, where there is none, this run's memory. Never a file.

use crate::api::SecretsState;
use async_trait::async_trait;
use carrel_protocol::Secret;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

#[async_trait]
pub trait SecretStore: Send + Sync {
    /// `None` also where the keyring cannot be asked: nothing local may be deleted because of it.
    async fn get(&self, key: &str) -> Option<Secret>;
    /// Keeps the secret as safely as this computer can; [`SecretStore::state`] tells how safely that is.
    async fn set(&self, key: &str, secret: &Secret);
    async fn delete(&self, key: &str);
    fn state(&self) -> SecretsState;
}

/// The operating system's keyring, with memory behind it.
pub fn open_keyring() -> Arc<dyn SecretStore> {
    Arc::new(Keyring { memory: Memory::default(), state: Mutex::new(SecretsState::Keyring) })
}

/// Only this run's memory: for tests, and for computers whose owner wants nothing kept.
pub fn memory_only() -> Arc<dyn SecretStore> {
    Arc::new(Memory::default())
}

const SERVICE: &str = "app.carrel.desktop";

#[derive(Default)]
struct Memory(Mutex<HashMap<String, Secret>>);

#[async_trait]
impl SecretStore for Memory {
    async fn get(&self, key: &str) -> Option<Secret> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
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
}

struct Keyring {
    /// What the keyring would not take. It wins over the keyring: it is newer.
    memory: Memory,
    state: Mutex<SecretsState>,
}

impl Keyring {
    fn note(&self, error: &keyring::Error) {
        let state = match error {
            keyring::Error::NoStorageAccess(_) => SecretsState::Locked,
            _ => SecretsState::NoKeyring,
        };
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = state;
        tracing::warn!(?state, "The keyring did not take the session; it is kept until Carrel closes.");
    }
}

#[async_trait]
impl SecretStore for Keyring {
    async fn get(&self, key: &str) -> Option<Secret> {
        if let Some(secret) = self.memory.get(key).await {
            return Some(secret);
        }
        match on_keyring(key, |entry| entry.get_password()).await {
            Ok(text) => Some(Secret::new(text)),
            // Also the answer of a locked keyring.
            Err(keyring::Error::NoEntry) => None,
            Err(error) => {
                self.note(&error);
                None
            }
        }
    }

    async fn set(&self, key: &str, secret: &Secret) {
        let text = secret.expose().to_owned();
        match on_keyring(key, move |entry| entry.set_password(&text)).await {
            Ok(()) => {
                *self.state.lock().unwrap_or_else(PoisonError::into_inner) = SecretsState::Keyring;
                self.memory.delete(key).await;
            }
            Err(error) => {
                self.note(&error);
                self.memory.set(key, secret).await;
            }
        }
    }

    async fn delete(&self, key: &str) {
        self.memory.delete(key).await;
        match on_keyring(key, |entry| entry.delete_credential()).await {
            Ok(()) | Err(keyring::Error::NoEntry) => {}
            Err(error) => self.note(&error),
        }
    }

    fn state(&self) -> SecretsState {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Keyring calls block on the session bus, so they leave the async threads.
async fn on_keyring<T: Send + 'static>(
    key: &str,
    act: impl FnOnce(keyring::Entry) -> keyring::Result<T> + Send + 'static,
) -> keyring::Result<T> {
    let key = key.to_owned();
    let done = tokio::task::spawn_blocking(move || keyring::Entry::new(SERVICE, &key).and_then(act)).await;
    done.unwrap_or(Err(keyring::Error::NoEntry))
}
