//! Tells Tauri where the capabilities are, and that `call` is the only command there is.

use tauri_build::{AppManifest, Attributes};

fn main() {
    let attributes = Attributes::new()
        .app_manifest(AppManifest::new().commands(&["call"]))
        .capabilities_path_pattern("src-tauri/capabilities/*.json");
    tauri_build::try_build(attributes).unwrap_or_else(|error| {
        eprintln!("{error:#}");
        std::process::exit(1)
    });
}
