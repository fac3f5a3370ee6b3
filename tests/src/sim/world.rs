//! One story, told: machines, school and network in one process on virtual time.

use super::act::perform;
use super::census::{Census, Event};
use super::clock::SimClock;
use super::machine::Machine;
use super::oracle::{Oracle, Violation};
use super::school::SimSchool;
use super::story::{Act, Step, Story, What};
use super::template::{LEARNERS, Template};
use super::wire::{SimWire, Weather};
use crate::dice::Dice;
use carrel_engine::api::ProgramArgs;
use carrel_engine::store::DbError;
use carrel_provider::store::enrollments::StaffDecision;
use carrel_provider::testkit::{OPEN, REVIEW};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// Longer than any program holds a record for itself.
const LEASE_MS: u64 = 130_000;

pub struct World<'t> {
    pub template: &'t Template,
    pub story: &'t Story,
    pub school: Arc<SimSchool>,
    pub machines: Vec<Machine>,
    pub census: Arc<Census>,
    pub oracle: Oracle,
    backup: Option<PathBuf>,
    imports: u32,
    /// A kill that waits for its commit also takes the power.
    cuts: Vec<bool>,
}

/// Tells a story from its beginning to the moment everybody agrees.
pub async fn tell(template: &Template, story: &Story, folder: &Path, census: Arc<Census>) -> Result<(), Violation> {
    let begun = Instant::now();
    let school = Arc::new(SimSchool::open(&template.school, folder.to_owned(), begun).await);
    let machines = (0..story.machines).map(|name| {
        let wire =
            SimWire::new(story.seed ^ Dice::new(name as u64 + 1).number(), Arc::clone(&school), Arc::clone(&census));
        let home = folder.join(format!("machine-{name}"));
        Machine::new(name, home, &template.machine, SimClock::new(begun), Arc::new(wire))
    });
    let mut world = World {
        template,
        story,
        machines: machines.collect(),
        school,
        census,
        oracle: Oracle::default(),
        backup: None,
        imports: 0,
        cuts: vec![false; story.machines],
    };
    world.begin().await?;
    for (number, step) in story.steps.iter().enumerate() {
        world.take(step).await.map_err(|violation| violation.at(number, step))?;
    }
    world.end().await
}

impl World<'_> {
    /// Everybody signs in and the first learner enrolls, in calm weather.
    async fn begin(&mut self) -> Result<(), Violation> {
        for index in 0..self.machines.len() {
            self.machines[index].start().await;
            self.sign_in(index, usize::from(index == 3)).await;
            self.act(index, &Act::Request(OPEN)).await?;
            self.sync(index).await;
        }
        Ok(())
    }

    async fn take(&mut self, step: &Step) -> Result<(), Violation> {
        sleep(Duration::from_millis(step.pause_ms)).await;
        if !self.school.is_up() && !matches!(step.what, What::CrashSchool { .. }) {
            self.school.start_again().await;
        }
        self.obey(&step.what).await?;
        for machine in &self.machines {
            self.oracle.look(machine, &self.school).await?;
        }
        Ok(())
    }

    async fn obey(&mut self, what: &What) -> Result<(), Violation> {
        match what {
            What::Act { machine, act } => self.act(*machine, act).await?,
            What::Sync { machine } => {
                self.turn_on(*machine).await;
                if let Some(engine) = self.machines[*machine].engine.clone() {
                    tokio::spawn(async move { drop(engine.sync_now(()).await) });
                }
            }
            What::Weather { machine, weather } => self.machines[*machine].wire.set(*weather),
            What::Kill { machine, commits, kept, power } => {
                self.turn_on(*machine).await;
                self.cuts[*machine] = *power;
                self.machines[*machine].fate.end_in(*commits, *kept);
            }
            What::SetClock { machine, by_ms } => {
                self.census.count(Event::ClockSet);
                self.machines[*machine].clock.set_wall(*by_ms);
            }
            What::FillDisk { machine, commits } => {
                self.turn_on(*machine).await;
                self.machines[*machine].fate.fill_for(*commits);
            }
            What::SignOut { machine } => {
                self.turn_on(*machine).await;
                if let Some(engine) = self.machines[*machine].engine.clone() {
                    self.census.count(Event::SignedOut);
                    self.machines[*machine].alive(engine.sign_out(())).await;
                }
            }
            What::SignIn { machine, learner } => {
                self.turn_on(*machine).await;
                self.sign_in(*machine, *learner).await;
            }
            What::Switch { machine } => self.switch(*machine).await,
            What::RemoveDownload { machine } => {
                self.turn_on(*machine).await;
                if let Some(engine) = self.machines[*machine].engine.clone() {
                    let args = ProgramArgs { program: OPEN.into() };
                    drop(self.machines[*machine].alive(engine.download(args.clone())).await);
                    self.census.count(Event::DownloadRemoved);
                    drop(self.machines[*machine].alive(engine.remove_download(args)).await);
                }
            }
            What::TakeImage { machine } => self.machines[*machine].take_image(),
            What::PutBack { machine } => self.put_back(*machine).await,
            at_school => self.at_school(at_school).await,
        }
        Ok(())
    }

    async fn at_school(&mut self, what: &What) {
        let running = self.school.running();
        match what {
            What::BackUpSchool => self.backup = Some(self.school.back_up()),
            What::RestoreSchool => {
                let Some(backup) = self.backup.clone() else { return };
                self.census.count(Event::SchoolRestored);
                self.oracle.remember_school(&self.school);
                self.school.start_from(&backup).await;
                self.oracle.forget_what_nobody_holds(&self.machines, &self.school);
            }
            What::CrashSchool { commits } => {
                self.census.count(Event::SchoolCrashBeforeCommit);
                running.fate.end_in(*commits, false);
            }
            What::ChangePrice | What::ChangeCourse => {
                self.imports += 1;
                let course = *what == What::ChangeCourse;
                self.census.count(if course { Event::CourseChanged } else { Event::PriceChanged });
                let campus = self.template.changed_campus(self.imports, course);
                drop(self.school_alive(running.store.import(campus)).await);
            }
            What::RevokeTokens { learner } => {
                self.census.count(Event::TokensRevoked);
                for token in self.oracle.tokens_of(*learner) {
                    drop(self.school_alive(running.store.revoke(&token)).await);
                }
            }
            What::StaffDecide { accept } => self.staff(*accept).await,
            _ => {}
        }
    }

    async fn act(&mut self, index: usize, act: &Act) -> Result<(), Violation> {
        self.turn_on(index).await;
        let machine = &self.machines[index];
        let Some(record) = machine.record().await else { return Ok(()) };
        let refused_before = machine.fate.refused();
        let knew_the_time = Oracle::knows_the_time(machine, &record).await;
        match machine.alive(perform(&record, act)).await {
            Some(Ok(Some(op))) => {
                self.census.count(Event::ActDone);
                if knew_the_time {
                    Oracle::on_time(machine, &op)?;
                }
                self.oracle.acknowledged(&record.key, op);
            }
            Some(Err(DbError::Full)) => self.census.count(Event::ActRefusedVisibly),
            Some(Err(error)) => return Err(Violation::of(format!("an act failed: {error:?}"))),
            Some(Ok(None)) | None => {}
        }
        for _ in refused_before..machine.fate.refused() {
            self.census.count(Event::DiskFull);
        }
        Ok(())
    }

    /// Somebody who needs a machine turns it on, and a disk that is full gets room when somebody looks.
    async fn turn_on(&mut self, index: usize) {
        if self.machines[index].is_on() {
            return;
        }
        let power = std::mem::take(&mut self.cuts[index]);
        self.census.count(if power { Event::PowerCut } else { Event::MachineKilled });
        let seed = self.story.seed ^ self.machines[index].wire.requests();
        self.machines[index].go_off(power, seed);
        self.machines[index].start().await;
    }

    async fn sign_in(&mut self, index: usize, learner: usize) {
        let machine = &self.machines[index];
        let Some(engine) = machine.engine.clone() else { return };
        let store = self.school.running().store;
        let Some(Ok(who)) = self.school_alive(store.learner(LEARNERS[learner])).await else { return };
        let Some(Ok(tokens)) = self.school_alive(store.issue_tokens(&who)).await else { return };
        self.oracle.issued(learner, &tokens);
        if let Some(Ok(())) = machine.alive(engine.sign_in_with_tokens(tokens)).await {
            self.census.count(Event::SignedIn);
        }
    }

    async fn switch(&mut self, index: usize) {
        self.turn_on(index).await;
        let machine = &self.machines[index];
        let Some(record) = machine.record().await else { return };
        if let Some(Some(other)) = machine.alive(machine.another_learner(&record.key)).await {
            self.census.count(Event::Switched);
            machine.alive(machine.switch(&other)).await;
        }
    }

    async fn put_back(&mut self, index: usize) {
        let Some(image) = self.machines[index].image.clone() else { return };
        self.census.count(Event::PutBack);
        let machine = &mut self.machines[index];
        machine.go_off(false, 0);
        machine.put_back(&image);
        machine.clock.reboot();
        machine.start().await;
        self.oracle.forget_what_was_seen(index);
        self.oracle.forget_what_nobody_holds(&self.machines, &self.school);
    }

    async fn staff(&self, accept: bool) {
        let store = self.school.running().store;
        for email in LEARNERS {
            let Some(Ok(learner)) = self.school_alive(store.learner(email)).await else { continue };
            self.census.count(Event::StaffDecided);
            let decision =
                if accept { StaffDecision::Accept } else { StaffDecision::Decline { reason: "Full".to_owned() } };
            drop(self.school_alive(store.decide(&learner, &REVIEW.into(), decision)).await);
        }
    }

    async fn sync(&self, index: usize) {
        if let Some(engine) = self.machines[index].engine.clone() {
            drop(self.machines[index].alive(engine.sync_now(())).await);
        }
    }

    /// What the school does as long as it is up.
    async fn school_alive<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        super::machine::until_off(&self.school.running().fate, work).await
    }

    /// The weather clears, everybody signs in again, staff decide, and after a few rounds all must agree.
    async fn end(&mut self) -> Result<(), Violation> {
        for index in 0..self.machines.len() {
            self.machines[index].wire.set(Weather::Calm);
            self.machines[index].fate.end();
            self.turn_on(index).await;
        }
        // What a killed program was syncing is left to it for a while; what set out in rough weather may still crash the school.
        sleep(Duration::from_millis(LEASE_MS)).await;
        self.school.start_again().await;
        self.staff(true).await;
        for round in 0..3 {
            for index in 0..self.machines.len() {
                for (learner, email) in LEARNERS.iter().enumerate() {
                    if self.machines[index].knows(email).await {
                        self.sign_in(index, learner).await;
                        self.sync(index).await;
                    }
                }
            }
            if round == 1 {
                self.staff(true).await;
            }
        }
        for index in 0..self.machines.len() {
            for email in LEARNERS {
                if self.machines[index].knows(email).await {
                    self.machines[index].switch_to(email).await;
                    self.sync(index).await;
                    let said_before = self.machines[index].wire.sync_bytes();
                    self.sync(index).await;
                    self.oracle.quiet(&self.machines[index], said_before)?;
                    self.oracle.judge(&self.machines[index], email, &self.school).await?;
                }
            }
        }
        self.oracle.judge_all(&self.machines, &self.school)
    }
}
