//! `POST /v1/courier/device` makes a device known; `POST /v1/courier/parcels` takes a parcel from anybody.

use super::App;
use super::bearer::Bearer;
use super::problem::Fault;
use crate::courier::{ParcelError, words};
use crate::store::StoreError;
use axum::Json;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{ConnectInfo, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName};
use carrel_protocol::{COURIER_MEDIA_TYPE, CourierDevice, CourierKeys, MAX_FILE_BYTES, ParcelRefusal, ProblemCode};
use std::net::SocketAddr;

type Registered = ([(HeaderName, &'static str); 1], Json<CourierKeys>);
type Reply = ([(HeaderName, &'static str); 2], Vec<u8>);

pub async fn register(State(app): State<App>, Bearer(learner): Bearer, body: Bytes) -> Result<Registered, Fault> {
    let device: CourierDevice = serde_json::from_slice(&body).map_err(|error| {
        Fault::bad_request(format!("This is no device (line {}, column {})", error.line(), error.column()))
    })?;
    if !(1..=200).contains(&device.device.as_str().len()) {
        return Err(Fault::bad_request("A device has a name of 1 to 200 bytes"));
    }
    if !app.store.register_courier(&learner, device).await? {
        return Err(Fault::bad_request("This key is another device's"));
    }
    Ok(([(CACHE_CONTROL, "no-store")], Json(app.store.courier_keys())))
}

/// Whoever brings it need not say who they are, so it is limited before a byte of it is read.
pub async fn parcel(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    body: Body,
) -> Result<Reply, Fault> {
    app.limits.parcel(peer.ip()).map_err(Fault::too_many)?;
    let _turn = app.parcel_turns.acquire().await.map_err(|_| Fault::maintenance("The school is closing"))?;
    let parcel = to_bytes(body, MAX_FILE_BYTES).await.map_err(|_| refused(ParcelRefusal::TooLarge))?;
    let reply = app.store.take_parcel(parcel.to_vec()).await?;
    Ok(([(CACHE_CONTROL, "no-store"), (CONTENT_TYPE, COURIER_MEDIA_TYPE)], reply))
}

impl From<ParcelError> for Fault {
    fn from(error: ParcelError) -> Self {
        match error {
            ParcelError::Refused(refusal) => refused(refusal),
            ParcelError::Store(error) => StoreError::into(error),
        }
    }
}

fn refused(refusal: ParcelRefusal) -> Fault {
    let code = match refusal {
        ParcelRefusal::NoCourier => ProblemCode::NotFound,
        ParcelRefusal::NotAParcel => ProblemCode::NotAParcel,
        ParcelRefusal::Newer => ProblemCode::NewerParcel,
        ParcelRefusal::TooLarge => ProblemCode::TooLarge,
        ParcelRefusal::OtherSchool => ProblemCode::OtherSchool,
        ParcelRefusal::Damaged => ProblemCode::DamagedParcel,
        ParcelRefusal::UnknownDevice => ProblemCode::UnknownDevice,
        ParcelRefusal::Forged => ProblemCode::ForgedParcel,
    };
    let (detail, remedy) = words(refusal);
    Fault::explained(StatusCode::UNPROCESSABLE_ENTITY, code, detail, remedy)
}
