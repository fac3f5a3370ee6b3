//! Making a device known, and handing in a parcel.

use super::carrel::{ANSWER_WITHIN, CarrelProvider};
use super::classify;
use bytes::Bytes;
use carrel_protocol::{
    COURIER_DEVICE_PATH, COURIER_MEDIA_TYPE, COURIER_PARCELS_PATH, Carried, CourierDevice, CourierKeys, DISCOVERY_PATH,
    Discovery, Failure, LaterReason, MAX_FILE_BYTES, ParcelRefusal, ProblemCode, Secret,
};
use reqwest::header::CONTENT_TYPE;
use std::time::Duration;

/// A large parcel on a slow line.
const CARRIED_WITHIN: Duration = Duration::from_secs(300);

pub(super) async fn keys(provider: &CarrelProvider) -> Result<Option<CourierKeys>, Failure> {
    let found: Discovery =
        classify::json(provider.send(provider.get(DISCOVERY_PATH)?.timeout(ANSWER_WITHIN)).await?).await?;
    Ok(found.courier)
}

pub(super) async fn register(
    provider: &CarrelProvider,
    access: &Secret,
    device: &CourierDevice,
) -> Result<Option<CourierKeys>, Failure> {
    let post = provider.post(COURIER_DEVICE_PATH)?.bearer_auth(access.expose()).timeout(ANSWER_WITHIN);
    classify::json(provider.send(post.json(device)).await?).await.map(Some)
}

/// Without any session: a parcel speaks for itself.
pub(super) async fn carry(provider: &CarrelProvider, parcel: Bytes) -> Result<Carried, Failure> {
    let post = provider.post(COURIER_PARCELS_PATH)?.header(CONTENT_TYPE, COURIER_MEDIA_TYPE).body(parcel);
    let response = match classify::explained(provider.send(post.timeout(CARRIED_WITHIN)).await?).await {
        Ok(response) => response,
        Err((code, failure)) => return code.and_then(refusal).map(Carried::Refused).ok_or(failure),
    };
    let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if kind != Some(COURIER_MEDIA_TYPE) {
        return Err(Failure::later(LaterReason::NotTheSchool));
    }
    Ok(Carried::Reply(classify::body(response, MAX_FILE_BYTES).await?.into()))
}

fn refusal(code: ProblemCode) -> Option<ParcelRefusal> {
    Some(match code {
        // A school of an earlier version has nothing at this address.
        ProblemCode::NotFound => ParcelRefusal::NoCourier,
        ProblemCode::NotAParcel => ParcelRefusal::NotAParcel,
        ProblemCode::NewerParcel => ParcelRefusal::Newer,
        ProblemCode::TooLarge => ParcelRefusal::TooLarge,
        ProblemCode::OtherSchool => ParcelRefusal::OtherSchool,
        ProblemCode::DamagedParcel => ParcelRefusal::Damaged,
        ProblemCode::UnknownDevice => ParcelRefusal::UnknownDevice,
        ProblemCode::ForgedParcel => ParcelRefusal::Forged,
        _ => return None,
    })
}
