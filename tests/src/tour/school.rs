//! The sample school: the real provider server as a process of its own, to be stopped and started.

use super::Setting;
use super::patience::until;
use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tokio::process::{Child, Command};

pub struct School {
    provider: PathBuf,
    campus: PathBuf,
    data: PathBuf,
    log: PathBuf,
    server: Option<Child>,
    pub address: String,
}

impl School {
    pub async fn open(setting: &Setting) -> Result<Self> {
        let mut school = Self {
            provider: setting.provider.clone(),
            campus: setting.campus.clone(),
            data: setting.room.join("school"),
            log: setting.out.join("provider.log"),
            server: None,
            address: String::new(),
        };
        school.start("127.0.0.1:0").await?;
        Ok(school)
    }

    /// Opens again where it was.
    pub async fn reopen(&mut self) -> Result<()> {
        let listen = self.address.trim_start_matches("http://").trim_end_matches('/').to_owned();
        self.start(&listen).await
    }

    /// Gone at once, in the middle of whatever it did.
    pub async fn stop(&mut self) -> Result<()> {
        let mut server = self.server.take().context("The school is closed already")?;
        server.kill().await.context("The school could not be stopped")
    }

    async fn start(&mut self, listen: &str) -> Result<()> {
        let ready = self.data.with_extension("address");
        let _ = std::fs::remove_file(&ready);
        let log =
            std::fs::File::options().create(true).append(true).open(&self.log).context("There is no provider.log")?;
        let mut command = Command::new(&self.provider);
        command.arg("serve").arg("--data").arg(&self.data).arg("--campus").arg(&self.campus).args(["--listen", listen]);
        command.arg("--ready-file").arg(&ready);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).kill_on_drop(true);
        let mut server = command.spawn().context("The school could not be started")?;
        self.address = until("the school is open", async || {
            if let Some(status) = server.try_wait()? {
                bail!("the school ended: {status}; see provider.log");
            }
            Ok(std::fs::read_to_string(&ready).ok().map(|address| address.trim().to_owned()))
        })
        .await?;
        self.server = Some(server);
        Ok(())
    }

    /// What the school's own database holds of a learner's program.
    pub async fn record(&self, email: &str, program: &str) -> Result<Value> {
        let mut command = Command::new(&self.provider);
        command
            .args(["record", "show", "--json", "--learner", email, "--program", program])
            .arg("--data")
            .arg(&self.data);
        let line = told(command).await?;
        let (_, record): (String, Value) = serde_json::from_str(line.trim()).context("The record is not JSON")?;
        Ok(record)
    }

    /// Every enrollment the school knows, one a line.
    pub async fn enrollments(&self) -> Result<String> {
        let mut command = Command::new(&self.provider);
        command.args(["enrollment", "list"]).arg("--data").arg(&self.data);
        told(command).await
    }

    pub fn data(&self) -> &Path {
        &self.data
    }
}

async fn told(mut command: Command) -> Result<String> {
    let output = command.output().await.context("carrel-provider could not be started")?;
    ensure!(output.status.success(), "carrel-provider said: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).context("carrel-provider did not print text")
}
