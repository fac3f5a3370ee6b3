//! The real window, as a person with a keyboard and a mouse has it.

use super::driver::Driver;
use super::patience::until;
use super::{Setting, process};
use anyhow::{Context, Result, anyhow, bail, ensure};
use fantoccini::Locator;
use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, MouseActions, PointerAction};
use fantoccini::elements::Element;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::process::Command;

pub struct Window {
    driver: Driver,
    program: PathBuf,
    axe: String,
}

/// WebKit takes a picture with the next frame it draws, and draws none where nothing changes: a page that had just come to rest
/// kept the tour waiting until the next sync, for minutes. So one pixel changes for as long, by less than can be seen.
const RESTLESS: &str = "
    const dot = document.createElement('i');
    dot.style.cssText = 'position: fixed; top: 0; left: 0; width: 1px; height: 1px';
    document.body.append(dot);
    let ticks = 0;
    const ticking = setInterval(() => {
        ticks += 1;
        dot.style.background = ticks % 2 ? 'rgb(128 128 128 / 0.01)' : 'transparent';
    }, 30);
    window.restless = { end: () => (clearInterval(ticking), dot.remove()) };
    return null";

/// How a person names what they press.
#[derive(Clone, Copy, Debug)]
pub enum Named<'n> {
    Button(&'n str),
    Link(&'n str),
}

impl Window {
    /// Opens Carrel on `data`. What it opens in a browser is written to `asked` instead.
    pub async fn open(setting: &Setting, data: &Path, school: &str, asked: &Path) -> Result<Self> {
        let mut command = Command::new("/usr/bin/WebKitWebDriver");
        command.env("TAURI_AUTOMATION", "true").env("TAURI_WEBVIEW_AUTOMATION", "true");
        command.env("CARREL_DATA_DIR", data).env("BROWSER", recording_browser(setting, asked)?);
        let options = json!({ "binary": setting.carrel, "args": ["--school", school] });
        let driver = Driver::start(command, json!({ "webkitgtk:browserOptions": options })).await?;
        let window = Self { driver, program: setting.carrel.clone(), axe: setting.axe.clone() };
        window.sees_element("main h1").await?;
        Ok(window)
    }

    /// The window's own process.
    pub fn pid(&self) -> Result<u32> {
        let driver = self.driver.pid().context("The driver is gone")?;
        let [pid] = process::children_running(driver, &self.program)[..] else {
            bail!("The window's process is not to be found");
        };
        Ok(pid)
    }

    /// As the power goes.
    pub async fn kill(mut self) -> Result<()> {
        let pid = self.pid()?;
        process::kill_9(pid).await?;
        until("the window's process is gone", async || Ok((!process::is_alive(pid)).then_some(()))).await?;
        self.driver.end().await
    }

    pub async fn close(self) -> Result<()> {
        self.driver.close().await
    }

    pub async fn go(&self, route: &str) -> Result<()> {
        self.script("location.hash = arguments[0]; return null", vec![json!(format!("#/{route}"))]).await.map(drop)
    }

    /// Waits until `text` stands on the screen.
    pub async fn sees(&self, text: &str) -> Result<()> {
        self.until(&format!("“{text}” is on the screen"), "return document.body.innerText.includes(arguments[0])", text)
            .await
    }

    pub async fn sees_no_more(&self, text: &str) -> Result<()> {
        self.until(&format!("“{text}” is gone"), "return !document.body.innerText.includes(arguments[0])", text).await
    }

    /// Waits until `text` stands within the first element that `css` finds.
    pub async fn sees_in(&self, css: &str, text: &str) -> Result<()> {
        let script =
            format!("return document.querySelector({})?.innerText.includes(arguments[0]) ?? false", json!(css));
        self.until(&format!("“{text}” stands in {css}"), &script, text).await
    }

    pub async fn sees_heading(&self, text: &str) -> Result<()> {
        let script = "return [...document.querySelectorAll('h1')].some((h) => h.innerText.trim() === arguments[0])";
        self.until(&format!("the heading “{text}” is on the screen"), script, text).await
    }

    async fn until(&self, what: &str, script: &str, text: &str) -> Result<()> {
        until(what, async || {
            Ok(self.script(script, vec![json!(text)]).await?.as_bool().filter(|true_| *true_).map(drop))
        })
        .await
    }

    pub async fn sees_element(&self, css: &str) -> Result<Element> {
        until(&format!("{css} is on the screen"), async || {
            let found = self.driver.client.find_all(Locator::Css(css)).await?;
            for element in found {
                if element.is_displayed().await? {
                    return Ok(Some(element));
                }
            }
            Ok(None)
        })
        .await
    }

    pub async fn press(&self, named: Named<'_>) -> Result<()> {
        let xpath = xpath(named);
        until(&format!("{named:?} can be pressed"), async || {
            for element in self.driver.client.find_all(Locator::XPath(&xpath)).await? {
                if element.is_displayed().await? && element.is_enabled().await? {
                    element.click().await?;
                    return Ok(Some(()));
                }
            }
            Ok(None)
        })
        .await
    }

    /// As a hand does it: the pointer comes over the first element that `css` finds, rests there, and presses it for 80 ms.
    pub async fn rest_and_press(&self, css: &str, rest: Duration) -> Result<()> {
        let element = self.sees_element(css).await?;
        let actions = MouseActions::new("mouse".into())
            .then(PointerAction::MoveToElement { element, duration: None, x: 0.0, y: 0.0 })
            .then(PointerAction::Pause { duration: rest })
            .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
            .then(PointerAction::Pause { duration: Duration::from_millis(80) })
            .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        self.driver.client.perform_actions(actions).await.with_context(|| format!("The pointer could not press {css}"))
    }

    /// Types into the field with this label.
    pub async fn type_into(&self, css: &str, text: &str) -> Result<()> {
        let field = self.sees_element(css).await?;
        field.click().await?;
        field.send_keys(text).await?;
        Ok(())
    }

    /// Runs JavaScript in the page.
    pub async fn script(&self, script: &str, args: Vec<Value>) -> Result<Value> {
        Ok(self.driver.client.execute(script, args).await?)
    }

    /// Asks the engine behind the window, through the window's own door.
    pub async fn engine(&self, name: &str, args: Value) -> Result<Value> {
        let script = "const [name, args, done] = arguments;
            window.__TAURI_INTERNALS__.invoke('call', { name, args })
                .then((reply) => done({ reply }), (error) => done({ error }));";
        let mut answer = self.driver.client.execute_async(script, vec![json!(name), args]).await?;
        match answer.get_mut("reply") {
            Some(reply) => Ok(reply.take()),
            None => Err(anyhow!("{name}: {}", answer["error"])),
        }
    }

    /// The text of the lesson in its frame.
    pub async fn lesson_text(&self) -> Result<String> {
        self.enter_lesson().await?;
        let text = until("the lesson's text is there", async || {
            let text = self.script("return document.body ? document.body.innerText : ''", vec![]).await?;
            Ok(text.as_str().filter(|text| text.len() > 200).map(str::to_owned))
        })
        .await;
        self.leave_lesson().await?;
        text
    }

    /// From here on scripts run in the lesson's frame.
    pub async fn enter_lesson(&self) -> Result<()> {
        Ok(self.sees_element("iframe").await?.enter_frame().await?)
    }

    pub async fn leave_lesson(&self) -> Result<()> {
        Ok(self.driver.client.clone().enter_parent_frame().await?)
    }

    /// Runs JavaScript that says itself when it is done.
    pub async fn wait_for(&self, script: &str, args: Vec<Value>) -> Result<Value> {
        Ok(self.driver.client.execute_async(script, args).await?)
    }

    pub async fn picture(&self, to: &Path) -> Result<()> {
        self.script(RESTLESS, vec![]).await?;
        let png = self.driver.client.screenshot().await.context("No picture could be taken")?;
        self.script("window.restless.end(); return null", vec![]).await?;
        std::fs::write(to, png).with_context(|| format!("Could not write {}", to.display()))
    }

    /// axe-core finds nothing on this screen.
    pub async fn is_accessible(&self) -> Result<()> {
        let known = self.script("return typeof window.axe === 'object'", vec![]).await?;
        if known != json!(true) {
            self.script(&format!("{}; return null", self.axe), vec![]).await.context("axe-core could not be loaded")?;
        }
        // The lesson's frame is another origin, which axe cannot enter; the engine's tests look at what is in it.
        let script = "const done = arguments[arguments.length - 1];
            axe.run(document, { iframes: false, resultTypes: ['violations'] }).then(
                (found) => done(found.violations.map((v) => `${v.id}: ${v.help} (${v.nodes.map((n) => n.target.join(' ')).join(', ')})`)),
                (error) => done([String(error)]));";
        let found = self.driver.client.execute_async(script, vec![]).await.context("axe-core could not run")?;
        let violations: Vec<&str> = found.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        ensure!(violations.is_empty(), "axe-core found: {}", violations.join("; "));
        Ok(())
    }
}

fn xpath(named: Named<'_>) -> String {
    let (tags, name) = match named {
        Named::Button(name) => (["button", "*[@role='button']"], name),
        Named::Link(name) => (["a", "*[@role='link']"], name),
    };
    let name = if name.contains('\'') { format!("\"{name}\"") } else { format!("'{name}'") };
    tags.map(|tag| format!("//{tag}[normalize-space(.)={name} or @aria-label={name}]")).join(" | ")
}

/// A "browser" that writes down the address it was asked to open: what xdg-open starts in place of the person's.
fn recording_browser(setting: &Setting, asked: &Path) -> Result<PathBuf> {
    use std::os::unix::fs::PermissionsExt;
    let script = setting.room.join("browser");
    // Written beside and renamed, so that whoever sees the file sees all of it.
    let text = format!("#!/bin/sh\nprintf '%s' \"$1\" > '{0}.new' && mv '{0}.new' '{0}'\n", asked.display());
    std::fs::write(&script, text).with_context(|| format!("Could not write {}", script.display()))?;
    std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o755))
        .context("The browser cannot be executable")?;
    Ok(script)
}
