//! One computer of the model: what of it is durable, what it sends, and what an answer changes.

use crate::protocol::{Acts, Answer, DEVICES, MAX_ACTS, Mistake, Request, Rules, each};

/// What is durable on one computer. What it forgets in a crash (which requests are under way) stands in the world.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Device {
    /// Own acts, written down.
    pub journal: Acts,
    /// Of those, the ones with a receipt.
    pub confirmed: Acts,
    /// How often each act counts in the mirror.
    pub mirror: [u8; MAX_ACTS],
    /// Acts of the other computer, kept as they came.
    pub heard: Acts,
    /// Of those, the ones the school had once and has no more.
    pub missing: Acts,
    /// How much of the school's log this computer has heard.
    pub cursor: u8,
    /// What it holds differs from what the last answer said: the record must be pulled anew.
    pub differs: bool,
    /// Everything that was ever on its screen. Nothing of the protocol reads it; the property does.
    pub shown: Acts,
}

impl Device {
    pub fn open(&self) -> Acts {
        self.journal & !self.confirmed
    }

    pub fn mirrored(&self) -> Acts {
        each(MAX_ACTS).filter(|act| self.mirror[*act as usize] > 0).fold(0, |acts, act| acts | 1 << act)
    }

    /// What is on screen: the mirror, with what is open and what the school lost laid over it.
    pub fn view(&self) -> Acts {
        self.mirrored() | self.open() | self.missing
    }

    pub fn act(&mut self, act: u8) {
        self.journal |= 1 << act;
        self.look();
    }

    /// The next request, if there is anything to ask or to say; `under_way` are the acts of the requests that have begun.
    pub fn plan(&self, who: usize, rules: &Rules, under_way: &[Acts], has_news: bool) -> Option<Request> {
        let request = |acts, anew| Request { device: who, acts, cursor: self.cursor, anew, orphan: false };
        if self.differs {
            // Pulled alone, so that no older answer is laid over what it says.
            return under_way.is_empty().then(|| request(0, true));
        }
        let waiting = (self.open() | self.missing) & !under_way.iter().fold(0, |all, acts| all | acts);
        let batch = each(MAX_ACTS).filter(|act| waiting & 1 << act != 0).take(rules.batch);
        let batch = batch.fold(0, |acts, act| acts | 1 << act);
        match batch {
            // A sync that would find nothing changes nothing, and is left out.
            0 => (has_news && under_way.is_empty()).then(|| request(0, false)),
            acts => Some(request(acts, false)),
        }
    }

    /// What leaves this computer is marked; a mistaken version takes that for a receipt.
    pub fn mark_sent(&mut self, request: &Request, mistake: Option<Mistake>) {
        if mistake == Some(Mistake::SentIsConfirmed) {
            self.take_receipts(request.acts);
        }
    }

    /// Applies an answer, in one transaction. `is_last`: no other request is under way.
    pub fn apply(&mut self, own: Acts, answer: &Answer, is_last: bool, mistake: Option<Mistake>) {
        if answer.anew {
            self.replace_mirror(own, answer, mistake);
        } else {
            self.take_receipts(answer.receipts);
            self.take_changes(answer.changes & !own, mistake);
            self.cursor = self.cursor.max(answer.cursor);
            let compares = is_last && mistake != Some(Mistake::TrustTheCursor);
            self.differs = compares && !self.agrees_with(answer.digest);
        }
        self.look();
    }

    /// A receipt counts once: for what is still open, or missing at the school.
    fn take_receipts(&mut self, receipts: Acts) {
        let settled = receipts & (self.open() | self.missing);
        self.confirmed |= settled & self.journal;
        self.missing &= !settled;
        for act in each(MAX_ACTS).filter(|act| settled & 1 << act != 0) {
            self.mirror[act as usize] += 1;
        }
    }

    /// Two requests that overlap begin at the same cursor: the second answer brings the same changes once more.
    fn take_changes(&mut self, changes: Acts, mistake: Option<Mistake>) {
        let known = if mistake == Some(Mistake::CountChangesTwice) { 0 } else { self.mirrored() };
        for act in each(MAX_ACTS).filter(|act| changes & !known & 1 << act != 0) {
            self.mirror[act as usize] += 1;
        }
        self.heard |= changes;
        self.missing &= !changes;
    }

    /// The school's whole set instead of the mirror. What it had confirmed and has no more is open again.
    fn replace_mirror(&mut self, own: Acts, answer: &Answer, mistake: Option<Mistake>) {
        let whole = answer.changes;
        self.mirror = std::array::from_fn(|act| u8::from(whole & 1 << act != 0));
        if mistake != Some(Mistake::DropConfirmed) {
            self.confirmed &= whole;
        }
        if mistake != Some(Mistake::AnewWithoutReceipts) {
            self.confirmed |= self.journal & whole;
        }
        self.heard |= whole & !own;
        self.missing = if mistake == Some(Mistake::DropHeard) { 0 } else { self.heard & !whole };
        self.cursor = answer.cursor;
        self.differs = false;
    }

    /// The digest as it is: a count and a hash over the set. Without a collision it is the set itself.
    pub fn agrees_with(&self, theirs: Acts) -> bool {
        let count: u32 = self.mirror.iter().map(|times| u32::from(*times)).sum();
        count == theirs.count_ones() && self.mirrored() == theirs
    }

    fn look(&mut self) {
        self.shown |= self.view();
    }
}

/// The acts of computer `who`: the first computer's come first.
pub fn acts_of(who: usize, counts: [u8; DEVICES]) -> Acts {
    let before: u8 = counts[..who].iter().sum();
    each(counts[who] as usize).fold(0, |acts, act| acts | 1 << (before + act))
}
