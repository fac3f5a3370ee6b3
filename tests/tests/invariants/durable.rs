//! What the screen said happened, happened: I1, against kill -9 and a full disk.

use carrel_engine::api::{ErrorCode, LessonArgs};
use carrel_engine::clock::SystemClock;
use carrel_engine::events::NoEvents;
use carrel_engine::secrets::memory_only;
use carrel_engine::{Engine, Host};
use carrel_provider::testkit::{LESSONS, OPEN};
use carrel_tests::{Device, School};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

/// Data of a learner in the middle of a course, without anything running on it.
async fn prepared(folder: &Path) {
    let school = School::open().await;
    let device = Device::studying(&school, "ana@learner.example").await;
    device.engine.shut_down().await;
    device.copy_to(folder);
}

async fn open(folder: &Path) -> Engine {
    let host = Host::new(folder.to_owned(), Arc::new(NoEvents), Arc::new(SystemClock::new()), memory_only());
    Engine::start(host).await.expect("the engine starts")
}

async fn journal_kinds(engine: &Engine) -> Vec<String> {
    let record = engine.open_record().await.expect("a record");
    let rows = record.store.journal_from(0, 1_000_000).await.expect("the journal reads");
    rows.into_iter().map(|row| row.op.kind).filter(|kind| kind.starts_with("lesson_")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn i1_every_act_that_was_shown_survives_kill_9() {
    let folder = tempfile::tempdir().expect("a folder");
    prepared(folder.path()).await;
    let mut shown = 0;
    for after in [1, 2, 7, 23, 60] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_carrel-act-until-killed"))
            .args([folder.path().as_os_str(), OPEN.as_ref(), LESSONS[0].as_ref()])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the child starts");
        let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let mut printed: usize = 0;
        for line in lines.map_while(Result::ok) {
            printed = line.parse().expect("it prints numbers");
            if printed == after {
                child.kill().expect("kill -9");
            }
        }
        child.wait().expect("it is gone");
        assert!(printed >= after);
        shown += printed;
        let engine = open(folder.path()).await;
        let kinds = journal_kinds(&engine).await;
        // One more may have been written than was printed; none fewer.
        assert!((shown..=shown + 1).contains(&kinds.len()), "{shown} were shown, {} are here", kinds.len());
        shown = kinds.len();
        // The next child begins with a completion.
        if kinds.last().is_some_and(|kind| kind == "lesson_completed") {
            let args = LessonArgs { program: OPEN.into(), lesson: LESSONS[0].into() };
            engine.reopen_lesson(args).await.expect("it is reopened");
            shown += 1;
        }
        engine.shut_down().await;
    }
}

/// A small file system of its own, unmounted at the end. Needs root, as the build machine has.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn mount(kib: u32) -> Option<Self> {
        let folder = tempfile::tempdir().ok()?;
        let size = format!("size={kib}k");
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder.path()).status().ok()?;
        mounted.success().then_some(Self(folder))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.0.path()).status();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn i1_on_a_full_disk_the_act_is_refused_before_the_screen_says_done() {
    let Some(disk) = SmallDisk::mount(16_384) else {
        eprintln!("no right to mount a small file system here: not tested");
        return;
    };
    let folder = disk.0.path();
    prepared(folder).await;
    let engine = open(folder).await;
    // The rest of the disk goes to something else.
    let mut filler = std::fs::File::create(folder.join("filler")).expect("a file");
    let block = vec![0u8; 4096];
    while std::io::Write::write_all(&mut filler, &block).is_ok() {}

    let lesson = LESSONS[0];
    let act = || LessonArgs { program: OPEN.into(), lesson: lesson.into() };
    let mut kept = 0;
    let refused = loop {
        // The write-ahead log may have a little room left; soon it has none.
        let done = if kept % 2 == 0 { engine.complete_lesson(act()).await } else { engine.reopen_lesson(act()).await };
        match done {
            Ok(()) => kept += 1,
            Err(error) => break error,
        }
        assert!(kept < 10_000, "the disk must be full some time");
    };
    assert_eq!(refused.code, ErrorCode::DiskFull);
    let done_before = kept % 2 == 1;
    let page = engine.lesson(act()).await.expect("reading goes on");
    assert_eq!(page.done, done_before, "the screen shows what was kept, not what was refused");
    assert_eq!(journal_kinds(&engine).await.len(), kept);

    std::fs::remove_file(folder.join("filler")).expect("space is freed");
    drop(filler);
    let done = if kept % 2 == 0 { engine.complete_lesson(act()).await } else { engine.reopen_lesson(act()).await };
    done.expect("with space again the same act works");
    assert_eq!(journal_kinds(&engine).await.len(), kept + 1);
    engine.shut_down().await;
}
