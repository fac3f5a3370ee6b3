//! A way to the school that counts every byte each way, headers included.

use anyhow::Result;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

#[derive(Default)]
struct Counters {
    out: AtomicU64,
    back: AtomicU64,
    requests: AtomicU64,
}

/// Bytes and requests since the beginning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub out: u64,
    pub back: u64,
    pub requests: u64,
}

pub struct CountingProxy {
    pub url: String,
    counters: Arc<Counters>,
}

impl CountingProxy {
    /// `target` is `http://127.0.0.1:PORT`.
    pub async fn open(target: &str) -> Result<Self> {
        let target = target.trim_start_matches("http://").trim_end_matches('/').to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let counters = Arc::<Counters>::default();
        let counts = Arc::clone(&counters);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let Ok(server) = TcpStream::connect(&target).await else { return };
                // Nagle would hold small packets back and measure itself.
                if client.set_nodelay(true).and_then(|()| server.set_nodelay(true)).is_err() {
                    return;
                }
                let ((from_client, to_client), (from_server, to_server)) = (client.into_split(), server.into_split());
                tokio::spawn(carry(from_client, to_server, Arc::clone(&counts), true));
                tokio::spawn(carry(from_server, to_client, Arc::clone(&counts), false));
            }
        });
        Ok(Self { url, counters })
    }

    pub fn count(&self) -> Count {
        let read = |counter: &AtomicU64| counter.load(Ordering::SeqCst);
        Count {
            out: read(&self.counters.out),
            back: read(&self.counters.back),
            requests: read(&self.counters.requests),
        }
    }
}

async fn carry(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, counters: Arc<Counters>, out: bool) {
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(read @ 1..) = from.read(&mut buffer).await {
        let bytes = &buffer[..read];
        let counter = if out { &counters.out } else { &counters.back };
        counter.fetch_add(read as u64, Ordering::SeqCst);
        // Small requests travel in one piece, so a request begins where a piece does.
        if out && [&b"POST "[..], b"GET "].iter().any(|method| bytes.starts_with(method)) {
            counters.requests.fetch_add(1, Ordering::SeqCst);
        }
        if to.write_all(bytes).await.is_err() {
            return;
        }
    }
}
