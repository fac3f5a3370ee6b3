//! The public catalog: programs, the numbered changes they went through, and what an import writes.

use super::{Store, StoreError, guide};
use crate::campus::Campus;
use carrel_domain::ProgramId;
use carrel_domain::catalog::Program;
use carrel_domain::pack::Manifest;
use carrel_protocol::{CATALOG_PAGE, CatalogChange, CatalogMark, CatalogPage};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeSet;

/// What an import changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    pub programs: usize,
    pub changed: usize,
    pub withdrawn: usize,
    pub packs: usize,
}

/// A mark as this server reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Since {
    /// Everything from the beginning, live programs only; changes after `top` come in the next round.
    Listing {
        after: i64,
        top: i64,
    },
    Change(i64),
}

impl Store {
    /// Takes a checked campus in, all of it or nothing. Programs that did not change keep their place.
    pub async fn import(&self, mut campus: Campus) -> Result<Imported, StoreError> {
        for pack in &campus.packs {
            let (id, version) = (&pack.manifest.program, &pack.manifest.version);
            // In the catalog, so that nobody has to ask whether a course has changed.
            if let Some(program) = campus.programs.iter_mut().find(|program| program.id == *id) {
                program.course_version = Some(version.clone());
            }
        }
        self.keep_content(&campus.packs).await?;
        let packs = self.packs.clone();
        let imported = self.db.write(move |tx| import(tx, &campus)).await?;
        packs.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clear();
        Ok(imported)
    }

    /// The next page after `since`, and the tag that names exactly this answer. `None`: the caller has it already.
    pub async fn catalog_page(
        &self,
        since: &str,
        has: impl Fn(&str) -> bool + Send + 'static,
    ) -> Result<(String, Option<CatalogPage>), StoreError> {
        let (epoch, since) = (self.epoch.clone(), since.to_owned());
        self.db
            .read(move |conn| {
                // One snapshot for the page and its tag.
                let conn = conn.unchecked_transaction()?;
                let tag = tag(&conn, &epoch, &since)?;
                let page = if has(&tag) { None } else { Some(page(&conn, &epoch, &since)?) };
                Ok((tag, page))
            })
            .await
    }

    /// A program as the catalog shows it; none if it was withdrawn.
    pub async fn program(&self, id: &ProgramId) -> Result<Option<Program>, StoreError> {
        let id = id.clone();
        self.db.read(move |conn| live_program(conn, &id)).await
    }
}

pub(super) fn live_program(conn: &Connection, id: &ProgramId) -> Result<Option<Program>, StoreError> {
    let sql = "SELECT json FROM catalog WHERE program = ?1 AND withdrawn = 0";
    let json: Option<String> = conn.prepare_cached(sql)?.query_row([id.as_str()], |row| row.get(0)).optional()?;
    Ok(json.map(|json| serde_json::from_str(&json)).transpose()?)
}

/// A program's terms even after it left the catalog: those who are enrolled still study it.
pub(super) fn any_program(conn: &Connection, id: &ProgramId) -> Result<Option<Program>, StoreError> {
    let sql = "SELECT json FROM catalog WHERE program = ?1";
    let json: Option<String> = conn.prepare_cached(sql)?.query_row([id.as_str()], |row| row.get(0)).optional()?;
    Ok(json.map(|json| serde_json::from_str(&json)).transpose()?)
}

fn latest(conn: &Connection) -> Result<i64, StoreError> {
    Ok(conn.query_row("SELECT COALESCE(MAX(change_no), 0) FROM catalog", [], |row| row.get(0))?)
}

fn import(conn: &Connection, campus: &Campus) -> Result<Imported, StoreError> {
    conn.execute("UPDATE server SET school = ?1", [serde_json::to_string(&campus.school)?])?;
    let mut done = Imported { programs: campus.programs.len(), packs: campus.packs.len(), ..Imported::default() };
    let mut here = BTreeSet::new();
    for program in &campus.programs {
        here.insert(program.id.as_str());
        done.changed += usize::from(put_program(conn, program)?);
    }
    let mut live = conn.prepare("SELECT program FROM catalog WHERE withdrawn = 0")?;
    let gone = live.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    for program in gone.iter().filter(|program| !here.contains(program.as_str())) {
        let sql = "UPDATE catalog SET withdrawn = 1, change_no = ?2 WHERE program = ?1";
        conn.execute(sql, params![program, latest(conn)? + 1])?;
        done.withdrawn += 1;
    }
    guide::put(conn, campus.guide.as_ref())?;
    for pack in &campus.packs {
        put_pack(conn, &pack.manifest)?;
    }
    Ok(done)
}

/// Whether anything changed.
fn put_program(conn: &Connection, program: &Program) -> Result<bool, StoreError> {
    let changed = conn.execute(
        "INSERT INTO catalog (program, change_no, withdrawn, json) VALUES (?1, ?2, 0, ?3)
         ON CONFLICT (program) DO UPDATE SET change_no = excluded.change_no, withdrawn = 0, json = excluded.json
         WHERE json <> excluded.json OR withdrawn = 1",
        params![program.id.as_str(), latest(conn)? + 1, serde_json::to_string(program)?],
    )?;
    Ok(changed > 0)
}

fn put_pack(conn: &Connection, manifest: &Manifest) -> Result<(), StoreError> {
    let program = manifest.program.as_str();
    conn.execute(
        "INSERT INTO packs (program, version, manifest) VALUES (?1, ?2, ?3)
         ON CONFLICT (program) DO UPDATE SET version = excluded.version, manifest = excluded.manifest",
        (program, &manifest.version, serde_json::to_string(manifest)?),
    )?;
    for file in &manifest.files {
        conn.execute(
            "INSERT INTO pack_content (sha256, program, size, media_type) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (sha256, program) DO NOTHING",
            params![file.sha256, program, i64::try_from(file.size).unwrap_or(i64::MAX), file.media_type],
        )?;
    }
    Ok(())
}

/// Names the catalog's latest change, the guide and the question.
fn tag(conn: &Connection, epoch: &str, since: &str) -> Result<String, StoreError> {
    let question = super::content::hex(&super::tokens::sha256(since));
    let guide = guide::tag(conn)?.map(|tag| tag.0).unwrap_or_default();
    let (question, guide) = (question.get(..16).unwrap_or_default(), guide.get(..8).unwrap_or_default());
    Ok(format!("\"{epoch}.{}.{question}.{guide}\"", latest(conn)?))
}

fn page(conn: &Connection, epoch: &str, since: &str) -> Result<CatalogPage, StoreError> {
    let top = latest(conn)?;
    let since = read_mark(epoch, since, top);
    let (after, until, complete) = match since {
        Since::Listing { after, top } => (after, top, true),
        Since::Change(after) => (after, top, false),
    };
    let mut statement = conn.prepare_cached(
        "SELECT program, change_no, withdrawn, json FROM catalog
         WHERE change_no > ?1 AND NOT (?2 AND withdrawn = 1) ORDER BY change_no LIMIT ?3",
    )?;
    let limit = i64::try_from(CATALOG_PAGE).unwrap_or(i64::MAX - 1) + 1;
    let mut rows = statement.query((after, complete, limit))?;
    let (mut changes, mut last, mut more) = (Vec::new(), after, false);
    while let Some(row) = rows.next()? {
        if changes.len() == CATALOG_PAGE {
            more = true;
            break;
        }
        last = row.get(1)?;
        changes.push(read_change(row)?);
    }
    let mark = match (more, complete) {
        (false, _) => format!("{epoch}-{until}"),
        (true, false) => format!("{epoch}-{last}"),
        (true, true) => format!("{epoch}-{last}-{until}"),
    };
    Ok(CatalogPage { changes, mark: CatalogMark(mark), more, complete, guide: guide::tag(conn)? })
}

fn read_change(row: &rusqlite::Row<'_>) -> Result<CatalogChange, StoreError> {
    if row.get::<_, bool>(2)? {
        return Ok(CatalogChange::Withdrawn { id: ProgramId(row.get(0)?) });
    }
    let json: String = row.get(3)?;
    Ok(CatalogChange::Upsert { program: serde_json::from_str(&json)? })
}

/// A mark of another server, of an earlier life of this one, or no mark at all begins anew.
fn read_mark(epoch: &str, mark: &str, top: i64) -> Since {
    let anew = Since::Listing { after: 0, top };
    let Some(rest) = mark.strip_prefix(epoch).and_then(|rest| rest.strip_prefix('-')) else { return anew };
    let known = |text: &str| text.parse::<i64>().ok().filter(|number| (0..=top).contains(number));
    let read = match rest.split_once('-') {
        None => known(rest).map(Since::Change),
        Some((after, top)) => known(after).zip(known(top)).map(|(after, top)| Since::Listing { after, top }),
    };
    read.unwrap_or(anew)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_that_is_not_ours_begins_anew() {
        let anew = Since::Listing { after: 0, top: 9 };
        assert_eq!(read_mark("e", "", 9), anew);
        assert_eq!(read_mark("e", "f-3", 9), anew, "another server's");
        assert_eq!(read_mark("e", "e-10", 9), anew, "of a life this database does not remember");
        assert_eq!(read_mark("e", "e--1", 9), anew);
        assert_eq!(read_mark("e", "e-3", 9), Since::Change(3));
        assert_eq!(read_mark("e", "e-3-8", 9), Since::Listing { after: 3, top: 8 });
    }
}
