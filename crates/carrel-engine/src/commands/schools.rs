//! Schools: add by address, choose.

use crate::api::{AddressArgs, ApiError, ErrorCode, SchoolArgs, SchoolCard};
use crate::engine::Engine;
use crate::registry::RegisteredSchool;
use crate::remote::{AddressFault, parse_address};
use carrel_protocol::{Failure, SchoolInfo};
use std::sync::atomic::Ordering;
use url::Url;

impl Engine {
    /// Asks the address who it is, and makes that school the one in use. A school already known keeps its records.
    pub async fn add_school(&self, args: AddressArgs) -> Result<SchoolCard, ApiError> {
        let address = parse_address(&args.address).map_err(|fault| match fault {
            AddressFault::NotAnAddress => ApiError::of(ErrorCode::BadAddress),
            AddressFault::NotSecure => ApiError::with(ErrorCode::BadAddress, "https"),
        })?;
        let described = (self.0.host.connect)(&address)?.describe().await.map_err(|failure| match failure {
            Failure::NeedsYou { text } => ApiError::with(ErrorCode::NewerProtocol, text),
            other => other.into(),
        })?;
        let card = card(&address, described.school);
        self.0.registry.update(|known| {
            known.school = Some(card.id.to_string());
            match known.schools.iter_mut().find(|entry| entry.card.id == card.id) {
                Some(entry) => entry.card = card.clone(),
                None => {
                    known.schools.push(RegisteredSchool { card: card.clone(), learner: None, learners: Vec::new() })
                }
            }
        })?;
        self.open_school(card.clone()).await?;
        self.0.first_school_met.store(true, Ordering::Relaxed);
        Ok(card)
    }

    pub async fn choose_school(&self, args: SchoolArgs) -> Result<(), ApiError> {
        let known = self.0.registry.get();
        let card = known.schools.into_iter().map(|entry| entry.card).find(|card| card.id == args.school);
        let card = card.ok_or_else(|| ApiError::of(ErrorCode::NoSchool))?;
        self.0.registry.update(|known| known.school = Some(args.school.to_string()))?;
        self.open_school(card).await?;
        self.0.first_school_met.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Makes the host's first school the one in use, once a run. Tried again until it answers or the learner has chosen.
    pub(crate) async fn adopt_first_school(&self) -> Result<(), ApiError> {
        let Some(address) = self.0.host.first_school.clone() else { return Ok(()) };
        if self.0.first_school_met.load(Ordering::Relaxed) {
            return Ok(());
        }
        let wanted = parse_address(&address).map(String::from).unwrap_or_default();
        if self.school().await.is_ok_and(|school| school.card.address == wanted) {
            return Ok(());
        }
        self.add_school(AddressArgs { address }).await.map(drop)
    }
}

fn card(address: &Url, school: SchoolInfo) -> SchoolCard {
    SchoolCard {
        id: school.id,
        name: school.name,
        address: address.to_string(),
        sample: school.sample,
        notice: school.notice,
        about: school.about,
        support_email: school.support_email,
        support_hours: school.support_hours,
        support_reply_hours: school.support_reply_hours,
    }
}
