//! Carries "something changed" to the window, many changes in one event.

use carrel_engine::api::Topic;
use carrel_engine::events::Events;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tauri::{AppHandle, Emitter};
use tokio::sync::Notify;

/// The first change is told at once; what follows this soon is told together. Short enough not to be seen.
const TOGETHER: Duration = Duration::from_millis(40);

pub struct ToWindow {
    waiting: Arc<Waiting>,
}

#[derive(Default)]
struct Waiting {
    topics: Mutex<BTreeSet<Topic>>,
    more: Notify,
}

impl ToWindow {
    pub fn new(app: AppHandle) -> Self {
        let waiting = Arc::new(Waiting::default());
        tauri::async_runtime::spawn(tell(app, Arc::clone(&waiting)));
        Self { waiting }
    }
}

impl Events for ToWindow {
    fn changed(&self, topics: &[Topic]) {
        self.waiting.topics.lock().unwrap_or_else(PoisonError::into_inner).extend(topics);
        self.waiting.more.notify_one();
    }
}

async fn tell(app: AppHandle, waiting: Arc<Waiting>) {
    loop {
        waiting.more.notified().await;
        let topics = std::mem::take(&mut *waiting.topics.lock().unwrap_or_else(PoisonError::into_inner));
        if topics.is_empty() {
            continue;
        }
        if let Err(error) = app.emit("changed", topics.into_iter().collect::<Vec<_>>()) {
            tracing::warn!("The window could not be told of a change: {error}");
        }
        tokio::time::sleep(TOGETHER).await;
    }
}
