//! The engine as the window holds it: being started, started, or not startable.

use crate::options::Options;
use crate::{events, trouble, window};
use carrel_engine::api::{ApiError, ErrorCode};
use carrel_engine::clock::SystemClock;
use carrel_engine::{Engine, EngineError, Host, secrets};
use std::sync::Arc;
use std::time::Duration;
use tauri::async_runtime::JoinHandle;
use tauri::{AppHandle, Manager};
use tokio::sync::watch;

/// A closed window does not wait longer than this for its last words to be written; every act was durable long before.
const GOODBYE: Duration = Duration::from_secs(5);

/// An engine on its way.
type Starting = JoinHandle<Result<Engine, EngineError>>;

/// The first round with the school waits this long: it would take the processor from the page being drawn.
const SETTLED: Duration = Duration::from_secs(1);

#[derive(Clone)]
enum Sitting {
    /// The window opens meanwhile; its calls wait.
    Starting,
    Ready(Engine),
    Impossible(trouble::Trouble),
}

pub struct Desk(watch::Sender<Sitting>);

impl Default for Desk {
    fn default() -> Self {
        Self(watch::Sender::new(Sitting::Starting))
    }
}

impl Desk {
    /// The engine, as soon as there is one.
    pub async fn engine(&self) -> Result<Engine, ApiError> {
        let mut sitting = self.0.subscribe();
        let settled = sitting.wait_for(|sitting| !matches!(sitting, Sitting::Starting)).await;
        match settled.as_deref() {
            Ok(Sitting::Ready(engine)) => Ok(engine.clone()),
            _ => Err(ApiError { code: ErrorCode::Ours, detail: Some("Carrel could not start".into()) }),
        }
    }

    /// Why there is no engine, for the page that says so.
    pub fn trouble(&self) -> Option<trouble::Trouble> {
        match &*self.0.borrow() {
            Sitting::Impossible(trouble) => Some(trouble.clone()),
            _ => None,
        }
    }

    pub fn shut_down(&self) {
        let Sitting::Ready(engine) = self.0.borrow().clone() else { return };
        tauri::async_runtime::block_on(async {
            if tokio::time::timeout(GOODBYE, engine.shut_down()).await.is_err() {
                tracing::warn!("The engine took too long to end");
            }
        });
    }
}

/// Starts the engine: before the window is opened, as both take their time and neither needs the other.
pub fn start(app: &AppHandle, options: &Options) -> Starting {
    let data_dir = options.data_dir.clone().unwrap_or_else(carrel_engine::default_data_dir);
    let (events, clock) = (Arc::new(events::ToWindow::new(app.clone())), Arc::new(SystemClock::new()));
    let mut host = Host::new(data_dir, events, clock, secrets::open_keyring());
    host.first_school.clone_from(&options.school);
    if let Some(folder) = carrel_engine::default_export_dir() {
        host.export_dir = folder;
    }
    tauri::async_runtime::spawn(Engine::start(host))
}

/// Gives the open window its engine, or the page that says why there is none.
pub async fn sit_down(app: AppHandle, starting: Starting) {
    match starting.await {
        Ok(Ok(engine)) => {
            app.state::<Desk>().0.send_replace(Sitting::Ready(engine.clone()));
            crate::ipc::answer_ahead(&app, &engine).await;
            crate::ipc::dress(&app).await;
            tokio::time::sleep(SETTLED).await;
            engine.run_in_background();
        }
        Ok(Err(error)) => refuse(&app, trouble::Trouble::new(&error)),
        Err(_) => refuse(&app, trouble::Trouble::bug()),
    }
}

fn refuse(app: &AppHandle, trouble: trouble::Trouble) {
    tracing::error!("Carrel could not start: {}", trouble.cause());
    app.state::<Desk>().0.send_replace(Sitting::Impossible(trouble));
    window::show_trouble(app);
}
