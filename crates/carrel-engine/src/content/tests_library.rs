//! What a library keeps, shares, replaces and lets go.

#![allow(clippy::unwrap_used)]

use super::tests_world::*;
use crate::api::{PackState, PauseReason, Topic};
use std::sync::Arc;

const MB: usize = 1024 * 1024;

#[tokio::test]
async fn i7_removing_a_pack_frees_space_and_keeps_shared_files() {
    let world = World::new();
    let (shared, own) = (film(1, 200_000), film(2, 300_000));
    world.school.publish("p", "1", &[("s.svg", &shared), ("own.mp4", &own)]);
    world.school.publish("q", "1", &[("other/s.svg", &shared)]);
    assert_complete(&world.run("p").await);
    assert_complete(&world.run("q").await);
    assert_eq!(world.library.used_bytes(), 500_000, "one copy of each");
    assert_eq!(world.library.remove(&"p".into()).await.unwrap(), 300_000);
    assert_eq!(world.state("p"), PackState::None);
    assert!(world.library.manifest(&"p".into()).is_none());
    assert_complete(&world.state("q"));
    assert_eq!(world.read("q", "other/s.svg").unwrap(), shared);
    assert_eq!(world.library.used_bytes(), 200_000);
    assert_eq!(world.heard.topics.lock().unwrap().last().unwrap(), &[Topic::Downloads, Topic::Learning]);
}

#[tokio::test]
async fn i7_removing_a_running_download_stops_it_and_leaves_nothing() {
    let mut world = World::new();
    world.school.publish("p", "1", &[("a.mp4", &film(1, MB))]);
    world.school.order([Serve::HangAfter(500_000)]);
    world.start("p");
    world.until_hanging().await;
    world.library.remove(&"p".into()).await.unwrap();
    assert_eq!(world.library.used_bytes(), 0);
    world.reopen();
    assert_eq!(world.state("p"), PackState::None);
}

#[tokio::test]
async fn i7_a_file_shared_with_a_download_on_its_way_stays() {
    let world = World::new();
    let shared = film(1, 1000);
    world.school.publish("p", "1", &[("s.svg", &shared)]);
    world.school.publish("q", "1", &[("s.svg", &shared), ("b.mp4", &film(2, MB))]);
    world.run("p").await;
    world.school.order([Serve::HangAfter(100)]);
    world.start("q");
    world.until_hanging().await;
    assert_eq!(world.library.remove(&"p".into()).await.unwrap(), 0);
    world.library.pause(&"q".into()).await;
    assert_complete(&world.run("q").await);
}

#[tokio::test]
async fn a_complete_pack_is_there_after_a_restart() {
    let mut world = World::new();
    world.school.publish("p", "1", &[("a.md", b"Text")]);
    let before = world.run("p").await;
    world.reopen();
    assert_eq!(world.state("p"), before);
    assert_eq!(world.library.packs(), [("p".into(), before)]);
    assert_eq!(world.read("p", "a.md").unwrap(), b"Text");
}

#[tokio::test]
async fn i10_a_pack_that_lost_a_file_is_not_complete_any_more() {
    for harm in [|path| std::fs::remove_file(path), |path| std::fs::write(path, b"short")] {
        let mut world = World::new();
        let (kept, lost) = (film(1, 1000), film(2, 2000));
        world.school.publish("p", "1", &[("a.svg", &kept), ("b.svg", &lost)]);
        world.run("p").await;
        harm(world.file_path(&lost)).unwrap();
        world.reopen();
        let reason = PauseReason::Interrupted;
        assert_eq!(world.state("p"), PackState::Paused { done_bytes: 1000, total_bytes: 3000, reason });
        assert!(world.read("p", "a.svg").is_none());
        assert_complete(&world.run("p").await);
        assert_eq!(world.school.requests().len(), 3, "only the lost file came again");
    }
}

#[tokio::test]
async fn a_paused_download_stands_still_until_the_learner_wants_it() {
    let mut world = World::new();
    let video = film(1, MB);
    world.school.publish("p", "1", &[("a.mp4", &video)]);
    world.school.order([Serve::HangAfter(600_000)]);
    world.start("p");
    world.until_hanging().await;
    world.library.pause(&"p".into()).await;
    assert_paused(&world.state("p"), &PauseReason::ByLearner);
    assert!(world.library.interrupted().is_empty());
    world.reopen();
    assert_paused(&world.state("p"), &PauseReason::ByLearner);
    assert!(world.library.interrupted().is_empty());
    assert_complete(&world.run("p").await);
}

#[tokio::test]
async fn pausing_what_waits_for_the_network_keeps_it_from_resuming() {
    let world = World::new();
    world.school.manifest_failures.lock().unwrap().push_back(carrel_protocol::Failure::Offline);
    assert_paused(&world.run("p").await, &PauseReason::Offline);
    world.library.pause(&"p".into()).await;
    assert!(world.library.interrupted().is_empty());
}

#[tokio::test]
async fn starting_twice_is_starting_once() {
    let world = World::new();
    world.school.publish("p", "1", &[("a.mp4", &film(1, MB))]);
    world.school.order([Serve::HangAfter(0)]);
    world.start("p");
    world.start("p");
    world.until_hanging().await;
    world.start("p");
    world.library.pause(&"p".into()).await;
    assert_eq!(*world.school.manifest_requests.lock().unwrap(), 1);
}

#[tokio::test]
async fn shutting_down_stops_everything_and_the_next_start_knows() {
    let mut world = World::new();
    world.school.publish("p", "1", &[("a.mp4", &film(1, MB))]);
    world.school.order([Serve::HangAfter(500_000)]);
    world.start("p");
    world.until_hanging().await;
    world.library.shut_down().await;
    assert!(!world.library.is_running(&"p".into()));
    world.start("p");
    assert!(!world.library.is_running(&"p".into()), "nothing starts after the end");
    world.reopen();
    assert_eq!(world.library.interrupted(), ["p".into()]);
}

#[tokio::test]
async fn i10_an_update_replaces_the_old_pack_at_once_and_only_when_whole() {
    let mut world = World::new();
    let (same, old, new) = (film(1, 1000), film(2, 2000), film(3, MB));
    world.school.publish("p", "1", &[("same.svg", &same), ("b.mp4", &old)]);
    world.run("p").await;
    world.school.publish("p", "2", &[("same.svg", &same), ("b.mp4", &new)]);
    world.school.order([Serve::CutAfter(300_000, carrel_protocol::Failure::Offline)]);
    assert_complete(&world.run("p").await);
    let update = world.library.update(&"p".into());
    assert_paused(&update.unwrap(), &PauseReason::Offline);
    assert_eq!(world.read("p", "b.mp4").unwrap(), old, "the old one stays readable");
    assert_eq!(world.library.manifest(&"p".into()).unwrap().version, "1");
    world.reopen();
    assert_eq!(world.read("p", "b.mp4").unwrap(), old);
    assert_eq!(world.library.interrupted(), ["p".into()]);
    assert_complete(&world.run("p").await);
    assert_eq!(world.library.update(&"p".into()), None);
    assert_eq!(world.read("p", "b.mp4").unwrap(), new);
    assert_eq!(world.library.manifest(&"p".into()).unwrap().version, "2");
    assert!(!world.file_path(&old).exists(), "what only the old version needed is gone");
    let asked: Vec<u64> = world.school.requests().into_iter().map(|(_, from)| from).collect();
    assert_eq!(asked, [0, 0, 0, 300_000], "what was here already was not fetched");
}

#[tokio::test]
async fn looking_for_an_update_in_vain_changes_nothing() {
    let world = World::new();
    world.school.publish("p", "1", &[("a.md", b"Text")]);
    let before = world.run("p").await;
    world.school.manifest_failures.lock().unwrap().push_back(carrel_protocol::Failure::Offline);
    assert_eq!(world.run("p").await, before);
    assert_eq!(world.run("p").await, before, "nor does finding the same version");
    assert_eq!((world.library.update(&"p".into()), world.school.requests().len()), (None, 1));
    assert!(world.library.interrupted().is_empty());
}

#[tokio::test]
async fn files_that_belong_to_nobody_are_swept_at_the_start() {
    let mut world = World::new();
    let (kept, orphan) = (film(1, 1000), film(2, 1000));
    world.school.publish("p", "1", &[("a.svg", &kept)]);
    world.run("p").await;
    std::fs::create_dir_all(world.file_path(&orphan).parent().unwrap()).unwrap();
    std::fs::write(world.file_path(&orphan), &orphan).unwrap();
    std::fs::write(world.part_path(&orphan), b"some").unwrap();
    world.reopen();
    assert_eq!(world.library.used_bytes(), 1000);
    assert_complete(&world.state("p"));
}

#[tokio::test]
async fn an_unreadable_record_costs_a_download_and_no_file() {
    let mut world = World::new();
    world.school.publish("p", "1", &[("a.svg", &film(1, 1000))]);
    world.run("p").await;
    std::fs::write(world.folder.path().join("packs/p.json"), b"{\"program\":").unwrap();
    world.reopen();
    assert_eq!(world.state("p"), PackState::None);
    assert_complete(&world.run("p").await);
    assert_eq!(world.school.requests().len(), 1, "the file was still there");
}

#[tokio::test]
async fn a_program_with_an_odd_id_stays_in_its_folder() {
    let mut world = World::new();
    world.school.publish("../../evil", "1", &[("a.md", b"Text")]);
    assert_complete(&world.run("../../evil").await);
    let outside = world.folder.path().parent().unwrap().join("evil.json");
    assert!(!outside.exists());
    world.reopen();
    assert_complete(&world.state("../../evil"));
}

#[tokio::test]
async fn i10_two_carrels_on_one_folder_fetch_the_same_pack_and_both_are_right() {
    let world = World::new();
    let video = film(1, 2 * MB);
    world.school.publish("p", "1", &[("a.mp4", &video)]);
    world.school.order([Serve::HangAfter(MB)]);
    let other_ear = Arc::new(Heard::default());
    let other = open(world.folder.path().to_owned(), &other_ear, ROOMY);
    world.start("p");
    world.until_hanging().await;
    // The second waits for the lock on the part; the first lets go of it unfinished.
    other.start("p".into(), Arc::<School>::clone(&world.school));
    world.library.shut_down().await;
    while other.is_running(&"p".into()) {
        tokio::task::yield_now().await;
    }
    assert_complete(&other.state(&"p".into()));
    let (path, _) = other.file(&"p".into(), "a.mp4").unwrap();
    assert_eq!(std::fs::read(path).unwrap(), video);
}
