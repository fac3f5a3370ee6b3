//! What a server is told before it starts.

use carrel_domain::Timestamp;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// Where the server gets the time from; tests put a virtual clock here.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// An access token lives this long unless told otherwise.
pub const ACCESS_TOKEN_SECS: u64 = 3600;

#[derive(Clone)]
pub struct Config {
    /// Database and content live below this folder; made if missing.
    pub data: PathBuf,
    /// Imported before the first request is answered.
    pub campus: Option<PathBuf>,
    /// Port 0: any free one.
    pub listen: SocketAddr,
    /// Gets the server's address once it answers, in one step.
    pub ready_file: Option<PathBuf>,
    pub clock: Clock,
    pub access_token_secs: u64,
    /// The world reaches this server through an HTTPS proxy: cookies are marked `Secure`.
    pub behind_https: bool,
}

impl Config {
    pub fn new(data: impl Into<PathBuf>) -> Self {
        Self {
            data: data.into(),
            campus: None,
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            ready_file: None,
            clock: system_clock(),
            access_token_secs: ACCESS_TOKEN_SECS,
            behind_https: false,
        }
    }
}

/// The computer's own clock. A school's server is kept right by its administrator; nothing else here reads it.
pub fn system_clock() -> Clock {
    Arc::new(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    })
}
