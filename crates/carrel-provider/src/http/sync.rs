//! `POST /v1/record/sync`: operations in, answers and news out.

use super::App;
use super::bearer::Bearer;
use super::problem::Fault;
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, HeaderName};
use carrel_protocol::{MAX_OPS, SyncRequest, SyncResponse};

type Answered = ([(HeaderName, &'static str); 1], Json<SyncResponse>);

pub async fn sync(
    State(app): State<App>,
    Bearer(learner): Bearer,
    body: Result<Bytes, BytesRejection>,
) -> Result<Answered, Fault> {
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Fault::too_large("The request is larger than the school takes"),
        _ => Fault::bad_request("The request's body did not arrive whole"),
    })?;
    let request: SyncRequest = serde_json::from_slice(&body).map_err(|error| {
        Fault::bad_request(format!("This is no sync request (line {}, column {})", error.line(), error.column()))
    })?;
    check(&request)?;
    let response = app.store.sync(&learner, request).await?;
    Ok(([(CACHE_CONTROL, "no-store")], Json(response)))
}

fn check(request: &SyncRequest) -> Result<(), Fault> {
    if request.ops.len() > MAX_OPS {
        return Err(Fault::too_large(format!("At most {MAX_OPS} operations travel in one request")));
    }
    // Receipts name sequence numbers of the asking device, so operations of another could not be answered.
    let of_the_asking = request.ops.iter().all(|op| Some(&op.device) == request.device.as_ref());
    let named = request.device.as_ref().is_none_or(|device| (1..=200).contains(&device.as_str().len()));
    if !of_the_asking || !named {
        return Err(Fault::bad_request("Every operation must come from the device that sends it"));
    }
    Ok(())
}
