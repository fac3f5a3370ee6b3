//! The career guide as one document, named by its hash: whoever has it is told so without a byte of it.

use super::{Store, StoreError};
use carrel_domain::guide::Guide;
use carrel_protocol::GuideTag;
use rusqlite::{Connection, OptionalExtension, params};

impl Store {
    /// The guide's name and its JSON, unless `has` knows it already. `None`: this school has none.
    pub async fn guide(
        &self,
        has: impl Fn(&str) -> bool + Send + 'static,
    ) -> Result<Option<(GuideTag, Option<String>)>, StoreError> {
        self.db
            .read(move |conn| {
                let conn = conn.unchecked_transaction()?;
                let Some(tag) = tag(&conn)? else { return Ok(None) };
                let json = if has(&tag.0) {
                    None
                } else {
                    Some(conn.query_row("SELECT json FROM guide", [], |row| row.get(0))?)
                };
                Ok(Some((tag, json)))
            })
            .await
    }
}

/// The current guide, as the catalog's pages name it.
pub(super) fn tag(conn: &Connection) -> Result<Option<GuideTag>, StoreError> {
    let tag = conn.prepare_cached("SELECT tag FROM guide")?.query_row([], |row| row.get(0)).optional()?;
    Ok(tag.map(GuideTag))
}

/// Puts the guide in the place of the last one; a campus without one takes it away.
pub(super) fn put(conn: &Connection, guide: Option<&Guide>) -> Result<(), StoreError> {
    let Some(guide) = guide else {
        conn.execute("DELETE FROM guide", [])?;
        return Ok(());
    };
    let json = serde_json::to_string(guide)?;
    let hash = super::content::hex(&super::tokens::sha256(&json));
    conn.execute(
        "INSERT INTO guide (only, tag, json) VALUES (1, ?1, ?2)
         ON CONFLICT (only) DO UPDATE SET tag = excluded.tag, json = excluded.json",
        params![hash.get(..24).unwrap_or(&hash), json],
    )?;
    Ok(())
}
