//! `carrel.json`: which schools and learners this computer knows, and the settings. Small, plain, written whole or not at all.

use crate::api::{LearnerCard, SchoolCard, Settings};
use crate::school::short_hash;
use crate::store::unused_name;
use serde::{Deserialize, Serialize};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Registered {
    pub settings: Settings,
    /// Id of the school in use.
    pub school: Option<String>,
    pub schools: Vec<RegisteredSchool>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RegisteredSchool {
    pub card: SchoolCard,
    /// Key of the learner whose record is open.
    #[serde(default)]
    pub learner: Option<String>,
    #[serde(default)]
    pub learners: Vec<LearnerCard>,
}

impl Registered {
    pub fn current(&self) -> Option<&RegisteredSchool> {
        let id = self.school.as_ref()?;
        self.schools.iter().find(|school| school.card.id.as_str() == id)
    }

    pub fn current_mut(&mut self) -> Option<&mut RegisteredSchool> {
        let id = self.school.clone()?;
        self.schools.iter_mut().find(|school| school.card.id.as_str() == id)
    }
}

pub struct Registry {
    path: PathBuf,
    known: Mutex<Registered>,
}

impl Registry {
    /// Reads the file. One that is not as it was written is set aside and returned as the second value, and its copy takes
    /// its place. Without a copy, the data it named is still on disk and comes back when the school is added again.
    pub fn open(data_dir: &Path) -> std::io::Result<(Self, Option<PathBuf>)> {
        std::fs::create_dir_all(data_dir)?;
        let path = data_dir.join("carrel.json");
        let (known, kept) = match std::fs::read(&path) {
            Ok(bytes) => match read(&bytes) {
                Some(known) => (known, None),
                None => {
                    let kept = unused_name(&path, "unreadable");
                    std::fs::rename(&path, &kept)?;
                    let copy = std::fs::read(copy_of(&path)).ok().and_then(|bytes| read(&bytes));
                    if let Some(known) = &copy {
                        write_whole(&path, &written(known)?)?;
                    }
                    (copy.unwrap_or_default(), Some(kept))
                }
            },
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => (Registered::default(), None),
            Err(error) => return Err(error),
        };
        Ok((Self { path, known: Mutex::new(known) }, kept))
    }

    pub fn get(&self) -> Registered {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Changes what is on disk now (another program may have written) and then what is in memory.
    pub fn update<T>(&self, change: impl FnOnce(&mut Registered) -> T) -> std::io::Result<T> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let on_disk = std::fs::read(&self.path).ok().and_then(|bytes| read(&bytes));
        let mut next: Registered = on_disk.unwrap_or_else(|| known.clone());
        let result = change(&mut next);
        let bytes = written(&next)?;
        write_whole(&self.path, &bytes)?;
        // What matters is done; the copy only helps against a disk that forgets.
        let _ = write_whole(&copy_of(&self.path), &bytes);
        *known = next;
        Ok(result)
    }
}

/// Beside the file, the same again.
fn copy_of(path: &Path) -> PathBuf {
    path.with_extension("json.copy")
}

const SUM: &str = "{\n  \"sum\": \"";

/// As JSON whose first line is a sum over the lines behind it: a bit that flips in a name or an address still reads well.
fn written(known: &Registered) -> std::io::Result<Vec<u8>> {
    let text = serde_json::to_string_pretty(known).map_err(std::io::Error::other)?;
    let rest = text.strip_prefix("{\n").unwrap_or(&text);
    Ok(format!("{SUM}{}\",\n{rest}", short_hash(rest)).into_bytes())
}

/// A file without a sum, by an earlier version or by hand, is believed.
fn read(bytes: &[u8]) -> Option<Registered> {
    let text = std::str::from_utf8(bytes).ok()?;
    if let Some((sum, rest)) = text.strip_prefix(SUM).and_then(|text| text.split_once("\",\n"))
        && sum != short_hash(rest)
    {
        return None;
    }
    serde_json::from_str(text).ok()
}

/// Writes a file so that after a crash there is the old one or the new one, never half of either.
pub fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    #[cfg(unix)]
    std::fs::File::open(folder)?.sync_all()?;
    Ok(())
}
