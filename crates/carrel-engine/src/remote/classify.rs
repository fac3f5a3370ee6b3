//! Sorts everything that can go wrong on the wire into the closed list of failures. The one place that does.
//!
//! Addresses are cut out of errors here: a URL can carry a secret (invariant I14).

use carrel_protocol::{Failure, LaterReason, PROBLEM_MEDIA_TYPE, Problem, ProblemCode};
use reqwest::header::{CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use reqwest::{Response, StatusCode};
use serde::de::DeserializeOwned;
use std::error::Error as _;
use std::time::Duration;

/// The longest `Retry-After` that is believed: a school in trouble does not silence a learner for days.
const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(6 * 3600);

pub(super) fn transport(error: &reqwest::Error) -> Failure {
    if error.is_timeout() {
        return Failure::later(LaterReason::Timeout);
    }
    if is_tls(error) {
        return Failure::later(LaterReason::Tls);
    }
    if error.is_connect() {
        return Failure::Offline;
    }
    if error.is_builder() {
        return Failure::ours("A request could not be built");
    }
    // The connection broke in the middle: of the request, of the headers or of the body.
    Failure::later(LaterReason::Garbled)
}

fn is_tls(error: &reqwest::Error) -> bool {
    let mut source = error.source();
    while let Some(cause) = source {
        if cause.is::<rustls::Error>() {
            return true;
        }
        if let Some(io) = cause.downcast_ref::<std::io::Error>()
            && io.get_ref().is_some_and(|inner| inner.is::<rustls::Error>())
        {
            return true;
        }
        source = cause.source();
    }
    false
}

/// No answer that is read whole is longer once unpacked: the table of contents of the largest course is a fraction of it. A few
/// kilobytes on the wire may unpack to gigabytes, and whoever sent them is not to fill this computer's memory.
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// A whole body, unpacked, of at most `most` bytes.
pub(super) async fn body(mut response: Response, most: usize) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    while let Some(part) = response.chunk().await.map_err(|error| transport(&error))? {
        if body.len() + part.len() > most {
            return Err(Failure::later(LaterReason::Garbled));
        }
        body.extend_from_slice(&part);
    }
    Ok(body)
}

/// Reads a JSON answer, or says why there is none.
pub(super) async fn json<T: DeserializeOwned>(response: Response) -> Result<T, Failure> {
    let response = success(response).await?;
    if !is_json(response.headers()) {
        return Err(Failure::later(LaterReason::NotTheSchool));
    }
    let bytes = body(response, MOST_BYTES).await?;
    serde_json::from_slice(&bytes).map_err(|_| Failure::later(LaterReason::Garbled))
}

/// Passes on a 2xx; sorts everything else.
pub(super) async fn success(response: Response) -> Result<Response, Failure> {
    explained(response).await.map_err(|(_, failure)| failure)
}

/// The same, with the code of an explained no beside it: for the calls where some of those are answers.
pub(super) async fn explained(response: Response) -> Result<Response, (Option<ProblemCode>, Failure)> {
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let retry_after = retry_after(response.headers());
    let problem = problem(response).await;
    Err((problem.as_ref().map(|problem| problem.code), refused(status, problem, retry_after)))
}

fn refused(status: StatusCode, problem: Option<Problem>, retry_after: Option<Duration>) -> Failure {
    let code = problem.as_ref().map(|problem| problem.code);
    let later = |reason| Failure::Later { reason, retry_after };
    match (status, code) {
        (StatusCode::UNAUTHORIZED, _) if code.is_some() => Failure::SignInAgain,
        (StatusCode::TOO_MANY_REQUESTS, _) => later(LaterReason::Busy),
        (_, Some(ProblemCode::Maintenance)) => later(LaterReason::Maintenance),
        (StatusCode::FORBIDDEN, Some(_)) => Failure::NeedsYou { text: words(problem) },
        (status, _) if status.is_server_error() => later(LaterReason::Unavailable),
        (status, _) if status.is_redirection() => later(LaterReason::NotTheSchool),
        // An explained mistake in our request is ours; an unexplained one came from somebody in between.
        (_, Some(_)) => Failure::ours(words(problem)),
        (_, None) => later(LaterReason::NotTheSchool),
    }
}

fn words(problem: Option<Problem>) -> String {
    let Some(problem) = problem else { return String::new() };
    match problem.remedy {
        Some(remedy) => format!("{} {remedy}", problem.detail),
        None => problem.detail,
    }
}

async fn problem(response: Response) -> Option<Problem> {
    let is_problem = media_type(response.headers()).is_some_and(|kind| kind == PROBLEM_MEDIA_TYPE);
    if !is_problem {
        return None;
    }
    serde_json::from_slice(&body(response, MOST_BYTES).await.ok()?).ok()
}

fn is_json(headers: &HeaderMap) -> bool {
    media_type(headers).is_some_and(|kind| kind == "application/json" || kind.ends_with("+json"))
}

fn media_type(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    Some(text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
}

fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds: u64 = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds).min(LONGEST_RETRY_AFTER))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    fn problem(code: ProblemCode) -> Option<Problem> {
        Some(Problem {
            kind: String::new(),
            title: String::new(),
            status: 0,
            detail: "Detail.".into(),
            code,
            remedy: Some("Remedy.".into()),
        })
    }

    #[tokio::test]
    async fn i12_a_few_bytes_that_unpack_to_more_than_memory_are_given_up() {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(&vec![b' '; MOST_BYTES + 1]).expect("packs");
        let packed = packer.finish().expect("packs");
        assert!(packed.len() < MOST_BYTES / 50, "{} bytes are sent", packed.len());
        let school = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let address = format!("http://{}", school.local_addr().expect("an address"));
        let answering = tokio::spawn(async move {
            let (mut asked, _) = school.accept().await.expect("a request");
            let _ = asked.read(&mut [0; 4096]).await.expect("its words");
            let head = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n",
                packed.len()
            );
            asked.write_all(head.as_bytes()).await.expect("a head");
            // Whoever gives up hangs up.
            let _ = asked.write_all(&packed).await;
        });
        let client = crate::remote::client::build().expect("a client");
        let response = client.get(&address).send().await.expect("an answer");
        assert_eq!(json::<serde_json::Value>(response).await, Err(Failure::later(LaterReason::Garbled)));
        answering.await.expect("the school answered");
    }

    /// The whole table: only an explained answer is believed to come from the school.
    #[test]
    fn i3_no_status_by_itself_is_a_refusal() {
        let cases = [
            (401, problem(ProblemCode::InvalidToken), Failure::SignInAgain),
            (401, None, Failure::later(LaterReason::NotTheSchool)),
            (403, problem(ProblemCode::NoAccess), Failure::NeedsYou { text: "Detail. Remedy.".into() }),
            (403, None, Failure::later(LaterReason::NotTheSchool)),
            (404, None, Failure::later(LaterReason::NotTheSchool)),
            (400, problem(ProblemCode::BadRequest), Failure::ours("Detail. Remedy.")),
            (400, None, Failure::later(LaterReason::NotTheSchool)),
            (429, None, Failure::later(LaterReason::Busy)),
            (500, None, Failure::later(LaterReason::Unavailable)),
            (502, None, Failure::later(LaterReason::Unavailable)),
            (503, problem(ProblemCode::Maintenance), Failure::later(LaterReason::Maintenance)),
            (302, None, Failure::later(LaterReason::NotTheSchool)),
            (511, None, Failure::later(LaterReason::Unavailable)),
        ];
        for (status, problem, wanted) in cases {
            let status = StatusCode::from_u16(status).expect("a status");
            assert_eq!(refused(status, problem, None), wanted, "{status}");
        }
    }

    #[test]
    fn a_retry_after_is_taken_up_to_a_bound() {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, "120".parse().expect("a header"));
        assert_eq!(retry_after(&headers), Some(Duration::from_secs(120)));
        headers.insert(RETRY_AFTER, "99999999".parse().expect("a header"));
        assert_eq!(retry_after(&headers), Some(LONGEST_RETRY_AFTER));
        headers.insert(RETRY_AFTER, "Wed, 21 Oct 2026 07:28:00 GMT".parse().expect("a header"));
        assert_eq!(retry_after(&headers), None, "a date needs a clock we trust; our own backoff does");
    }
}
