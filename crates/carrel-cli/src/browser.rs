//! Fills in the sample school's sign-in pages in place of a browser: for tests, and only for a school on this computer.
//!
//! The HTTP here is as small as that needs. It refuses every address but `http://127.0.0.1`, so a password typed for a test
//! can go nowhere else.

use anyhow::{Context, Result, bail, ensure};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;
use url::Url;
use url::form_urlencoded::Serializer;

const PATIENCE: Duration = Duration::from_secs(30);
/// Pages on the way: password, consent, the way back, and some to spare.
const MAX_STEPS: usize = 12;
const MAX_ANSWER: u64 = 1024 * 1024;

/// Walks from the authorization page to the answer at Carrel's own loopback address.
pub fn sign_in(address: &str, email: &str, password: &str) -> Result<()> {
    let start = Url::parse(address).context("The school's sign-in address is not one")?;
    let school = start.clone();
    let mut browser = Browser::default();
    let mut answer = browser.get(&start)?;
    let mut password_given = false;
    for _ in 0..MAX_STEPS {
        if let Some(next) = answer.redirect()? {
            answer = browser.get(&next)?;
            if next.port() != school.port() {
                // Back at Carrel: its listener has the code.
                return Ok(());
            }
            continue;
        }
        ensure!(answer.status == 200, "The school said no: {}", answer.alert());
        let mut form = Form::first(&answer).context("The school's page has no form")?;
        if form.fields.contains_key("password") {
            ensure!(!password_given, "The school did not take this email address and password");
            password_given = true;
            form.fields.insert("email".into(), email.into());
            form.fields.insert("password".into(), password.into());
        } else {
            form.fields.insert("decision".into(), "allow".into());
        }
        answer = browser.post(&form)?;
    }
    bail!("The school's pages did not lead back to Carrel")
}

#[derive(Default)]
struct Browser {
    cookies: BTreeMap<String, String>,
}

struct Answer {
    url: Url,
    status: u16,
    location: Option<String>,
    body: String,
}

impl Browser {
    fn get(&mut self, url: &Url) -> Result<Answer> {
        self.request("GET", url, "")
    }

    fn post(&mut self, form: &Form) -> Result<Answer> {
        let body = Serializer::new(String::new()).extend_pairs(&form.fields).finish();
        self.request("POST", &form.action, &body)
    }

    fn request(&mut self, method: &str, url: &Url, body: &str) -> Result<Answer> {
        ensure!(
            url.scheme() == "http" && url.host_str() == Some("127.0.0.1"),
            "--password-stdin is only for a school on this computer (http://127.0.0.1); open {url} in a browser instead"
        );
        let port = url.port_or_known_default().unwrap_or(80);
        let mut stream = TcpStream::connect_timeout(&SocketAddr::from((Ipv4Addr::LOCALHOST, port)), PATIENCE)
            .context("The school cannot be reached")?;
        stream.set_read_timeout(Some(PATIENCE)).context("The connection cannot be limited in time")?;
        let target = url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()));
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        // HTTP/1.0, so that the answer comes in one piece and ends with the connection.
        let mut request =
            format!("{method} {target} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {}\r\n", body.len());
        request.push_str("Content-Type: application/x-www-form-urlencoded\r\n");
        if !cookies.is_empty() {
            request.push_str(&format!("Cookie: {}\r\n", cookies.join("; ")));
        }
        request.push_str(&format!("\r\n{body}"));
        stream.write_all(request.as_bytes()).context("The school stopped listening")?;
        let mut bytes = Vec::new();
        stream.take(MAX_ANSWER).read_to_end(&mut bytes).context("The school's answer was cut short")?;
        self.read(url, &String::from_utf8_lossy(&bytes))
    }

    fn read(&mut self, url: &Url, answer: &str) -> Result<Answer> {
        let (head, body) = answer.split_once("\r\n\r\n").context("The school's answer has no end of its head")?;
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok());
        let mut location = None;
        for (name, value) in lines.filter_map(|line| line.split_once(':')) {
            match name.to_ascii_lowercase().as_str() {
                "location" => location = Some(value.trim().to_owned()),
                "set-cookie" => self.keep(value),
                _ => {}
            }
        }
        Ok(Answer {
            url: url.clone(),
            status: status.context("The school's answer has no status")?,
            location,
            body: body.into(),
        })
    }

    fn keep(&mut self, cookie: &str) {
        let pair = cookie.split(';').next().unwrap_or_default();
        if let Some((name, value)) = pair.trim().split_once('=') {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

impl Answer {
    fn redirect(&self) -> Result<Option<Url>> {
        match (&self.location, self.status) {
            (Some(location), 300..400) => {
                Ok(Some(self.url.join(location).context("The school sent us to no address")?))
            }
            _ => Ok(None),
        }
    }

    /// What the page says is wrong.
    fn alert(&self) -> String {
        let said = self.body.split_once("role=\"alert\"").and_then(|(_, rest)| rest.split_once('>'));
        let text = said.and_then(|(_, rest)| rest.split_once('<')).map(|(text, _)| unescape(text));
        text.unwrap_or_else(|| format!("status {}", self.status))
    }
}

/// The first form of a page, with what its fields hold already.
struct Form {
    action: Url,
    fields: BTreeMap<String, String>,
}

impl Form {
    fn first(page: &Answer) -> Option<Self> {
        let (_, rest) = page.body.split_once("<form")?;
        let (form, _) = rest.split_once("</form>")?;
        let action = page.url.join(&attribute(form.split('>').next()?, "action")?).ok()?;
        let inputs = form.split("<input").skip(1).filter_map(|input| input.split('>').next());
        let fields =
            inputs.filter_map(|input| Some((attribute(input, "name")?, attribute(input, "value").unwrap_or_default())));
        Some(Self { action, fields: fields.collect() })
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| unescape(value))
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_with_its_hidden_fields() {
        let body = r#"<form method="post" action="/oauth/sign-in?a=1&amp;b=2"><input type="hidden" name="csrf" value="x&quot;y">
            <input id="password" name="password" type="password" required></form>"#;
        let url = Url::parse("http://127.0.0.1:9/oauth/authorize").expect("an address");
        let form = Form::first(&Answer { url, status: 200, location: None, body: body.into() }).expect("a form");
        assert_eq!(form.action.as_str(), "http://127.0.0.1:9/oauth/sign-in?a=1&b=2");
        assert_eq!(form.fields.get("csrf").map(String::as_str), Some("x\"y"));
        assert!(form.fields.contains_key("password"));
    }

    #[test]
    fn a_password_goes_to_this_computer_only() {
        let error = sign_in("https://school.example/oauth/authorize", "a@b.c", "secret").expect_err("refused");
        assert!(error.to_string().contains("only for a school on this computer"), "{error}");
    }
}
