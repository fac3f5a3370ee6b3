//! A gate on the wire between a device and its school: everything goes through until so many bytes have come, then nothing
//! more comes. It stands outside the process, so it holds also what is about to be killed.

use std::sync::{Arc, Mutex, PoisonError};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

const OPEN: usize = Semaphore::MAX_PERMITS / 4;

pub struct Gate {
    pub url: String,
    passing: Arc<Passing>,
}

struct Passing {
    /// A permit is a byte that may still come from the school.
    room: Semaphore,
    /// What each connection sent to the school.
    heard: Mutex<Vec<Vec<u8>>>,
}

/// One request for a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fetch {
    pub sha256: String,
    pub from: u64,
}

impl Gate {
    /// Opens a way to `school`, an address such as `http://127.0.0.1:1234/`.
    pub async fn before(school: &str) -> Self {
        let port = url::Url::parse(school).expect("an address").port().expect("a port");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/", listener.local_addr().expect("an address"));
        let passing = Arc::new(Passing { room: Semaphore::new(OPEN), heard: Mutex::default() });
        let gate = Self { url, passing: Arc::clone(&passing) };
        tokio::spawn(async move {
            while let Ok((device, _)) = listener.accept().await {
                let Ok(school) = TcpStream::connect(("127.0.0.1", port)).await else { continue };
                let ((from_device, to_device), (from_school, to_school)) = (device.into_split(), school.into_split());
                tokio::spawn(ask(from_device, to_school, Arc::clone(&passing)));
                tokio::spawn(answer(from_school, to_device, Arc::clone(&passing)));
            }
        });
        gate
    }

    /// Lets so many bytes come, and then nothing more until it is opened.
    pub fn close_after(&self, bytes: usize) {
        let room = self.passing.room.available_permits();
        self.passing.room.forget_permits(room.saturating_sub(bytes));
    }

    pub fn open(&self) {
        self.passing.room.add_permits(OPEN);
    }

    /// The files that were asked for since the last look, and from which byte on.
    pub fn fetches(&self) -> Vec<Fetch> {
        let mut heard = self.passing.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let said: Vec<u8> = heard.iter_mut().flat_map(std::mem::take).collect();
        String::from_utf8_lossy(&said).split("\r\n\r\n").filter_map(fetch).collect()
    }
}

fn fetch(head: &str) -> Option<Fetch> {
    let (_, asked) = head.rsplit_once("GET /v1/content/")?;
    let mut lines = asked.lines();
    let sha256 = lines.next()?.split(' ').next()?.to_owned();
    let range = lines.find_map(|line| line.strip_prefix("range: bytes=")?.strip_suffix('-')?.parse().ok());
    Some(Fetch { sha256, from: range.unwrap_or(0) })
}

async fn ask(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, passing: Arc<Passing>) {
    let mut buffer = vec![0; 64 * 1024];
    let number = {
        let mut heard = passing.heard.lock().unwrap_or_else(PoisonError::into_inner);
        heard.push(Vec::new());
        heard.len() - 1
    };
    while let Ok(length @ 1..) = from.read(&mut buffer).await {
        passing.heard.lock().unwrap_or_else(PoisonError::into_inner)[number].extend(&buffer[..length]);
        if to.write_all(&buffer[..length]).await.is_err() {
            return;
        }
    }
}

async fn answer(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, passing: Arc<Passing>) {
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(length @ 1..) = from.read(&mut buffer).await {
        let Ok(room) = passing.room.acquire_many(u32::try_from(length).unwrap_or(u32::MAX)).await else { return };
        room.forget();
        if to.write_all(&buffer[..length]).await.is_err() {
            return;
        }
    }
}
