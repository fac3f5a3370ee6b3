//! The career guide on this computer: the school's document as it came, and the same ready to be read, in memory.

use super::{CatalogStore, Memory};
use crate::api::GuideHit;
use crate::guide::{Prepared, search};
use carrel_domain::Timestamp;
use carrel_protocol::{CatalogPage, FetchedGuide, GuideTag};
use carrel_sqlite::DbError;
use rusqlite::{Connection, Transaction, params};
use std::sync::{Arc, PoisonError};

/// Which guide the school has and which one is here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GuideStanding {
    pub wanted: Option<GuideTag>,
    pub here: Option<GuideTag>,
}

impl GuideStanding {
    /// Whether there is something to fetch: never where the school has none, nor what is here already.
    pub fn is_behind(&self) -> bool {
        self.wanted.is_some() && self.wanted != self.here
    }
}

impl CatalogStore {
    pub async fn guide_standing(&self) -> Result<GuideStanding, DbError> {
        self.db.read(standing).await
    }

    /// Puts a guide in the place of the last one.
    pub async fn keep_guide(&self, fetched: FetchedGuide, at: Timestamp) -> Result<(), DbError> {
        let keep = move |tx: &Transaction<'_>| -> Result<(), DbError> {
            let json = super::write::to_json(&fetched.guide)?;
            tx.execute("UPDATE guide SET tag = ?1, json = ?2, fetched_at = ?3", params![fetched.tag.0, json, at.0])?;
            Ok(())
        };
        self.db.write(keep).await
    }

    /// The guide that is here, ready to be read. `None`: none was fetched, or a later version's that this one cannot read.
    pub async fn guide(&self) -> Result<Option<Arc<Prepared>>, DbError> {
        let memory = Arc::clone(&self.memory);
        self.db.read(move |conn| memory.current_guide(conn)).await
    }

    /// What the guide has for what was typed.
    pub async fn search_guide(&self, text: String) -> Result<Vec<GuideHit>, DbError> {
        let memory = Arc::clone(&self.memory);
        let look = move |conn: &Connection| -> Result<Vec<GuideHit>, DbError> {
            let Some(guide) = memory.current_guide(conn)? else { return Ok(Vec::new()) };
            let words = memory.typed.lock().unwrap_or_else(PoisonError::into_inner).query(&text)?;
            Ok(search(&guide, &words))
        };
        self.db.read(look).await
    }
}

impl Memory {
    /// Another process may have fetched a newer one: the tag on the disk decides.
    fn current_guide(&self, conn: &Connection) -> Result<Option<Arc<Prepared>>, DbError> {
        let conn = conn.unchecked_transaction()?;
        let Some(tag) = standing(&conn)?.here else { return Ok(None) };
        let known = self.guide.read().unwrap_or_else(PoisonError::into_inner).clone();
        if known.as_ref().is_some_and(|known| known.tag == tag) {
            return Ok(known);
        }
        let (json, at): (String, i64) =
            conn.query_row("SELECT json, fetched_at FROM guide", [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let Ok(guide) = serde_json::from_str(&json) else { return Ok(None) };
        let splitter = self.applied.lock().unwrap_or_else(PoisonError::into_inner);
        let prepared = Prepared::new(tag, Timestamp(at), guide, |texts| splitter.texts(texts))?;
        let prepared = Some(Arc::new(prepared));
        self.guide.write().unwrap_or_else(PoisonError::into_inner).clone_from(&prepared);
        Ok(prepared)
    }
}

fn standing(conn: &Connection) -> Result<GuideStanding, DbError> {
    let mut select = conn.prepare_cached("SELECT wanted, tag FROM guide")?;
    let (wanted, here): (Option<String>, Option<String>) =
        select.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(GuideStanding { wanted: wanted.map(GuideTag), here: here.map(GuideTag) })
}

/// Notes which guide the school has by the last page of its catalog; a school that has none any more takes it away.
/// Whether anything a learner can see changed.
pub(super) fn note(tx: &Transaction<'_>, page: &CatalogPage) -> Result<bool, DbError> {
    if page.more {
        return Ok(false);
    }
    let Some(tag) = &page.guide else {
        let gone = tx.execute(
            "UPDATE guide SET wanted = NULL, tag = NULL, json = NULL, fetched_at = NULL
             WHERE wanted IS NOT NULL OR tag IS NOT NULL",
            [],
        )?;
        return Ok(gone > 0);
    };
    tx.execute("UPDATE guide SET wanted = ?1 WHERE wanted IS NOT ?1", [&tag.0])?;
    Ok(false)
}
