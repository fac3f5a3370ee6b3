//! The window around the engine. What Carrel does is in `carrel-engine`; here it only gets a window, a bus and an end.

mod desk;
mod events;
mod ipc;
mod log;
mod options;
mod trouble;
mod window;

use desk::Desk;
use options::Options;
use std::process::ExitCode;
use tauri::{AppHandle, Manager, RunEvent};
use tauri_plugin_window_state::StateFlags;

pub fn run() -> ExitCode {
    window::choose_drawing();
    log::start();
    let options = match Options::from_command_line(std::env::args().skip(1)) {
        Ok(options) => options,
        Err(told) => return told.exit(),
    };
    match build(options) {
        Ok(app) => {
            app.run(|app, event| {
                if let RunEvent::Exit = event {
                    app.state::<Desk>().shut_down();
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            tracing::error!("The window could not be made: {error}");
            ExitCode::FAILURE
        }
    }
}

fn build(options: Options) -> tauri::Result<tauri::App> {
    tauri::Builder::default()
        // First of all: a second start ends here, before it touches the data.
        .plugin(single_instance(&options))
        .plugin(tauri_plugin_opener::init())
        .plugin(remembered_size())
        .register_uri_scheme_protocol(trouble::SCHEME, |context, _| {
            trouble::page(&context.app_handle().state::<Desk>())
        })
        .invoke_handler(tauri::generate_handler![ipc::call])
        .setup(move |app| {
            let app = app.handle();
            app.manage(Desk::default());
            let engine = desk::start(app, &options);
            window::open(app)?;
            end_on_signals(app.clone());
            tauri::async_runtime::spawn(desk::sit_down(app.clone(), engine));
            Ok(())
        })
        .build(tauri::generate_context!())
}

/// One window per data folder: two on the same one would only confuse, two on different ones are two desks.
fn single_instance(options: &Options) -> tauri::plugin::TauriPlugin<tauri::Wry> {
    let builder = tauri_plugin_single_instance::Builder::new().callback(|app, _, _| window::bring_forward(app));
    match options.bus_name() {
        Some(name) => builder.dbus_id(name).build(),
        None => builder.build(),
    }
}

/// Size and place come back; whether the window is shown is `window::open`'s to say.
fn remembered_size() -> tauri::plugin::TauriPlugin<tauri::Wry> {
    let flags = StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED;
    tauri_plugin_window_state::Builder::default().with_state_flags(flags).build()
}

/// Logging out or stopping the machine closes the desk as a click does.
#[cfg(unix)]
fn end_on_signals(app: AppHandle) {
    use tokio::signal::unix::{SignalKind, signal};
    tauri::async_runtime::spawn(async move {
        let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
        else {
            tracing::warn!("Signals cannot be heard; the window ends without ceremony");
            return;
        };
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        app.exit(0);
    });
}

#[cfg(not(unix))]
fn end_on_signals(_: AppHandle) {}
