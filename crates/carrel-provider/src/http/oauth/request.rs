//! An authorization request, checked: where the answer may go is settled before anything else is looked at.

use super::CLIENT_ID;
use serde::{Deserialize, Serialize};
use url::{Host, Url};

/// The query of `/oauth/authorize`; every form of ours carries it on.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct AuthorizeQuery {
    response_type: String,
    client_id: String,
    redirect_uri: String,
    state: String,
    code_challenge: String,
    code_challenge_method: String,
}

/// A request that may be answered.
#[derive(Clone, Debug)]
pub struct AuthorizeRequest {
    pub redirect_uri: Url,
    pub challenge: String,
    pub state: String,
    /// The query again, to be carried by our forms.
    pub query: String,
}

#[derive(Debug)]
pub enum Unanswerable {
    /// Nobody may be sent anywhere: the page itself says what is wrong.
    Here(&'static str),
    /// The client hears of it, by redirect.
    There(Box<Url>),
}

impl AuthorizeQuery {
    pub fn check(self) -> Result<AuthorizeRequest, Unanswerable> {
        if self.client_id != CLIENT_ID {
            return Err(Unanswerable::Here("The program that sent you here is not known to this school."));
        }
        let Some(redirect_uri) = loopback(&self.redirect_uri) else {
            return Err(Unanswerable::Here("The answer would not go to this computer, so it is not given."));
        };
        let challenge_ok = self.code_challenge.len() == 43
            && self.code_challenge.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        let error = if self.response_type != "code" {
            Some("unsupported_response_type")
        } else if self.code_challenge_method != "S256" || !challenge_ok || self.state.len() > 1000 {
            Some("invalid_request")
        } else {
            None
        };
        if let Some(error) = error {
            return Err(Unanswerable::There(Box::new(answer(&redirect_uri, &self.state, ("error", error)))));
        }
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("response_type", &self.response_type)
            .append_pair("client_id", &self.client_id)
            .append_pair("redirect_uri", &self.redirect_uri)
            .append_pair("state", &self.state)
            .append_pair("code_challenge", &self.code_challenge)
            .append_pair("code_challenge_method", &self.code_challenge_method)
            .finish();
        Ok(AuthorizeRequest { redirect_uri, challenge: self.code_challenge, state: self.state, query })
    }
}

impl AuthorizeRequest {
    /// Where the browser goes with `code=…` or `error=…`.
    pub fn answer(&self, pair: (&str, &str)) -> Url {
        answer(&self.redirect_uri, &self.state, pair)
    }
}

fn answer(redirect_uri: &Url, state: &str, (name, value): (&str, &str)) -> Url {
    let mut url = redirect_uri.clone();
    url.query_pairs_mut().append_pair(name, value).append_pair("state", state);
    url
}

/// `http://127.0.0.1:PORT/callback` or `http://[::1]:PORT/callback`, and nothing else.
fn loopback(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let here = match url.host()? {
        Host::Ipv4(address) => address.is_loopback() && address.octets() == [127, 0, 0, 1],
        Host::Ipv6(address) => address.is_loopback(),
        Host::Domain(_) => false,
    };
    let plain =
        url.query().is_none() && url.fragment().is_none() && url.username().is_empty() && url.password().is_none();
    (here && plain && url.scheme() == "http" && url.path() == "/callback" && url.port().is_some()).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::loopback;

    #[test]
    fn answers_go_to_this_computer_only() {
        assert!(loopback("http://127.0.0.1:4000/callback").is_some());
        assert!(loopback("http://[::1]:4000/callback").is_some());
        for foreign in [
            "https://127.0.0.1:4000/callback",
            "http://localhost:4000/callback",
            "http://127.0.0.1.evil.example:4000/callback",
            "http://evil.example@127.0.0.1:4000/callback",
            "http://127.0.0.1:4000/callback?next=x",
            "http://127.0.0.1:4000/other",
            "http://127.0.0.1/callback",
            "http://evil.example:4000/callback",
        ] {
            assert!(loopback(foreign).is_none(), "{foreign}");
        }
    }
}
