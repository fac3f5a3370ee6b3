//! `GET /v1/account`: who is signed in.

use super::bearer::Bearer;
use axum::Json;
use axum::http::header::{CACHE_CONTROL, HeaderName};
use carrel_protocol::Account;

pub async fn show(Bearer(learner): Bearer) -> ([(HeaderName, &'static str); 1], Json<Account>) {
    let account = Account { learner: learner.id, name: learner.name, email: learner.email };
    ([(CACHE_CONTROL, "no-store")], Json(account))
}
