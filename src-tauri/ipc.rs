//! The one door between the window's pages and the engine.

use crate::desk::Desk;
use crate::window;
use carrel_engine::Engine;
use carrel_engine::api::{self, ApiError, ErrorCode};
use serde_json::{Value, json};
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

/// Gives the page the answers to what every start asks (`App.svelte`), before it asks: a question takes as long to travel as
/// a page to be drawn. A page that has asked already, or asks something else, is answered as ever.
pub async fn answer_ahead(app: &AppHandle, engine: &Engine) {
    let Ok(state) = api::dispatch(engine, "state", Value::Null).await else { return };
    let mut asked = Vec::new();
    if !state["school"].is_null() {
        asked.push(("search_catalog", whole_catalog()));
    }
    if state["studying"] == true {
        asked.push(("my_learning", Value::Null));
    }
    let mut answers = vec![json!({ "name": "state", "args": null, "reply": state })];
    for (name, args) in asked {
        match api::dispatch(engine, name, args.clone()).await {
            Ok(reply) => answers.push(json!({ "name": name, "args": args, "reply": reply })),
            Err(error) => tracing::warn!("{name} has no answer ahead: {:?}", error.code),
        }
    }
    window::tell(app, "carrelAhead", &answers.into());
}

/// As the catalog asks when nothing is typed or chosen (`search.svelte.ts`).
fn whole_catalog() -> Value {
    json!({
        "text": "", "categories": [], "hours": [], "access_months": [], "prices": [], "prepares_for": [],
        "clinical": null, "open_in_my_state": false, "sort": "best", "offset": 0, "limit": 100,
    })
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
