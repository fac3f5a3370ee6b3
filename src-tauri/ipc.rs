//! The one door between the window's pages and the engine.

use crate::desk::Desk;
use crate::window;
use carrel_engine::api::{self, ApiError};
use serde_json::Value;
use tauri::{AppHandle, Manager, State};
use tauri_plugin_opener::OpenerExt;

/// Runs the engine's command `name`. What follows a few of them belongs to the desktop and not to the engine.
#[tauri::command]
pub async fn call(app: AppHandle, desk: State<'_, Desk>, name: String, args: Value) -> Result<Value, ApiError> {
    let reply = api::dispatch(&desk.engine().await?, &name, args).await?;
    match name.as_str() {
        "begin_sign_in" => open_in_browser(&app, &reply),
        "change_settings" => dress(&app).await,
        _ => {}
    }
    Ok(reply)
}

/// The school's page belongs in the learner's own browser. It is also shown on the screen, in case nothing opens.
fn open_in_browser(app: &AppHandle, reply: &Value) {
    let address = reply["address"].as_str().unwrap_or_default();
    if !address.starts_with("https://") && !address.starts_with("http://") {
        tracing::warn!("The school's sign-in page has no web address; it was not opened");
        return;
    }
    let opener = app.opener();
    let chosen = chosen_browser().is_some_and(|browser| opener.open_url(address, Some(browser)).is_ok());
    if !chosen && let Err(error) = opener.open_url(address, None::<&str>) {
        tracing::warn!("No browser could be opened: {error}");
    }
}

/// The browser named by `$BROWSER`. xdg-open looks there only after the desktop's own default, which need not be meant.
fn chosen_browser() -> Option<String> {
    let named = std::env::var("BROWSER").ok()?;
    let first = named.split(':').next().unwrap_or_default();
    // Anything with arguments is left to xdg-open, which knows how to take it apart.
    (!first.is_empty() && !first.contains(['%', ' '])).then(|| first.to_owned())
}

/// Gives the window's frame the theme the learner chose.
pub async fn dress(app: &AppHandle) {
    let Ok(engine) = app.state::<Desk>().engine().await else { return };
    match engine.state(()).await {
        Ok(state) => window::dress(app, state.settings.theme),
        Err(error) => tracing::warn!("The theme is unknown: {:?}", error.code),
    }
}
