//! What every story begins with, made once: a school with a course and two learners, and a computer that knows the school.

use super::clock::SimClock;
use super::machine::{ADDRESS, Machine};
use super::school::SimSchool;
use super::wire::SimWire;
use carrel_engine::api::AddressArgs;
use carrel_provider::campus::{self, Campus};
use carrel_provider::testkit::{self, OPEN};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::time::Instant;

pub const LEARNERS: [&str; 2] = ["ana@learner.example", "ben@learner.example"];

pub struct Template {
    pub school: PathBuf,
    pub machine: PathBuf,
    campus: Campus,
    _folder: tempfile::TempDir,
}

impl Template {
    pub async fn make() -> Self {
        let folder = in_memory();
        let campus_folder = folder.path().join("campus");
        testkit::small_campus(&campus_folder).expect("the campus is written");
        let campus = campus::read(&campus_folder).expect("the campus has no mistakes");
        let (empty, machine) = (folder.path().join("empty"), folder.path().join("machine"));
        std::fs::create_dir_all(&empty).expect("a folder");
        std::fs::create_dir_all(&machine).expect("a folder");
        let begun = Instant::now();
        let school = Arc::new(SimSchool::open(&empty, folder.path().join("making"), begun).await);
        let store = school.running().store;
        store.import(campus.clone()).await.expect("the campus is imported");
        for email in LEARNERS {
            store.add_learner(email, "Sample Learner", "correct horse battery").await.expect("the learner is added");
        }
        let kept = school.back_up();
        let wire = Arc::new(SimWire::new(1, Arc::clone(&school), Arc::default()));
        let mut first = Machine::new(1, folder.path().join("first"), &machine, SimClock::new(begun), wire);
        first.start().await;
        let engine = first.engine.clone().expect("it is on");
        engine.add_school(AddressArgs { address: ADDRESS.to_owned() }).await.expect("the school answers");
        engine.sync_now(()).await.expect("the catalog is fetched");
        first.take_image();
        let machine = first.image.expect("an image").data;
        Self { school: kept, machine, campus, _folder: folder }
    }

    /// The campus with another price, or with another version of the course.
    pub fn changed_campus(&self, number: u32, course: bool) -> Campus {
        let mut campus = self.campus.clone();
        if course {
            for pack in campus.packs.iter_mut().filter(|pack| pack.manifest.program.as_str() == OPEN) {
                pack.manifest.version = format!("{number:064x}");
            }
        }
        for program in &mut campus.programs {
            program.version += number;
            program.price.tuition_cents += i64::from(number);
        }
        campus
    }
}

/// A folder whose files live in memory, where the system has one.
pub fn in_memory() -> tempfile::TempDir {
    let shm = Path::new("/dev/shm");
    let made = if shm.is_dir() { tempfile::tempdir_in(shm) } else { tempfile::tempdir() };
    made.expect("a temporary folder")
}
