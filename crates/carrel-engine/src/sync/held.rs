//! Answers of the school on their way to the disk: a few batches are written down together. Pure.

use super::plan::Batch;
use carrel_domain::time::TimeAnchor;
use carrel_protocol::Exchange;

/// Answers to so many acts are written down together …
const HELD_OPS: usize = 4_000;
/// … and none of them waits longer.
const HELD_MS: i64 = 1_000;

#[derive(Default)]
pub struct Answered {
    pub exchange: Exchange,
    /// What time it was at the school when it came, by this computer's clocks of that moment.
    pub anchor: Option<TimeAnchor>,
}

/// Answers that are not written down yet. Writing costs as much for a few batches as for one, and if the power goes first,
/// the acts are sent again and answered the same.
#[derive(Default)]
pub struct Held {
    batch: Batch,
    answer: Answered,
    since_ms: Option<i64>,
}

impl Held {
    pub fn add(&mut self, batch: Batch, answer: Answered, now_ms: i64) {
        self.since_ms.get_or_insert(now_ms);
        self.batch.ops.extend(batch.ops);
        let Answered { exchange: mut earlier, anchor: known } = std::mem::take(&mut self.answer);
        let Answered { mut exchange, anchor } = answer;
        earlier.deliveries.append(&mut exchange.deliveries);
        earlier.changes.append(&mut exchange.changes);
        (exchange.deliveries, exchange.changes) = (earlier.deliveries, earlier.changes);
        exchange.cursor = exchange.cursor.or(earlier.cursor);
        self.answer = Answered { exchange, anchor: anchor.or(known) };
    }

    /// Long enough that the learner sees progress, and never much in memory.
    pub fn is_full(&self, now_ms: i64) -> bool {
        let changes = &self.answer.exchange.changes;
        let waited_ms = self.since_ms.map_or(0, |since_ms| now_ms - since_ms);
        self.batch.ops.len() >= HELD_OPS || waited_ms >= HELD_MS || !changes.is_empty()
    }

    pub fn take(&mut self) -> Option<(Batch, Answered)> {
        let held = std::mem::take(self);
        held.since_ms.map(|_| (held.batch, held.answer))
    }
}
