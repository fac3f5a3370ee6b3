//! What is in memory of a learner's record: per program the mirror, the open acts, and the view over both.
//!
//! The view is always `overlay(mirror, open acts)`; nothing is ever merged into the mirror here (invariant I4).

use crate::store::learner::{AppliedPage, Loaded, Version};
use carrel_domain::digest::Digest;
use carrel_domain::enrollment::Enrollment;
use carrel_domain::view::{Mirror, View, add_pending, overlay};
use carrel_domain::{Action, DeviceId, Operation, OperationId, ProgramId, Timestamp};
use carrel_protocol::Answer;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, OnceLock};

#[derive(Default)]
pub struct Ledger {
    pub version: Version,
    programs: BTreeMap<ProgramId, Shelf>,
    /// Sequence numbers that wait for the learner.
    pub needs_you: BTreeSet<i64>,
    /// Sequence numbers that wait for the school's own decision.
    pub waits: BTreeSet<i64>,
}

#[derive(Default)]
struct Shelf {
    mirror: Mirror,
    /// Without a final answer, oldest first.
    open: VecDeque<Arc<Operation>>,
    /// Acts of other computers that the school lost and that are on their way to it again.
    missing: Vec<Arc<Operation>>,
    /// Laid when somebody looks: a long journal on its way out is not laid anew for every page of answers.
    view: OnceLock<Arc<View>>,
}

impl Shelf {
    fn view(&self) -> &Arc<View> {
        self.view
            .get_or_init(|| Arc::new(overlay(&self.mirror, self.missing.iter().chain(&self.open).map(Arc::as_ref))))
    }
}

impl Ledger {
    pub fn from_loaded(loaded: Loaded) -> Self {
        let mut programs: BTreeMap<ProgramId, Shelf> = BTreeMap::new();
        for (program, mirror) in loaded.mirrors {
            programs.entry(program).or_default().mirror = mirror;
        }
        for op in loaded.open {
            programs.entry(op.program.clone()).or_default().open.push_back(Arc::new(op));
        }
        for op in loaded.missing {
            programs.entry(op.program.clone()).or_default().missing.push(Arc::new(op));
        }
        Self {
            version: loaded.version,
            programs,
            needs_you: loaded.needs_you.into_iter().collect(),
            waits: loaded.waits.into_iter().collect(),
        }
    }

    /// Takes in an act that is already durable.
    pub fn add(&mut self, op: Operation) {
        self.version.last_seq = op.seq;
        let shelf = self.programs.entry(op.program.clone()).or_default();
        if let Some(view) = shelf.view.get_mut() {
            add_pending(Arc::make_mut(view), &op);
        }
        shelf.open.push_back(Arc::new(op));
    }

    /// Takes in a page of the provider's answer that is already durable.
    pub fn settle(&mut self, page: AppliedPage) {
        let mut touched: BTreeSet<ProgramId> = page.mirrors.keys().cloned().collect();
        for run in &page.answers {
            let is_final = run.answer.is_final();
            for seq in run.first..=run.last {
                self.needs_you.remove(&seq);
                self.waits.remove(&seq);
                match run.answer {
                    Answer::NeedsYou { .. } => drop(self.needs_you.insert(seq)),
                    Answer::Waits { .. } => drop(self.waits.insert(seq)),
                    Answer::Accepted { .. } | Answer::Refused { .. } => {}
                }
            }
            if is_final {
                touched.extend(self.close(run.first, run.last));
            }
        }
        for id in &page.returned {
            touched.extend(self.take_back(id));
        }
        if !page.is_quiet() {
            self.version.generation += 1;
        }
        for (program, mirror) in page.mirrors {
            self.programs.entry(program).or_default().mirror = mirror;
        }
        for program in &touched {
            if let Some(shelf) = self.programs.get_mut(program) {
                shelf.view.take();
            }
        }
    }

    /// Takes the acts `first..=last` out of the open ones; returns the programs they were about.
    fn close(&mut self, first: i64, last: i64) -> Vec<ProgramId> {
        let mut touched = Vec::new();
        for (program, shelf) in &mut self.programs {
            let from = shelf.open.partition_point(|op| op.seq < first);
            let to = shelf.open.partition_point(|op| op.seq <= last);
            if shelf.open.drain(from..to).count() > 0 {
                touched.push(program.clone());
            }
        }
        touched
    }

    /// A lost act has been answered: it is no longer on its way. Returns the program it was about.
    fn take_back(&mut self, id: &OperationId) -> Option<ProgramId> {
        let (program, shelf) =
            self.programs.iter_mut().find(|(_, shelf)| shelf.missing.iter().any(|op| op.id == *id))?;
        shelf.missing.retain(|op| op.id != *id);
        Some(program.clone())
    }

    /// Acts of other computers that the school has to get again, by the device that did them.
    pub fn missing(&self) -> BTreeMap<&DeviceId, Vec<&Arc<Operation>>> {
        let mut by_device: BTreeMap<&DeviceId, Vec<&Arc<Operation>>> = BTreeMap::new();
        for op in self.programs.values().flat_map(|shelf| &shelf.missing) {
            by_device.entry(&op.device).or_default().push(op);
        }
        by_device.values_mut().for_each(|ops| ops.sort_by_key(|op| op.seq));
        by_device
    }

    pub fn view(&self, program: &ProgramId) -> Option<&View> {
        self.programs.get(program).map(|shelf| &**shelf.view())
    }

    /// The view as it is now, to keep while the ledger goes on.
    pub fn shared_view(&self, program: &ProgramId) -> Arc<View> {
        self.programs.get(program).map(|shelf| Arc::clone(shelf.view())).unwrap_or_default()
    }

    pub fn views(&self) -> impl Iterator<Item = (&ProgramId, &View)> {
        self.programs.iter().map(|(program, shelf)| (program, &**shelf.view()))
    }

    /// The moment of what `action` would take the place of. Which lesson was opened last is asked of all programs together.
    pub fn replaced_by(&self, program: &ProgramId, action: &Action) -> Option<Timestamp> {
        match action {
            Action::LessonOpened { .. } => self.views().filter_map(|(_, view)| view.record.replaces(action)).max(),
            _ => self.view(program)?.record.replaces(action),
        }
    }

    pub fn mirror(&self, program: &ProgramId) -> Option<&Mirror> {
        self.programs.get(program).map(|shelf| &shelf.mirror)
    }

    pub fn mirrors(&self) -> impl Iterator<Item = (&ProgramId, &Mirror)> {
        self.programs.iter().map(|(program, shelf)| (program, &shelf.mirror))
    }

    /// Every open act, oldest first.
    pub fn open_acts(&self) -> Vec<&Arc<Operation>> {
        self.open_behind(0, usize::MAX)
    }

    /// Open acts behind the number `after`, oldest first, at most `of_each` of each program.
    pub fn open_behind(&self, after: i64, of_each: usize) -> Vec<&Arc<Operation>> {
        let shelves = self.programs.values();
        let mut open: Vec<_> = shelves
            .flat_map(|shelf| {
                let from = shelf.open.partition_point(|op| op.seq <= after);
                shelf.open.range(from..).take(of_each)
            })
            .collect();
        open.sort_by_key(|op| op.seq);
        open
    }

    /// Numbers of the acts that wait for somebody and would only be answered the same again. Once the school has the enrollment,
    /// what waited for the learner has been seen to elsewhere; once it has decided, what waited for that goes as well.
    pub fn stuck(&self) -> BTreeSet<i64> {
        if self.needs_you.is_empty() && self.waits.is_empty() {
            return BTreeSet::new();
        }
        let mut stuck = BTreeSet::new();
        for shelf in self.programs.values() {
            let enrollment = shelf.mirror.enrollment.as_ref();
            let decided = enrollment.is_some_and(Enrollment::is_decided);
            let waits = |seq: &i64| {
                (self.needs_you.contains(seq) && enrollment.is_none()) || (self.waits.contains(seq) && !decided)
            };
            stuck.extend(shelf.open.iter().map(|op| op.seq).filter(waits));
        }
        stuck
    }

    pub fn open_count(&self) -> usize {
        self.programs.values().map(|shelf| shelf.open.len()).sum()
    }

    /// Over everything the school has confirmed.
    pub fn digest(&self) -> Digest {
        let mut all = Digest::default();
        for shelf in self.programs.values() {
            all.join(&shelf.mirror.digest);
        }
        all
    }
}
