//! What the library remembers of one program's pack, and what it says about it.

use super::shelf::{Record, Shelf, Wanted};
use super::tally::Tally;
use crate::api::{PackState, PauseReason};
use carrel_domain::ProgramId;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tokio_util::sync::CancellationToken;

pub(super) struct Entry {
    pub(super) record: Record,
    pub(super) complete_bytes: u64,
    /// Of the wanted pack, when it last stood still.
    pub(super) done_bytes: u64,
    pub(super) total_bytes: u64,
    pub(super) running: Option<Run>,
    /// The version last asked for because the catalog named it.
    pub(super) looked_for: Option<String>,
}

#[derive(Clone)]
pub(super) struct Run {
    pub(super) cancel: CancellationToken,
    pub(super) by_learner: Arc<AtomicBool>,
    pub(super) tally: Arc<Tally>,
    pub(super) ended: CancellationToken,
}

impl Record {
    pub(super) fn blank(program: ProgramId) -> Self {
        Self { program, complete: None, wanted: None, changed: BTreeMap::new(), removed: None }
    }
}

impl Entry {
    pub(super) fn blank(program: ProgramId) -> Self {
        Self {
            record: Record::blank(program),
            complete_bytes: 0,
            done_bytes: 0,
            total_bytes: 0,
            running: None,
            looked_for: None,
        }
    }

    pub(super) fn found(shelf: &Shelf, mut record: Record) -> Self {
        if let Some(lost) = record.complete.take_if(|complete| !shelf.has_all(&complete.manifest)) {
            let again = Wanted { manifest: Some(lost.manifest), reason: PauseReason::Interrupted };
            record.wanted.get_or_insert(again);
        }
        let mut entry = Self::blank(record.program.clone());
        let wanted = record.wanted.as_ref().and_then(|wanted| wanted.manifest.as_ref());
        entry.done_bytes = wanted.map_or(0, |manifest| shelf.done_bytes(manifest));
        entry.set_record(record);
        entry
    }

    pub(super) fn set_record(&mut self, record: Record) {
        let wanted = record.wanted.as_ref().and_then(|wanted| wanted.manifest.as_ref());
        self.total_bytes = wanted.map_or(0, |manifest| manifest.total_bytes());
        self.complete_bytes = record.complete.as_ref().map_or(0, |complete| complete.manifest.total_bytes());
        self.record = record;
    }

    pub(super) fn state(&self, now_ms: i64) -> PackState {
        match &self.record.complete {
            Some(complete) => PackState::Complete { bytes: self.complete_bytes, downloaded_at: complete.downloaded_at },
            None => self.progress(now_ms),
        }
    }

    pub(super) fn progress(&self, now_ms: i64) -> PackState {
        if let Some(run) = &self.running {
            let (done_bytes, total_bytes) = (run.tally.done(), run.tally.total());
            let bytes_per_second = run.tally.bytes_per_second(now_ms);
            return PackState::Downloading { done_bytes, total_bytes, bytes_per_second };
        }
        self.record.wanted.as_ref().map_or(PackState::None, |wanted| PackState::Paused {
            done_bytes: self.done_bytes,
            total_bytes: self.total_bytes,
            reason: wanted.reason.clone(),
        })
    }
}

impl Run {
    pub(super) fn new(done_bytes: u64, total_bytes: u64) -> Self {
        let tally = Tally::default();
        tally.begin(done_bytes, total_bytes);
        Self {
            cancel: CancellationToken::new(),
            by_learner: Arc::new(AtomicBool::new(false)),
            tally: Arc::new(tally),
            ended: CancellationToken::new(),
        }
    }
}
