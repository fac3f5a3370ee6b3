//! The one window: where it may go, when it is seen, what it wears.

use crate::trouble;
use carrel_engine::api::Theme;
use std::time::Duration;
use tauri::webview::{NewWindowResponse, PageLoadEvent};
use tauri::window::Color;
use tauri::{AppHandle, Manager, Url, WebviewWindow, WebviewWindowBuilder};

const MAIN: &str = "main";
/// `--paper` of ui/src/shared/tokens.css: what is behind the page before it is painted.
const PAPER_LIGHT: Color = Color(252, 250, 246, 255);
const PAPER_DARK: Color = Color(25, 23, 21, 255);
/// A page that is there and does not ask to be shown: it waits for an answer, or is the one that says what went wrong.
const SHOWN_AFTER_LOADING: Duration = Duration::from_millis(300);
/// A page that does not come must not leave the learner without a window.
const SHOWN_AT_LATEST: Duration = Duration::from_secs(4);

/// Opens the window unseen; it is shown when its first page asks for it, so that nobody sees it empty.
pub fn open(app: &AppHandle) -> tauri::Result<()> {
    let config = app.config().app.windows.iter().find(|window| window.label == MAIN).cloned().unwrap_or_default();
    let own = own_origins(app);
    let window = WebviewWindowBuilder::from_config(app, &config)?
        .visible(false)
        .background_color(PAPER_LIGHT)
        .on_navigation(move |url| may_show(url, &own))
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_page_load(|window, load| {
            if load.event() == PageLoadEvent::Finished {
                show_after(SHOWN_AFTER_LOADING, window);
            }
        })
        .build()?;
    paint(&window);
    show_after(SHOWN_AT_LATEST, window);
    Ok(())
}

fn show_after(wait: Duration, window: WebviewWindow) {
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(wait).await;
        show(&window);
    });
}

/// Where no graphics card can be used WebKit emulates one, which costs 80 MB and a slower start for pages of text: there
/// it shall draw by itself, unless whoever starts Carrel says otherwise. To be called before anything else runs.
#[cfg(target_os = "linux")]
pub fn choose_drawing() {
    if has_graphics_card() {
        return;
    }
    if let Err(error) = glib::setenv("WEBKIT_DISABLE_COMPOSITING_MODE", "1", false) {
        tracing::warn!("WebKit draws as it likes: {error}");
    }
}

/// The kernel offers a node to render with for each.
#[cfg(target_os = "linux")]
fn has_graphics_card() -> bool {
    let nodes = std::fs::read_dir("/dev/dri").into_iter().flatten().flatten();
    nodes.map(|node| node.file_name()).any(|name| name.to_string_lossy().starts_with("renderD"))
}

#[cfg(not(target_os = "linux"))]
pub fn choose_drawing() {}

/// A second start of Carrel ends; the first comes to the front instead.
pub fn bring_forward(app: &AppHandle) {
    let Some(window) = app.get_webview_window(MAIN) else { return };
    let raised = window.unminimize().and_then(|()| window.show()).and_then(|()| window.set_focus());
    if let Err(error) = raised {
        tracing::warn!("The window could not be brought forward: {error}");
    }
}

pub fn dress(app: &AppHandle, theme: Theme) {
    let Some(window) = app.get_webview_window(MAIN) else { return };
    let chosen = match theme {
        Theme::System => None,
        Theme::Light => Some(tauri::Theme::Light),
        Theme::Dark => Some(tauri::Theme::Dark),
    };
    if let Err(error) = window.set_theme(chosen) {
        tracing::warn!("The window's frame could not follow the theme: {error}");
    }
    paint(&window);
}

/// Sets a variable of the page, at the latest when its document is there and nothing in it has run.
pub fn tell(app: &AppHandle, name: &str, value: &serde_json::Value) {
    let Some(window) = app.get_webview_window(MAIN) else { return };
    // Parsed as JSON: in a script `__proto__` would mean something.
    let text = serde_json::Value::from(value.to_string());
    if let Err(error) = window.eval(format!("window.{name} = JSON.parse({text});")) {
        tracing::warn!("The page could not be told {name}: {error}");
    }
}

pub fn show_trouble(app: &AppHandle) {
    let (Some(window), Some(address)) = (app.get_webview_window(MAIN), trouble::address()) else { return };
    if let Err(error) = window.navigate(address) {
        tracing::error!("Not even the page that says so could be shown: {error}");
    }
}

fn show(window: &WebviewWindow) {
    if window.is_visible().unwrap_or(false) {
        return;
    }
    if let Err(error) = window.show().and_then(|()| window.set_focus()) {
        tracing::error!("The window could not be shown: {error}");
    }
}

fn paint(window: &WebviewWindow) {
    let dark = matches!(window.theme(), Ok(tauri::Theme::Dark));
    if let Err(error) = window.set_background_color(Some(if dark { PAPER_DARK } else { PAPER_LIGHT })) {
        tracing::warn!("The window's background could not be painted: {error}");
    }
}

/// Where Carrel's own pages come from; the dev server only in a build that uses one.
fn own_origins(app: &AppHandle) -> Vec<Url> {
    let built_in = ["tauri://localhost", "http://tauri.localhost"].into_iter().filter_map(|url| Url::parse(url).ok());
    let dev = app.config().build.dev_url.clone().filter(|_| tauri::is_dev());
    built_in.chain(dev).chain(trouble::address()).collect()
}

/// The app's own pages, and a lesson's page in its frame: WebKit asks here for frames too. Anything else a page may link
/// to stays shut; what belongs in a browser is opened there by the engine's host.
fn may_show(url: &Url, own: &[Url]) -> bool {
    let same_place = |other: &Url| {
        url.scheme() == other.scheme()
            && url.host() == other.host()
            && url.port_or_known_default() == other.port_or_known_default()
    };
    let lesson = url.scheme() == "http" && url.host_str() == Some("127.0.0.1");
    let blank = matches!(url.as_str(), "about:blank" | "about:srcdoc");
    lesson || blank || own.iter().any(same_place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_stays_at_home() {
        let own = [Url::parse("tauri://localhost").expect("an address")];
        let may = |address: &str| may_show(&Url::parse(address).expect("an address"), &own);
        assert!(may("tauri://localhost/index.html#/catalog"));
        assert!(may("http://127.0.0.1:41234/secret/lesson"), "the lesson's frame");
        for address in [
            "https://example.org/",
            "http://127.0.0.1.example.org/",
            "file:///etc/passwd",
            "http://localhost:5173/",
            "data:text/html,x",
        ] {
            assert!(!may(address), "{address} is not ours to show");
        }
    }
}
