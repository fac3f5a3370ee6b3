//! Signing in: OAuth 2.1 authorization code with PKCE, for one public client on the learner's own computer (RFC 8252).

pub mod authorize;
pub mod limits;
mod request;
pub mod token;

/// The only client: the program on the learner's computer. It is public; PKCE is what protects the code.
pub const CLIENT_ID: &str = "carrel-desktop";
