//! What travels in the model, what the school does with it, and the mistakes that can be planted.

pub const DEVICES: usize = 2;
/// The acts of a model; each is a number below this.
pub const MAX_ACTS: usize = 4;

/// A set of acts, one bit each.
pub type Acts = u8;

/// The bounds within which everything is tried.
#[derive(Clone, Debug)]
pub struct Rules {
    /// How much each computer does.
    pub acts: [u8; DEVICES],
    /// Requests of one computer that may be under way at once.
    pub window: usize,
    /// Acts in one request.
    pub batch: usize,
    /// Requests and answers lost, repeated or late, and crashes, in all.
    pub faults: u8,
    /// How often the school comes back from an older backup.
    pub restores: u8,
    /// One computer may be lost for good, with its disk.
    pub may_lose_a_computer: bool,
    /// More requests than this are a storm, or a circle.
    pub most_requests: u8,
    pub mistake: Option<Mistake>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// Own confirmed acts that a record pulled anew does not have are forgotten.
    DropConfirmed,
    /// The same with acts heard from the other computer.
    DropHeard,
    /// A change of the other computer is counted whenever it comes.
    CountChangesTwice,
    /// The digest is not compared.
    TrustTheCursor,
    /// A record pulled anew holds an own act, and the act stays open beside it.
    AnewWithoutReceipts,
    /// The school writes an act down whenever it comes.
    SchoolCountsTwice,
    /// An act counts as confirmed once it has left the computer.
    SentIsConfirmed,
    /// The school answers first and writes down afterwards.
    AnswerBeforeCommit,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Request {
    pub device: usize,
    pub acts: Acts,
    pub cursor: u8,
    /// Asks for everything the school has.
    pub anew: bool,
    /// Nobody waits for its answer any more. It may reach the school all the same.
    pub orphan: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Answer {
    pub device: usize,
    pub receipts: Acts,
    /// What the log has behind the request's cursor; all of it if asked anew.
    pub changes: Acts,
    pub cursor: u8,
    pub digest: Acts,
    pub anew: bool,
}

/// The school: its log, in the order of arrival.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct School {
    pub log: Vec<u8>,
    /// Every act it ever took. The protocol does not read it; the property does.
    pub ever: Acts,
}

impl School {
    pub fn set(&self) -> Acts {
        self.log.iter().fold(0, |acts, act| acts | 1 << act)
    }

    /// Takes each act once, in one transaction.
    pub fn commit(&mut self, acts: Acts, mistake: Option<Mistake>) {
        let known = if mistake == Some(Mistake::SchoolCountsTwice) { 0 } else { self.set() };
        self.log.extend(each(MAX_ACTS).filter(|act| acts & !known & 1 << act != 0));
        self.ever |= acts;
    }

    /// The answer to a request whose acts are committed: an act that came before gets its first answer again.
    pub fn answer(&self, request: &Request) -> Answer {
        let from = if request.anew { 0 } else { usize::from(request.cursor).min(self.log.len()) };
        Answer {
            device: request.device,
            receipts: request.acts,
            changes: self.log[from..].iter().fold(0, |acts, act| acts | 1 << act),
            cursor: u8::try_from(self.log.len()).expect("a small log"),
            digest: self.set(),
            anew: request.anew,
        }
    }
}

pub fn each(count: usize) -> impl Iterator<Item = u8> {
    0..u8::try_from(count).expect("a small model")
}
