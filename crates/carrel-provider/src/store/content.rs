//! Course packs and their files. A file is named by its SHA-256, so one copy serves every program that shows it.

use super::{PackCache, Store, StoreError};
use crate::campus::{Blob, Pack};
use carrel_domain::pack::Manifest;
use carrel_domain::{ProgramId, Timestamp};
use rusqlite::{Connection, OptionalExtension};
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

/// A file a learner may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    pub path: PathBuf,
    pub size: u64,
    pub media_type: String,
}

/// Whether something may be handed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access<T> {
    Granted(T),
    /// It exists; this learner has no access to it now.
    NoAccess,
    Unknown,
}

impl Store {
    /// The pack of a program, if the learner's enrollment gives access now.
    pub async fn pack(&self, learner: i64, program: &ProgramId) -> Result<Access<Arc<Manifest>>, StoreError> {
        let (program, now, packs) = (program.clone(), self.now(), self.packs.clone());
        self.db
            .read(move |conn| {
                let Some(manifest) = manifest(conn, &packs, &program)? else { return Ok(Access::Unknown) };
                let may = has_access(conn, learner, program.as_str(), now)?;
                Ok(if may { Access::Granted(manifest) } else { Access::NoAccess })
            })
            .await
    }

    /// A content file, if it belongs to a program the learner has access to now.
    pub async fn content(&self, learner: i64, sha256: &str) -> Result<Access<StoredFile>, StoreError> {
        if sha256.len() != 64 || !sha256.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
            return Ok(Access::Unknown);
        }
        let (sha256, now, path) = (sha256.to_owned(), self.now(), self.content_path(sha256));
        let found = self.db.read(move |conn| programs_with(conn, learner, &sha256, now)).await?;
        Ok(match found {
            Access::Granted((size, media_type)) => Access::Granted(StoredFile { path, size, media_type }),
            Access::NoAccess => Access::NoAccess,
            Access::Unknown => Access::Unknown,
        })
    }

    fn content_path(&self, sha256: &str) -> PathBuf {
        self.content.join(sha256.get(..2).unwrap_or_default()).join(sha256)
    }

    /// Writes what is not here yet. A file appears whole or not at all.
    pub(super) async fn keep_content(&self, packs: &[Pack]) -> Result<(), StoreError> {
        let blobs = packs.iter().flat_map(|pack| &pack.blobs);
        let all: Vec<_> = blobs.map(|(sha256, blob)| (self.content_path(sha256), blob.clone())).collect();
        let written = carrel_sqlite::aside(move || {
            all.iter().filter(|(path, _)| !path.exists()).try_for_each(|(path, blob)| write_whole(path, blob))
        });
        written.await.map_err(io::Error::other)??;
        Ok(())
    }
}

fn write_whole(path: &Path, blob: &Blob) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let temporary = path.with_extension(format!("{}.tmp", std::process::id()));
    let mut file = File::create(&temporary)?;
    match blob {
        Blob::Bytes(bytes) => file.write_all(bytes)?,
        Blob::File(source) => {
            io::copy(&mut File::open(source)?, &mut file)?;
        }
    }
    file.sync_all()?;
    std::fs::rename(&temporary, path)?;
    // The name must survive a power cut as well as the bytes.
    File::open(folder)?.sync_all()
}

/// The current pack of a program, parsed once.
pub(super) fn manifest(
    conn: &Connection,
    packs: &PackCache,
    program: &ProgramId,
) -> Result<Option<Arc<Manifest>>, StoreError> {
    let sql = "SELECT version FROM packs WHERE program = ?1";
    let version: Option<String> =
        conn.prepare_cached(sql)?.query_row([program.as_str()], |row| row.get(0)).optional()?;
    let Some(version) = version else { return Ok(None) };
    let cached = packs.lock().unwrap_or_else(PoisonError::into_inner).get(program).cloned();
    if let Some(manifest) = cached.filter(|manifest| manifest.version == version) {
        return Ok(Some(manifest));
    }
    let sql = "SELECT manifest FROM packs WHERE program = ?1";
    let json: String = conn.prepare_cached(sql)?.query_row([program.as_str()], |row| row.get(0))?;
    let manifest: Arc<Manifest> = Arc::new(serde_json::from_str(&json)?);
    packs.lock().unwrap_or_else(PoisonError::into_inner).insert(program.clone(), manifest.clone());
    Ok(Some(manifest))
}

fn has_access(conn: &Connection, learner: i64, program: &str, now: Timestamp) -> Result<bool, StoreError> {
    let enrollment = super::enrollments::read_one(conn, learner, program)?;
    Ok(enrollment.is_some_and(|enrollment| enrollment.gives_access(now)))
}

fn programs_with(
    conn: &Connection,
    learner: i64,
    sha256: &str,
    now: Timestamp,
) -> Result<Access<(u64, String)>, StoreError> {
    let mut statement =
        conn.prepare_cached("SELECT program, size, media_type FROM pack_content WHERE sha256 = ?1 ORDER BY program")?;
    let mut rows = statement.query([sha256])?;
    let mut answer = Access::Unknown;
    while let Some(row) = rows.next()? {
        answer = Access::NoAccess;
        let program: String = row.get(0)?;
        if has_access(conn, learner, &program, now)? {
            let size = row.get::<_, i64>(1)?.unsigned_abs();
            return Ok(Access::Granted((size, row.get(2)?)));
        }
    }
    Ok(answer)
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
