//! The pages a learner sees while signing in: password, account, consent, and the way back to the program.

use super::request::{AuthorizeQuery, AuthorizeRequest, Unanswerable};
use crate::http::App;
use crate::http::pages::{self, Account, Notice, Page};
use crate::store::accounts::Learner;
use crate::store::tokens::{CodeBinding, random_token, sha256};
use crate::store::{Store, StoreError};
use axum::Form;
use axum::extract::{ConnectInfo, Query, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, LOCATION, RETRY_AFTER, SET_COOKIE};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use carrel_protocol::SchoolInfo;
use serde::Deserialize;
use std::net::SocketAddr;

const COOKIE: &str = "carrel_session";
const COOKIE_SECS: u32 = 3600;

/// What every page of one request needs.
struct Visit {
    app: App,
    school: SchoolInfo,
    request: AuthorizeRequest,
    cookie: String,
    /// The cookie is new and has to be set.
    fresh: bool,
}

#[derive(Deserialize)]
pub struct SignInForm {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
}

#[derive(Deserialize)]
pub struct CreateForm {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    password: String,
}

#[derive(Deserialize)]
pub struct ConsentForm {
    #[serde(default)]
    csrf: String,
    #[serde(default)]
    decision: String,
}

#[derive(Deserialize)]
pub struct BareForm {
    #[serde(default)]
    csrf: String,
}

/// `GET /oauth/authorize`: asks who is there, or whether the program may.
pub async fn show(State(app): State<App>, Query(query): Query<AuthorizeQuery>, jar: CookieJar) -> Response {
    let visit = match Visit::begin(app, query, &jar).await {
        Ok(visit) => visit,
        Err(response) => return response,
    };
    match visit.learner().await {
        Ok(Some(learner)) => visit.page(|csrf| pages::consent(&visit.school, &visit.request.query, csrf, &learner)),
        Ok(None) => visit.sign_in_page("", None, StatusCode::OK),
        Err(error) => failed(&error),
    }
}

/// `GET /oauth/create-account`.
pub async fn show_create(State(app): State<App>, Query(query): Query<AuthorizeQuery>, jar: CookieJar) -> Response {
    match Visit::begin(app, query, &jar).await {
        Ok(visit) => visit.create_page(Account::default(), None, StatusCode::OK),
        Err(response) => response,
    }
}

/// `POST /oauth/sign-in`.
pub async fn sign_in(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Query(query): Query<AuthorizeQuery>,
    jar: CookieJar,
    Form(form): Form<SignInForm>,
) -> Response {
    let visit = match Visit::resume(app, query, &jar, &form.csrf).await {
        Ok(visit) => visit,
        Err(response) => return response,
    };
    if let Err(wait_secs) = visit.app.limits.password(&form.email, peer.ip()) {
        return visit.too_often(wait_secs);
    }
    match visit.app.store.sign_in(&form.email, &form.password).await {
        Ok(Some(learner)) => visit.admit(&learner).await,
        Ok(None) => {
            let wrong = "This email address and password do not belong together. Check both and try again.";
            visit.sign_in_page(&form.email, Some(wrong), StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(error) => failed(&error),
    }
}

/// `POST /oauth/create-account`.
pub async fn create(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Query(query): Query<AuthorizeQuery>,
    jar: CookieJar,
    Form(form): Form<CreateForm>,
) -> Response {
    let visit = match Visit::resume(app, query, &jar, &form.csrf).await {
        Ok(visit) => visit,
        Err(response) => return response,
    };
    if let Err(wait_secs) = visit.app.limits.account(peer.ip()) {
        return visit.too_often(wait_secs);
    }
    let wrong = match visit.app.store.add_learner(&form.email, &form.name, &form.password).await {
        Ok(learner) => return visit.admit(&learner).await,
        Err(StoreError::BadAccount(wrong)) => format!("{wrong}."),
        Err(StoreError::EmailTaken) => "An account with this email address exists already. Sign in instead.".to_owned(),
        Err(error) => return failed(&error),
    };
    let account = Account { name: &form.name, email: &form.email };
    visit.create_page(account, Some(&wrong), StatusCode::UNPROCESSABLE_ENTITY)
}

/// `POST /oauth/consent`: back to the program, with a code or without.
pub async fn consent(
    State(app): State<App>,
    Query(query): Query<AuthorizeQuery>,
    jar: CookieJar,
    Form(form): Form<ConsentForm>,
) -> Response {
    let visit = match Visit::resume(app, query, &jar, &form.csrf).await {
        Ok(visit) => visit,
        Err(response) => return response,
    };
    let learner = match visit.learner().await {
        Ok(Some(learner)) => learner,
        Ok(None) => return visit.sign_in_page("", None, StatusCode::OK),
        Err(error) => return failed(&error),
    };
    if form.decision != "allow" {
        return redirect(visit.request.answer(("error", "access_denied")).as_str(), None);
    }
    match issue_code(&visit.app.store, &learner, &visit.request).await {
        Ok(code) => redirect(visit.request.answer(("code", &code)).as_str(), None),
        Err(error) => failed(&error),
    }
}

/// `POST /oauth/sign-out`: "this is not me".
pub async fn sign_out(
    State(app): State<App>,
    Query(query): Query<AuthorizeQuery>,
    jar: CookieJar,
    Form(form): Form<BareForm>,
) -> Response {
    let visit = match Visit::resume(app, query, &jar, &form.csrf).await {
        Ok(visit) => visit,
        Err(response) => return response,
    };
    if let Err(error) = visit.app.store.end_browser_session(&visit.cookie).await {
        return failed(&error);
    }
    match random_token() {
        Ok(cookie) => visit.again(&cookie),
        Err(error) => failed(&error),
    }
}

async fn issue_code(store: &Store, learner: &Learner, request: &AuthorizeRequest) -> Result<String, StoreError> {
    let binding = CodeBinding { redirect_uri: request.redirect_uri.to_string(), challenge: request.challenge.clone() };
    store.issue_code(learner, binding).await
}

impl Visit {
    async fn begin(app: App, query: AuthorizeQuery, jar: &CookieJar) -> Result<Self, Response> {
        let school = app.store.school().await.map_err(|error| failed(&error))?;
        let request = query.check().map_err(|problem| match problem {
            Unanswerable::Here(wrong) => {
                pages::notice(StatusCode::BAD_REQUEST, Notice::new("Signing in is not possible", wrong))
            }
            Unanswerable::There(url) => redirect(url.as_str(), None),
        })?;
        let known = jar.get(COOKIE).map(|cookie| cookie.value().to_owned()).filter(|value| value.len() == 43);
        let fresh = known.is_none();
        let cookie = match known {
            Some(cookie) => cookie,
            None => random_token().map_err(|error| failed(&error))?,
        };
        Ok(Self { app, school, request, cookie, fresh })
    }

    /// For forms: the page it came from must have been ours.
    async fn resume(app: App, query: AuthorizeQuery, jar: &CookieJar, csrf: &str) -> Result<Self, Response> {
        let visit = Self::begin(app, query, jar).await?;
        if visit.fresh || csrf != visit.csrf() {
            let wrong =
                "The page was open for too long, or the browser keeps no cookies. Go back to Carrel and sign in again.";
            return Err(pages::notice(StatusCode::FORBIDDEN, Notice::new("Please begin again", wrong)));
        }
        Ok(visit)
    }

    /// Bound to the cookie, which no other site can read or guess.
    fn csrf(&self) -> String {
        URL_SAFE_NO_PAD.encode(sha256(&format!("csrf:{}", self.cookie)))
    }

    async fn learner(&self) -> Result<Option<Learner>, StoreError> {
        self.app.store.browser_session(&self.cookie).await
    }

    /// A new cookie for a learner who showed their password, then the consent page.
    async fn admit(&self, learner: &Learner) -> Response {
        match self.app.store.start_browser_session(learner).await {
            Ok(cookie) => self.again(&cookie),
            Err(error) => failed(&error),
        }
    }

    fn again(&self, cookie: &str) -> Response {
        redirect(&format!("/oauth/authorize?{}", self.request.query), Some(self.set_cookie(cookie)))
    }

    fn set_cookie(&self, cookie: &str) -> String {
        let secure = if self.app.behind_https { "; Secure" } else { "" };
        format!("{COOKIE}={cookie}; Path=/oauth; Max-Age={COOKIE_SECS}; HttpOnly; SameSite=Lax{secure}")
    }

    fn page(&self, build: impl FnOnce(&str) -> Page) -> Response {
        self.send(StatusCode::OK, build(&self.csrf()))
    }

    fn send(&self, status: StatusCode, page: Page) -> Response {
        let mut response = page.going_to(&self.request.redirect_uri).respond(status);
        if self.fresh
            && let Ok(value) = self.set_cookie(&self.cookie).parse()
        {
            response.headers_mut().insert(SET_COOKIE, value);
        }
        response
    }

    fn sign_in_page(&self, email: &str, wrong: Option<&str>, status: StatusCode) -> Response {
        self.send(status, pages::sign_in(&self.school, &self.request.query, &self.csrf(), email, wrong))
    }

    fn create_page(&self, account: Account<'_>, wrong: Option<&str>, status: StatusCode) -> Response {
        self.send(status, pages::create_account(&self.school, &self.request.query, &self.csrf(), account, wrong))
    }

    fn too_often(&self, wait_secs: u64) -> Response {
        let text = format!("There were too many attempts. Wait {wait_secs} seconds, then try again.");
        let mut response = pages::notice(StatusCode::TOO_MANY_REQUESTS, Notice::new("Please wait a moment", &text));
        response.headers_mut().insert(RETRY_AFTER, wait_secs.into());
        response
    }
}

fn redirect(to: &str, cookie: Option<String>) -> Response {
    let mut response = (StatusCode::SEE_OTHER, [(LOCATION, to), (CACHE_CONTROL, "no-store")]).into_response();
    if let Some(value) = cookie.and_then(|cookie| cookie.parse().ok()) {
        response.headers_mut().insert(SET_COOKIE, value);
    }
    response
}

fn failed(error: &StoreError) -> Response {
    tracing::error!(%error, "sign-in failed");
    let wrong = "The school's server could not do this now. Go back to Carrel and try again later. Nothing is lost.";
    pages::notice(StatusCode::SERVICE_UNAVAILABLE, Notice::new("Something went wrong", wrong))
}
