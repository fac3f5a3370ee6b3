//! One file from the school to the shelf: goes on where it stopped, hashes while it writes, starts again once if it was wrong.
//!
//! The network fills a bounded queue and a blocking thread empties it, so receiving overlaps with hashing and writing.

use super::download::{Stop, Work};
use super::part::{Opened, Part};
use super::patience::Attempts;
use super::tally::Share;
use bytes::Bytes;
use carrel_domain::pack::PackFile;
use carrel_protocol::{ContentStream, Failure, LaterReason};
use futures_util::StreamExt as _;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc;

/// Chunks travel to the writer together once they weigh this much; with the queue's length it bounds the memory.
const BATCH_BYTES: usize = 256 * 1024;
const QUEUED_BATCHES: usize = 8;
/// As often as this, a part held by another Carrel is looked at again.
const BUSY_WAIT: Duration = Duration::from_millis(250);
/// A connection that sends nothing for so long is given up.
const SILENCE: Duration = Duration::from_secs(60);
/// So much in one try shows that the school is there after all.
const PROGRESS_BYTES: u64 = 256 * 1024;

enum Trouble {
    Stop(Stop),
    Failure(Failure),
    /// What came is not the announced file.
    Spoiled,
}

impl From<Stop> for Trouble {
    fn from(stop: Stop) -> Self {
        Self::Stop(stop)
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Stop(error.into())
    }
}

/// Fetches one file that is not here; `counted` bytes of it are in the tally already.
pub(super) async fn fetch_file(work: &Work, file: &PackFile, counted: u64) -> Result<(), Stop> {
    let mut attempts = Attempts::new(work.patience);
    let mut share = Share::new(&work.tally, counted);
    let mut spoiled_before = false;
    loop {
        let mut received = 0;
        let trouble = match attempt(work, file, &mut share, &mut received).await {
            Ok(()) => return Ok(()),
            Err(trouble) => trouble,
        };
        if received >= PROGRESS_BYTES {
            attempts.forget();
        }
        match trouble {
            Trouble::Stop(stop) => return Err(stop),
            Trouble::Failure(failure) => attempts.wait(failure, &work.cancel).await?,
            // Once may be a torn write of an earlier run, or a file that changed under way; twice is the school's.
            Trouble::Spoiled if !spoiled_before => spoiled_before = true,
            Trouble::Spoiled => return Err(refuse(work, file)),
        }
    }
}

fn refuse(work: &Work, file: &PackFile) -> Stop {
    tracing::warn!(path = %file.path, "the school sends another file than it announced");
    let _ = std::fs::remove_file(work.shelf.part_path(&file.sha256));
    Stop::damaged()
}

async fn attempt(work: &Work, file: &PackFile, share: &mut Share<'_>, received: &mut u64) -> Result<(), Trouble> {
    let Some(part) = open(work, file).await? else {
        share.set(file.size);
        return Ok(());
    };
    share.set(part.len());
    let part = if part.len() < file.size { receive(work, file, part, share, received).await? } else { part };
    let (shelf, wanted) = (Arc::clone(&work.shelf), file.clone());
    if !blocking(move || part.finish(&shelf, &wanted)).await? {
        share.set(0);
        return Err(Trouble::Spoiled);
    }
    Ok(())
}

/// `None`: the file is here, somebody else finished it.
async fn open(work: &Work, file: &PackFile) -> Result<Option<Part>, Trouble> {
    loop {
        let (shelf, wanted, cancel) = (Arc::clone(&work.shelf), file.clone(), work.cancel.clone());
        match blocking(move || Part::open(&shelf, &wanted, &cancel)).await? {
            Opened::Ready(part) => return Ok(Some(part)),
            Opened::Here => return Ok(None),
            Opened::Cancelled => return Err(Stop::Cancelled.into()),
            Opened::Busy => tokio::select! {
                biased;
                () = work.cancel.cancelled() => return Err(Stop::Cancelled.into()),
                () = tokio::time::sleep(BUSY_WAIT) => {}
            },
        }
    }
}

/// Takes the rest of the file. The part comes back however much arrived; only a full disk or a broken one loses it.
async fn receive(
    work: &Work,
    file: &PackFile,
    mut part: Part,
    share: &mut Share<'_>,
    received: &mut u64,
) -> Result<Part, Trouble> {
    let stream = tokio::select! {
        biased;
        () = work.cancel.cancelled() => return Err(Stop::Cancelled.into()),
        stream = work.source.content(file, part.len()) => stream.map_err(Trouble::Failure)?,
    };
    if stream.from == 0 && part.len() > 0 {
        part.clear()?;
        share.set(0);
    }
    if stream.from != part.len() {
        return Err(Trouble::Failure(Failure::later(LaterReason::Garbled)));
    }
    let room = file.size - part.len();
    let (queue, chunks) = mpsc::channel(QUEUED_BATCHES);
    let writer = tokio::task::spawn_blocking(move || part.write_all(chunks).map(|()| part));
    let poured = pour(work, stream, room, queue, share, received).await;
    let mut part = writer.await.map_err(io::Error::other)??;
    match poured {
        Ok(()) => Ok(part),
        Err(trouble) => {
            if matches!(trouble, Trouble::Spoiled) {
                part.clear()?;
                share.set(0);
            }
            Err(trouble)
        }
    }
}

/// Moves the stream into the writer's queue, up to `room` bytes.
async fn pour(
    work: &Work,
    mut stream: ContentStream,
    room: u64,
    queue: mpsc::Sender<Vec<Bytes>>,
    share: &mut Share<'_>,
    received: &mut u64,
) -> Result<(), Trouble> {
    let mut batch = Batch::default();
    let end = loop {
        let chunk = tokio::select! {
            biased;
            () = work.cancel.cancelled() => break Err(Stop::Cancelled.into()),
            chunk = tokio::time::timeout(SILENCE, stream.bytes.next()) => chunk,
        };
        let chunk = match chunk {
            Ok(Some(Ok(chunk))) => chunk,
            Ok(Some(Err(failure))) => break Err(Trouble::Failure(failure)),
            Ok(None) if *received < room => break Err(Trouble::Failure(Failure::later(LaterReason::Garbled))),
            Ok(None) => break Ok(()),
            Err(_) => break Err(Trouble::Failure(Failure::later(LaterReason::Timeout))),
        };
        *received += chunk.len() as u64;
        if *received > room {
            return Err(Trouble::Spoiled);
        }
        share.add_arrived(chunk.len() as u64);
        work.announce_progress();
        if let Some(full) = batch.add(chunk)
            && queue.send(full).await.is_err()
        {
            // The writer has ended; it says why.
            return Ok(());
        }
    };
    // What arrived before the cut is worth keeping.
    let _ = queue.send(batch.chunks).await;
    end
}

#[derive(Default)]
struct Batch {
    chunks: Vec<Bytes>,
    bytes: usize,
}

impl Batch {
    fn add(&mut self, chunk: Bytes) -> Option<Vec<Bytes>> {
        self.bytes += chunk.len();
        self.chunks.push(chunk);
        (self.bytes >= BATCH_BYTES).then(|| std::mem::take(self).chunks)
    }
}

async fn blocking<T: Send + 'static>(act: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    carrel_sqlite::aside(act).await.map_err(io::Error::other)?
}
