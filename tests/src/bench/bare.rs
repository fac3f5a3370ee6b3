//! The bare cost: SQLite and HTTP with nothing of ours in between.

use anyhow::Result;
use axum::body::Bytes;
use axum::routing::post;
use carrel_engine::store::learner::NewOperation;
use rusqlite::{Connection, params};
use std::path::Path;

/// A table of the journal's columns with an integer key, a unique id, and nothing else.
pub struct BareTable {
    conn: Connection,
    next: i64,
}

impl BareTable {
    /// WAL and `synchronous=FULL`: a commit survives a power cut, as in `learner.db`.
    pub fn create(path: &Path) -> Result<Self> {
        let conn = Connection::open(path)?;
        conn.pragma_update(None, "journal_mode", "WAL")?;
        conn.pragma_update(None, "synchronous", "FULL")?;
        conn.execute_batch(
            "CREATE TABLE rows (seq INTEGER PRIMARY KEY, op_id TEXT NOT NULL UNIQUE, device TEXT, program TEXT, kind TEXT,
                                payload TEXT, seen TEXT, at INTEGER, uncertainty INTEGER) STRICT",
        )?;
        Ok(Self { conn, next: 1 })
    }

    /// One durable commit of these rows.
    pub fn commit(&mut self, rows: &[NewOperation]) -> Result<()> {
        let tx = self.conn.transaction()?;
        {
            let mut insert = tx.prepare_cached("INSERT INTO rows VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?;
            for row in rows {
                let seen = if row.seen.is_empty() { "[]".to_owned() } else { serde_json::to_string(&row.seen)? };
                insert.execute(params![
                    self.next,
                    row.id.as_str(),
                    row.device.as_str(),
                    row.program.as_str(),
                    row.kind,
                    row.payload.text(),
                    seen,
                    row.occurred.at.0,
                    row.occurred.uncertainty_ms
                ])?;
                self.next += 1;
            }
        }
        Ok(tx.commit()?)
    }
}

/// A server that takes whatever is posted and always gives the same answer.
pub struct Sink {
    pub url: String,
    http: reqwest::Client,
}

impl Sink {
    pub async fn open(answer: Bytes) -> Result<Self> {
        let take = |body: Bytes| async move {
            drop(body);
            answer
        };
        let router = axum::Router::new().route("/", post(take)).layer(axum::extract::DefaultBodyLimit::disable());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/", listener.local_addr()?);
        tokio::spawn(async move { axum::serve(listener, router).await });
        // reqwest is built without a TLS provider of its own; whoever came first has installed one.
        drop(rustls::crypto::ring::default_provider().install_default());
        Ok(Self { url, http: reqwest::Client::new() })
    }

    pub async fn carry(&self, body: Bytes) -> Result<()> {
        self.http.post(&self.url).body(body).send().await?.error_for_status()?.bytes().await?;
        Ok(())
    }
}
