//! What happened in a run, counted: a crash test that killed nothing in time has shown nothing.

use std::collections::BTreeMap;
use std::fmt;

#[derive(Debug, Default)]
pub struct Census {
    pub rounds: u64,
    /// Kills that fell before the program had ended, by what it was doing.
    pub killed: BTreeMap<&'static str, u64>,
    /// Programs that were done before their kill.
    pub too_late: u64,
    pub acts_acknowledged: u64,
    /// Acts whose program was killed before it said anything: some are there, some not.
    pub unsaid_and_here: u64,
    pub unsaid_and_gone: u64,
    /// Receipts of this computer that were looked up in the school's log.
    pub receipts: u64,
    pub databases_checked: u64,
    pub files_verified: u64,
    pub migrations_finished: u64,
    /// Every one is a sentence: what is not where it should be.
    pub losses: Vec<String>,
}

impl Census {
    pub fn kills(&self) -> u64 {
        self.killed.values().sum()
    }

    pub fn kill(&mut self, what: &'static str, in_time: bool) {
        if in_time {
            *self.killed.entry(what).or_default() += 1;
        } else {
            self.too_late += 1;
        }
    }

    pub fn expect(&mut self, holds: bool, otherwise: impl FnOnce() -> String) {
        if !holds {
            self.losses.push(otherwise());
        }
    }
}

impl fmt::Display for Census {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} rounds, {} kills in time, {} too late", self.rounds, self.kills(), self.too_late)?;
        for (what, times) in &self.killed {
            writeln!(f, "  killed while {what:<28} {times:>6}")?;
        }
        let rows = [
            ("acts acknowledged", self.acts_acknowledged),
            ("acts cut off, and kept", self.unsaid_and_here),
            ("acts cut off, not kept", self.unsaid_and_gone),
            ("receipts found at the school", self.receipts),
            ("databases checked", self.databases_checked),
            ("course files verified", self.files_verified),
            ("migrations finished", self.migrations_finished),
            ("lost", self.losses.len() as u64),
        ];
        for (name, number) in rows {
            writeln!(f, "  {name:<41} {number:>6}")?;
        }
        self.losses.iter().try_for_each(|loss| writeln!(f, "  LOST: {loss}"))
    }
}
