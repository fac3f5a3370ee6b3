//! I10: "downloaded" means complete and verified, whatever the school, the network and the disk do on the way.

#![allow(clippy::unwrap_used)]

use super::PackSource as _;
use super::tests_world::*;
use crate::api::{PackState, PauseReason, Topic};
use carrel_domain::pack::Manifest;
use carrel_protocol::{Failure, LaterReason};

const MB: usize = 1024 * 1024;

#[tokio::test]
async fn i10_a_cut_download_goes_on_at_the_byte() {
    let world = World::new();
    let video = film(1, MB);
    world.school.publish("p", "1", &[("a.mp4", &video)]);
    world.school.order([Serve::CutAfter(300_000, garbled()), Serve::EndAfter(5)]);
    assert_complete(&world.run("p").await);
    let firsts: Vec<u64> = world.school.requests().into_iter().map(|(_, from)| from).collect();
    assert_eq!(firsts, [0, 300_000, 300_005], "no byte is asked for twice");
    assert_eq!(world.read("p", "a.mp4").unwrap(), video);
    assert!(!world.part_path(&video).exists());
}

#[tokio::test]
async fn i10_half_a_pack_cannot_be_read_and_keeps_what_arrived() {
    let world = World::new();
    let video = film(1, MB);
    world.school.publish("p", "1", &[("a.mp4", &video)]);
    world.school.order([Serve::CutAfter(100_000, Failure::Offline)]);
    let state = world.run("p").await;
    assert_eq!(
        state,
        PackState::Paused { done_bytes: 100_000, total_bytes: MB as u64, reason: PauseReason::Offline },
        "what arrived is counted"
    );
    assert!(world.read("p", "a.mp4").is_none(), "nothing of an unfinished pack can be read");
    assert_eq!(world.library.interrupted(), ["p".into()]);
    assert_complete(&world.run("p").await);
    assert_eq!(world.school.requests().last().unwrap().1, 100_000);
}

#[tokio::test]
async fn i10_a_corrupted_byte_is_refused() {
    let world = World::new();
    let video = film(2, MB);
    world.school.publish("p", "1", &[("a.mp4", &video)]);
    world.school.order([Serve::Corrupt, Serve::Corrupt]);
    assert_paused(&world.run("p").await, &PauseReason::Damaged);
    assert!(!world.file_path(&video).exists() && !world.part_path(&video).exists(), "nothing of it is kept");
    assert!(world.library.interrupted().is_empty(), "it does not try forever by itself");
    assert_complete(&world.run("p").await);
}

#[tokio::test]
async fn i10_a_corrupted_byte_that_was_an_accident_heals() {
    for accident in [Serve::Corrupt, Serve::TooMuch] {
        let world = World::new();
        let video = film(3, MB);
        world.school.publish("p", "1", &[("a.mp4", &video)]);
        world.school.order([accident]);
        assert_complete(&world.run("p").await);
        assert_eq!(world.school.requests().len(), 2, "once more, from zero");
        assert_eq!(world.read("p", "a.mp4").unwrap(), video);
    }
}

#[tokio::test]
async fn i10_too_many_bytes_are_refused() {
    let world = World::new();
    world.school.publish("p", "1", &[("a.mp4", &film(4, MB))]);
    world.school.order([Serve::TooMuch, Serve::TooMuch]);
    assert_paused(&world.run("p").await, &PauseReason::Damaged);
}

#[tokio::test]
async fn i10_a_server_that_ignores_ranges_starts_again() {
    let world = World::new();
    let video = film(5, MB);
    world.school.publish("p", "1", &[("a.mp4", &video)]);
    world.school.order([Serve::CutAfter(400_000, garbled()), Serve::FromZero]);
    assert_complete(&world.run("p").await);
    assert_eq!(world.read("p", "a.mp4").unwrap(), video);
}

#[tokio::test]
async fn i10_a_part_torn_by_a_power_cut_is_noticed_and_fetched_again() {
    let world = World::new();
    let video = film(6, MB);
    world.school.publish("p", "1", &[("a.mp4", &video)]);
    std::fs::write(world.part_path(&video), vec![0; 500_000]).unwrap();
    assert_complete(&world.run("p").await);
    assert_eq!(world.read("p", "a.mp4").unwrap(), video);
}

#[tokio::test]
async fn i10_a_part_that_is_whole_needs_no_byte_more() {
    let world = World::new();
    let video = film(7, MB);
    world.school.publish("p", "1", &[("a.mp4", &video), ("empty.vtt", b"")]);
    std::fs::write(world.part_path(&video), &video).unwrap();
    assert_complete(&world.run("p").await);
    assert!(world.school.requests().is_empty(), "nor does an empty file");
}

#[tokio::test]
async fn i10_a_malformed_pack_is_refused_before_a_byte_is_fetched() {
    let bad_path: &[(&str, &[u8])] = &[("../../escape.md", b"x")];
    let absolute: &[(&str, &[u8])] = &[("/etc/passwd", b"x")];
    let twice: &[(&str, &[u8])] = &[("a.md", b"x"), ("a.md", b"y")];
    for files in [bad_path, absolute, twice] {
        let world = World::new();
        world.school.publish("p", "1", files);
        assert_paused(&world.run("p").await, &PauseReason::Damaged);
        assert!(world.school.requests().is_empty());
        assert_eq!(world.library.used_bytes(), 0);
        assert!(world.library.manifest(&"p".into()).is_none());
    }
}

#[tokio::test]
async fn i10_a_pack_that_contradicts_itself_or_its_name_is_refused() {
    let changes: [fn(&mut Manifest); 2] = [|m| m.program = "q".into(), |m| m.files[1].size += 1];
    for change in changes {
        let world = World::new();
        world.school.publish("p", "1", &[("a.svg", b"same"), ("b.svg", b"same")]);
        let mut manifest = world.school.manifest(&"p".into()).await.unwrap();
        change(&mut manifest);
        world.school.answer_with("p", manifest);
        assert_paused(&world.run("p").await, &PauseReason::Damaged);
        assert!(world.school.requests().is_empty());
    }
}

#[tokio::test]
async fn i10_a_full_disk_is_seen_before_the_first_byte() {
    let world = World::with_space(|_| Ok(100 << 20));
    world.school.publish("p", "1", &[("a.mp4", b"x")]);
    let mut manifest = world.school.manifest(&"p".into()).await.unwrap();
    manifest.files[0].size = 10 << 30;
    world.school.answer_with("p", manifest);
    let missing_bytes = (10 << 30) + (64 << 20) - (100 << 20);
    assert_paused(&world.run("p").await, &PauseReason::DiskFull { missing_bytes });
    assert!(world.school.requests().is_empty());
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn i10_a_disk_that_fills_up_on_the_way_pauses_and_says_so() {
    let world = World::new();
    let video = film(8, MB);
    world.school.publish("p", "1", &[("a.mp4", &video)]);
    std::os::unix::fs::symlink("/dev/full", world.part_path(&video)).unwrap();
    assert!(matches!(
        world.run("p").await,
        PackState::Paused { reason: PauseReason::DiskFull { missing_bytes: 1.. }, .. }
    ));
    std::fs::remove_file(world.part_path(&video)).unwrap();
    assert_complete(&world.run("p").await);
}

#[tokio::test]
async fn a_busy_school_is_asked_a_few_times_and_no_more() {
    let world = World::new();
    world.school.publish("p", "1", &[("a.mp4", &film(9, 1000))]);
    world.school.order((0..9).map(|_| Serve::Fail(Failure::later(LaterReason::Busy))));
    assert_paused(&world.run("p").await, &PauseReason::SchoolBusy);
    assert_eq!(world.school.requests().len(), 4);
    assert_eq!(world.library.interrupted(), ["p".into()]);
}

#[tokio::test]
async fn a_school_that_asks_for_an_hour_gets_it() {
    let world = World::new();
    world.school.publish("p", "1", &[("a.mp4", &film(9, 1000))]);
    let hour = Some(std::time::Duration::from_secs(3600));
    world.school.order([Serve::Fail(Failure::Later { reason: LaterReason::Busy, retry_after: hour })]);
    assert_paused(&world.run("p").await, &PauseReason::SchoolBusy);
    assert_eq!(world.school.requests().len(), 1);
}

#[tokio::test]
async fn every_failure_pauses_with_its_own_reason() {
    let no_access = || "Your access has ended.".to_owned();
    let table = [
        (Failure::Offline, PauseReason::Offline),
        (Failure::SignInAgain, PauseReason::SignInAgain),
        (Failure::NeedsYou { text: no_access() }, PauseReason::NoAccess { text: no_access() }),
        (Failure::ours("odd"), PauseReason::Damaged),
        (Failure::Cancelled, PauseReason::Interrupted),
    ];
    for (failure, reason) in table {
        let world = World::new();
        world.school.publish("p", "1", &[("a.mp4", &film(9, 1000))]);
        world.school.manifest_failures.lock().unwrap().push_back(failure.clone());
        assert_paused(&world.run("p").await, &reason);
        world.school.order([Serve::Fail(failure)]);
        assert_paused(&world.run("p").await, &reason);
        assert_complete(&world.run("p").await);
    }
}

#[tokio::test]
async fn many_files_come_and_those_of_the_same_content_only_once() {
    let world = World::new();
    let files: Vec<(String, Vec<u8>)> =
        (0..40).map(|n| (format!("m/{n}.svg"), film(n % 20, 1000 + n as usize % 20))).collect();
    let listed: Vec<(&str, &[u8])> = files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    world.school.publish("p", "1", &listed);
    assert_complete(&world.run("p").await);
    assert_eq!(world.school.requests().len(), 20);
    assert!(files.iter().all(|(path, bytes)| world.read("p", path).as_ref() == Some(bytes)));
}

#[tokio::test]
async fn progress_is_announced_now_and_then_and_completion_always() {
    let world = World::new();
    world.school.publish("p", "1", &[("a.mp4", &film(1, 4 * MB))]);
    world.run("p").await;
    let heard = world.heard.topics.lock().unwrap().clone();
    assert!(heard.len() <= 3, "in a moment: a start, one progress, an end; not {}", heard.len());
    assert_eq!(heard.last().unwrap(), &[Topic::Downloads, Topic::Learning]);
}

/// The runtime goes away in the middle of a download, as with kill -9: no destructor of ours is asked to tidy up.
#[test]
fn i10_a_download_killed_in_the_middle_goes_on_after_the_restart() {
    let video = film(10, 3 * MB);
    let first_life = tokio::runtime::Runtime::new().unwrap();
    let mut world = World::new();
    world.school.publish("p", "1", &[("a.mp4", &video)]);
    world.school.order([Serve::HangAfter(2 * MB)]);
    first_life.block_on(async {
        world.start("p");
        world.until_hanging().await;
    });
    first_life.shutdown_background();
    world.reopen();
    assert_paused(&world.state("p"), &PauseReason::Interrupted);
    assert_eq!(world.library.interrupted(), ["p".into()]);
    let second_life = tokio::runtime::Runtime::new().unwrap();
    second_life.block_on(async { assert_complete(&world.run("p").await) });
    assert_eq!(world.read("p", "a.mp4").unwrap(), video);
}
