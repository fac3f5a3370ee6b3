//! Signing in by the browser's pages, and what tokens are worth.
#![allow(clippy::expect_used)]

mod common;

use carrel_protocol::Account;
use carrel_provider::store::tokens::challenge_of;
use common::{PASSWORD, School, school};
use reqwest::{Response, StatusCode};
use serde_json::Value;
use std::collections::HashMap;

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const BACK: &str = "http://127.0.0.1:45678/callback";

/// A browser: one cookie and the page it looks at.
struct Browser<'s> {
    school: &'s School,
    cookie: String,
    page: String,
    status: StatusCode,
    location: String,
}

impl<'s> Browser<'s> {
    fn new(school: &'s School) -> Self {
        Self { school, cookie: String::new(), page: String::new(), status: StatusCode::OK, location: String::new() }
    }

    async fn see(&mut self, response: Response) {
        self.status = response.status();
        if let Some(cookie) = response.headers().get("set-cookie").and_then(|value| value.to_str().ok()) {
            assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
            self.cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        }
        self.location = response.headers().get("location").and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
        if let Some(policy) = response.headers().get("content-security-policy") {
            let policy = policy.to_str().expect("text");
            assert!(
                policy.starts_with("default-src 'none'") && !policy.contains("script"),
                "no script may run: {policy}"
            );
        }
        self.page = response.text().await.expect("a page");
    }

    async fn get(&mut self, path: &str) {
        let call = self.school.http.get(self.school.url(path)).header("cookie", &self.cookie);
        self.see(call.send().await.expect("an answer")).await;
    }

    async fn post(&mut self, action: &str, fields: &[(&str, &str)]) {
        let csrf = between(&self.page, "name=\"csrf\" value=\"", "\"").to_owned();
        let mut form = vec![("csrf", csrf.as_str())];
        form.extend_from_slice(fields);
        let call = self.school.http.post(self.school.url(&format!("{action}?{}", query()))).form(&form);
        self.see(call.header("cookie", &self.cookie).send().await.expect("an answer")).await;
    }

    async fn follow(&mut self) {
        assert_eq!(self.status, 303, "{}", self.page);
        let path = self.location.clone();
        self.get(&path).await;
    }

    /// Allows, and gives the code that came back.
    async fn allow(&mut self) -> String {
        self.post("/oauth/consent", &[("decision", "allow")]).await;
        assert_eq!(self.status, 303);
        assert!(self.location.starts_with(BACK), "{}", self.location);
        let answer: HashMap<String, String> =
            url::Url::parse(&self.location).expect("an address").query_pairs().into_owned().collect();
        assert_eq!(answer["state"], "my state");
        answer["code"].clone()
    }
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    text.split_once(before)
        .and_then(|(_, rest)| rest.split_once(after))
        .map(|(found, _)| found)
        .expect("found in the page")
}

fn query() -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .append_pair("response_type", "code")
        .append_pair("client_id", "carrel-desktop")
        .append_pair("redirect_uri", BACK)
        .append_pair("state", "my state")
        .append_pair("code_challenge", &challenge_of(VERIFIER))
        .append_pair("code_challenge_method", "S256")
        .finish()
}

async fn token(school: &School, form: &[(&str, &str)]) -> (StatusCode, Value) {
    let response = school.http.post(school.url("/oauth/token")).form(form).send().await.expect("an answer");
    assert_eq!(response.headers()["cache-control"], "no-store");
    (response.status(), response.json().await.expect("JSON"))
}

async fn redeem(school: &School, code: &str, verifier: &str) -> (StatusCode, Value) {
    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", "carrel-desktop"),
        ("code", code),
        ("code_verifier", verifier),
        ("redirect_uri", BACK),
    ];
    token(school, &form).await
}

async fn refresh(school: &School, refresh_token: &Value) -> (StatusCode, Value) {
    let refresh_token = refresh_token.as_str().expect("a token");
    token(school, &[("grant_type", "refresh_token"), ("client_id", "carrel-desktop"), ("refresh_token", refresh_token)])
        .await
}

async fn account(school: &School, access_token: &Value) -> Response {
    let call = school.http.get(school.url("/v1/account")).bearer_auth(access_token.as_str().expect("a token"));
    call.send().await.expect("an answer")
}

async fn signed_in<'s>(school: &'s School) -> Browser<'s> {
    let mut browser = Browser::new(school);
    browser.get(&format!("/oauth/authorize?{}", query())).await;
    browser.get(&format!("/oauth/create-account?{}", query())).await;
    let fields = [("name", "Ana <Ramos>"), ("email", " Ana@Example.com "), ("password", PASSWORD)];
    browser.post("/oauth/create-account", &fields).await;
    browser.follow().await;
    browser
}

#[tokio::test]
async fn a_learner_makes_an_account_and_the_program_gets_tokens() {
    let school = school().await;
    let mut browser = Browser::new(&school);
    browser.get(&format!("/oauth/authorize?{}", query())).await;
    assert!(browser.page.contains("A school for tests.") && browser.page.contains("autocomplete=\"current-password\""));
    browser.get(&format!("/oauth/create-account?{}", query())).await;
    browser
        .post("/oauth/create-account", &[("name", "Ana"), ("email", "ana@example.com"), ("password", "short")])
        .await;
    assert!(
        browser.status == 422 && browser.page.contains("role=\"alert\"") && browser.page.contains("ana@example.com")
    );
    let mut browser = signed_in(&school).await;
    assert!(browser.page.contains("Ana &lt;Ramos&gt;"), "names are shown, not run");
    let code = browser.allow().await;
    let (status, tokens) = redeem(&school, &code, VERIFIER).await;
    assert_eq!((status, tokens["token_type"].as_str()), (StatusCode::OK, Some("Bearer")));
    assert_eq!(tokens["expires_in"], 3600);
    let who: Account = account(&school, &tokens["access_token"]).await.json().await.expect("an account");
    assert_eq!((who.name.as_str(), who.email.as_str()), ("Ana <Ramos>", "ana@example.com"));
    assert_eq!(redeem(&school, &code, VERIFIER).await.1["error"], "invalid_grant", "a code works once");
    assert_eq!(account(&school, &tokens["access_token"]).await.status(), 401, "and a second use ends what it gave");
}

#[tokio::test]
async fn a_wrong_password_is_told_and_too_many_are_stopped() {
    let school = school().await;
    school.learner("ana@example.com").await;
    let mut browser = Browser::new(&school);
    browser.get(&format!("/oauth/authorize?{}", query())).await;
    for email in ["ana@example.com", "nobody@example.com"] {
        browser.post("/oauth/sign-in", &[("email", email), ("password", "not the password")]).await;
        assert_eq!(browser.status, 422);
        assert!(browser.page.contains("do not belong together"), "the same words for both");
    }
    for _ in 0..7 {
        browser.post("/oauth/sign-in", &[("email", "ana@example.com"), ("password", "not the password")]).await;
    }
    let page = browser.page.clone();
    browser.post("/oauth/sign-in", &[("email", "ana@example.com"), ("password", PASSWORD)]).await;
    assert_eq!(browser.status, 429, "even the right one has to wait");
    browser.page = page;
    school.learner("ben@example.com").await;
    browser.post("/oauth/sign-in", &[("email", "ben@example.com"), ("password", PASSWORD)]).await;
    assert_eq!(browser.status, 303, "another learner at the same desk does not");
}

#[tokio::test]
async fn a_learner_may_say_not_now_and_a_form_from_elsewhere_does_nothing() {
    let school = school().await;
    let mut browser = signed_in(&school).await;
    let page = browser.page.clone();
    browser.page = page.replace("name=\"csrf\" value=\"", "name=\"csrf\" value=\"x");
    browser.post("/oauth/consent", &[("decision", "allow")]).await;
    assert_eq!(browser.status, 403, "a forged form");
    browser.page = page.clone();
    browser.post("/oauth/consent", &[("decision", "deny")]).await;
    assert!(browser.location.contains("error=access_denied"), "{}", browser.location);
    browser.page = page;
    browser.post("/oauth/sign-out", &[]).await;
    browser.follow().await;
    assert!(browser.page.contains("<h1>Sign in</h1>"));
}

#[tokio::test]
async fn a_code_is_bound_to_its_verifier_and_to_a_minute() {
    let school = school().await;
    let mut browser = signed_in(&school).await;
    let page = browser.page.clone();
    let code = browser.allow().await;
    assert_eq!(redeem(&school, &code, "another verifier").await.1["error"], "invalid_grant");
    assert_eq!(redeem(&school, &code, VERIFIER).await.0, 200, "a stranger's guess does not spend it");
    browser.page = page;
    let late = browser.allow().await;
    school.pass(60_000);
    assert_eq!(redeem(&school, &late, VERIFIER).await.1["error"], "invalid_grant");
}

#[tokio::test]
async fn a_wrong_request_goes_nowhere_it_should_not() {
    let school = school().await;
    let mut browser = Browser::new(&school);
    let evil = query().replace("127.0.0.1", "evil.example");
    browser.get(&format!("/oauth/authorize?{evil}")).await;
    assert_eq!((browser.status.as_u16(), browser.location.as_str()), (400, ""), "nobody is sent to a stranger");
    browser.get(&format!("/oauth/authorize?{}", query().replace("S256", "plain"))).await;
    assert!(browser.location.contains("error=invalid_request"), "{}", browser.location);
    assert_eq!(token(&school, &[("grant_type", "password")]).await.1["error"], "unsupported_grant_type");
}

#[tokio::test]
async fn a_lost_answer_to_a_refresh_signs_nobody_out() {
    let school = school().await;
    let mut browser = signed_in(&school).await;
    let code = browser.allow().await;
    let (_, first) = redeem(&school, &code, VERIFIER).await;
    let (_, _lost) = refresh(&school, &first["refresh_token"]).await;
    let (status, second) = refresh(&school, &first["refresh_token"]).await;
    assert_eq!(status, 200, "the answer was lost, so the old token still works");
    assert_eq!(account(&school, &second["access_token"]).await.status(), 200);
    let (status, third) = refresh(&school, &second["refresh_token"]).await;
    assert_eq!(status, 200);
    assert_eq!(
        refresh(&school, &first["refresh_token"]).await.1["error"],
        "invalid_grant",
        "now it is a copy in other hands"
    );
    assert_eq!(refresh(&school, &third["refresh_token"]).await.1["error"], "invalid_grant", "and the family ends");
    assert_eq!(account(&school, &third["access_token"]).await.status(), 401);
}

#[tokio::test]
async fn access_ends_with_the_hour_and_with_a_revocation() {
    let school = school().await;
    let (_, tokens) = school.learner("ana@example.com").await;
    assert_eq!(school.get("/v1/account", &tokens).await.status(), 200);
    school.pass(3_600_000);
    assert_eq!(school.get("/v1/account", &tokens).await.status(), 401);
    let old = Value::from(tokens.refresh_token.as_ref().expect("one").expose());
    let (_, renewed) = refresh(&school, &old).await;
    assert_eq!(account(&school, &renewed["access_token"]).await.status(), 200);
    let form = [("token", renewed["refresh_token"].as_str().expect("a token")), ("client_id", "carrel-desktop")];
    for _ in 0..2 {
        let response = school.http.post(school.url("/oauth/revoke")).form(&form).send().await.expect("an answer");
        assert_eq!(response.status(), 200, "also for a token that is worth nothing any more");
    }
    assert_eq!(account(&school, &renewed["access_token"]).await.status(), 401);
    assert_eq!(refresh(&school, &renewed["refresh_token"]).await.1["error"], "invalid_grant");
}
