//! The learner's own browser on the school's pages: headless Chromium.

use super::driver::Driver;
use super::log::Log;
use super::patience::until;
use anyhow::{Context, Result};
use fantoccini::Locator;
use serde_json::json;
use std::path::Path;
use tokio::process::Command;

pub struct Learner {
    pub name: &'static str,
    pub email: &'static str,
    pub password: &'static str,
}

/// Whether the school knows the learner yet.
pub enum Account {
    New,
    Known,
}

/// Opens the address Carrel asked for, and does there what the learner would. The code goes back to Carrel's own listener.
pub async fn sign_in(room: &Path, asked: &Path, learner: &Learner, account: Account, log: &mut Log) -> Result<()> {
    let address = until("Carrel opened the system browser", async || Ok(std::fs::read_to_string(asked).ok())).await?;
    std::fs::remove_file(asked).context("The address could not be put away")?;
    let profile = tempfile::tempdir_in(room).context("There is no place for the browser's profile")?;
    let driver = Driver::start(Command::new("/usr/bin/chromedriver"), capabilities(profile.path())).await?;
    let page = &driver.client;
    page.goto(&address).await.context("The school's page did not open")?;
    if let Account::New = account {
        press(&driver, "//a[normalize-space(.)='Create an account']").await?;
        fill(&driver, "name", learner.name).await?;
    }
    fill(&driver, "email", learner.email).await?;
    fill(&driver, "password", learner.password).await?;
    log.picture_of(page, "school-account").await?;
    let button = if matches!(account, Account::New) { "Create account" } else { "Sign in" };
    press(&driver, &format!("//button[normalize-space(.)='{button}']")).await?;
    press_pictured(&driver, "//button[normalize-space(.)='Allow']", log).await?;
    let school = address.split("/oauth").next().unwrap_or_default().to_owned();
    until("the browser is back at Carrel", async || {
        Ok((!page.current_url().await?.as_str().starts_with(&school)).then_some(()))
    })
    .await?;
    driver.close().await
}

fn capabilities(profile: &Path) -> serde_json::Value {
    let args = [
        "--headless".to_owned(),
        // The tour runs as whoever it is, root in a container included; Chromium's sandbox does not.
        "--no-sandbox".into(),
        "--disable-gpu".into(),
        "--disable-dev-shm-usage".into(),
        "--disable-background-networking".into(),
        "--window-size=900,900".into(),
        format!("--user-data-dir={}", profile.display()),
    ];
    json!({ "goog:chromeOptions": { "binary": "/usr/bin/chromium", "args": args } })
}

async fn fill(driver: &Driver, name: &str, text: &str) -> Result<()> {
    let css = format!("input[name='{name}']");
    let field =
        until(&format!("the field {name} is there"), async || Ok(driver.client.find(Locator::Css(&css)).await.ok()))
            .await?;
    field.send_keys(text).await.with_context(|| format!("The field {name} took no text"))
}

async fn press(driver: &Driver, xpath: &str) -> Result<()> {
    let found =
        until(&format!("{xpath} is there"), async || Ok(driver.client.find(Locator::XPath(xpath)).await.ok())).await?;
    found.click().await.with_context(|| format!("{xpath} could not be pressed"))
}

async fn press_pictured(driver: &Driver, xpath: &str, log: &mut Log) -> Result<()> {
    until(&format!("{xpath} is there"), async || Ok(driver.client.find(Locator::XPath(xpath)).await.ok().map(drop)))
        .await?;
    log.picture_of(&driver.client, "school-consent").await?;
    press(driver, xpath).await
}
