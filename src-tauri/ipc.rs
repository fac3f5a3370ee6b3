//! The one door between the window's pages and the engine.

use crate::desk::Desk;
use crate::window;
use carrel_engine::api::{self, ApiError, ErrorCode};
use serde_json::Value;
use tauri::{AppHandle, Manager, State};
use tauri_plugin_opener::OpenerExt;

/// Runs the engine's command `name`. What follows a few of them belongs to the desktop and not to the engine.
#[tauri::command]
pub async fn call(app: AppHandle, desk: State<'_, Desk>, name: String, args: Value) -> Result<Value, ApiError> {
    let reply = api::dispatch(&desk.engine().await?, &name, args).await?;
    match name.as_str() {
        // The address is also shown on the screen, in case nothing opens.
        "begin_sign_in" => open_outside(&app, &reply).unwrap_or_else(|error| {
            tracing::warn!("The school's sign-in page could not be opened: {}", error.detail.unwrap_or_default());
        }),
        "open_link" => open_outside(&app, &reply)?,
        "change_settings" => dress(&app).await,
        _ => {}
    }
    Ok(reply)
}

/// Opens the address the engine gave out: a page in the learner's own browser, a mailbox in their mail program.
fn open_outside(app: &AppHandle, reply: &Value) -> Result<(), ApiError> {
    let address = reply["address"].as_str().unwrap_or_default();
    let page = address.starts_with("https://") || address.starts_with("http://");
    if !page && !address.starts_with("mailto:") {
        return Err(ApiError { code: ErrorCode::BadAddress, detail: None });
    }
    let opener = app.opener();
    let browser = chosen_browser().filter(|_| page);
    if browser.is_some_and(|browser| opener.open_url(address, Some(browser)).is_ok()) {
        return Ok(());
    }
    opener
        .open_url(address, None::<&str>)
        .map_err(|error| ApiError { code: ErrorCode::Ours, detail: Some(error.to_string()) })
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
