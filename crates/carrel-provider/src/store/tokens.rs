//! Browser sessions, authorization codes and token families. Only hashes are kept (invariant I14).
//!
//! A *family* is one sign-in on one computer. Each refresh gives out a new *generation* of access and refresh token. The
//! generation it came from stays good until a newer one is seen in use: when an answer is lost on the way, the client asks
//! again with the token it still has. A token older than that was copied by somebody, and ends the whole family.

use super::accounts::{Learner, read_learner};
use super::{Store, StoreError};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use carrel_domain::Timestamp;
use carrel_domain::time::{DAY_MS, HOUR_MS, SECOND_MS};
use carrel_protocol::{Secret, Tokens};
use rusqlite::{Connection, OptionalExtension};
use sha2::{Digest as _, Sha256};

const CODE_MS: i64 = 60 * SECOND_MS;
const BROWSER_SESSION_MS: i64 = HOUR_MS;
/// A laptop may lie in a drawer for a semester.
const REFRESH_MS: i64 = 400 * DAY_MS;

/// What an authorization code is bound to.
#[derive(Clone, Debug)]
pub struct CodeBinding {
    pub redirect_uri: String,
    pub challenge: String,
}

/// Why a grant was not honoured: the two answers of RFC 6749 section 5.2 that matter here.
#[derive(Debug, PartialEq, Eq)]
pub enum GrantRefused {
    /// Unknown, expired, used, bound to something else.
    InvalidGrant,
}

pub type Granted = Result<Tokens, GrantRefused>;

/// 32 random bytes as text, for tokens, codes and cookies.
pub fn random_token() -> Result<String, StoreError> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|_| StoreError::Randomness)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

pub(crate) fn sha256(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

/// The S256 challenge of a verifier (RFC 7636).
pub fn challenge_of(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(sha256(verifier))
}

impl Store {
    /// A cookie for a learner who has just shown their password.
    pub async fn start_browser_session(&self, learner: &Learner) -> Result<String, StoreError> {
        let (cookie, key, now) = (random_token()?, learner.key, self.now());
        let hash = sha256(&cookie);
        self.db
            .write(move |tx| -> Result<(), StoreError> {
                tx.execute("DELETE FROM browser_sessions WHERE expires_at <= ?1", [now.0])?;
                tx.execute(
                    "INSERT INTO browser_sessions (hash, learner, expires_at) VALUES (?1, ?2, ?3)",
                    (hash, key, now.plus_ms(BROWSER_SESSION_MS).0),
                )?;
                Ok(())
            })
            .await?;
        Ok(cookie)
    }

    pub async fn browser_session(&self, cookie: &str) -> Result<Option<Learner>, StoreError> {
        let (hash, now) = (sha256(cookie), self.now());
        self.db
            .read(move |conn| {
                let sql =
                    "SELECT l.key, l.id, l.name, l.email FROM browser_sessions s JOIN learners l ON l.key = s.learner
                           WHERE s.hash = ?1 AND s.expires_at > ?2";
                Ok(conn.prepare_cached(sql)?.query_row((hash, now.0), read_learner).optional()?)
            })
            .await
    }

    pub async fn end_browser_session(&self, cookie: &str) -> Result<(), StoreError> {
        let hash = sha256(cookie);
        self.db
            .write(move |tx| {
                tx.execute("DELETE FROM browser_sessions WHERE hash = ?1", [hash])?;
                Ok(())
            })
            .await
    }

    /// A code that can be traded once, within a minute, by whoever knows the verifier.
    pub async fn issue_code(&self, learner: &Learner, binding: CodeBinding) -> Result<String, StoreError> {
        let (code, key, now) = (random_token()?, learner.key, self.now());
        let hash = sha256(&code);
        self.db
            .write(move |tx| -> Result<(), StoreError> {
                // Used codes are remembered for a day, so that a second use is noticed.
                tx.execute("DELETE FROM codes WHERE expires_at < ?1", [now.plus_ms(-DAY_MS).0])?;
                tx.execute(
                    "INSERT INTO codes (hash, learner, redirect_uri, challenge, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)",
                    (hash, key, binding.redirect_uri, binding.challenge, now.plus_ms(CODE_MS).0),
                )?;
                Ok(())
            })
            .await?;
        Ok(code)
    }

    /// Trades a code for the first tokens of a new family.
    pub async fn redeem_code(&self, code: &str, verifier: &str, redirect_uri: &str) -> Result<Granted, StoreError> {
        let (hash, now, fresh) = (sha256(code), self.now(), FreshPair::new(self)?);
        let binding = CodeBinding { redirect_uri: redirect_uri.to_owned(), challenge: challenge_of(verifier) };
        self.db.write(move |tx| redeem(tx, &hash, &binding, now, fresh)).await
    }

    /// A new generation for the bearer of a refresh token that is still good.
    pub async fn refresh(&self, refresh_token: &str) -> Result<Granted, StoreError> {
        let (hash, now, fresh) = (sha256(refresh_token), self.now(), FreshPair::new(self)?);
        self.db.write(move |tx| refresh(tx, &hash, now, fresh)).await
    }

    /// Ends the family a token belongs to. An unknown token is no error (RFC 7009).
    pub async fn revoke(&self, token: &str) -> Result<(), StoreError> {
        let hash = sha256(token);
        self.db
            .write(move |tx| {
                tx.execute(
                    "UPDATE token_families SET revoked = 1 WHERE key = (SELECT family FROM tokens WHERE hash = ?1)",
                    [hash],
                )?;
                Ok(())
            })
            .await
    }

    /// Tokens without a browser, for tests and for the admin of a lab.
    pub async fn issue_tokens(&self, learner: &Learner) -> Result<Tokens, StoreError> {
        let (key, now, fresh) = (learner.key, self.now(), FreshPair::new(self)?);
        self.db
            .write(move |tx| {
                let family = new_family(tx, key)?;
                issue(tx, family, now, fresh)
            })
            .await
    }

    /// Who bears this access token, if it is good now.
    pub async fn bearer(&self, access_token: &str) -> Result<Option<Learner>, StoreError> {
        let (hash, now) = (sha256(access_token), self.now());
        let found = self.db.glance(move |conn| bearer(conn, &hash, now)).await?;
        let Some((learner, family, unconfirmed)) = found else { return Ok(None) };
        if let Some(generation) = unconfirmed {
            self.db.write(move |tx| confirm(tx, family, generation)).await?;
        }
        Ok(Some(learner))
    }
}

/// Tokens made before the transaction begins.
struct FreshPair {
    access: String,
    refresh: String,
    access_secs: u64,
}

impl FreshPair {
    fn new(store: &Store) -> Result<Self, StoreError> {
        Ok(Self { access: random_token()?, refresh: random_token()?, access_secs: store.access_token_secs })
    }
}

fn new_family(conn: &Connection, learner: i64) -> Result<i64, StoreError> {
    conn.execute("INSERT INTO token_families (learner, issued, confirmed, revoked) VALUES (?1, 0, 0, 0)", [learner])?;
    Ok(conn.last_insert_rowid())
}

fn issue(conn: &Connection, family: i64, now: Timestamp, fresh: FreshPair) -> Result<Tokens, StoreError> {
    let generation: i64 = conn.query_row(
        "UPDATE token_families SET issued = issued + 1 WHERE key = ?1 RETURNING issued",
        [family],
        |row| row.get(0),
    )?;
    conn.execute("DELETE FROM tokens WHERE family = ?1 AND expires_at <= ?2", (family, now.0))?;
    let access_ms = i64::try_from(fresh.access_secs).unwrap_or(i64::MAX / SECOND_MS).saturating_mul(SECOND_MS);
    for (token, kind, lives_ms) in [(&fresh.access, "access", access_ms), (&fresh.refresh, "refresh", REFRESH_MS)] {
        conn.execute(
            "INSERT INTO tokens (hash, family, generation, kind, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)",
            (sha256(token), family, generation, kind, now.plus_ms(lives_ms).0),
        )?;
    }
    Ok(Tokens {
        access_token: Secret::new(fresh.access),
        refresh_token: Some(Secret::new(fresh.refresh)),
        expires_in: Some(fresh.access_secs),
    })
}

fn redeem(
    conn: &Connection,
    hash: &[u8; 32],
    shown: &CodeBinding,
    now: Timestamp,
    fresh: FreshPair,
) -> Result<Granted, StoreError> {
    let sql = "SELECT learner, redirect_uri, challenge, expires_at, family FROM codes WHERE hash = ?1";
    let read = |row: &rusqlite::Row<'_>| {
        let bound = CodeBinding { redirect_uri: row.get(1)?, challenge: row.get(2)? };
        Ok((row.get::<_, i64>(0)?, bound, row.get::<_, i64>(3)?, row.get::<_, Option<i64>>(4)?))
    };
    let Some((learner, bound, expires_at, used_for)) = conn.query_row(sql, [hash], read).optional()? else {
        return Ok(Err(GrantRefused::InvalidGrant));
    };
    if let Some(family) = used_for {
        end_family(conn, family)?;
        return Ok(Err(GrantRefused::InvalidGrant));
    }
    if expires_at <= now.0 || bound.redirect_uri != shown.redirect_uri || bound.challenge != shown.challenge {
        return Ok(Err(GrantRefused::InvalidGrant));
    }
    let family = new_family(conn, learner)?;
    conn.execute("UPDATE codes SET family = ?2 WHERE hash = ?1", (hash, family))?;
    Ok(Ok(issue(conn, family, now, fresh)?))
}

fn refresh(conn: &Connection, hash: &[u8; 32], now: Timestamp, fresh: FreshPair) -> Result<Granted, StoreError> {
    let sql = "SELECT t.family, t.generation, f.confirmed FROM tokens t JOIN token_families f ON f.key = t.family
               WHERE t.hash = ?1 AND t.kind = 'refresh' AND t.expires_at > ?2 AND f.revoked = 0";
    let read = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?));
    let Some((family, generation, confirmed)) = conn.query_row(sql, (hash, now.0), read).optional()? else {
        return Ok(Err(GrantRefused::InvalidGrant));
    };
    if generation < confirmed {
        end_family(conn, family)?;
        return Ok(Err(GrantRefused::InvalidGrant));
    }
    confirm(conn, family, generation)?;
    Ok(Ok(issue(conn, family, now, fresh)?))
}

fn confirm(conn: &Connection, family: i64, generation: i64) -> Result<(), StoreError> {
    conn.execute("UPDATE token_families SET confirmed = ?2 WHERE key = ?1 AND confirmed < ?2", (family, generation))?;
    Ok(())
}

fn end_family(conn: &Connection, family: i64) -> Result<(), StoreError> {
    conn.execute("UPDATE token_families SET revoked = 1 WHERE key = ?1", [family])?;
    Ok(())
}

/// The learner, the family, and the token's generation if it was not seen in use before.
fn bearer(
    conn: &Connection,
    hash: &[u8; 32],
    now: Timestamp,
) -> Result<Option<(Learner, i64, Option<i64>)>, StoreError> {
    let sql =
        "SELECT l.key, l.id, l.name, l.email, t.family, CASE WHEN t.generation > f.confirmed THEN t.generation END
               FROM tokens t JOIN token_families f ON f.key = t.family JOIN learners l ON l.key = f.learner
               WHERE t.hash = ?1 AND t.kind = 'access' AND t.expires_at > ?2 AND f.revoked = 0";
    let mut statement = conn.prepare_cached(sql)?;
    Ok(statement.query_row((hash, now.0), |row| Ok((read_learner(row)?, row.get(4)?, row.get(5)?))).optional()?)
}
