//! What must hold: nothing acknowledged is lost or doubled, progress never goes back, everybody agrees in the end, every act
//! has its answer, and no secret lies in a file.

use super::disk::{on_machine, on_school, record_on_machine};
use super::machine::Machine;
use super::school::SimSchool;
use super::story::Step;
use carrel_domain::{Operation, OperationId, ProgramId};
use carrel_engine::learner::Learner;
use carrel_protocol::{Secret, Tokens};
use carrel_provider::testkit::{OPEN, REVIEW, SECOND_STEP, STATE_RULES};
use memchr::memmem::Finder;
use std::collections::{BTreeMap, BTreeSet};

/// What was found, and where in the story.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation(pub String);

impl Violation {
    pub fn of(what: impl Into<String>) -> Self {
        Self(what.into())
    }

    /// The invariant it breaks: a shorter story must break the same.
    pub fn kind(&self) -> Option<&str> {
        self.0.split([' ', ':']).find(|word| word.strip_prefix('I').is_some_and(|number| number.parse::<u8>().is_ok()))
    }

    pub fn at(self, number: usize, step: &Step) -> Self {
        Self(format!("after step {number} ({:?}): {}", step.what, self.0))
    }
}

#[derive(Default)]
pub struct Oracle {
    /// Acts that were acknowledged and are still on some disk: by operation, the key of the learner.
    expected: BTreeMap<OperationId, String>,
    /// By machine and learner: what was on screen.
    seen: BTreeMap<(usize, String), Seen>,
    /// By machine and learner: how many acts its digest counted when its file was last compared with it.
    counted: BTreeMap<(usize, String), i64>,
    /// Acts the school ever wrote down, in a life that a restore ended too.
    at_school: BTreeSet<OperationId>,
    tokens: Vec<(usize, Tokens)>,
}

/// Facts of a view that only ever grow.
#[derive(Clone, Debug, Default, PartialEq)]
struct Seen {
    /// Completions, attempts, requests, exams, recalled questions, and every version of notes, marks and log entries, whether
    /// it stands or was replaced: operations by what they did.
    facts: BTreeSet<(&'static str, OperationId)>,
    furthest: BTreeMap<(ProgramId, String), u16>,
    study_ms: i64,
}

impl Oracle {
    pub fn acknowledged(&mut self, learner: &str, op: Operation) {
        self.expected.insert(op.id, learner.to_owned());
    }

    pub fn issued(&mut self, learner: usize, tokens: &Tokens) {
        self.tokens.push((learner, tokens.clone()));
    }

    /// The refresh tokens a learner was given, for the school to revoke.
    pub fn tokens_of(&self, learner: usize) -> Vec<String> {
        let theirs = self.tokens.iter().filter(|(of, _)| *of == learner);
        theirs.filter_map(|(_, tokens)| tokens.refresh_token.as_ref().map(|token| token.expose().to_owned())).collect()
    }

    /// A machine was put back to an image: it may show less than before.
    pub fn forget_what_was_seen(&mut self, machine: usize) {
        self.seen.retain(|(of, _), _| *of != machine);
        self.counted.retain(|(of, _), _| *of != machine);
    }

    /// What the school has now was said rightly, whatever becomes of its disk.
    pub fn remember_school(&mut self, school: &SimSchool) {
        self.at_school.extend(on_school(&school.running().data).accepted);
    }

    /// What no disk holds any more, nobody can bring back.
    pub fn forget_what_nobody_holds(&mut self, machines: &[Machine], school: &SimSchool) {
        let mut held = on_school(&school.running().data).all;
        for machine in machines {
            held.extend(on_machine(&machine.data).all);
        }
        self.expected.retain(|id, _| held.contains(id));
    }

    /// Whether this boot of the machine has heard the school's time, as far as the record knows.
    pub async fn knows_the_time(machine: &Machine, record: &Learner) -> bool {
        let Some(Ok(meta)) = machine.alive(record.store.meta()).await else { return false };
        let boot = carrel_engine::clock::Clock::read(machine.clock.as_ref()).boot;
        meta.anchor().is_some_and(|anchor| anchor.reading.boot == boot)
    }

    /// An act done when the boot had heard the school's time must say its moment as exactly as it claims, whatever anybody did
    /// to the wall clock.
    pub fn on_time(machine: &Machine, op: &Operation) -> Result<(), Violation> {
        let off_ms = op.occurred.at.since_ms(machine.clock.true_time()).abs();
        if off_ms > op.occurred.uncertainty_ms + 1_000 {
            return Err(Violation::of(format!("I9: machine {} is {off_ms} ms off, says it is right", machine.name)));
        }
        Ok(())
    }

    /// A sync with nothing to say says next to nothing.
    pub fn quiet(&self, machine: &Machine, bytes_before: u64) -> Result<(), Violation> {
        let bytes = machine.wire.sync_bytes() - bytes_before;
        if bytes > 1024 {
            return Err(Violation::of(format!("I12: a quiet sync of machine {} brought {bytes} bytes", machine.name)));
        }
        Ok(())
    }

    /// The open record must not show less than it did.
    pub async fn look(&mut self, machine: &Machine, school: &SimSchool) -> Result<(), Violation> {
        let Some(record) = machine.record().await else { return Ok(()) };
        let Some(now) = machine.alive(seen_in(&record)).await else { return Ok(()) };
        if let Some(Ok(ledger)) = machine.alive(record.ledger()).await {
            self.counts_what_it_has(machine, &record.key, ledger.digest().count, school)?;
        }
        let key = (machine.name, record.key.clone());
        if let Some(before) = self.seen.get(&key) {
            let gone: Vec<_> = before.facts.difference(&now.facts).collect();
            if !gone.is_empty() {
                // A refused act leaves the view; that is the school's word.
                let refused = refused(machine, school);
                if let Some((what, id)) = gone.iter().find(|(_, id)| !refused.contains(id)) {
                    return Err(Violation::of(format!("I5: machine {} no longer shows {what} {id}", machine.name)));
                }
            } else if let Some(back) = before.furthest.iter().find(|(at, was)| now.furthest.get(at) < Some(was)) {
                return Err(Violation::of(format!("I5: machine {} went back in {back:?}", machine.name)));
            } else if now.study_ms < before.study_ms {
                return Err(Violation::of(format!("I5: machine {} lost time on task", machine.name)));
            }
        }
        self.seen.insert(key, now);
        Ok(())
    }

    /// The files are read only when there is something new in them.
    fn counts_what_it_has(
        &mut self,
        machine: &Machine,
        key: &str,
        counted: i64,
        school: &SimSchool,
    ) -> Result<(), Violation> {
        if self.counted.insert((machine.name, key.to_owned()), counted) == Some(counted) {
            return Ok(());
        }
        let known = record_on_machine(&machine.data, key);
        if counted > known.counted {
            let known = known.counted;
            return Err(Violation::of(format!("I11: machine {} counts {counted} of {known} acts", machine.name)));
        }
        if known.confirmed.iter().any(|id| !self.at_school.contains(id)) {
            self.remember_school(school);
        }
        match known.confirmed.iter().find(|id| !self.at_school.contains(*id)) {
            Some(id) => Err(Violation::of(format!(
                "I17: machine {} shows {id} as confirmed; the school never had it",
                machine.name
            ))),
            None => Ok(()),
        }
    }

    /// One record of one machine, when everything should be settled.
    pub async fn judge(&self, machine: &Machine, email: &str, school: &SimSchool) -> Result<(), Violation> {
        let name = machine.name;
        let Some(record) = machine.record().await else {
            return Err(Violation::of(format!("machine {name} is off at the end")));
        };
        let store = school.running().store;
        let learner = store.learner(email).await.map_err(|error| Violation::of(format!("{error}")))?;
        let ledger = record.ledger().await.map_err(|error| Violation::of(format!("{error}")))?;
        let open: Vec<_> = ledger.open_acts();
        let stuck: Vec<_> = open.iter().filter(|op| !ledger.needs_you.contains(&op.seq)).collect();
        let stuck_programs: BTreeSet<_> =
            open.iter().filter(|op| ledger.needs_you.contains(&op.seq)).map(|op| &op.program).collect();
        if let Some(op) = stuck.iter().find(|op| !stuck_programs.contains(&op.program)) {
            return Err(Violation::of(format!("machine {name} ({email}): {} {} has no answer", op.kind, op.id)));
        }
        if !ledger.missing().is_empty() {
            return Err(Violation::of(format!("machine {name} ({email}) still carries {:?}", ledger.missing().keys())));
        }
        for program in [OPEN, REVIEW, STATE_RULES, SECOND_STEP].map(ProgramId::from) {
            let theirs = store.record(&learner, &program).await.map_err(|error| Violation::of(format!("{error}")))?;
            let ours = ledger.mirror(&program).cloned().unwrap_or_default();
            let differ =
                [ours.digest != theirs.digest, ours.record != theirs.record, ours.enrollment != theirs.enrollment];
            if ours.digest != theirs.digest || ours.record != theirs.record || ours.enrollment != theirs.enrollment {
                return Err(Violation::of(format!(
                    "I20: machine {name} ({email}) and the school differ in {program}: {} and {} acts (digest, record, enrollment: {differ:?})",
                    ours.digest.count, theirs.digest.count
                )));
            }
        }
        Ok(())
    }

    /// Everything that concerns all disks together.
    pub fn judge_all(&self, machines: &[Machine], school: &SimSchool) -> Result<(), Violation> {
        let at_school = on_school(&school.running().data);
        let mut refused = at_school.refused.clone();
        let mut open = BTreeSet::new();
        for machine in machines {
            let disk = on_machine(&machine.data);
            if let Some(id) = disk.accepted.iter().find(|id| !at_school.accepted.contains(*id)) {
                return Err(Violation::of(format!("machine {} thinks {id} is confirmed; it is not", machine.name)));
            }
            refused.extend(disk.refused);
            open.extend(disk.open);
            if machine.wire.most_under_way() > 6 {
                let most = machine.wire.most_under_way();
                return Err(Violation::of(format!("I12: {most} requests of machine {} at once", machine.name)));
            }
        }
        for (id, learner) in &self.expected {
            if !at_school.accepted.contains(id) && !refused.contains(id) && !open.contains(id) {
                return Err(Violation::of(format!("I2: the act {id} of {learner} is lost")));
            }
        }
        self.no_secret(machines, school)
    }

    fn no_secret(&self, machines: &[Machine], school: &SimSchool) -> Result<(), Violation> {
        let secrets: Vec<&Secret> =
            self.tokens.iter().flat_map(|(_, t)| [Some(&t.access_token), t.refresh_token.as_ref()]).flatten().collect();
        let finders: Vec<Finder<'_>> = secrets.iter().map(|secret| Finder::new(secret.expose())).collect();
        let folders = machines.iter().map(|machine| machine.data.clone()).chain([school.running().data]);
        for folder in folders {
            for file in crate::files::below(&folder) {
                let bytes = std::fs::read(&file).unwrap_or_default();
                if finders.iter().any(|finder| finder.find(&bytes).is_some()) {
                    return Err(Violation::of(format!("I14: a token lies in {}", file.display())));
                }
            }
        }
        Ok(())
    }
}

/// Acts that were refused for good, wherever that is known.
fn refused(machine: &Machine, school: &SimSchool) -> BTreeSet<OperationId> {
    let mut refused = on_school(&school.running().data).refused;
    refused.extend(on_machine(&machine.data).refused);
    refused
}

async fn seen_in(record: &Learner) -> Seen {
    let mut seen = Seen::default();
    let Ok(ledger) = record.ledger().await else { return seen };
    for (program, view) in ledger.views() {
        for (id, lesson) in &view.record.lessons {
            seen.facts.extend(lesson.completions.keys().map(|id| ("completion", id.clone())));
            seen.facts.extend(lesson.note.heads.keys().chain(&lesson.note.replaced).map(|id| ("note", id.clone())));
            let marks = &lesson.highlights;
            seen.facts.extend(marks.heads.keys().chain(&marks.replaced).map(|id| ("mark", id.clone())));
            seen.furthest.insert((program.clone(), id.to_string()), lesson.furthest_permille);
        }
        for attempts in view.record.quizzes.values() {
            seen.facts.extend(attempts.keys().map(|id| ("attempt", id.clone())));
        }
        seen.facts.extend(view.record.requests.keys().map(|id| ("request", id.clone())));
        seen.facts.extend(view.record.exams.keys().map(|id| ("practice exam", id.clone())));
        let reviews = view.record.reviews.values().flatten();
        seen.facts.extend(reviews.map(|review| ("recalled question", review.2.clone())));
        for (began, entry) in &view.record.practice {
            seen.facts.insert(("log entry", began.clone()));
            seen.facts.extend(entry.heads.keys().chain(&entry.replaced).map(|id| ("log version", id.clone())));
        }
        seen.study_ms += view.record.study.total_ms();
    }
    seen
}
