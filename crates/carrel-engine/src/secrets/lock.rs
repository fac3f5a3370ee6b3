//! Whether the keyring is locked, found out without making it ask for its password.
//!
//! `keyring` can only ask, and asking a locked Secret Service prompts. Looking is possible there, on Linux, and nowhere else.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lock {
    Open,
    Shut,
    /// This system does not say, or has no keyring.
    Unknown,
}

/// Blocks on the session bus.
#[cfg(target_os = "linux")]
pub(super) fn look(service: &str, key: &str) -> Lock {
    is_shut(service, key).map_or(Lock::Unknown, |shut| if shut { Lock::Shut } else { Lock::Open })
}

#[cfg(not(target_os = "linux"))]
pub(super) fn look(_: &str, _: &str) -> Lock {
    Lock::Unknown
}

#[cfg(target_os = "linux")]
fn is_shut(service: &str, key: &str) -> Result<bool, secret_service::Error> {
    use secret_service::EncryptionType;
    use secret_service::blocking::SecretService;
    // No secret crosses this connection.
    let secrets = SecretService::connect(EncryptionType::Plain)?;
    let found = secrets.search_items([("service", service), ("username", key)].into())?;
    if found.locked.is_empty() && found.unlocked.is_empty() {
        return secrets.get_default_collection()?.is_locked();
    }
    Ok(!found.locked.is_empty())
}
