//! What a window costs that shows nothing: the baseline of `tests/examples/bench_window.rs`.
//!
//! The same Tauri and size as Carrel's own window, shown when its page is loaded, with an empty page of its own and nothing
//! behind it. It draws as WebKit likes; Carrel chooses (`choose_drawing` in `src-tauri/window.rs`).

use tauri::http::{Response, header};
use tauri::webview::PageLoadEvent;
use tauri::{Url, WebviewUrl, WebviewWindowBuilder};

/// A scheme of its own, so that the page needs none of the built UI.
const SCHEME: &str = "carrel-empty";
const PAGE: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Empty</title><body></body></html>";

fn main() -> tauri::Result<()> {
    tauri::Builder::default()
        .register_uri_scheme_protocol(SCHEME, |_, _| {
            let mut page = Response::new(PAGE.as_bytes());
            page.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static("text/html"));
            page
        })
        .setup(|app| {
            let address = WebviewUrl::CustomProtocol(Url::parse(&format!("{SCHEME}://localhost/"))?);
            WebviewWindowBuilder::new(app, "main", address)
                .title("Carrel empty window")
                .inner_size(1180.0, 800.0)
                .visible(false)
                .on_page_load(|window, load| {
                    if load.event() == PageLoadEvent::Finished
                        && let Err(error) = window.show().and_then(|()| window.set_focus())
                    {
                        eprintln!("The window could not be shown: {error}");
                    }
                })
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!())
}
