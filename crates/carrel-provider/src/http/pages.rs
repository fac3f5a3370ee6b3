//! The few pages a browser sees. Plain HTML, one style sheet, no script at all.

use crate::store::accounts::{Learner, MIN_PASSWORD_CHARS};
use axum::http::StatusCode;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use carrel_protocol::SchoolInfo;
use sha2::{Digest as _, Sha256};
use url::Url;

const STYLE: &str = include_str!("pages.css");

/// A page before it is sent.
pub struct Page {
    title: String,
    body: String,
    /// Where its form may lead besides here.
    form_target: String,
}

/// What a learner typed into the form for a new account, to be shown again.
#[derive(Clone, Copy, Default)]
pub struct Account<'a> {
    pub name: &'a str,
    pub email: &'a str,
}

/// A page that only says something.
pub struct Notice<'a> {
    title: &'a str,
    text: &'a str,
}

impl<'a> Notice<'a> {
    pub fn new(title: &'a str, text: &'a str) -> Self {
        Self { title, text }
    }
}

impl Page {
    fn new(title: impl Into<String>, body: String) -> Self {
        Self { title: title.into(), body, form_target: String::new() }
    }

    /// Browsers ask the policy of a form's page about the redirect that answers the form.
    pub fn going_to(mut self, redirect_uri: &Url) -> Self {
        self.form_target = redirect_uri.origin().ascii_serialization();
        self
    }

    pub fn respond(self, status: StatusCode) -> Response {
        let policy = format!(
            "default-src 'none'; style-src 'sha256-{}'; form-action 'self' {}; frame-ancestors 'none'; base-uri 'none'",
            STANDARD.encode(Sha256::digest(STYLE.as_bytes())),
            self.form_target,
        );
        let html = format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<title>{}</title>\n<style>{STYLE}</style>\n</head>\n\
             <body>\n<main>\n{}</main>\n</body>\n</html>\n",
            escape(&self.title),
            self.body,
        );
        let headers = [
            (CONTENT_TYPE, "text/html; charset=utf-8"),
            (CACHE_CONTROL, "no-store"),
            (REFERRER_POLICY, "no-referrer"),
            (X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (X_FRAME_OPTIONS, "DENY"),
        ];
        (status, headers, [(CONTENT_SECURITY_POLICY, policy)], html).into_response()
    }
}

pub fn notice(status: StatusCode, notice: Notice<'_>) -> Response {
    let body = format!("<h1>{}</h1>\n<p role=\"alert\">{}</p>\n", escape(notice.title), escape(notice.text));
    Page::new(notice.title, body).respond(status)
}

pub fn sign_in(school: &SchoolInfo, query: &str, csrf: &str, email: &str, wrong: Option<&str>) -> Page {
    let query = escape(query);
    let body = format!(
        "{head}<h1>Sign in</h1>\n{wrong}\
         <form method=\"post\" action=\"/oauth/sign-in?{query}\">\n{csrf}{email}\
         <label for=\"password\">Password</label>\n\
         <input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"current-password\" required>\n\
         <button type=\"submit\">Sign in</button>\n</form>\n\
         <p>New at this school? <a href=\"/oauth/create-account?{query}\">Create an account</a></p>\n",
        head = head(school),
        wrong = alert(wrong),
        csrf = hidden(csrf),
        email = email_field(email),
    );
    Page::new(format!("Sign in: {}", school.name), body)
}

pub fn create_account(school: &SchoolInfo, query: &str, csrf: &str, account: Account<'_>, wrong: Option<&str>) -> Page {
    let query = escape(query);
    let body = format!(
        "{head}<h1>Create an account</h1>\n{wrong}\
         <form method=\"post\" action=\"/oauth/create-account?{query}\">\n{csrf}\
         <label for=\"name\">Your name</label>\n\
         <input id=\"name\" name=\"name\" autocomplete=\"name\" maxlength=\"200\" value=\"{name}\" required>\n{email}\
         <label for=\"password\">Password</label>\n\
         <p id=\"password-rules\" class=\"hint\">At least {MIN_PASSWORD_CHARS} characters. A few words you remember are better than signs you forget.</p>\n\
         <input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"new-password\" \
         minlength=\"{MIN_PASSWORD_CHARS}\" aria-describedby=\"password-rules\" required>\n\
         <button type=\"submit\">Create account</button>\n</form>\n\
         <p>You have one already? <a href=\"/oauth/authorize?{query}\">Sign in</a></p>\n",
        head = head(school),
        wrong = alert(wrong),
        csrf = hidden(csrf),
        name = escape(account.name),
        email = email_field(account.email),
    );
    Page::new(format!("Create an account: {}", school.name), body)
}

pub fn consent(school: &SchoolInfo, query: &str, csrf: &str, learner: &Learner) -> Page {
    let query = escape(query);
    let body = format!(
        "{head}<h1>Connect Carrel on this computer?</h1>\n\
         <p>You are signed in as <strong>{name}</strong> ({email}).</p>\n\
         <p>Carrel on this computer may:</p>\n<ul>\n<li>read your enrollments and what the school decided about them</li>\n\
         <li>record your progress, quiz answers and notes</li>\n<li>send your requests for a place in a program</li>\n\
         <li>download the courses you are enrolled in</li>\n</ul>\n\
         <p class=\"hint\">It does not learn your password. You can end this at any time by signing out in Carrel.</p>\n\
         <form method=\"post\" action=\"/oauth/consent?{query}\" class=\"row\">\n{hidden}\
         <button type=\"submit\" name=\"decision\" value=\"allow\">Allow</button>\n\
         <button type=\"submit\" name=\"decision\" value=\"deny\" class=\"quiet\">Not now</button>\n</form>\n\
         <form method=\"post\" action=\"/oauth/sign-out?{query}\">\n{hidden}\
         <button type=\"submit\" class=\"link\">This is not me: sign in as somebody else</button>\n</form>\n",
        head = head(school),
        name = escape(&learner.name),
        email = escape(&learner.email),
        hidden = hidden(csrf),
    );
    Page::new(format!("Connect Carrel: {}", school.name), body)
}

/// Which school this is, and whether it is a real one.
fn head(school: &SchoolInfo) -> String {
    let notice = match (school.sample, school.notice.is_empty()) {
        (true, false) => format!("<p class=\"notice\">{}</p>\n", escape(&school.notice)),
        (true, true) => "<p class=\"notice\">This is a sample school. Nothing here can be bought.</p>\n".to_owned(),
        (false, _) => String::new(),
    };
    format!("<p class=\"school\">{}</p>\n{notice}", escape(&school.name))
}

fn alert(wrong: Option<&str>) -> String {
    wrong.map_or_else(String::new, |wrong| format!("<p role=\"alert\" class=\"wrong\">{}</p>\n", escape(wrong)))
}

fn hidden(csrf: &str) -> String {
    format!("<input type=\"hidden\" name=\"csrf\" value=\"{}\">\n", escape(csrf))
}

fn email_field(email: &str) -> String {
    format!(
        "<label for=\"email\">Email address</label>\n\
         <input id=\"email\" name=\"email\" type=\"email\" autocomplete=\"username\" maxlength=\"254\" value=\"{}\" required>\n",
        escape(email)
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
