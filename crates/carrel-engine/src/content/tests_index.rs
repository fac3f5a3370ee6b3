//! The index of the lessons when its file is damaged or cannot be written.

#![allow(clippy::unwrap_used)]

use super::LessonIndex;
use super::tests_world::*;
use crate::api::Topic;
use crate::store::Disk;
use std::fs::OpenOptions;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

const PAGE: usize = 4096;

fn index(world: &World, path: &Path) -> LessonIndex {
    LessonIndex::new(path.to_owned(), Disk::default(), world.library.clone(), world.heard.clone())
}

/// Lessons found and searched, and whether more is coming.
async fn search(index: &LessonIndex) -> (u32, u32, bool) {
    let (found, preparing) = index.search("tourniquet".to_owned(), ["p".into()].into()).await.unwrap();
    (found.total, found.searched, preparing)
}

async fn with_a_lesson() -> World {
    let world = World::new();
    world.school.publish("p", "1", &[("a.md", b"Take the tourniquet off.")]);
    assert_complete(&world.run("p").await);
    world
}

#[tokio::test]
async fn whatever_page_of_the_index_is_damaged_what_is_here_is_found_or_said_to_be_coming() {
    let world = with_a_lesson().await;
    let whole = world.folder.path().join("whole.db");
    let first = index(&world, &whole);
    first.catch_up().await.unwrap();
    assert_eq!(search(&first).await, (1, 1, false));
    first.close().await;
    let bytes = std::fs::read(&whole).unwrap();
    let mut lost = 0;
    for page in 1..bytes.len() / PAGE {
        let path = world.folder.path().join(format!("damaged-{page}.db"));
        std::fs::write(&path, &bytes).unwrap();
        let index = index(&world, &path);
        index.catch_up().await.unwrap();
        // While it is open: what was damaged before is seen when it is opened.
        let mut file = OpenOptions::new().write(true).open(&path).unwrap();
        file.seek(SeekFrom::Start((page * PAGE) as u64)).unwrap();
        file.write_all(&[0x5a; PAGE]).unwrap();
        let found = search(&index).await;
        if found != (1, 1, false) {
            lost += 1;
            assert_eq!(found, (0, 0, true), "page {page}: nothing yet, and more is coming");
            world.heard.topics.lock().unwrap().clear();
            index.catch_up().await.unwrap();
            assert_eq!(*world.heard.topics.lock().unwrap(), [[Topic::Downloads]], "and it is told when it is here");
            assert_eq!(search(&index).await, (1, 1, false));
        }
        index.close().await;
    }
    assert!(lost > 0, "some page is only read by a search");
}

#[tokio::test]
async fn an_index_that_could_not_be_written_is_tried_again_by_itself() {
    let world = with_a_lesson().await;
    let path = world.folder.path().join("search.db");
    std::fs::create_dir(&path).unwrap();
    let index = index(&world, &path);
    let cancel = CancellationToken::new();
    let following = tokio::spawn(index.clone().follow_with(cancel.clone(), Duration::from_millis(1)));
    tokio::task::yield_now().await;
    // Waits its turn behind the first attempt.
    index.search("tourniquet".to_owned(), ["p".into()].into()).await.unwrap_err();
    world.heard.topics.lock().unwrap().clear();
    std::fs::remove_dir(&path).unwrap();
    world.until(|| world.heard.topics.lock().unwrap().contains(&vec![Topic::Downloads])).await;
    assert_eq!(search(&index).await, (1, 1, false));
    cancel.cancel();
    following.await.unwrap();
}
