//! One writer, a few readers.
//!
//! SQLite allows one writer at a time, so writes queue in one thread instead of fighting over the lock; it takes closures
//! in the order they come. Readers see the last commit and never wait for the writer (WAL). The queue is bounded: a caller
//! that writes faster than the disk waits its turn (invariant I12).

use crate::open::{OpenOptions, connect_on, open_writer, set_durability};
use crate::{DbError, Disk, Durability};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{Semaphore, mpsc, oneshot};

const WRITE_QUEUE: usize = 64;

type Change = Box<dyn FnOnce(&mut Connection) + Send>;

enum Job {
    Change(Change),
    Close(oneshot::Sender<()>),
}

/// A handle to an open database; clones share it. The file closes when the last one is dropped.
#[derive(Clone)]
pub struct Database {
    writer: Writer,
    readers: Arc<Readers>,
}

#[derive(Clone)]
enum Writer {
    Thread(mpsc::Sender<Job>),
    /// On a disk with a fate: the caller's own thread. `None`: closed.
    Here(Arc<Mutex<Option<Connection>>>),
}

struct Readers {
    path: PathBuf,
    durability: Durability,
    disk: Disk,
    /// Last in, first out: the warmest page cache is used again first.
    idle: Mutex<Vec<Connection>>,
    permits: Semaphore,
    count: usize,
}

impl Database {
    /// Opens, checks and migrates the file on a thread of its own.
    pub async fn open(options: OpenOptions) -> Result<Self, DbError> {
        let readers = Arc::new(Readers {
            path: options.path.clone(),
            durability: options.durability,
            disk: options.disk.clone(),
            idle: Mutex::new(Vec::new()),
            permits: Semaphore::new(options.readers.max(1)),
            count: options.readers.max(1),
        });
        if options.disk.fate.is_some() {
            let conn = open_writer(&options)?;
            return Ok(Self { writer: Writer::Here(Arc::new(Mutex::new(Some(conn)))), readers });
        }
        let (writer, mut jobs) = mpsc::channel::<Job>(WRITE_QUEUE);
        let (opened, wait) = oneshot::channel();
        std::thread::Builder::new().name("carrel-writer".into()).spawn(move || match open_writer(&options) {
            Ok(conn) => {
                let _ = opened.send(Ok(()));
                write_until_closed(conn, &mut jobs);
            }
            Err(error) => {
                let _ = opened.send(Err(error));
            }
        })?;
        wait.await.map_err(|_| DbError::Closed)??;
        Ok(Self { writer: Writer::Thread(writer), readers })
    }

    /// Runs `change` in one immediate transaction; it is durable when this returns `Ok`.
    ///
    /// An error from `change` or from the commit leaves nothing behind.
    pub async fn write<T, E>(
        &self,
        change: impl FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let readers = Arc::clone(&self.readers);
        self.queue(move |conn| readers.in_transaction(conn, change)).await
    }

    /// The same without waiting for the disk: whole at once, safe from a power cut with the next durable write. For facts
    /// that may be lost, like who syncs now.
    pub async fn note<T, E>(
        &self,
        change: impl FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let readers = Arc::clone(&self.readers);
        self.queue(move |conn| {
            set_durability(conn, Durability::Normal)?;
            let noted = readers.in_transaction(conn, change);
            set_durability(conn, readers.durability)?;
            noted
        })
        .await
    }

    async fn queue<T, E>(&self, work: impl FnOnce(&mut Connection) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let writer = match &self.writer {
            Writer::Thread(writer) => writer,
            Writer::Here(conn) => {
                let done = match conn.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
                    Some(conn) => work(conn),
                    None => Err(DbError::Closed.into()),
                };
                self.readers.wait_if_off().await;
                return done;
            }
        };
        let (reply, wait) = oneshot::channel();
        let job: Change = Box::new(move |conn| {
            let _ = reply.send(work(conn));
        });
        if writer.send(Job::Change(job)).await.is_err() {
            return Err(DbError::Closed.into());
        }
        wait.await.unwrap_or_else(|_| Err(DbError::Closed.into()))
    }

    /// Closes the file after the writes already queued; whatever comes later gets [`DbError::Closed`].
    pub async fn close(&self) {
        // Once no permit is free, no reader is at work.
        let all = u32::try_from(self.readers.count).unwrap_or(u32::MAX);
        let readers = self.readers.permits.acquire_many(all).await;
        self.readers.permits.close();
        self.readers.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
        drop(readers);
        match &self.writer {
            Writer::Here(conn) => drop(conn.lock().unwrap_or_else(PoisonError::into_inner).take()),
            Writer::Thread(writer) => {
                let (done, wait) = oneshot::channel();
                if writer.send(Job::Close(done)).await.is_ok() {
                    let _ = wait.await;
                }
            }
        }
    }

    /// Runs `query` on a query-only connection, off the async threads.
    pub async fn read<T, E>(&self, query: impl FnOnce(&Connection) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let permit = self.readers.permits.acquire().await.map_err(|_| DbError::Closed)?;
        let readers = Arc::clone(&self.readers);
        if matches!(self.writer, Writer::Here(_)) {
            let result = readers.run(query);
            readers.wait_if_off().await;
            return result;
        }
        let result = tokio::task::spawn_blocking(move || readers.run(query));
        let result = result.await.map_err(|_| DbError::Closed)?;
        drop(permit);
        result
    }

    /// Runs a query that touches a page or two right here: the way to another thread and back would take longer.
    pub async fn glance<T, E>(&self, query: impl FnOnce(&Connection) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<DbError> + Send + 'static,
    {
        let Ok(_permit) = self.readers.permits.try_acquire() else { return self.read(query).await };
        self.readers.wait_if_off().await;
        self.readers.run(query)
    }
}

fn write_until_closed(mut conn: Connection, jobs: &mut mpsc::Receiver<Job>) {
    while let Some(job) = jobs.blocking_recv() {
        match job {
            Job::Change(change) => change(&mut conn),
            Job::Close(done) => {
                jobs.close();
                drop(conn);
                let _ = done.send(());
                return;
            }
        }
    }
}

impl Readers {
    /// Right here, on a connection that lay idle or on a new one. The caller holds a permit.
    fn run<T, E: From<DbError>>(&self, query: impl FnOnce(&Connection) -> Result<T, E>) -> Result<T, E> {
        let conn = self.take()?;
        let result = query(&conn);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(conn);
        result
    }

    fn take(&self) -> Result<Connection, DbError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if let Some(conn) = idle {
            return Ok(conn);
        }
        let conn = connect_on(&self.disk, &self.path, self.durability)?;
        conn.pragma_update(None, "query_only", true)?;
        Ok(conn)
    }

    fn in_transaction<T, E: From<DbError>>(
        &self,
        conn: &mut Connection,
        change: impl FnOnce(&Transaction<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate).map_err(DbError::from)?;
        let value = change(&tx)?;
        self.disk.before_commit(&self.path)?;
        tx.commit().map_err(DbError::from)?;
        self.disk.after_commit(&self.path);
        Ok(value)
    }

    async fn wait_if_off(&self) {
        if self.disk.is_off() {
            std::future::pending::<()>().await;
        }
    }
}
