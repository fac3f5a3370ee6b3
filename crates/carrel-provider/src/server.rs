//! From a configuration to a server that answers, and back to silence.

use crate::campus::{self, Campus, Fault};
use crate::config::Config;
use crate::http;
use crate::store::catalog::Imported;
use crate::store::{Store, StoreError};
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// Requests under way when the server is asked to stop get this long.
const GRACE: Duration = Duration::from_secs(10);

#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("The campus has {} mistakes", .0.len())]
    Campus(Vec<Fault>),
    #[error("Cannot listen on {address}")]
    Listen { address: SocketAddr, source: io::Error },
    #[error("Cannot write the ready file")]
    ReadyFile(#[source] io::Error),
}

/// A server that answers. Dropping it stops nothing; [`Running::stop`] and [`Running::abort`] do.
pub struct Running {
    /// `http://127.0.0.1:PORT`, without a slash at the end.
    pub url: String,
    store: Store,
    stopping: CancellationToken,
    task: JoinHandle<io::Result<()>>,
}

/// Opens the store, imports the campus if there is one, and answers once this returns.
pub async fn start(config: Config) -> Result<Running, StartError> {
    let store = Store::open(&config.data, config.clock.clone(), config.access_token_secs).await?;
    if let Some(folder) = &config.campus {
        import(&store, folder).await?;
    }
    let listen = |source| StartError::Listen { address: config.listen, source };
    let listener = TcpListener::bind(config.listen).await.map_err(listen)?;
    let url = format!("http://{}", listener.local_addr().map_err(listen)?);
    let app = router(store.clone(), &config).into_make_service_with_connect_info::<SocketAddr>();
    let stopping = CancellationToken::new();
    let stop = stopping.clone().cancelled_owned();
    let task = tokio::spawn(async move { axum::serve(listener, app).with_graceful_shutdown(stop).await });
    if let Some(path) = &config.ready_file {
        write_whole(path, &url).map_err(StartError::ReadyFile)?;
    }
    Ok(Running { url, store, stopping, task })
}

/// The whole server as a router, for whoever brings a listener of their own.
pub fn router(store: Store, config: &Config) -> axum::Router {
    http::router(store, config.behind_https)
}

/// Reads a campus off the async threads and takes it in.
pub async fn import(store: &Store, folder: &Path) -> Result<Imported, StartError> {
    let campus = read_campus(folder.to_owned()).await?;
    Ok(store.import(campus).await?)
}

async fn read_campus(folder: PathBuf) -> Result<Campus, StartError> {
    let read = carrel_sqlite::aside(move || campus::read(&folder)).await;
    read.map_err(|error| StoreError::Io(io::Error::other(error)))?.map_err(StartError::Campus)
}

impl Running {
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Answers what is under way and stops.
    pub async fn stop(self) {
        self.stopping.cancel();
        let abort = self.task.abort_handle();
        if tokio::time::timeout(GRACE, self.task).await.is_err() {
            abort.abort();
        }
        // Whoever copies the folder of a school that has stopped copies all of it.
        if tokio::time::timeout(GRACE, self.store.close()).await.is_err() {
            tracing::warn!("The database is still at work; what it has confirmed is safe.");
        }
    }

    /// Stops at once, in the middle of whatever it does.
    pub fn abort(&self) {
        self.task.abort();
    }
}

fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(".tmp");
    std::fs::write(&temporary, text)?;
    std::fs::rename(&temporary, path)
}
