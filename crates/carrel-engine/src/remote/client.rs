//! The HTTP client: one per school, with bounded patience, and no redirect to anywhere else.

use carrel_protocol::Failure;
use reqwest::redirect::Policy;
use std::sync::Once;
use std::time::Duration;
use url::Url;

/// Why a text is not the address of a school.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressFault {
    NotAnAddress,
    /// Plain http is for this computer only.
    NotSecure,
}

/// Reads what a learner typed: a missing scheme means https, except for this computer itself.
pub fn parse_address(text: &str) -> Result<Url, AddressFault> {
    let text = text.trim().trim_end_matches('/');
    let loopback = |host: &str| matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    let with_scheme = if text.contains("://") {
        text.to_owned()
    } else {
        let host = text.split(['/', ':']).next().unwrap_or_default();
        format!("{}://{text}", if loopback(host) { "http" } else { "https" })
    };
    let url = Url::parse(&with_scheme).map_err(|_| AddressFault::NotAnAddress)?;
    let host = url.host_str().ok_or(AddressFault::NotAnAddress)?;
    match url.scheme() {
        "https" => Ok(url),
        "http" if loopback(host) => Ok(url),
        "http" => Err(AddressFault::NotSecure),
        _ => Err(AddressFault::NotAnAddress),
    }
}

/// A client that follows no redirect: a school answers itself, and whoever redirects is somebody else (a captive portal).
pub fn build() -> Result<reqwest::Client, Failure> {
    static TLS: Once = Once::new();
    // One TLS provider for the whole process; a second installation is refused and changes nothing.
    TLS.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
    reqwest::Client::builder()
        .user_agent(concat!("Carrel/", env!("CARGO_PKG_VERSION")))
        .redirect(Policy::none())
        .connect_timeout(Duration::from_secs(10))
        // Between two reads, so that a slow download lives and a dead one does not.
        .read_timeout(Duration::from_secs(30))
        .pool_idle_timeout(Duration::from_secs(60))
        .build()
        .map_err(|_| Failure::ours("The HTTP client could not be built"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_a_learner_would_type_it() {
        assert_eq!(parse_address("school.example").map(String::from), Ok("https://school.example/".into()));
        assert_eq!(parse_address(" 127.0.0.1:8080/ ").map(String::from), Ok("http://127.0.0.1:8080/".into()));
        assert_eq!(parse_address("http://school.example"), Err(AddressFault::NotSecure));
        assert_eq!(parse_address("my school"), Err(AddressFault::NotAnAddress));
        assert_eq!(parse_address("file:///etc/passwd"), Err(AddressFault::NotAnAddress));
    }
}
