//! The sample school on this computer: the real provider server, on a loopback port that stays the same between runs.

use crate::started::{Started, until};
use anyhow::{Context, Result, bail};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const READY_LIMIT: Duration = Duration::from_secs(60);

/// A school the window can be pointed at; ours ends when dropped.
pub struct SampleSchool {
    pub address: String,
    _server: Option<Started>,
}

/// Where its accounts and records live from run to run.
pub fn data_folder() -> Result<PathBuf> {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let data = set("XDG_DATA_HOME").or_else(|| set("HOME").map(|home| home.join(".local/share")));
    Ok(data.context("HOME is not set, so there is no place for the sample school's data")?.join("carrel-sample-school"))
}

impl SampleSchool {
    pub fn start(provider: &Path, campus: &Path, data: &Path) -> Result<Self> {
        std::fs::create_dir_all(data).with_context(|| format!("Could not make {}", data.display()))?;
        let remembered = remembered_port(data);
        if let Some(port) = remembered.filter(|port| answers_as_sample_school(*port)) {
            let address = format!("http://127.0.0.1:{port}");
            eprintln!("The sample school is already open at {address}");
            return Ok(Self { address, _server: None });
        }
        let ready_file = data.join("address");
        match std::fs::remove_file(&ready_file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("Could not replace {}", ready_file.display()));
            }
            _ => {}
        }
        let port = remembered.filter(|port| is_free(*port)).unwrap_or(0);
        let mut command = Command::new(provider);
        command.arg("serve").arg("--data").arg(data).arg("--campus").arg(campus);
        command.arg("--listen").arg(format!("127.0.0.1:{port}")).arg("--ready-file").arg(&ready_file);
        let mut server = Started::new("the sample school", &mut command)?;
        let address = wait_until_ready(&mut server, &ready_file)?;
        remember_port(data, &address)?;
        eprintln!("The sample school is open at {address} (its data: {})", data.display());
        Ok(Self { address, _server: Some(server) })
    }
}

fn wait_until_ready(server: &mut Started, ready_file: &Path) -> Result<String> {
    let found = until(READY_LIMIT, || {
        if let Some(status) = server.ended()? {
            bail!("The sample school ended before it opened ({status})");
        }
        Ok(std::fs::read_to_string(ready_file).ok())
    })?;
    Ok(found.context("The sample school did not open in time")?.trim().to_owned())
}

/// A new port at every start would be a new address for a school the learner already knows.
fn remembered_port(data: &Path) -> Option<u16> {
    std::fs::read_to_string(data.join("port")).ok()?.trim().parse().ok().filter(|port| *port != 0)
}

fn remember_port(data: &Path, address: &str) -> Result<()> {
    let port = address.rsplit(':').next().context("The sample school's address has no port")?;
    std::fs::write(data.join("port"), port.trim_end_matches('/')).context("Could not remember the sample school's port")
}

fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}

/// Another `cargo xtask run` may still be open: its school is used rather than a second one on the same data.
fn answers_as_sample_school(port: u16) -> bool {
    discovery(port).is_some_and(|document| document.contains(r#""sample":true"#))
}

fn discovery(port: u16) -> Option<String> {
    let limit = Duration::from_secs(2);
    let mut stream = TcpStream::connect_timeout(&SocketAddr::from((Ipv4Addr::LOCALHOST, port)), limit).ok()?;
    stream.set_read_timeout(Some(limit)).ok()?;
    let request = format!("GET /.well-known/carrel HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.take(64 * 1024).read_to_string(&mut answer).ok()?;
    Some(answer)
}
