//! Signing in: the system browser shows the school's page, the answer comes back to a loopback address (RFC 8252, PKCE).

use axum::Router;
use axum::extract::{Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY};
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use carrel_protocol::{AuthorizationGrant, Failure, Secret, SignIn};
use oauth2::{CsrfToken, PkceCodeChallenge};
use serde::Deserialize;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use url::Url;

/// A learner who wandered off starts again; a listener that waits for ever helps nobody.
const PATIENCE: Duration = Duration::from_secs(15 * 60);

/// One attempt under way: the page to show, and the answer to wait for.
pub struct Attempt {
    pub address: String,
    redirect_uri: String,
    verifier: Secret,
    listener: TcpListener,
    state: CsrfToken,
}

/// How an attempt ended, short of a grant.
#[derive(Clone, Debug, PartialEq)]
pub enum NotSignedIn {
    /// The learner, or the school, said no.
    Denied,
    TimedOut,
    Failed(Failure),
}

impl Attempt {
    /// Binds the loopback address and makes up the one-time secrets.
    pub async fn prepare(sign_in: SignIn) -> Result<Self, Failure> {
        let SignIn::Browser { authorize_url, client_id } = sign_in;
        let listener = TcpListener::bind(("127.0.0.1", 0))
            .await
            .map_err(|error| Failure::ours(format!("No loopback port could be opened: {error}")))?;
        let port = listener.local_addr().map_err(|error| Failure::ours(error.to_string()))?.port();
        let redirect_uri = format!("http://127.0.0.1:{port}/callback");
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let state = CsrfToken::new_random();
        let mut address = Url::parse(&authorize_url).map_err(|_| Failure::ours("The sign-in page has no address"))?;
        address
            .query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &client_id)
            .append_pair("redirect_uri", &redirect_uri)
            .append_pair("state", state.secret())
            .append_pair("code_challenge", challenge.as_str())
            .append_pair("code_challenge_method", "S256");
        let verifier = Secret::new(verifier.into_secret());
        Ok(Self { address: address.into(), redirect_uri, verifier, listener, state })
    }

    /// Waits for the browser to come back with this attempt's `state`; anything else that calls is turned away.
    pub async fn answer(self) -> Result<AuthorizationGrant, NotSignedIn> {
        let (send, receive) = oneshot::channel();
        let desk = Arc::new(Desk { state: self.state, answer: Mutex::new(Some(send)) });
        let router = Router::new().route("/callback", get(callback)).with_state(desk);
        let (stop, stopped) = oneshot::channel::<()>();
        let server = axum::serve(self.listener, router).with_graceful_shutdown(async { drop(stopped.await) });
        let server = tokio::spawn(server.into_future());
        let answer = tokio::time::timeout(PATIENCE, receive).await;
        drop(stop);
        drop(server);
        match answer {
            Ok(Ok(Ok(code))) => {
                Ok(AuthorizationGrant { code, verifier: self.verifier, redirect_uri: self.redirect_uri })
            }
            Ok(Ok(Err(refused))) => Err(refused),
            Ok(Err(_)) | Err(_) => Err(NotSignedIn::TimedOut),
        }
    }
}

struct Desk {
    state: CsrfToken,
    answer: Mutex<Option<oneshot::Sender<Result<Secret, NotSignedIn>>>>,
}

#[derive(Deserialize)]
struct CameBack {
    code: Option<String>,
    state: Option<String>,
    error: Option<String>,
}

async fn callback(State(desk): State<Arc<Desk>>, Query(back): Query<CameBack>) -> impl IntoResponse {
    let (answer, words) = if back.state.as_deref() != Some(desk.state.secret().as_str()) {
        (None, "This page belongs to another sign-in. Go back to Carrel and start again.")
    } else if let Some(code) = back.code {
        (Some(Ok(Secret::new(code))), "You are signed in. You can close this page and go back to Carrel.")
    } else if back.error.as_deref() == Some("access_denied") {
        (Some(Err(NotSignedIn::Denied)), "You were not signed in. You can close this page and go back to Carrel.")
    } else {
        let failure = Failure::ours("The school's sign-in page came back with an error");
        (Some(Err(NotSignedIn::Failed(failure))), "Signing in did not work. Go back to Carrel and try again.")
    };
    if let Some(answer) = answer
        && let Some(send) = desk.answer.lock().unwrap_or_else(PoisonError::into_inner).take()
    {
        let _ = send.send(answer);
    }
    let headers = [
        (CACHE_CONTROL, "no-store"),
        (REFERRER_POLICY, "no-referrer"),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'"),
    ];
    (headers, Html(page(words)))
}

fn page(words: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Carrel</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><style>:root{{color-scheme:light dark}}\
         body{{font:1.125rem/1.6 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1.5rem}}</style></head>\
         <body><main><h1>Carrel</h1><p>{words}</p></main></body></html>"
    )
}
