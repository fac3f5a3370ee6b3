//! Learners and their passwords.

use super::{Store, StoreError};
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use carrel_domain::{LearnerId, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row};
use uuid::Uuid;

pub const MIN_PASSWORD_CHARS: usize = 10;
/// Longer ones would only make hashing a way to keep the server busy.
const MAX_PASSWORD_BYTES: usize = 1024;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Learner {
    /// The row; never leaves the server.
    pub key: i64,
    pub id: LearnerId,
    pub name: String,
    pub email: String,
}

impl Store {
    /// Makes an account.
    pub async fn add_learner(&self, email: &str, name: &str, password: &str) -> Result<Learner, StoreError> {
        let email = check_email(email)?;
        let name = name.trim().to_owned();
        if name.is_empty() || name.chars().count() > 200 {
            return Err(StoreError::BadAccount("Enter your name, at most 200 characters"));
        }
        check_password_rules(password)?;
        let hash = self.hash_password(password).await?;
        let now = self.now();
        self.db.write(move |tx| insert(tx, email, name, &hash, now)).await
    }

    /// Makes an account for each of these, all with one hash: a crowd for tests is not worth a thousand.
    #[cfg(feature = "testkit")]
    pub async fn add_crowd(&self, emails: Vec<String>, password: &str) -> Result<Vec<Learner>, StoreError> {
        let hash = self.hash_password(password).await?;
        let now = self.now();
        self.db
            .write(move |tx| {
                let each = emails.into_iter().map(|email| insert(tx, email, "Sample Learner".to_owned(), &hash, now));
                each.collect()
            })
            .await
    }

    /// The learner with this email and password, or none. An unknown email takes as long as a wrong password.
    pub async fn sign_in(&self, email: &str, password: &str) -> Result<Option<Learner>, StoreError> {
        let email = email.trim().to_lowercase();
        let known = self.db.read(move |conn| with_hash(conn, &email)).await?;
        if password.len() > MAX_PASSWORD_BYTES {
            return Ok(None);
        }
        match known {
            Some((learner, hash)) => Ok(self.verify_password(password, hash).await?.then_some(learner)),
            None => {
                self.hash_password(password).await?;
                Ok(None)
            }
        }
    }

    pub async fn learner(&self, email: &str) -> Result<Learner, StoreError> {
        let email = email.trim().to_lowercase();
        let known = self.db.read(move |conn| with_hash(conn, &email)).await?;
        known.map(|(learner, _)| learner).ok_or(StoreError::UnknownLearner)
    }

    pub async fn learners(&self) -> Result<Vec<Learner>, StoreError> {
        self.db
            .read(|conn| {
                let mut rows = conn.prepare("SELECT key, id, name, email FROM learners ORDER BY email")?;
                let learners = rows.query_map([], read_learner)?;
                Ok(learners.collect::<Result<_, _>>()?)
            })
            .await
    }

    async fn hash_password(&self, password: &str) -> Result<String, StoreError> {
        let password = password.to_owned();
        self.off_the_async_threads(move || {
            let hash: PasswordHash =
                Argon2::default().hash_password(password.as_bytes()).map_err(|_| StoreError::Hashing)?;
            Ok(hash.to_string())
        })
        .await
    }

    async fn verify_password(&self, password: &str, hash: String) -> Result<bool, StoreError> {
        let password = password.to_owned();
        self.off_the_async_threads(move || {
            let hash = PasswordHash::new(&hash).map_err(|_| StoreError::Hashing)?;
            Ok(Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
        })
        .await
    }

    async fn off_the_async_threads<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let _turn = self.hashing.acquire().await.map_err(|_| StoreError::Hashing)?;
        carrel_sqlite::aside(work).await.map_err(|_| StoreError::Hashing)?
    }
}

fn insert(tx: &Connection, email: String, name: String, hash: &str, now: Timestamp) -> Result<Learner, StoreError> {
    let id = Uuid::new_v4().to_string();
    let added = tx.execute(
        "INSERT INTO learners (id, email, name, password_hash, created_at) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (email) DO NOTHING",
        (&id, &email, &name, hash, now.0),
    )?;
    if added == 0 {
        return Err(StoreError::EmailTaken);
    }
    Ok(Learner { key: tx.last_insert_rowid(), id: LearnerId(id), name, email })
}

fn check_email(email: &str) -> Result<String, StoreError> {
    let email = email.trim().to_lowercase();
    let parts = email.split_once('@').filter(|(name, host)| !name.is_empty() && host.len() >= 3);
    if parts.is_none() || email.len() > 254 || email.contains(char::is_whitespace) {
        return Err(StoreError::BadAccount("Enter an email address such as ana@example.com"));
    }
    Ok(email)
}

fn check_password_rules(password: &str) -> Result<(), StoreError> {
    if password.chars().count() < MIN_PASSWORD_CHARS {
        return Err(StoreError::BadAccount("Choose a password of at least 10 characters"));
    }
    if password.len() > MAX_PASSWORD_BYTES {
        return Err(StoreError::BadAccount("Choose a shorter password"));
    }
    Ok(())
}

fn with_hash(conn: &Connection, email: &str) -> Result<Option<(Learner, String)>, StoreError> {
    let sql = "SELECT key, id, name, email, password_hash FROM learners WHERE email = ?1";
    Ok(conn.prepare_cached(sql)?.query_row([email], |row| Ok((read_learner(row)?, row.get(4)?))).optional()?)
}

/// From the columns `key, id, name, email`.
pub(super) fn read_learner(row: &Row<'_>) -> rusqlite::Result<Learner> {
    Ok(Learner { key: row.get(0)?, id: LearnerId(row.get(1)?), name: row.get(2)?, email: row.get(3)? })
}
