//! Errors as RFC 9457 problems, each with what the caller can do.

use crate::store::StoreError;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::response::{IntoResponse, Response};
use carrel_protocol::problem::{PROBLEM_MEDIA_TYPE, Problem, ProblemCode};
use carrel_sqlite::DbError;
use std::error::Error;

/// An answer that is an explained error.
#[derive(Debug)]
pub struct Fault {
    status: StatusCode,
    code: ProblemCode,
    detail: String,
    remedy: Option<&'static str>,
    retry_after_secs: Option<u64>,
}

impl Fault {
    fn new(status: StatusCode, code: ProblemCode, detail: impl Into<String>, remedy: Option<&'static str>) -> Self {
        Self { status, code, detail: detail.into(), remedy, retry_after_secs: None }
    }

    pub fn bad_request(detail: impl Into<String>) -> Self {
        let remedy = "This is a mistake in the program that asked; please report it";
        Self::new(StatusCode::BAD_REQUEST, ProblemCode::BadRequest, detail, Some(remedy))
    }

    pub fn invalid_token() -> Self {
        let detail = "The access token is missing, expired or revoked";
        Self::new(StatusCode::UNAUTHORIZED, ProblemCode::InvalidToken, detail, Some("Refresh it or sign in again"))
    }

    pub fn no_access() -> Self {
        let remedy = "Ask for a place in the program, or ask the school for more access time";
        let detail = "Your enrollment gives no access to this content now";
        Self::new(StatusCode::FORBIDDEN, ProblemCode::NoAccess, detail, Some(remedy))
    }

    pub fn not_found(detail: impl Into<String>) -> Self {
        let remedy = "Check the address; the school may have changed its catalog";
        Self::new(StatusCode::NOT_FOUND, ProblemCode::NotFound, detail, Some(remedy))
    }

    pub fn too_large(detail: impl Into<String>) -> Self {
        let remedy = "Send it in smaller parts";
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, ProblemCode::TooLarge, detail, Some(remedy))
    }

    pub fn maintenance(detail: impl Into<String>) -> Self {
        let remedy = "Try again in a little while; nothing was lost";
        let fault = Self::new(StatusCode::SERVICE_UNAVAILABLE, ProblemCode::Maintenance, detail, Some(remedy));
        Self { retry_after_secs: Some(5), ..fault }
    }

    pub fn too_many(wait_secs: u64) -> Self {
        let (detail, remedy) = ("Too many came from this network at once", Some("Wait a moment and send it again"));
        let fault = Self::new(StatusCode::TOO_MANY_REQUESTS, ProblemCode::TooManyRequests, detail, remedy);
        Self { retry_after_secs: Some(wait_secs), ..fault }
    }

    /// A no that is an answer, with its words.
    pub fn explained(status: StatusCode, code: ProblemCode, detail: &str, remedy: &'static str) -> Self {
        Self::new(status, code, detail, Some(remedy))
    }

    /// For a status some layer below gave without a word.
    pub fn bare(status: StatusCode) -> Self {
        let reason = status.canonical_reason().unwrap_or("The request failed");
        match status {
            StatusCode::NOT_FOUND => Self::not_found("There is nothing at this address"),
            StatusCode::PAYLOAD_TOO_LARGE => Self::too_large("The request is larger than the school takes"),
            _ if status.is_server_error() => Self { status, ..Self::maintenance(reason) },
            _ => Self { status, ..Self::bad_request(reason) },
        }
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        match &error {
            StoreError::NoSchool => {
                Self::maintenance("This server has no school yet; its administrator must import one")
            }
            StoreError::Db(DbError::Busy | DbError::Full | DbError::Closed) => {
                log(&error);
                Self::maintenance("The school's database cannot take this now")
            }
            _ => {
                log(&error);
                let remedy = Some("Try again later; if it stays, tell the school the request number");
                Self::new(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    ProblemCode::Internal,
                    "The school's server failed",
                    remedy,
                )
            }
        }
    }
}

/// The whole chain of causes, which holds statements and paths but no values.
fn log(error: &StoreError) {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        text.push_str(": ");
        text.push_str(&next.to_string());
        cause = next.source();
    }
    tracing::error!(error = text, "store failed");
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let problem = Problem {
            kind: format!("https://carrel.example/problems/{}", self.code.as_str()),
            title: self.status.canonical_reason().unwrap_or("Problem").to_owned(),
            status: self.status.as_u16(),
            detail: self.detail,
            code: self.code,
            remedy: self.remedy.map(str::to_owned),
        };
        let mut response = (self.status, axum::Json(problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM_MEDIA_TYPE));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if self.code == ProblemCode::InvalidToken {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer error=\"invalid_token\""));
        }
        if let Some(secs) = self.retry_after_secs {
            headers.insert(RETRY_AFTER, HeaderValue::from(secs));
        }
        response
    }
}

pub async fn no_such_address() -> Fault {
    Fault::not_found("There is nothing at this address")
}
