//! One file on its way: written, hashed and, when it is whole, kept.
//!
//! Everything here blocks and runs on a thread that may. The part is locked while it is open, so two Carrels on one computer
//! never write the same one. It is emptied in place rather than removed, so that whoever waits for the lock waits for the
//! file that counts.

use super::shelf::Shelf;
use bytes::Bytes;
use carrel_domain::pack::PackFile;
use sha2::{Digest as _, Sha256};
use std::fs::{File, TryLockError};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

const READ_BYTES: usize = 1024 * 1024;
/// Given back when the disk is full, so that the learner's own acts still find room.
const GIVE_BACK_BYTES: u64 = 16 * 1024 * 1024;

pub(super) struct Part {
    file: File,
    hasher: Sha256,
    len: u64,
}

pub(super) enum Opened {
    Ready(Part),
    /// The file is complete already.
    Here,
    /// Another Carrel is writing it.
    Busy,
    Cancelled,
}

impl Part {
    /// Opens the part of `file` and reads again what is there: only bytes that were hashed count.
    pub(super) fn open(shelf: &Shelf, file: &PackFile, cancel: &CancellationToken) -> io::Result<Opened> {
        if shelf.has(file) {
            return Ok(Opened::Here);
        }
        let path = shelf.part_path(&file.sha256);
        let opened = File::options().read(true).write(true).create(true).truncate(false).open(path)?;
        match opened.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(Opened::Busy),
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
            Err(TryLockError::Error(error)) => return Err(error),
        }
        // Whoever held the lock may have finished the file.
        if shelf.has(file) {
            return Ok(Opened::Here);
        }
        let mut part = Self { file: opened, hasher: Sha256::new(), len: 0 };
        if part.file.metadata()?.len() > file.size {
            part.clear()?;
        }
        Ok(if part.read_again(cancel)? { Opened::Ready(part) } else { Opened::Cancelled })
    }

    pub(super) fn len(&self) -> u64 {
        self.len
    }

    pub(super) fn clear(&mut self) -> io::Result<()> {
        if self.file.metadata()?.len() > 0 {
            self.file.set_len(0)?;
        }
        self.file.seek(SeekFrom::Start(0))?;
        self.hasher = Sha256::new();
        self.len = 0;
        Ok(())
    }

    /// Writes what comes until there is no more. On a full disk it makes a little room again.
    pub(super) fn write_all(&mut self, mut chunks: mpsc::Receiver<Vec<Bytes>>) -> io::Result<()> {
        while let Some(batch) = chunks.blocking_recv() {
            for chunk in batch {
                if let Err(error) = self.write(&chunk) {
                    self.give_back(&error);
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    /// Whether the bytes are the announced ones; if so, the file is kept, through a power cut too.
    pub(super) fn finish(mut self, shelf: &Shelf, file: &PackFile) -> io::Result<bool> {
        if self.len != file.size || hex(&std::mem::take(&mut self.hasher).finalize()) != file.sha256 {
            self.clear()?;
            return Ok(false);
        }
        self.file.sync_all()?;
        shelf.keep(&file.sha256)?;
        Ok(true)
    }

    fn write(&mut self, chunk: &[u8]) -> io::Result<()> {
        self.file.write_all(chunk)?;
        self.hasher.update(chunk);
        self.len += chunk.len() as u64;
        Ok(())
    }

    fn read_again(&mut self, cancel: &CancellationToken) -> io::Result<bool> {
        let length = self.file.metadata()?.len();
        let mut buffer = vec![0; READ_BYTES];
        while self.len < length {
            if cancel.is_cancelled() {
                return Ok(false);
            }
            let read = self.file.read(&mut buffer)?;
            let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
            self.hasher.update(bytes);
            self.len += read as u64;
        }
        Ok(true)
    }

    fn give_back(&mut self, error: &io::Error) {
        if is_disk_full(error) {
            let shorter = self.len.saturating_sub(GIVE_BACK_BYTES);
            // If even this fails there is nothing better to do: the part is hashed again before it is used.
            let _ = self.file.set_len(shorter);
        }
    }
}

pub(super) fn is_disk_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
