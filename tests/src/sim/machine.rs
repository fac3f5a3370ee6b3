//! One simulated computer with Carrel on it: the real engine on real SQLite files, with a plug.

use super::clock::SimClock;
use super::fate::SimFate;
use super::school::{copy_without_shm, unused};
use super::wire::{Plugged, SimWire};
use crate::power;
use carrel_engine::api::{LearnerArgs, LearnerCard};
use carrel_engine::events::NoEvents;
use carrel_engine::learner::Learner;
use carrel_engine::remote::CarrelProvider;
use carrel_engine::secrets::{SecretStore, memory_only};
use carrel_engine::{Connect, Engine, Host};
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, LazyLock};
use tokio::sync::watch;

/// Building one reads the system's certificates, which takes longer than a whole simulated day.
static HTTP: LazyLock<reqwest::Client> = LazyLock::new(|| carrel_engine::remote::client().expect("a client"));

/// The network a machine is on never changes here: what the weather does to it is the wire's.
static WHEREABOUTS: LazyLock<watch::Sender<Option<IpAddr>>> = LazyLock::new(|| watch::Sender::new(None));

pub const ADDRESS: &str = "http://127.0.0.1:9/";

pub struct Machine {
    pub name: usize,
    pub engine: Option<Engine>,
    pub clock: Arc<SimClock>,
    pub fate: Arc<SimFate>,
    pub wire: Arc<SimWire>,
    /// The keyring: it outlives the program.
    pub secrets: Arc<dyn SecretStore>,
    /// Everything this machine ever had on a disk lies below here.
    home: PathBuf,
    pub data: PathBuf,
    pub image: Option<Image>,
    /// A disk that loses what is not synced.
    powered: bool,
    portion: usize,
}

/// A copy of the whole disk.
#[derive(Clone)]
pub struct Image {
    pub data: PathBuf,
}

impl Machine {
    pub fn new(name: usize, home: PathBuf, template: &std::path::Path, clock: SimClock, wire: Arc<SimWire>) -> Self {
        let data = home.join("disk-1");
        copy_without_shm(template, &data);
        // Every other machine has the bad disk; small portions make long journals of short ones.
        let (powered, portion) = (name.is_multiple_of(2), 3);
        if powered {
            power::install();
        }
        Self {
            name,
            engine: None,
            clock: Arc::new(clock),
            fate: Arc::default(),
            wire,
            secrets: memory_only(),
            home,
            data,
            image: None,
            powered,
            portion,
        }
    }

    pub fn is_on(&self) -> bool {
        self.engine.is_some() && !carrel_sqlite::Fate::is_off(self.fate.as_ref())
    }

    /// Starts the program on what the disk holds.
    pub async fn start(&mut self) {
        self.fate = Arc::default();
        let under_way = AtomicU64::new(0);
        let plugged = Arc::new(Plugged { wire: Arc::clone(&self.wire), fate: Arc::clone(&self.fate), under_way });
        let portion = self.portion;
        let connect: Connect = Arc::new(move |address| {
            let wire = Arc::clone(&plugged) as Arc<dyn carrel_engine::remote::Wire>;
            Ok(Arc::new(CarrelProvider::over(address.clone(), HTTP.clone(), wire).in_portions_of(portion)))
        });
        let clock = Arc::clone(&self.clock) as Arc<dyn carrel_engine::clock::Clock>;
        let mut host = Host::new(self.data.clone(), Arc::new(NoEvents), clock, Arc::clone(&self.secrets));
        host.connect = connect;
        host.follow = Arc::new(|| WHEREABOUTS.subscribe());
        host.disk = self.fate.disk(self.powered.then_some(power::NAME));
        let engine = Engine::start(host).await.expect("the engine starts");
        engine.run_in_background();
        self.engine = Some(engine);
    }

    /// The program is killed, or the power goes: whatever was not on the disk is gone, and so is the boot.
    pub fn go_off(&mut self, power_cut: bool, seed: u64) {
        self.fate.end();
        self.engine = None;
        if power_cut && self.powered {
            power::cut(&self.data, seed).expect("the power goes");
        }
        if power_cut {
            self.clock.reboot();
        }
        // A new disk with the same content: what the dead program still holds open is not what the next one finds.
        let next = unused(&self.home, "disk");
        copy_without_shm(&self.data, &next);
        self.data = next;
    }

    pub fn take_image(&mut self) {
        let kept = unused(&self.home, "image");
        copy_without_shm(&self.data, &kept);
        self.image = Some(Image { data: kept });
    }

    /// The disk becomes what it was when the image was taken. For a machine that is off.
    pub fn put_back(&mut self, image: &Image) {
        let next = unused(&self.home, "disk");
        copy_without_shm(&image.data, &next);
        self.data = next;
    }

    pub async fn record(&self) -> Option<Arc<Learner>> {
        match &self.engine {
            Some(engine) if self.is_on() => self.alive(engine.open_record()).await.flatten(),
            _ => None,
        }
    }

    /// What the program does as long as it runs.
    pub async fn alive<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        until_off(&self.fate, work).await
    }

    async fn cards(&self) -> Vec<LearnerCard> {
        match &self.engine {
            Some(engine) => {
                let state = self.alive(engine.state(())).await;
                state.and_then(Result::ok).map(|state| state.learners).unwrap_or_default()
            }
            None => Vec::new(),
        }
    }

    pub async fn knows(&self, email: &str) -> bool {
        self.cards().await.iter().any(|card| card.email == email)
    }

    /// The key of a learner who is not this one.
    pub async fn another_learner(&self, key: &str) -> Option<String> {
        self.cards().await.into_iter().map(|card| card.key).find(|other| other != key)
    }

    pub async fn switch(&self, key: &str) {
        if let Some(engine) = &self.engine {
            drop(self.alive(Box::pin(engine.switch_learner(LearnerArgs { key: key.to_owned() }))).await);
        }
    }

    pub async fn switch_to(&self, email: &str) {
        let cards = self.cards().await;
        let card = cards.iter().find(|card| card.email == email).expect("the learner is known here");
        self.switch(&card.key).await;
    }
}

/// The outcome of `work`, unless the machine goes off first.
pub async fn until_off<T>(fate: &SimFate, work: impl Future<Output = T>) -> Option<T> {
    let off = fate.off.notified();
    tokio::pin!(off);
    off.as_mut().enable();
    if carrel_sqlite::Fate::is_off(fate) {
        return None;
    }
    tokio::select! {
        biased;
        () = &mut off => None,
        done = work => Some(done),
    }
}
