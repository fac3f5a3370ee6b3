//! A server nobody should ever ask: what it hears is what got out.

use anyhow::{Context, Result, ensure};
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub struct Witness {
    pub address: String,
    port: u16,
    heard: Arc<Mutex<Vec<String>>>,
    listening: tokio::task::JoinHandle<()>,
}

impl Witness {
    pub async fn begin() -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.context("The witness has no port")?;
        let port = listener.local_addr().context("The port has no number")?.port();
        let heard = Arc::<Mutex<Vec<String>>>::default();
        let kept = Arc::clone(&heard);
        let listening = tokio::spawn(async move {
            while let Ok((mut asked, _)) = listener.accept().await {
                let mut begin = [0; 256];
                let read = asked.read(&mut begin).await.unwrap_or(0);
                let line = String::from_utf8_lossy(&begin[..read]).lines().next().unwrap_or_default().to_owned();
                // Before the answer: whoever has the answer finds it here.
                kept.lock().unwrap_or_else(PoisonError::into_inner).push(line);
                let _ = asked.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n").await;
            }
        });
        Ok(Self { address: format!("http://127.0.0.1:{port}"), port, heard, listening })
    }

    /// The first line of every request.
    pub fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub async fn hears_itself(&self) -> Result<()> {
        let before = self.heard().len();
        let mut asked = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).await.context("The witness is deaf")?;
        asked.write_all(b"GET /itself HTTP/1.1\r\n\r\n").await.context("The witness is deaf")?;
        let mut answer = Vec::new();
        asked.read_to_end(&mut answer).await.context("The witness is mute")?;
        let heard = self.heard();
        ensure!(heard.len() == before + 1, "The witness heard {heard:?}");
        Ok(())
    }
}

impl Drop for Witness {
    fn drop(&mut self) {
        self.listening.abort();
    }
}
