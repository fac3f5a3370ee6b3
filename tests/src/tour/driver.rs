//! A WebDriver server and one session with it.

use super::patience::until;
use anyhow::{Context, Result, bail};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::Stdio;
use tokio::process::{Child, Command};

pub struct Driver {
    server: Child,
    pub client: Client,
}

impl Driver {
    /// Starts `command` with a free port and asks it for a session with `capabilities`.
    pub async fn start(mut command: Command, capabilities: Value) -> Result<Self> {
        let port = free_port()?;
        let name = command.as_std().get_program().to_string_lossy().into_owned();
        command.arg(format!("--port={port}")).stdin(Stdio::null()).stdout(Stdio::null()).kill_on_drop(true);
        let mut server = command.spawn().with_context(|| format!("Could not start {name}"))?;
        until(&format!("{name} listens"), async || {
            if let Some(status) = server.try_wait()? {
                bail!("{name} ended: {status}");
            }
            Ok(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).ok().map(drop))
        })
        .await?;
        let Value::Object(capabilities) = capabilities else { bail!("Capabilities are an object") };
        let client = session(port, capabilities).await.with_context(|| format!("{name} opened no session"))?;
        Ok(Self { server, client })
    }

    pub fn pid(&self) -> Option<u32> {
        self.server.id()
    }

    /// Ends the session, and with it what it drives, as closing the window would.
    pub async fn close(mut self) -> Result<()> {
        self.client.clone().close().await.context("The session did not end")?;
        self.end().await
    }

    /// Ends the server; for when what it drove is gone already.
    pub async fn end(&mut self) -> Result<()> {
        self.server.kill().await.context("The WebDriver server could not be ended")
    }
}

async fn session(port: u16, capabilities: Map<String, Value>) -> Result<Client> {
    // Plain HTTP on loopback: no TLS stack is wanted here.
    let mut builder = ClientBuilder::new(HttpConnector::new());
    builder.capabilities(capabilities);
    Ok(builder.connect(&format!("http://127.0.0.1:{port}")).await?)
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("There is no free port")?;
    Ok(listener.local_addr().context("The port has no number")?.port())
}
