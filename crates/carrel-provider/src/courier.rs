//! Parcels: work of learners without a network that somebody brought as a file. See `docs/courier.md`.
//!
//! A parcel is believed for its signature alone, so whoever hands it in may be anybody. What it holds is taken in by the
//! same function as a sync request; the reply is for the device that made the parcel and nobody else can open it.

use crate::store::{Store, StoreError};
use carrel_courier::{Keys, Opened, open, seal};
use carrel_protocol::{
    FileHead, FileKind, MAX_PARCEL_OPS, ParcelContents, ParcelRefusal, PublicKey, ReplyContents, Secret,
};
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Arc;

/// The school's own keys, in its data folder: never in the database, of which copies are made.
const KEY_FILE: &str = "courier.key";

#[derive(Debug, thiserror::Error)]
pub enum ParcelError {
    #[error("The parcel was not taken: {0:?}")]
    Refused(ParcelRefusal),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl<F: Into<ParcelRefusal>> From<F> for ParcelError {
    fn from(refusal: F) -> Self {
        Self::Refused(refusal.into())
    }
}

impl Store {
    /// Takes in a parcel; gives the reply. The same parcel again gets the same answers.
    pub async fn take_parcel(&self, parcel: Vec<u8>) -> Result<Vec<u8>, ParcelError> {
        let school = self.school().await?.id;
        if FileHead::read(&parcel)?.0.school != school {
            return Err(ParcelRefusal::OtherSchool.into());
        }
        let opened = self.open_parcel(parcel).await?;
        let signer = opened.claimed_signer();
        let Some(device) = self.courier_device(signer).await? else {
            return Err(ParcelRefusal::UnknownDevice.into());
        };
        let contents = read(opened, signer).await?;
        if contents.ops.len() > MAX_PARCEL_OPS {
            return Err(ParcelRefusal::TooLarge.into());
        }
        let all_its_own = contents.ops.iter().all(|op| op.device == device.device);
        if contents.device != device.device || !all_its_own {
            return Err(ParcelRefusal::NotAParcel.into());
        }
        let answers = self.take_operations(&device, contents.device_name, contents.ops).await?;
        let reply = ReplyContents { device: device.device.clone(), answers };
        let (keys, head) = (Arc::clone(&self.courier), FileHead { kind: FileKind::Reply, school });
        Ok(off_the_async_threads(move || seal(&head, &reply, &keys, &device.keys.seal)).await??)
    }

    async fn open_parcel(&self, parcel: Vec<u8>) -> Result<Opened, ParcelError> {
        let keys = Arc::clone(&self.courier);
        Ok(off_the_async_threads(move || open(FileKind::Parcel, &parcel, &keys)).await??)
    }
}

async fn read(opened: Opened, signer: PublicKey) -> Result<ParcelContents, ParcelError> {
    Ok(off_the_async_threads(move || opened.read(&signer)).await??)
}

/// A large parcel takes the processor for a while.
async fn off_the_async_threads<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, StoreError> {
    carrel_sqlite::aside(work).await.map_err(|error| StoreError::Io(io::Error::other(error)))
}

/// The keys in `data`; made at the first start. A file that is there and cannot be read is left alone.
pub(crate) fn keys_in(data: &Path) -> Result<Keys, StoreError> {
    let path = data.join(KEY_FILE);
    match std::fs::read_to_string(&path) {
        Ok(text) => Keys::from_secret(&Secret::new(text)).ok_or(StoreError::CourierKey),
        Err(error) if error.kind() == io::ErrorKind::NotFound => make_keys(data, &path),
        Err(error) => Err(error.into()),
    }
}

/// Written whole or not at all, for its owner alone. If another program of this school was first, its keys count.
fn make_keys(data: &Path, path: &Path) -> Result<Keys, StoreError> {
    let keys = Keys::generate().map_err(|_| StoreError::Randomness)?;
    // Made with mode 0600.
    let mut file = tempfile::NamedTempFile::new_in(data)?;
    writeln!(file, "{}", keys.to_secret().expose())?;
    file.as_file().sync_all()?;
    match file.persist_noclobber(path) {
        Ok(_) => Ok(keys),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => keys_in(data),
        Err(error) => Err(error.error.into()),
    }
}

/// What a person reads: what is the matter, and what to do.
pub fn words(refusal: ParcelRefusal) -> (&'static str, &'static str) {
    match refusal {
        ParcelRefusal::NoCourier => ("This school takes no parcels", "Send the work over a network"),
        ParcelRefusal::NotAParcel => ("This file is no parcel", "Choose the file that Carrel wrote as a parcel"),
        ParcelRefusal::Newer => ("A newer version of Carrel made this parcel", "The school's server needs an update"),
        ParcelRefusal::TooLarge => {
            ("This parcel is larger than a school takes", "Make a new one: Carrel makes several")
        }
        ParcelRefusal::OtherSchool => ("This parcel is for another school", "Bring it to the school it names"),
        ParcelRefusal::Damaged => (
            "This parcel cannot be opened: it was changed on the way, or made for keys this school no longer has",
            "Copy it again, or make a new one; nothing is lost",
        ),
        ParcelRefusal::UnknownDevice => (
            "The school does not know the computer that made this parcel",
            "Sync that computer once with a network while signed in, then make a new parcel",
        ),
        ParcelRefusal::Forged => {
            ("This parcel was not signed by the computer it names", "Make a new one; nothing of it was taken in")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_file_is_made_once_for_its_owner_alone_and_a_damaged_one_is_left_as_it_is() {
        let data = tempfile::tempdir().expect("a folder");
        let keys = keys_in(data.path()).expect("made");
        assert_eq!(keys_in(data.path()).expect("read").public(), keys.public());
        let path = data.path().join(KEY_FILE);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(std::fs::metadata(&path).expect("it is there").permissions().mode() & 0o777, 0o600);
        }
        assert_eq!(std::fs::read_dir(data.path()).expect("a folder").count(), 1, "nothing else is left");
        std::fs::write(&path, "half of a k").expect("written");
        assert!(matches!(keys_in(data.path()), Err(StoreError::CourierKey)));
        assert_eq!(std::fs::read_to_string(&path).expect("still there"), "half of a k");
    }
}
