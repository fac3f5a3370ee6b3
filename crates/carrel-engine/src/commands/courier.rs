//! Send by USB stick: make a parcel, carry one for somebody, bring a reply home.

use super::export::date_for_name;
use crate::api::{
    ApiError, CourierPage, CourierReadiness, ErrorCode, FileArgs, ParcelCarried, ParcelMade, ReplyBroughtHome,
    SchoolCard, SecretsState,
};
use crate::courier::home::{NotSettled, settle};
use crate::courier::identity::{self, Identity};
use crate::courier::known::{self, Known};
use crate::courier::parcel;
use crate::engine::Engine;
use crate::learner::Learner;
use crate::registry::write_whole;
use crate::school::School;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use carrel_courier::{Keys, open, seal, tag};
use carrel_domain::SchoolId;
use carrel_protocol::{
    Carried, CourierKeys, FileFault, FileHead, FileKind, MAX_FILE_BYTES, ParcelContentsRef, ParcelRefusal, Provider,
    ReplyContents,
};
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl Engine {
    pub async fn courier(&self, (): ()) -> Result<CourierPage, ApiError> {
        let school = self.school().await?;
        let learner = school.learner.read().await.clone();
        let (readiness, waiting) = match &learner {
            Some(learner) => (self.courier_readiness(&school, learner).await?, learner.ledger().await?.open_count()),
            None => (CourierReadiness::NobodySignedIn, 0),
        };
        Ok(CourierPage {
            readiness,
            waiting: u32::try_from(waiting).unwrap_or(u32::MAX),
            this_run_only: self.this_run_only(),
            school_name: school.card.name.clone(),
            school_address: school.card.address.clone(),
            folder: self.0.host.export_dir.display().to_string(),
        })
    }

    /// Looks without making a locked keyring ask for its password.
    async fn courier_readiness(&self, school: &School, learner: &Learner) -> Result<CourierReadiness, ApiError> {
        let registered = match known::recall(learner).await? {
            Some(Known { school: None, .. }) => return Ok(CourierReadiness::NotOffered),
            Some(Known { device: Some(keys), .. }) => keys,
            _ => return Ok(CourierReadiness::NotYet),
        };
        if !self.this_run_only() {
            return Ok(CourierReadiness::Ready);
        }
        let name = identity::name(&school.card.id, &learner.key);
        Ok(match identity::find(self.0.host.secrets.as_ref(), &name).await {
            Identity::Here(keys) if keys.public() == registered => CourierReadiness::Ready,
            _ => CourierReadiness::NotYet,
        })
    }

    fn this_run_only(&self) -> bool {
        self.0.host.secrets.state() == SecretsState::NoKeyring
    }

    /// Writes the waiting acts of the open record into a file for the school. The acts stay as they are.
    pub async fn make_parcel(&self, (): ()) -> Result<ParcelMade, ApiError> {
        let (school, learner) = self.learner().await?;
        self.0.host.secrets.may_ask_again();
        let (keys, theirs) = self.keys_for_a_parcel(&school, &learner).await?;
        let (ops, left) = parcel::waiting(&learner).await?;
        if ops.is_empty() {
            return Err(ApiError::of(ErrorCode::NothingToSend));
        }
        let acts = ops.len();
        let head = FileHead { kind: FileKind::Parcel, school: school.card.id.clone() };
        let (device, device_name) = (learner.device.clone(), self.0.registry.get().settings.device_name);
        let sealed = off_the_async_threads(move || {
            let contents = ParcelContentsRef { device: &device, device_name: &device_name, ops: &ops };
            seal(&head, &contents, &keys, &theirs.seal)
        });
        let file = sealed.await?.map_err(|fault| ApiError::with(ErrorCode::Ours, fault.to_string()))?;
        let name = format!("carrel-parcel-{}-{}.carrel", date_for_name(learner.now().at.0), tag(&file));
        let path = write(&self.0.host.export_dir, &name, file).await?;
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Ok(ParcelMade { path, acts: count(acts), left: count(left), this_run_only: self.this_run_only() })
    }

    /// This device's keys, if they are those the school knows, and the school's.
    async fn keys_for_a_parcel(&self, school: &School, learner: &Learner) -> Result<(Keys, CourierKeys), ApiError> {
        let known = known::recall(learner).await?.ok_or_else(|| ApiError::of(ErrorCode::CourierNotReady))?;
        let theirs = known.school.ok_or_else(|| ApiError::of(ErrorCode::NoCourier))?;
        let name = identity::name(&school.card.id, &learner.key);
        match identity::find(self.0.host.secrets.as_ref(), &name).await {
            Identity::Here(keys) if Some(keys.public()) == known.device => Ok((keys, theirs)),
            Identity::Locked => Err(ApiError::of(ErrorCode::KeyringLocked)),
            Identity::Here(_) | Identity::Nothing => Err(ApiError::of(ErrorCode::CourierNotReady)),
        }
    }

    pub async fn carry_parcel(&self, args: FileArgs) -> Result<ParcelCarried, ApiError> {
        let folder = self.0.host.export_dir.clone();
        self.carry(bytes_of(&args)?, &folder).await
    }

    /// Hands somebody's parcel to its school and writes the reply into `folder`. Needs no session.
    pub async fn carry(&self, parcel: Vec<u8>, folder: &Path) -> Result<ParcelCarried, ApiError> {
        let head = head_of(&parcel, FileKind::Parcel)?;
        let (card, provider) = self.school_of(&head.school).await?;
        let name = format!("carrel-reply-{}.carrel", tag(&parcel));
        let reply = match provider.carry_parcel(parcel.into()).await? {
            Carried::Reply(reply) => reply,
            Carried::Refused(refusal) => return Err(refused(refusal, &card.name)),
        };
        match FileHead::read(&reply) {
            Ok((answered, _)) if answered.kind == FileKind::Reply && answered.school == head.school => {}
            _ => return Err(ApiError::of(ErrorCode::NotTheSchool)),
        }
        let path = write(folder, &name, reply.to_vec()).await?;
        Ok(ParcelCarried { school_name: card.name, path })
    }

    /// A school of this computer, in use or not.
    async fn school_of(&self, id: &SchoolId) -> Result<(SchoolCard, Arc<dyn Provider>), ApiError> {
        if let Ok(school) = self.school().await
            && school.card.id == *id
        {
            return Ok((school.card.clone(), Arc::clone(&school.provider)));
        }
        let card = self.card_of(id).ok_or_else(|| ApiError::with(ErrorCode::UnknownSchool, id.as_str()))?;
        let address = crate::remote::parse_address(&card.address).map_err(|_| ApiError::of(ErrorCode::BadAddress))?;
        let provider = (self.0.host.connect)(&address)?;
        Ok((card, provider))
    }

    fn card_of(&self, id: &SchoolId) -> Option<SchoolCard> {
        self.0.registry.get().schools.into_iter().map(|entry| entry.card).find(|card| card.id == *id)
    }

    pub async fn bring_reply_home(&self, args: FileArgs) -> Result<ReplyBroughtHome, ApiError> {
        self.bring_home(bytes_of(&args)?).await
    }

    /// Settles what the school answered. A second time, or after a sync, it finds nothing left to do.
    pub async fn bring_home(&self, reply: Vec<u8>) -> Result<ReplyBroughtHome, ApiError> {
        let head = head_of(&reply, FileKind::Reply)?;
        let (school, learner) = self.learner().await?;
        if head.school != school.card.id {
            let name = self.card_of(&head.school).map_or_else(|| head.school.to_string(), |card| card.name);
            return Err(ApiError::with(ErrorCode::OtherSchool, name));
        }
        self.0.host.secrets.may_ask_again();
        let known = known::recall(&learner).await?.ok_or_else(|| ApiError::of(ErrorCode::CourierNotReady))?;
        let theirs = known.school.ok_or_else(|| ApiError::of(ErrorCode::NoCourier))?;
        let contents = self.open_reply(&school, &learner, reply, theirs).await?;
        if contents.device != learner.device {
            // The record was begun anew since: the acts this is about are not in it.
            return Err(ApiError::of(ErrorCode::FileDamaged));
        }
        let done = settle(&learner, &contents).await.map_err(|error| match error {
            NotSettled::InUse => ApiError::of(ErrorCode::RecordInUse),
            NotSettled::Record(error) => error.into(),
        })?;
        Ok(ReplyBroughtHome {
            confirmed: done.confirmed,
            refused: done.refused,
            waiting: done.waiting,
            known_before: done.known_before,
        })
    }

    async fn open_reply(
        &self,
        school: &School,
        learner: &Learner,
        reply: Vec<u8>,
        theirs: CourierKeys,
    ) -> Result<ReplyContents, ApiError> {
        let secrets = self.0.host.secrets.as_ref();
        let found = identity::find(secrets, &identity::name(&school.card.id, &learner.key)).await;
        let opened = match &found {
            Identity::Here(keys) => open(FileKind::Reply, &reply, keys).map_err(fault),
            Identity::Locked => return Err(ApiError::of(ErrorCode::KeyringLocked)),
            Identity::Nothing => Err(ApiError::of(ErrorCode::ReplyKeyGone)),
        };
        match opened {
            Ok(opened) => off_the_async_threads(move || opened.read(&theirs.sign)).await?.map_err(fault),
            Err(error) => Err(self.whose(school, learner, &reply).await.unwrap_or(error)),
        }
    }

    /// Another learner of this computer whose reply it is.
    async fn whose(&self, school: &School, open_one: &Learner, reply: &[u8]) -> Option<ApiError> {
        let known = self.0.registry.get();
        let entry = known.schools.iter().find(|entry| entry.card.id == school.card.id)?;
        for card in entry.learners.iter().filter(|card| card.key != open_one.key) {
            let name = identity::name(&school.card.id, &card.key);
            if let Identity::Here(keys) = identity::find(self.0.host.secrets.as_ref(), &name).await
                && open(FileKind::Reply, reply, &keys).is_ok()
            {
                return Some(ApiError::with(ErrorCode::NotYourReply, card.name.clone()));
            }
        }
        None
    }
}

/// Bounded before it is decoded.
fn bytes_of(args: &FileArgs) -> Result<Vec<u8>, ApiError> {
    if args.file.len() > MAX_FILE_BYTES.div_ceil(3) * 4 {
        return Err(ApiError::of(ErrorCode::FileTooLarge));
    }
    STANDARD.decode(&args.file).map_err(|_| ApiError::with(ErrorCode::BadRequest, "The file is not in base64"))
}

fn head_of(file: &[u8], kind: FileKind) -> Result<FileHead, ApiError> {
    match FileHead::read(file) {
        Ok((head, _)) if head.kind == kind => Ok(head),
        Ok(_) | Err(FileFault::NotOurs) if kind == FileKind::Parcel => Err(ApiError::of(ErrorCode::NotAParcel)),
        Ok(_) | Err(FileFault::NotOurs) => Err(ApiError::of(ErrorCode::NotAReply)),
        Err(other) => Err(fault(other)),
    }
}

fn fault(fault: FileFault) -> ApiError {
    ApiError::of(match fault {
        FileFault::NotOurs => ErrorCode::NotAReply,
        FileFault::Newer => ErrorCode::NewerFile,
        FileFault::TooLarge => ErrorCode::FileTooLarge,
        FileFault::Damaged => ErrorCode::FileDamaged,
        FileFault::Forged => ErrorCode::FileForged,
    })
}

fn refused(refusal: ParcelRefusal, school: &str) -> ApiError {
    ApiError::with(
        match refusal {
            ParcelRefusal::NoCourier => ErrorCode::NoCourier,
            ParcelRefusal::NotAParcel => ErrorCode::NotAParcel,
            ParcelRefusal::Newer => ErrorCode::NewerFile,
            ParcelRefusal::TooLarge => ErrorCode::FileTooLarge,
            ParcelRefusal::OtherSchool => ErrorCode::OtherSchool,
            ParcelRefusal::Damaged => ErrorCode::FileDamaged,
            ParcelRefusal::UnknownDevice => ErrorCode::UnknownDevice,
            ParcelRefusal::Forged => ErrorCode::FileForged,
        },
        school,
    )
}

/// Puts the file into the folder, whole or not at all, and says where.
async fn write(folder: &Path, name: &str, bytes: Vec<u8>) -> Result<String, ApiError> {
    let (folder, path): (PathBuf, PathBuf) = (folder.to_owned(), folder.join(name));
    let shown = path.display().to_string();
    off_the_async_threads(move || {
        std::fs::create_dir_all(folder)?;
        write_whole(&path, &bytes)
    })
    .await??;
    Ok(shown)
}

async fn off_the_async_threads<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, ApiError> {
    carrel_sqlite::aside(work).await.map_err(|error| ApiError::with(ErrorCode::Ours, error.to_string()))
}
